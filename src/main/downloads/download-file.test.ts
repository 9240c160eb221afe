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
import { downloadFile, partBytesOf, type DownloadProgress, type DownloadRequest } from './index.ts'

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

function download(changes: Partial<DownloadRequest> = {}, limitChanges: { readonly silenceMs?: number } = {}) {
  const request: DownloadRequest = {
    url: `${server.origin}/flux.gguf`,
    path,
    sizeBytes: bytes.length,
    sha256,
    signal: new AbortController().signal,
    ...changes,
  }
  return downloadFile(request, { transport: createNodeTransport(), limits: { ...limits, ...limitChanges } })
}

/** Cuts the connection after this many bytes. */
const cutAt = (...offsets: number[]) => ({
  onProgress: (progress: DownloadProgress) => {
    if (offsets.includes(progress.bytes) && progress.type === 'receiving') server.server.closeAllConnections()
  },
})

const ranges = () => server.requests.map(({ headers }) => headers.range ?? null)
const files = async () => (await readdir(folder)).toSorted()

/** Leaves a third of the file. */
async function leavePart(changes: Partial<DownloadRequest> = {}): Promise<void> {
  serve({ faults: { stallAfter: [1_000_000] } })
  const stop = new AbortController()
  const onProgress = (progress: DownloadProgress) => void (progress.bytes === 1_000_000 && stop.abort())
  await failureOf(download({ ...changes, onProgress, signal: stop.signal }))
  expect(await partBytesOf(path)).toBe(1_000_000)
  server.requests.length = 0
}

describe('a download', () => {
  it('saves the whole file and nothing else', async () => {
    serve()
    const reported: DownloadProgress[] = []
    expect(await download({ onProgress: (progress) => reported.push(progress) })).toEqual({
      bytes: bytes.length,
      sha256,
    })
    expect(bytes.equals(await readFile(path))).toBe(true)
    expect(await files()).toEqual(['flux.gguf'])
    expect(reported.at(-1)).toEqual({ type: 'receiving', bytes: bytes.length, totalBytes: bytes.length })
  })

  it('works without a size, hash or content length', async () => {
    serve({ faults: { endAfter: [bytes.length] } })
    expect(await download({ sizeBytes: null, sha256: null })).toEqual({ bytes: bytes.length, sha256 })
  })

  it('never replaces an existing file', async () => {
    await writeFile(path, 'mine')
    serve()
    expect((await failureOf(download())).code).toBe('storage/exists')
    expect(server.requests).toEqual([])
    expect(await readFile(path, 'utf8')).toBe('mine')
  })

  it('fails before writing when the disk has too little space', async () => {
    serve()
    const error = await failureOf(download({ sizeBytes: 2 ** 60 }))
    expect([error.code, server.requests]).toEqual(['storage/full', []])
    expect(error.message).toContain('Free some space')
    serve({ statedBytes: 2 ** 52 })
    expect((await failureOf(download({ sizeBytes: null }))).code).toBe('storage/full')
  })

  it('locks its file against a second download', async () => {
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

describe('a broken connection', () => {
  it('resumes where it was cut', async () => {
    serve({ faults: { stallAfter: [100_000, 1_000_000, 50_000] } })
    expect(await download(cutAt(100_000, 1_100_000, 1_150_000))).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual([null, 'bytes=100000-', 'bytes=1100000-', 'bytes=1150000-'])
    expect(server.requests[1]?.headers['if-range']).toBe('"one"')
  })

  it('fails after several attempts without data; the next call resumes', async () => {
    serve({ faults: { stallAfter: [2_000_000], cutAfter: [0, 0, 0, 0, 0] } })
    const error = await failureOf(download(cutAt(2_000_000)))
    expect(error.code).toBe('network/interrupted')
    expect(error.message).toContain('Start the download again to resume')
    expect(await partBytesOf(path)).toBe(2_000_000)
    serve()
    server.requests.length = 0
    const reported: DownloadProgress[] = []
    expect(await download({ onProgress: (progress) => reported.push(progress) })).toEqual({
      bytes: bytes.length,
      sha256,
    })
    expect(ranges()).toEqual(['bytes=2000000-'])
    expect(reported[0]?.type).toBe('checking')
  })

  it('is assumed after a stall', async () => {
    serve({ faults: { stallAfter: [100_000] } })
    expect(await download({}, { silenceMs: 100 })).toEqual({ bytes: bytes.length, sha256 })
    serve({ faults: { stallAfter: [0, 0, 0] } })
    await rm(path)
    expect((await failureOf(download({}, { silenceMs: 50 }))).code).toBe('network/timeout')
  })

  it('is reported as offline when the server is unreachable', async () => {
    await server.close()
    expect((await failureOf(download())).code).toBe('network/offline')
  })

  it('leaves a partial file to resume after a cancellation', async () => {
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

describe('a partial file', () => {
  it('is resumed from another address when the hash is known', async () => {
    await leavePart()
    serve({ etag: '"other"' })
    expect(await download({ url: `${server.origin}/mirror/flux.gguf` })).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual(['bytes=1000000-'])
  })

  it('of another file is discarded', async () => {
    await leavePart()
    const otherBytes = randomBytes(1_200_000)
    serve({ bytes: otherBytes })
    const otherFile = { sizeBytes: otherBytes.length, sha256: createHash('sha256').update(otherBytes).digest('hex') }
    expect((await download(otherFile)).sha256).toBe(otherFile.sha256)
    expect(ranges()).toEqual([null])
  })

  it('without a hash is resumed only if the server confirms the same version', async () => {
    const unknown = { sizeBytes: null, sha256: null }
    await leavePart(unknown)
    const otherBytes = randomBytes(2_000_000)
    serve({ bytes: otherBytes, etag: '"two"' })
    expect((await download(unknown)).bytes).toBe(otherBytes.length)
    expect(otherBytes.equals(await readFile(path))).toBe(true)
  })

  it('that was damaged on disk is downloaded again from the start', async () => {
    await leavePart()
    await writeFile(`${path}.part`, Buffer.alloc(1_000_000))
    serve()
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual(['bytes=1000000-', null])
  })

  it('that is complete needs no request', async () => {
    await leavePart()
    await writeFile(`${path}.part`, bytes)
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
    expect(server.requests).toEqual([])
  })

  it('that is complete according to the server is kept', async () => {
    const unknown = { sizeBytes: null, sha256: null }
    await leavePart(unknown)
    await writeFile(`${path}.part`, bytes)
    serve()
    expect(await download(unknown)).toEqual({ bytes: bytes.length, sha256 })
  })

  it('is unlocked when the app that locked it was killed', async () => {
    await leavePart()
    await writeFile(`${path}.part.lock`, '4194303')
    serve()
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
    expect(await files()).toEqual(['flux.gguf'])
  })
})

describe('a server', () => {
  it('without range support sends the whole file again', async () => {
    serve({ isWhole: true, faults: { cutAfter: [1_000_000] } })
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
  })

  it('without range support that always disconnects is given up', async () => {
    const cutAfter = Array.from({ length: 100 }, () => 1_000_000)
    serve({ isWhole: true, faults: { cutAfter } })
    expect((await failureOf(download())).code).toBe('network/interrupted')
    expect(server.requests.length).toBeLessThan(6)
  })

  it('that sends a wrong range is requested again from the start', async () => {
    serve({ faults: { stallAfter: [1_000_000], shiftBy: [7] } })
    expect(await download(cutAt(1_000_000))).toEqual({ bytes: bytes.length, sha256 })
    expect(ranges()).toEqual([null, 'bytes=1000000-', null])
  })

  it.each([429, 500, 503])('that is busy (%i) is retried', async (status) => {
    serve({ faults: { statuses: [{ status, headers: { 'retry-after': '0' } }, { status }] } })
    expect(await download()).toEqual({ bytes: bytes.length, sha256 })
  })

  it('that stays busy is reported', async () => {
    const headers = { 'retry-after': '3600' }
    serve({ faults: { statuses: Array.from({ length: 3 }, () => ({ status: 429, headers })) } })
    expect((await failureOf(download())).code).toBe('provider/rate-limited')
  })

  it.each([401, 403, 404, 410, 451])('that refuses (%i) is requested once', async (status) => {
    serve({ faults: { statuses: [{ status }] } })
    const error = await failureOf(download())
    expect([error.code, error.detail?.['status']]).toEqual(['download/refused', status])
    expect(server.requests).toHaveLength(1)
    expect(error.message).toContain('flux.gguf')
  })

  it.each([
    ['other contents', { bytes: randomBytes(bytes.length) }],
    ['another size', { bytes: bytes.subarray(1) }],
    ['another size, seen only at its end', { bytes: bytes.subarray(1), faults: { endAfter: [bytes.length, 0, 0] } }],
    ['more than announced', { bytes: Buffer.concat([bytes, bytes]), faults: { endAfter: [2 * bytes.length] } }],
  ])('that sends %s fails the download, and wrong data is deleted', async (what, file) => {
    serve(file)
    const error = await failureOf(download())
    const isShort = what.endsWith('its end')
    expect(error.code).toBe(isShort ? 'network/interrupted' : 'download/mismatch')
    expect(await files()).toEqual(isShort ? ['flux.gguf.part', 'flux.gguf.part.json'] : [])
  })
})

describe('a redirect', () => {
  const headers = { authorization: `Bearer ${testKey}`, 'user-agent': 'Atelier' }

  it('is followed without sending the key to another host', async () => {
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

  it('loop is given up', async () => {
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
    const requested: string[] = []
    const transport = {
      resolveHost: async (host: string) => [host === 'inside.example' ? '192.168.1.1' : '93.184.216.34'],
      send: async ({ url }: { readonly url: string }) => {
        requested.push(url)
        return { status: 302, headers: { location: targets.shift() ?? '' }, body: (async function* () {})() }
      },
    }
    const request = { url: 'https://hub.example/x', path, sizeBytes: null, sha256: null }
    const targets = ['https://10.0.0.1/x', 'https://cdn.example/x', 'https://inside.example/x']
    const run = () => downloadFile({ ...request, signal: new AbortController().signal }, { transport, limits })
    expect((await failureOf(run())).code).toBe('network/blocked-url')
    expect((await failureOf(run())).code).toBe('network/blocked-url')
    expect(requested).toEqual(['https://hub.example/x', 'https://hub.example/x', 'https://cdn.example/x'])
  })
})

it('rejects an unencrypted address', async () => {
  const error = await failureOf(download({ url: 'http://example.com/flux.gguf' }))
  expect(error.code).toBe('network/blocked-url')
})
