import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runNetProgram, type NetReport, type NetResult, type NetStep } from '../../support/net/run-net-program.ts'
import { startTinyServer, type TinyServer } from '../../support/tiny-server.ts'

const image = Buffer.alloc(3_000_000, 'some pixels ')
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** All requests run in one program, because starting it takes longest. */
const steps = {
  plain: [{ url: '/plain', headers: { 'user-agent': 'Atelier/1.2.3', accept: 'image/*', 'x-lumen-key': 'k' } }],
  redirect: [{ url: '/redirect' }],
  packed: [{ url: '/packed' }],
  whole: [{ url: '/picture' }],
  upload: [
    { url: '/upload', method: 'POST', bodyBytes: 5_000_000, headers: { 'content-type': 'multipart/form-data' } },
  ],
  uploadOnce: [{ url: '/upload', method: 'POST', bodyBytes: 5_000_000, isOnce: true }],
  empty: [{ url: '/nothing', method: 'DELETE' }],
  unauthorised: [{ url: '/401' }],
  cutBeforeAnswer: [{ url: '/cut', method: 'POST', bodyBytes: 10, isOnce: true }],
  cutWithin: [{ url: '/cut-within' }],
  cutChunks: [{ url: '/cut-chunks' }],
  abortedHead: [{ url: '/hang', abortAt: 'arrival' }],
  abortedBody: [{ url: '/endless', abortAt: 'body' }],
  abortedBefore: [{ url: '/never', abortAt: 'start', isOnce: true }],
  stopped: [{ url: '/endless', stopAfterBytes: 100_000 }],
  refused: [{ url: 'http://127.0.0.1:0/', method: 'POST', bodyBytes: 10, isOnce: true }],
  unknownHost: [{ url: 'http://nowhere.invalid/' }],
  noTls: [{ url: 'https://127.0.0.1:0/tls' }],
  parallel: Array.from({ length: 20 }, (_, index) => ({ url: `/slow/${index}`, method: 'POST', isOnce: true })),
  again: [{ url: '/plain', method: 'POST', isOnce: true }],
} satisfies Record<string, NetStep[]>

let home: string
let server: TinyServer
let report: NetReport
let closedEndless = 0
let deadPort = 0

function serveAll(): void {
  const parallel: (() => void)[] = []
  const hanging = Promise.withResolvers<void>()
  server.answer = ({ url }, response) => {
    const path = url.split('/')[1]
    switch (path) {
      case 'redirect':
        return response.writeHead(302, { location: '/plain', 'set-cookie': ['a=1', 'b=2'] }).end('moved')
      case 'packed':
        return response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'image/png' }).end(gzipSync(image))
      case 'picture':
        return response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'max-age=100' }).end(image)
      case 'nothing':
        return response.writeHead(204).end()
      case '401':
        return response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end('{}')
      case 'cut':
        return response.destroy()
      case 'cut-within':
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': 5_000 })
        return response.write('half', () => response.destroy())
      case 'cut-chunks':
        response.writeHead(200, { 'content-type': 'image/png' })
        return response.write('half', () => response.destroy())
      case 'hang':
        return url === '/hang' ? hanging.resolve() : void hanging.promise.then(() => response.end())
      case 'endless': {
        response.writeHead(200, { 'content-type': 'image/png' })
        const timer = setInterval(() => response.write(Buffer.alloc(50_000)), 10)
        return response.on('close', () => {
          clearInterval(timer)
          closedEndless++
        })
      }
      case 'slow':
        // Responds to none before all have arrived.
        parallel.push(() => response.end(url))
        return parallel.length === 20 ? parallel.forEach((release) => release()) : undefined
      default:
        return response.setHeader('x-twice', ['1', '2']).end('plain')
    }
  }
}

const resultOf = (name: keyof typeof steps): NetResult => report.results[Object.keys(steps).indexOf(name)]?.[0] ?? {}
const requestsTo = (path: string) => server.requests.filter(({ url }) => url === path)

/** Finds a port without a listener. */
async function findDeadPort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 1
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'atelier-net-'))
  server = await startTinyServer()
  deadPort = await findDeadPort()
  serveAll()
  const whole = Object.values(steps).map((together) =>
    together.map((step: NetStep) => ({ ...step, url: fullUrl(step.url) })),
  )
  report = await runNetProgram(home, whole)
}, 60_000)

afterAll(async () => {
  await server.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

function fullUrl(url: string): string {
  if (url === 'http://127.0.0.1:0/') return `http://127.0.0.1:${deadPort}/`
  if (url.endsWith('/tls')) return `https://127.0.0.1:${server.port}/tls`
  return url.startsWith('/') ? server.origin + url : url
}

describe('a response', () => {
  it('arrives with its headers; the request has only our own', () => {
    expect(resultOf('plain')).toMatchObject({ status: 200, bytes: 5 })
    expect(resultOf('plain').headers?.['x-twice']).toBe('1, 2')
    const [request] = requestsTo('/plain')
    expect(request?.headers).toMatchObject({ 'user-agent': 'Atelier/1.2.3', accept: 'image/*', 'x-lumen-key': 'k' })
    for (const name of ['origin', 'cookie', 'referer']) expect(request?.headers[name]).toBeUndefined()
  })

  it('that redirects is returned and not followed', () => {
    expect(resultOf('redirect')).toMatchObject({ status: 302, bytes: 0, headers: { location: '/plain' } })
    expect(requestsTo('/plain').map(({ method }) => method)).toEqual(['GET', 'POST'])
  })

  it('arrives decompressed and complete', () => {
    expect(resultOf('packed')).toMatchObject({ status: 200, bytes: image.byteLength, sha256: hashOf(image) })
    expect(resultOf('whole')).toMatchObject({ status: 200, bytes: image.byteLength, sha256: hashOf(image) })
  })

  it('may be empty or unauthorized', () => {
    expect(resultOf('empty')).toMatchObject({ status: 204, bytes: 0 })
    expect(resultOf('unauthorised')).toMatchObject({ status: 401, bytes: 2 })
  })

  it('sets no cookies', () => {
    expect(server.requests.filter(({ headers }) => headers.cookie !== undefined)).toEqual([])
  })
})

it('sends a body with its content length', () => {
  const uploads = requestsTo('/upload')
  expect(uploads.map(({ body }) => body.byteLength)).toEqual([5_000_000, 5_000_000])
  for (const { headers } of uploads) {
    expect([headers['content-length'], headers['transfer-encoding']]).toEqual(['5000000', undefined])
  }
})

describe('a request that must not be repeated', () => {
  it('is sent once when the connection drops, even with other open connections to the server', () => {
    expect(requestsTo('/cut')).toHaveLength(1)
    expect(resultOf('cutBeforeAnswer').failure).toMatchObject({ kind: 'interrupted', arrived: 'maybe' })
  })

  it('never uses QUIC, which would repeat it over TCP', () => {
    expect(report.usesQuic).toBe(false)
  })

  it('never uses HTTP/2, where Chromium resends a refused stream', () => {
    expect(report.protocols).toBe('http/1.1')
  })
  it('does not block twenty parallel requests', () => {
    const responses = report.results[Object.keys(steps).indexOf('parallel')] ?? []
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(resultOf('again').status).toBe(200)
  })
})

describe('a failure', () => {
  it.each([
    ['cutWithin', 'interrupted', 'maybe'],
    ['cutChunks', 'interrupted', 'maybe'],
    ['abortedHead', 'aborted', 'maybe'],
    ['abortedBody', 'aborted', 'maybe'],
    ['refused', 'refused', 'no'],
    ['unknownHost', 'not-found', 'no'],
    ['noTls', 'interrupted', 'maybe'],
  ] as const)('%s: %s, arrived %s', (name, kind, arrived) => {
    expect(resultOf(name).failure).toMatchObject({ isTransportFailure: true, kind, arrived })
  })

  it('in the middle of a body comes after what had arrived', () => {
    for (const name of ['cutWithin', 'cutChunks'] as const)
      expect(resultOf(name)).toMatchObject({ status: 200, bytes: 'half'.length })
    expect(resultOf('abortedBody').bytes).toBeGreaterThan(0)
    expect(resultOf('abortedHead').status).toBeUndefined()
  })

  it('of a request canceled before it starts sends nothing', () => {
    expect(resultOf('abortedBefore').failure).toMatchObject({ kind: 'aborted', arrived: 'no' })
    expect(requestsTo('/never')).toEqual([])
  })
})

it('closes the connection of a response that is no longer read', () => {
  expect(resultOf('stopped').bytes).toBeGreaterThanOrEqual(100_000)
  expect(closedEndless).toBe(2)
})

it('resolves a host name, and reports an unknown one', () => {
  expect(report.resolved).toContain('127.0.0.1')
  expect(report.unknown).toBe('not-found')
})
