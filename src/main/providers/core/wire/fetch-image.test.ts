import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { buildAdapter, buildCallParts, testKey } from '../../../../../test/support/build-call-parts.ts'
import { startTinyServer, type TinyServer } from '../../../../../test/support/tiny-server.ts'
import { failureOf } from '../../../../../test/support/failure-of.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Transport, WireRequest } from '../../../platform/network/transport.ts'
import type { RemoteImage } from '../adapter.ts'
import { createSession } from '../create-session.ts'
import { UnreadableImage } from './fetch-image.ts'

const png = Buffer.from('\x89PNG\r\n\x1a\n and some pixels', 'latin1')
const heads = {
  jpeg: '\xff\xd8\xff\xe0',
  webp: 'RIFF1234WEBPVP8 ',
  gif: 'GIF89a',
  avif: '\0\0\0\x1cftypmif1\0\0\0\0avifmif1',
}

let server: TinyServer
beforeEach(async () => {
  server = await startTinyServer((_request, response) => response.end(png))
})
afterEach(() => server.close())

const sessionWith = (overrides: Parameters<typeof buildCallParts>[1] = {}) =>
  createSession(buildCallParts(server.origin, overrides))

async function fetchWith(image: RemoteImage, overrides: Parameters<typeof buildCallParts>[1] = {}) {
  const fetched = await sessionWith(overrides).fetchImage(image)
  if ('file' in fetched) throw new Error('It is a file.')
  return fetched
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(AppError)
  return (thrown as AppError).code
}

const link = (path = '/a.png'): RemoteImage => ({ url: server.origin + path })

/** Responds as the vendor's delivery hosts would, without a network. */
function scriptedTransport(
  pages: Readonly<Record<string, { status?: number; location?: string; body?: Uint8Array }>>,
  addresses: Readonly<Record<string, readonly string[]>> = {},
) {
  const sent: WireRequest[] = []
  const transport: Transport = {
    async send(request) {
      sent.push(request)
      const { status = 200, location, body = png } = pages[request.url] ?? { status: 404 }
      const headers: Record<string, string> = location === undefined ? {} : { location }
      return { status, headers, body: ReadableStream.from([body]) }
    },
    openSocket: () => Promise.reject(new Error('not here')),
    resolveHost: async (host) => {
      const found = addresses[host]
      if (found === undefined) throw new Error('unknown host')
      return found
    },
  }
  return { transport, sent }
}

describe('an image in the response', () => {
  const base64 = png.toString('base64')

  it.each([
    ['base64', { base64 }],
    ['broken into lines', { base64: `${base64.slice(0, 8)}\r\n${base64.slice(8)}` }],
    ['without padding', { base64: base64.replace(/=+$/, '') }],
    ['base64url', { base64: png.toString('base64url') }],
    ['with a data prefix', { base64: `data:image/png;base64,${base64}` }],
    ['as a data address', { url: `data:image/png;base64,${base64}` }],
    ['as bytes', { bytes: new Uint8Array(png) }],
  ])('accepts %s', async (_name, image) => {
    expect(Buffer.from(await fetchWith(image))).toEqual(png)
  })

  it('rejects invalid base64', async () => {
    const work = fetchWith({ base64: `${base64.slice(0, 10)}!!${base64.slice(12)}` })
    expect(await codeOf(work)).toBe('provider/bad-reply')
    expect(await codeOf(fetchWith({ base64: '' }))).toBe('provider/bad-reply')
  })

  it('returns the path of a file', async () => {
    expect(await sessionWith().fetchImage({ file: '/tmp/large.png', seed: 1 })).toEqual({ file: '/tmp/large.png' })
  })

  it('accepts any size, since it is already received and paid for', async () => {
    const limits = { imageBytesMax: 10 }
    expect(Buffer.from(await fetchWith({ base64 }, { limits }))).toEqual(png)
    expect(Buffer.from(await fetchWith({ bytes: new Uint8Array(png) }, { limits }))).toEqual(png)
  })

  it('attaches unreadable bytes to the error so that they can be kept', async () => {
    const bytes = Uint8Array.from(Buffer.from('BM a bitmap'))
    for (const image of [{ bytes }, { base64: Buffer.from(bytes).toString('base64') }]) {
      expect(await failureOf(fetchWith(image))).toMatchObject({ code: 'provider/bad-reply', bytes })
    }
    const broken = await failureOf(fetchWith({ base64: 'no!base64 at all' }))
    expect(Buffer.from((broken as UnreadableImage).bytes).toString()).toBe('no!base64 at all')
  })

  it('discards unreadable bytes that contain the key', async () => {
    const error = await failureOf(fetchWith({ bytes: Uint8Array.from(Buffer.from(`<p>${testKey}</p>`)) }))
    expect(error).not.toBeInstanceOf(UnreadableImage)
    expect(await failureOf(fetchWith({ bytes: new Uint8Array() }))).not.toBeInstanceOf(UnreadableImage)
  })

  it('rejects an image without data', async () => {
    expect(await codeOf(fetchWith({ nothing: true }))).toBe('provider/bad-reply')
  })
})

describe('a link', () => {
  it('is fetched without the key', async () => {
    expect(Buffer.from(await fetchWith(link()))).toEqual(png)
    expect(server.requests).toHaveLength(1)
    expect(JSON.stringify(server.requests[0]?.headers)).not.toContain(testKey)
  })

  it('resolves a relative path against the server', async () => {
    expect(Buffer.from(await fetchWith({ url: '/generated/a.png?t=1' }))).toEqual(png)
    expect(server.requests[0]?.url).toBe('/generated/a.png?t=1')
  })

  it('sends the credentials to a local program', async () => {
    const adapter = buildAdapter({ kind: 'local', baseUrl: server.origin })
    await fetchWith(link(), { adapter })
    expect(server.requests[0]?.headers['x-lumen-key']).toBe(testKey)
  })

  it.each(Object.entries(heads))('accepts %s', async (_type, head) => {
    server.answer = (_request, response) => response.end(Buffer.from(`${head}and more`, 'latin1'))
    expect((await fetchWith(link())).byteLength).toBe(head.length + 8)
  })

  it('decompresses the body', async () => {
    server.answer = (_request, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(png))
    expect(Buffer.from(await fetchWith(link()))).toEqual(png)
  })

  it.each(['<html>not an image</html>', '{"error": "no"}', '', '<svg xmlns="http://www.w3.org/2000/svg"/>'])(
    'rejects the body %j despite an image content type',
    async (body) => {
      server.answer = (_request, response) => response.setHeader('content-type', 'image/png').end(body)
      expect(await codeOf(fetchWith(link()))).toBe('provider/bad-reply')
      expect(server.requests).toHaveLength(1)
    },
  )

  it.each([
    [403, 3],
    [404, 3],
    [410, 1],
  ])('reports expiry after %i', async (status, tries) => {
    server.answer = (_request, response) => response.writeHead(status).end('<Error>AccessDenied</Error>')
    const error = await failureOf(fetchWith(link()))
    expect([error.code, error.detail?.['address']]).toEqual(['provider/task-expired', undefined])
    expect(server.requests).toHaveLength(tries)
  })

  it('retries while storage returns 404', async () => {
    server.answer = (_request, response) =>
      server.requests.length < 3 ? response.writeHead(404).end() : response.end(png)
    expect(Buffer.from(await fetchWith(link()))).toEqual(png)
  })

  it('reports a blocked link in the message, with the key redacted', async () => {
    const secret = encodeURIComponent(testKey)
    const url = `https://pictures.example.net/a.png?key=${secret}&signature=1`
    const error = await failureOf(fetchWith({ url }))
    const shown = 'https://pictures.example.net/a.png?key=[redacted]&signature=1'
    expect([error.code, error.detail?.['address']]).toEqual(['network/blocked-url', shown])
    expect(error.message).toContain(`Image URL: ${shown}`)
  })

  it('retries server errors and interrupted connections', async () => {
    server.answer = (_request, response) => {
      if (server.requests.length === 1) response.writeHead(503).end()
      else if (server.requests.length === 2) response.destroy()
      else if (server.requests.length === 3) {
        response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy())
      } else response.end(png)
    }
    expect(Buffer.from(await fetchWith(link()))).toEqual(png)
    expect(server.requests).toHaveLength(4)
  })

  it.each([
    ['provider/unavailable', 500],
    ['network/interrupted', 0],
  ])('stops retrying: %s', async (code, status) => {
    server.answer = (_request, response) =>
      status === 0 ? response.destroy() : response.writeHead(status).end('<html>trouble')
    expect(await codeOf(fetchWith(link()))).toBe(code)
    expect(server.requests).toHaveLength(4)
  })

  it('stops at the size cap without a retry', async () => {
    server.answer = (_request, response) => response.end(Buffer.alloc(50_000, 7))
    expect(await codeOf(fetchWith(link(), { limits: { imageBytesMax: 40_000 } }))).toBe('media/too-large')
    expect(server.requests).toHaveLength(1)
  })

  it('retries after silence but not after the total timeout', async () => {
    server.answer = (_request, response) => response.write(png)
    const silent = { silenceMs: 30, downloadTimeoutMs: 5_000 }
    expect(await codeOf(fetchWith(link(), { limits: silent }))).toBe('network/timeout')
    expect(server.requests).toHaveLength(4)
    server.answer = (_request, response) => {
      const timer = setInterval(() => response.write('x'), 10)
      response.on('close', () => clearInterval(timer))
    }
    const dripping = { silenceMs: 5_000, downloadTimeoutMs: 100 }
    expect(await codeOf(fetchWith(link(), { limits: dripping }))).toBe('network/timeout')
    expect(server.requests).toHaveLength(5)
  })

  it('outlasts a sleep of the computer', async () => {
    let sleptMs = 0
    const { now } = performance
    vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + sleptMs)
    server.answer = (_request, response) => {
      response.write(png.subarray(0, 8))
      sleptMs += 8 * 3_600_000
      setTimeout(() => response.end(png.subarray(8)), 1_200)
    }
    const limits = { silenceMs: 1_000, downloadTimeoutMs: 1_000 }
    expect(Buffer.from(await fetchWith(link(), { limits }))).toEqual(png)
    expect(server.requests).toHaveLength(1)
    vi.restoreAllMocks()
  })

  it('stops when the user cancels', async () => {
    server.answer = (_request, response) => response.write(png)
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(), 40)
    expect(await codeOf(fetchWith(link(), { signal: cancel.signal }))).toBe('request/cancelled')
  })

  it('follows up to five redirects on the same server', async () => {
    server.answer = ({ url }, response) => {
      const step = Number(url.slice(1))
      if (step < 5) response.writeHead(302, { location: `/${step + 1}` }).end()
      else response.end(png)
    }
    expect(Buffer.from(await fetchWith(link('/0')))).toEqual(png)
    server.answer = (_request, response) => response.writeHead(302, { location: '/again' }).end()
    expect(await codeOf(fetchWith(link('/0')))).toBe('provider/unavailable')
  })

  it.each(['http://169.254.169.254/latest/meta-data/', 'http://127.0.0.1:1/', 'file:///etc/passwd', '//evil.example/'])(
    'does not follow a redirect to %s',
    async (location) => {
      server.answer = (_request, response) => response.writeHead(302, { location }).end()
      expect(await codeOf(fetchWith(link()))).toBe('network/blocked-url')
      expect(server.requests).toHaveLength(1)
    },
  )
})

describe('a delivery host', () => {
  const url = 'https://cdn.lumen.example/a.png?signature=1'
  const bare = { baseUrl: 'https://api.lumen.example/v1' }

  it('is fetched without the key after its addresses were checked', async () => {
    const { transport, sent } = scriptedTransport(
      { [url]: {} },
      { 'cdn.lumen.example': ['203.0.113.7', '2606:4700::1'] },
    )
    expect(Buffer.from(await fetchWith({ url }, { ...bare, transport }))).toEqual(png)
    expect(sent.map((request) => [request.url, 'x-lumen-key' in request.headers])).toEqual([[url, false]])
  })

  it('is blocked when one of its addresses is private', async () => {
    const { transport, sent } = scriptedTransport({ [url]: {} }, { 'cdn.lumen.example': ['203.0.113.7', '10.0.0.7'] })
    expect(await codeOf(fetchWith({ url }, { ...bare, transport }))).toBe('network/blocked-url')
    expect(sent).toEqual([])
  })

  it('is fetched when its name cannot be resolved, since a proxy may resolve it', async () => {
    const { transport } = scriptedTransport({ [url]: {} })
    expect(Buffer.from(await fetchWith({ url }, { ...bare, transport }))).toEqual(png)
  })

  it('follows a redirect to another delivery URL of the service', async () => {
    const pages = {
      [url]: { status: 307, location: 'https://cdn.lumen.example/b.png' },
      'https://cdn.lumen.example/b.png': {},
    }
    const { transport, sent } = scriptedTransport(pages)
    await fetchWith({ url }, { ...bare, transport })
    expect(sent).toHaveLength(2)
  })

  it('must not be the API host, an unrelated host or a local server', async () => {
    for (const strange of ['https://api.lumen.example/v1/a.png', 'https://pictures.example.net/a.png', server.origin]) {
      const { transport, sent } = scriptedTransport({ [strange]: {} })
      expect(await codeOf(fetchWith({ url: strange }, { ...bare, transport }))).toBe('network/blocked-url')
      expect(sent).toEqual([])
    }
  })
})
