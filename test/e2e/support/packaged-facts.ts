import { readdir, readFile, readlink } from 'node:fs/promises'

/** Electron's fuses in the order of its first version of them (electron/build/fuses/fuses.json5). */
const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
]

/** Reads the fuses from the program's file: a fixed text, then the version, their number, and `0` or `1` for each. */
export async function readFuses(program: string): Promise<Record<string, boolean>> {
  const bytes = await readFile(program)
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const start = bytes.indexOf(sentinel) + sentinel.length
  if (start < sentinel.length || bytes[start] !== 1) throw new Error('No fuses of the known version.')
  return Object.fromEntries(fuseNames.map((name, at) => [name, bytes[start + 2 + at] === '1'.charCodeAt(0)]))
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> }
  readonly events: readonly { readonly type: number; readonly params?: Readonly<Record<string, unknown>> }[]
}

/** The addresses and names that Chromium resolved or connected to, from its own log (`--log-net-log`). */
export async function readContacts(path: string): Promise<string[]> {
  const { constants, events } = JSON.parse(await readFile(path, 'utf8')) as NetLog
  const fields: Readonly<Record<string, string>> = {
    TCP_CONNECT_ATTEMPT: 'address',
    HOST_RESOLVER_MANAGER_REQUEST: 'host',
    UDP_BYTES_SENT: 'address',
    URL_REQUEST_START_JOB: 'url',
  }
  const fieldOf = new Map(Object.entries(fields).map(([name, field]) => [constants.logEventTypes[name], field]))
  // A name that Chromium no longer uses would find nothing, whatever happened.
  if (fieldOf.has(undefined)) throw new Error('Chromium’s log has other names for its events.')
  const contacts = events.flatMap(({ type, params }) => {
    const contact = params?.[fieldOf.get(type) ?? '']
    return typeof contact === 'string' ? [contact] : []
  })
  return [...new Set(contacts)].toSorted()
}

/** The remote addresses of all TCP connections of these processes beyond this computer, as the kernel writes them. */
export async function remoteConnections(pids: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const pid of pids) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const links = await Promise.all(descriptors.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')))
    const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []))
    for (const table of ['tcp', 'tcp6']) {
      const rows = (await readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '')).split('\n').slice(1)
      for (const row of rows) {
        const [, , remote = '', state, , , , , , inode = ''] = row.trim().split(/\s+/)
        // 0A: it listens.
        if (inodes.has(inode) && state !== '0A' && !isLoopback(remote)) found.push(remote)
      }
    }
  }
  return found
}

/** 127.0.0.1, ::1 and 127.0.0.1 as IPv6, in the byte order of the kernel's tables. */
function isLoopback(address: string): boolean {
  return /^(0100007F|0{24}01000000|0{16}FFFF00000100007F):/.test(address)
}
