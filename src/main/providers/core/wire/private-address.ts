import { BlockList, isIP } from 'node:net'

/** Addresses of this computer and of private networks, including 100.64/10, which virtual private networks use. */
const localNetworks = listOf([
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  // Servers print it when they listen on all interfaces; connecting to it reaches this computer.
  ['0.0.0.0', 32],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
])

/**
 * Further addresses that are not internet hosts (IANA's special-purpose registries). 198.18.0.0/15 is left out: proxy
 * programs resolve every name to an address of that range.
 */
const unroutable = listOf([
  ['0.0.0.0', 8],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['fec0::', 10],
  ['ff00::', 8],
  ['2001::', 32],
  ['2002::', 16],
])

function listOf(ranges: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4')
  return list
}

/**
 * Returns the IP address in a URL's host name; null for a name. URL parsing has normalized decimal, octal and hex
 * forms.
 */
export function addressOf(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return isIP(bare) === 0 ? null : bare
}

export function isOwnNetwork(address: string): boolean {
  return isIn(localNetworks, address)
}

/** Returns whether an address is anything but an internet host. Unreadable addresses count as private. */
export function isPrivateAddress(address: string): boolean {
  return isIn(localNetworks, address) || isIn(unroutable, address)
}

function isIn(list: BlockList, written: string): boolean {
  const address = written.replace(/%.*$/, '')
  if (isIP(address) === 4) return list.check(address, 'ipv4')
  if (isIP(address) !== 6) return true
  const inner = innerAddress(address)
  return list.check(address, 'ipv6') || (inner !== null && list.check(inner, 'ipv4'))
}

/**
 * Returns the IPv4 address inside a mapped (`::ffff:0:0/96`), compatible (`::/96`) or NAT64 (`64:ff9b::/96`) address.
 */
function innerAddress(address: string): string | null {
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const match = /^(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain)
  if (match === null) return null
  const [high, low] = [Number.parseInt(match[1] ?? '', 16), Number.parseInt(match[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
