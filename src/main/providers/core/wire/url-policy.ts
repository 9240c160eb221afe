import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/provider-errors.ts'
import { redact } from '../../../platform/redact.ts'
import type { ProviderAdapter } from '../adapter.ts'
import { addressOf, isOwnNetwork, isPrivateAddress } from './private-address.ts'
import type { Call } from '../call.ts'

/** Decides which addresses one provider's requests and downloads may go to. Pure: makes no lookups. */
export interface UrlPolicy {
  readonly base: URL
  readonly isOwnBaseUrl: boolean
  /**
   * Resolves the URL of an API request. `path` is relative to the base URL, or absolute on an API host; with `auth`
   * `none` also on a delivery host (addresses to upload to). @throws network/blocked-url
   */
  requireApi(path: string, query: Readonly<Record<string, string>>, auth: 'key' | 'none'): URL
  /** Resolves an API's redirect, and whether the key may be sent there. @throws network/blocked-url */
  requireRedirect(location: string, from: URL): { readonly url: URL; readonly auth: 'key' | 'none' }
  /**
   * Resolves a result's address. `isOwn`: the server the user configured, at any address. @throws network/blocked-url
   */
  requireDelivery(address: string, from?: URL): { readonly url: URL; readonly isOwn: boolean }
}

type Hosts = Pick<ProviderAdapter, 'label' | 'baseUrl' | 'apiHosts' | 'deliveryHosts'>

/** Normalizes a base URL for storage: without a trailing slash. @throws configuration/invalid */
export function parseBaseUrl(text: string): string {
  const url = URL.parse(text.trim())
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw invalid(text, messages.baseUrlInvalid)
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(url.host, messages.baseUrlHasLogin)
  }
  if (url.search !== '' || url.hash !== '') {
    throw invalid(url.origin, messages.baseUrlHasQuery)
  }
  if (url.protocol === 'http:' && !isNearby(url.hostname)) {
    throw invalid(url.origin, messages.baseUrlUnprotected)
  }
  return (url.origin + url.pathname).replace(/\/+$/, '')
}

/** Does not repeat a key that was entered in the wrong field. */
function invalid(shown: string, problem: (values: { url: string }) => string): AppError {
  const url = String(redact(shown)).slice(0, 200)
  return new AppError('configuration/invalid', problem({ url }), { detail: { isAddress: true } })
}

/** Returns whether it is a name that can never be registered (RFC 2606): of what works in the program itself. */
export const isNeverRequested = (hostname: string): boolean => hostname.endsWith('.invalid')

/** Returns whether it is this computer, or its local network. */
export function isNearby(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '')
  const address = addressOf(name)
  if (address !== null) return isOwnNetwork(address)
  return name === 'localhost' || name.endsWith('.localhost') || name.endsWith('.local')
}

export function createUrlPolicy(hosts: Hosts, baseUrl: string): UrlPolicy {
  const defaultBase = new URL(parseBaseUrl(hosts.baseUrl))
  const customBase = new URL(parseBaseUrl(baseUrl))
  const isOwnBaseUrl = customBase.href !== defaultBase.href
  // An override with only scheme, host and port keeps the path that the service's requests start with.
  const base = isOwnBaseUrl && customBase.pathname === '/' ? new URL(defaultBase.pathname, customBase) : customBase

  // A program on this computer or network serves its results itself, and so does the user's gateway.
  const isOwnServer = isOwnBaseUrl || isNearby(base.hostname)

  function findApi(url: URL): URL | null {
    if (isSameServer(url, base)) return url
    const isKnown = isOn(url, [defaultBase.host, ...hosts.apiHosts])
    if (!isKnown) return null
    return isOwnBaseUrl ? moved(url, defaultBase, base) : url
  }

  function findDelivery(url: URL): { url: URL; isOwn: boolean } | null {
    if (isOwnServer && isSameServer(url, base)) return { url, isOwn: true }
    const address = addressOf(url.hostname)
    if (address !== null && isPrivateAddress(address)) return null
    return isOn(url, hosts.deliveryHosts) ? { url, isOwn: false } : null
  }

  return {
    base,
    isOwnBaseUrl,
    requireApi(path, query, auth) {
      const target = isAbsolute(path) ? read(path, undefined, hosts) : below(base, path, hosts)
      const url = findApi(target) ?? (auth === 'none' ? findDelivery(target)?.url : undefined)
      if (url === undefined || url === null) throw blocked(hosts, target.host)
      const complete = new URL(url)
      for (const [name, value] of Object.entries(query)) complete.searchParams.set(name, value)
      return complete
    },
    requireRedirect(location, from) {
      const url = read(location, from, hosts)
      const api = findApi(url)
      if (api !== null) return { url: api, auth: 'key' }
      const delivery = findDelivery(url)
      if (delivery === null) throw blocked(hosts, url.host)
      return { url: delivery.url, auth: 'none' }
    },
    requireDelivery(address, from) {
      const url = read(address, from, hosts)
      const found = findDelivery(url)
      if (found === null) throw blocked(hosts, url.host)
      return found
    },
  }
}

function isAbsolute(path: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(path)
}

function read(address: string, from: URL | undefined, hosts: Hosts): URL {
  const url = URL.parse(address, from?.href)
  // No valid name is longer (RFC 1035).
  if (url === null || url.hostname.length > 253) throw unreadable(hosts)
  if (url.username !== '' || url.password !== '') throw blocked(hosts, url.host)
  return url
}

function below(base: URL, path: string, hosts: Hosts): URL {
  const start = base.pathname.replace(/\/+$/, '')
  const url = new URL(`${base.origin}${start}/${path.replace(/^\/+/, '')}`)
  // Dot segments in a service's own ids must not lead to another part of its API.
  if (!`${url.pathname}/`.startsWith(`${start}/`)) throw blocked(hosts, url.host)
  return url
}

/** The same scheme, host and port; all names of this computer are one host. */
function isSameServer(url: URL, base: URL): boolean {
  if (url.origin === base.origin) return true
  return url.protocol === base.protocol && url.port === base.port && isLoopback(url) && isLoopback(base)
}

export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(url.hostname)
}

/** https on the default port, on one of the hosts: an exact name, or `*.` for any subdomain. */
function isOn(url: URL, patterns: readonly string[]): boolean {
  if (url.protocol !== 'https:' || url.port !== '') return false
  const name = url.hostname.replace(/\.$/, '')
  return patterns.some((pattern) =>
    pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) && name.length >= pattern.length : name === pattern,
  )
}

/** Moves a vendor address to the user's server: the path stays, after the prefix a gateway adds. */
function moved(url: URL, defaultBase: URL, base: URL): URL {
  const ownPath = defaultBase.pathname.replace(/\/+$/, '')
  const basePath = base.pathname.replace(/\/+$/, '')
  const front = basePath.endsWith(ownPath) ? basePath.slice(0, basePath.length - ownPath.length) : ''
  return new URL(`${base.origin}${front}${url.pathname}${url.search}`)
}

function unreadable({ label }: Hosts): AppError {
  return new AppError('network/blocked-url', messages.addressNotReadable({ provider: label }))
}

function blocked({ label }: Hosts, host: string): AppError {
  return new AppError('network/blocked-url', messages.addressNotKnown({ provider: label, host }), { detail: { host } })
}

/**
 * Returns `/v1/models` for a bare address, `/models` if the user's base URL has a path of its own
 * (`https://gateway.example/openai/v1`): people enter either, and `/v1` must not be repeated.
 */
export function versionedPath(call: Call, path: string, version = '/v1'): string {
  return call.basePath === undefined || call.basePath === '' ? `${version}${path}` : path
}
