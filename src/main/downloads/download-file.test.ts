import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testKey } from '../../../test/support/build-call-parts.ts'
import { failureOf } from '../../../test/support/failure-of.ts'
import { serveFile, type ServedFile } from '../../../test/support/hub/serve-file.ts'
import { createNodeTransport } from '../../../test/support/node-transport.ts'
import { folderInMemory } from '../../../test/support/temporary-home.ts'
import { startTinyServer, type TinyServer } from '../../../test/support/tiny-server.ts'
import { downloadFile, partBytesOf, type DownloadProgress, type Wanted } from './index.ts'

const bytes = randomBytes(3_000_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const limits = { triesMax: 3, pauseMs: 1, pauseMsMax: 2, askedPauseMsMax: 5 }

let folder: string
let path: string
let server: TinyServer
beforeEach(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-download-'))
  path = join(folder, 'flux.gguf')
  server = await startTinyServer()
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

function serve(file: Partial<ServedFile> = {}): void {
  server.answer = (request, response) => serveFile(request, response, { bytes, etag: '"one"', ...file })
}

function download(own: Partial<Wanted> = {}, more: { readonly silenceMs?: number } = {}) {
  const wanted: Wanted = {
    url: `${server.origin}/flux.gguf`,
    path,
    sizeBytes: bytes.length,
    sha256,
    signal: new AbortController().signal,
    ...own,
  }
  return downloadFile(wanted, { transport: createNodeTransport(), limits: { ...limits, ...more } })
}

/** Cuts the connection after this many bytes. */
const cutAt = (...places: number[]) => ({
  onProgress: (progress: DownloadProgress) => {
    if (places.includes(progress.bytes) && progress.type === 'receiving') server.server.closeAllConnections()
  },
})

const ranges = () => server.requests.map(({ headers }) => headers.range ?? null)
const files = async () => (await readdir(folder)).toSorted()

/** Leaves a third of the file. */
async function leavePart(own: Partial<Wanted> = {}): Promise<void> {
  serve({ faults: { stallAfter: [1_000_000] } })
  const stop = new AbortController()
  const onProgress = (progress: DownloadProgress) => void (progress.bytes === 1_000_000 && stop.abort())
  await failureOf(download({ ...own, onProgress, signal: stop.signal }))
  expect(await partBytesOf(path)).toBe(1_000_000)
  server.requests.length = 0
}

describe('a download', () => {
  it('is the whole file, with nothing beside it', async () => {
    serve()
    const seen: DownloadProgress[] = []
    expect(await download({ onProgress: (progress) => seen.push(progress) })).toEqual({ bytes: bytes.length, sha256 })
    expect(bytes.equals(await readFile(path))).toBe(true)
    expect(await files()).toEqual(['flux.gguf'])
    expect(seen.at(-1)).toEqual({ type: 'receiving', bytes: bytes.length, totalBytes: bytes.length })
  })

  it('needs neither a size nor a hash nor a length', async () => {
    serve({ faults: { endAfter: [bytes.length] } })
    expect(await download({ sizeBytes: null, sha256: null })).toEqual({ bytes: bytes.length, sha256 })
  })

  it('never takes the place of a file that is there', async () => {
    await writeFile(path, 'mine')
    serve()
    expect((await failureOf(download())).code).toBe('storage/exists')
    expect(server.requests).toEqual([])
    expect(await readFile(path, 'utf8')).toBe('mine')
  })

  it('asks for what fits on the disk only', async () => {
    serve()
    const error = await failureOf(download({ sizeBytes: 2 ** 60 }))
    expect([error.code, server.requests]).toEqual(['storage/full', []])
    expect(error.message).toContain('Free some space')
    serve({ statedBytes: 2 ** 52 })
    expect((await failureOf(download({ sizeBytes: null }))).code).toBe('storage/full')
  })

  it('is written by one at a time', async () => {
    serve({ faults: { stallAfter: [1_000] } })
    const stop = new AbortController()
    const { promise: isRunning, resolve } = Promise.withResolvers<void>()
    const first = failureOf(download({ signal: stop.signal, onProgress: () => resolve() }))
    await isRunning
    expect((await failureOf(download())).code).toBe('storage/locked')
    stop.abort()
    expect((await first).code).toBe('request/cancelled')
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
  })
})

describe('a connection that breaks', () => {
  it('is opened again where it was cut', async () => {
    serve({ faults: { stallAfter: [100_000, 1_000_000, 50_000] } })
    expect(await download(cutAt(100_000, 1_100_000, 1_150_000))).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual([null, 'bytes=100000-', 'bytes=1100000-', 'bytes=1150000-'])
    expect(server.requests[1]?.headers['if-range']).toBe('"one"')
  })

  it('is given up after some tries that bring nothing; the next call goes on', async () => {
    serve({ faults: { stallAfter: [2_000_000], cutAfter: [0, 0, 0, 0, 0] } })
    const error = await failureOf(download(cutAt(2_000_000)))
    expect(error.code).toBe('network/interrupted')
    expect(error.message).toContain('Start the download again to resume')
    expect(await partBytesOf(path)).toBe(2_000_000)
    serve()
    server.requests.length = 0
    const seen: DownloadProgress[] = []
    expect(await download({ onProgress: (progress) => seen.push(progress) })).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual(['bytes=2000000-'])
    expect(seen[0]?.type).toBe('checking')
  })

  it('that stands still counts as broken', async () => {
    serve({ faults: { stallAfter: [100_000] } })
    expect(await download({}, { silenceMs: 100 })).toEqual({ bytes: bytes.length, sha256 })
    serve({ faults: { stallAfter: [0, 0, 0] } })
    await rm(path)
    expect((await failureOf(download({}, { silenceMs: 50 }))).code).toBe('network/timeout')
  })

  it('that is not there is said', async () => {
    await server.close()
    expect((await failureOf(download())).code).toBe('network/offline')
  })

  it('by the person leaves a part to go on with', async () => {
    serve({ faults: { stallAfter: [1_500_000] } })
    const stop = new AbortController()
    const work = download({
      signal: stop.signal,
      onProgress: (progress) => void (progress.bytes === 1_500_000 && stop.abort()),
    })
    expect((await failureOf(work)).code).toBe('request/cancelled')
    expect(await partBytesOf(path)).toBe(1_500_000)
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
  })
})

describe('a part', () => {
  it('is gone on with from another address where the hash is known', async () => {
    await leavePart()
    serve({ etag: '"other"' })
    expect(await download({ url: `${server.origin}/mirror/flux.gguf` })).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual(['bytes=1000000-'])
  })

  it('of another file is thrown away', async () => {
    await leavePart()
    const other = randomBytes(1_200_000)
    serve({ bytes: other })
    const wanted = { sizeBytes: other.length, sha256: createHash('sha256').update(other).digest('hex') }
    expect((await download(wanted)).sha256).toBe(wanted.sha256)
    expect(ranges()).toEqual([null])
  })

  it('without a hash is gone on with only while the server says it is the same', async () => {
    const unknown = { sizeBytes: null, sha256: null }
    await leavePart(unknown)
    const other = randomBytes(2_000_000)
    serve({ bytes: other, etag: '"two"' })
    expect((await download(unknown)).bytes).toBe(other.length)
    expect(other.equals(await readFile(path))).toBe(true)
  })

  it('that was spoiled on the disk is loaded again from its beginning', async () => {
    await leavePart()
    await writeFile(`${path}.part`, Buffer.alloc(1_000_000))
    serve()
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual(['bytes=1000000-', null])
  })

  it('that is whole already is asked for no more', async () => {
    await leavePart()
    await writeFile(`${path}.part`, bytes)
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
    expect(server.requests).toEqual([])
  })

  it('that is whole already, as only the server knows, is taken', async () => {
    const unknown = { sizeBytes: null, sha256: null }
    await leavePart(unknown)
    await writeFile(`${path}.part`, bytes)
    serve()
    expect(await download(unknown)).toEqual({ bytes: bytes.length, sha256 })
  })

  it('that a killed program left locked is free', async () => {
    await leavePart()
    await writeFile(`${path}.part.lock`, '4194303')
    serve()
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
    expect(await files()).toEqual(['flux.gguf'])
  })
})

describe('a server', () => {
  it('that knows no parts sends all of it again', async () => {
    serve({ isWhole: true, faults: { cutAfter: [1_000_000] } })
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
  })

  it('that knows no parts and always cuts comes to an end', async () => {
    const cutAfter = Array.from({ length: 100 }, () => 1_000_000)
    serve({ isWhole: true, faults: { cutAfter } })
    expect((await failureOf(download())).code).toBe('network/interrupted')
    expect(server.requests.length).toBeLessThan(6)
  })

  it('that sends another part than was asked for is asked for all', async () => {
    serve({ faults: { stallAfter: [1_000_000], shiftBy: [7] } })
    expect(await download(cutAt(1_000_000))).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual([null, 'bytes=1000000-', null])
  })

  it.each([429, 500, 503])('that has no time (%i) is asked again', async (status) => {
    serve({ faults: { statuses: [{ status, headers: { 'retry-after': '0' } }, { status }] } })
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
  })

  it('that never has time is said', async () => {
    const headers = { 'retry-after': '3600' }
    serve({ faults: { statuses: Array.from({ length: 3 }, () => ({ status: 429, headers })) } })
    expect((await failureOf(download())).code).toBe('provider/rate-limited')
  })

  it.each([401, 403, 404, 410, 451])('that refuses (%i) is asked once', async (status) => {
    serve({ faults: { statuses: [{ status }] } })
    const error = await failureOf(download())
    expect([error.code, error.detail?.['status']]).toEqual(['download/refused', status])
    expect(server.requests).toHaveLength(1)
    expect(error.message).toContain('flux.gguf')
  })

  it.each([
    ['another content', { bytes: randomBytes(bytes.length) }],
    ['another size', { bytes: bytes.subarray(1) }],
    ['another size, told only by its end', { bytes: bytes.subarray(1), faults: { endAfter: [bytes.length, 0, 0] } }],
    ['more than it told', { bytes: Buffer.concat([bytes, bytes]), faults: { endAfter: [2 * bytes.length] } }],
  ])('that gives %s is refused, and nothing of it is kept', async (what, file) => {
    serve(file)
    const error = await failureOf(download())
    const isShort = what.endsWith('its end')
    expect(error.code).toBe(isShort ? 'network/interrupted' : 'download/mismatch')
    expect(await files()).toEqual(isShort ? ['flux.gguf.part', 'flux.gguf.part.json'] : [])
  })
})

describe('a redirect', () => {
  const headers = { authorization: `Bearer ${testKey}`, 'user-agent': 'Atelier' }

  it('is followed; the key stays with the host it is for', async () => {
    const delivery = await startTinyServer((request, response) => serveFile(request, response, { bytes }))
    server.answer = (_request, response) =>
      response.writeHead(302, { location: `${delivery.origin}/x?signature=1` }).end()
    expect(await download({ headers })).toEqual({ bytes: bytes.length, sha256 })
    expect(server.requests[0]?.headers.authorization).toBe(headers.authorization)
    expect(delivery.requests[0]?.headers.authorization).toBeUndefined()
    expect(delivery.requests[0]?.headers['user-agent']).toBe('Atelier')
    await delivery.close()
  })

  it('within the host keeps the key', async () => {
    server.answer = (request, response) => {
      if (request.url === '/moved') serveFile(request, response, { bytes })
      else response.writeHead(307, { location: '/moved' }).end()
    }
    await download({ headers })
    expect(server.requests[1]?.headers.authorization).toBe(headers.authorization)
  })

  it('without end is given up', async () => {
    server.answer = (_request, response) => response.writeHead(302, { location: '/again' }).end()
    expect((await failureOf(download({ headers }))).code).toBe('network/blocked-url')
    expect(server.requests).toHaveLength(11)
  })

  it.each(['http://example.com/x', 'file:///etc/passwd', 'https://me:secret@example.com/x', 'http://'])(
    'to %s is not followed',
    async (location) => {
      server.answer = (_request, response) => response.writeHead(302, { location }).end()
      expect((await failureOf(download({ headers }))).code).toBe('network/blocked-url')
    },
  )

  it('from a public server into a private network is not followed', async () => {
    const asked: string[] = []
    const transport = {
      resolveHost: async (host: string) => [host === 'inside.example' ? '192.168.1.1' : '93.184.216.34'],
      send: async ({ url }: { readonly url: string }) => {
        asked.push(url)
        return { status: 302, headers: { location: targets.shift() ?? '' }, body: (async function* () {})() }
      },
    }
    const wanted = { url: 'https://hub.example/x', path, sizeBytes: null, sha256: null }
    const targets = ['https://10.0.0.1/x', 'https://cdn.example/x', 'https://inside.example/x']
    const run = () => downloadFile({ ...wanted, signal: new AbortController().signal }, { transport, limits })
    expect((await failureOf(run())).code).toBe('network/blocked-url')
    expect((await failureOf(run())).code).toBe('network/blocked-url')
    expect(asked).toEqual(['https://hub.example/x', 'https://hub.example/x', 'https://cdn.example/x'])
  })
})

it('an address without protection is not asked', async () => {
  const error = await failureOf(download({ url: 'http://example.com/flux.gguf' }))
  expect(error.code).toBe('network/blocked-url')
})
