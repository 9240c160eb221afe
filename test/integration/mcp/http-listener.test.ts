import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { connect, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agentMessageBytesMax } from '../../../src/shared/domain/agent-settings.ts'
import { listenHttp, type HttpListener } from '../../../src/main/mcp/http-listener.ts'
import { allClosed, memoryAtRest } from '../../support/net/connections.ts'

const token = 'VGhpcyBpcyBhIHRva2VuIG9mIHRoaXJ0eS10d28gYnl0ZXM'
const authorization = `Bearer ${token}`

let listener: HttpListener
let port: number
let seen: Request[]
let errors: unknown[]
let handle: (request: Request) => Promise<Response>

beforeEach(async () => {
  seen = []
  errors = []
  handle = async (request) => Response.json({ said: await request.text() })
  listener = await start(0)
  port = Number(new URL(listener.address).port)
})
afterEach(() => listener.close())

function start(at: number, limits = {}): Promise<HttpListener> {
  return listenHttp({
    port: at,
    token,
    handle(request) {
      seen.push(request)
      return handle(request)
    },
    onError: (thrown) => errors.push(thrown),
    limits,
  })
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Sends any headers, which `fetch` does not. */
async function send(options: RequestOptions = {}, body?: string | Buffer): Promise<Answer> {
  const request = httpRequest({ host: '127.0.0.1', port, path: '/mcp', method: 'POST', ...options })
  request.on('error', () => undefined)
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
}

/** Sends bytes that are no proper request, and returns all that comes back until the connection ends. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(bytes)
  return text(socket)
}

const head = (...lines: string[]) => [...lines, '', ''].join('\r\n')
const good = () => ({ authorization, 'content-type': 'application/json' })

describe('requests of a program', () => {
  it('arrive with method, headers and body, but without the token', async () => {
    const answer = await send(
      { headers: { ...good(), 'mcp-session-id': 'a', accept: ['text/event-stream', 'a/b'] } },
      'hello',
    )
    expect(answer).toMatchObject({ status: 200, body: '{"said":"hello"}' })
    const [request] = seen
    expect(request).toMatchObject({ method: 'POST', url: `http://127.0.0.1:${port}/mcp` })
    expect(Object.fromEntries(request!.headers)).toMatchObject({
      'mcp-session-id': 'a',
      accept: 'text/event-stream, a/b',
    })
    expect(JSON.stringify([...request!.headers])).not.toContain(token)
    expect((await send({ method: 'DELETE', headers: good() })).status).toBe(200)
    expect((await send({ method: 'GET', headers: good() })).status).toBe(200)
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'DELETE', 'GET'])
    expect(errors).toEqual([])
  })

  it.each([
    () => ({ host: `localhost:${port}` }),
    () => ({ host: `LOCALHOST:${port}` }),
    () => ({ host: `[::1]:${port}` }),
    () => ({ origin: 'http://localhost:6274' }),
    () => ({ origin: `http://127.0.0.1:${port}` }),
    () => ({ origin: 'https://[::1]' }),
    () => ({ authorization: `bearer ${token}` }),
  ])('may name this computer in other ways (%#)', async (headers) => {
    expect((await send({ headers: { ...good(), ...headers() } }, '{}')).status).toBe(200)
  })

  it('may be as large as over a stream', { tags: 'full' }, async () => {
    handle = async (request) => Response.json({ bytes: (await request.arrayBuffer()).byteLength })
    const body = Buffer.alloc(agentMessageBytesMax, 'a')
    expect(JSON.parse((await send({ headers: good() }, body)).body)).toEqual({ bytes: body.length })
    const chunked = { ...good(), 'transfer-encoding': 'chunked' }
    expect((await send({ headers: chunked }, body)).status).toBe(200)
  })

  it('wait for memory while others hold it', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { promise: bothHeld, resolve: holdBoth } = Promise.withResolvers<void>()
    handle = async () => {
      if (seen.length === 2) holdBoth()
      await released
      return Response.json({})
    }
    const body = Buffer.alloc(agentMessageBytesMax, 'a')
    const large = [send({ headers: good() }, body), send({ headers: good() }, body)]
    await bothHeld
    const refused = await send({ headers: good() }, '{}')
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    release()
    expect((await Promise.all(large)).map(({ status }) => status)).toEqual([200, 200])
    expect((await send({ headers: good() }, '{}')).status).toBe(200)
  })

  it('are invited to send a body once they were checked', async () => {
    const expecting = { ...good(), expect: '100-continue', 'content-length': '5' }
    const request = httpRequest({ host: '127.0.0.1', port, path: '/mcp', method: 'POST', headers: expecting })
    request.flushHeaders()
    await once(request, 'continue')
    request.end('hello')
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(await text(response)).toContain('hello')
    const lines = [`POST /mcp HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Expect: 100-continue', 'Content-Length: 5']
    const refused = await sendRaw(head(...lines))
    expect(refused).toMatch(/^HTTP\/1\.1 401 /)
    expect(refused).not.toContain('100 Continue')
  })

  it('get what is streamed at once, and keep it while requests that never end are ended', async () => {
    await listener.close()
    listener = await start(port, { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 })
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    handle = async () => new Response(readable, { headers: { 'content-type': 'text/event-stream' } })
    const request = httpRequest({ host: '127.0.0.1', port, path: '/mcp', method: 'GET', headers: good() }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(response.headers['content-type']).toBe('text/event-stream')
    const headers = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${authorization}\r\n`
    const unfinished = [headers, `${headers}Content-Length: 9\r\n\r\n{`, '']
    // Twice: longer than any timeout of a request that has not arrived.
    for (let round = 0; round < 2; round += 1) await Promise.all(unfinished.map((bytes) => sendRaw(bytes)))
    void writer.write(Buffer.from('data: 1\n\n'))
    const [first] = (await once(response, 'data')) as [Buffer]
    expect(String(first)).toBe('data: 1\n\n')
    void writer.close()
    await once(response, 'end')
  })

  it('abort their signal, and what is streamed to them, when the program goes away', async () => {
    let canceled = 0
    handle = async () => new Response(new ReadableStream({ cancel: () => void (canceled += 1) }))
    const request = httpRequest({ host: '127.0.0.1', port, path: '/mcp', method: 'GET', headers: good() }).end()
    await once(request, 'response')
    request.on('error', () => undefined).destroy()
    await expect.poll(() => [seen[0]?.signal.aborted, canceled]).toEqual([true, 1])

    handle = () => new Promise(() => undefined)
    const waiting = httpRequest({ host: '127.0.0.1', port, path: '/mcp', method: 'POST', headers: good() }).end('{}')
    waiting.on('error', () => undefined)
    await expect.poll(() => seen.length).toBe(2)
    waiting.destroy()
    await expect.poll(() => seen[1]?.signal.aborted).toBe(true)
    expect(errors).toEqual([])
  })

  it('leave their signal alone when they end well, also once their connection is closed', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    // The second comes over the same connection: the first has ended when it arrives.
    for (let count = 0; count < 2; count += 1) await send({ headers: good(), agent }, 'hello')
    expect(seen[0]?.signal.aborted).toBe(false)
    agent.destroy()
    await allClosed()
    expect(seen.map(({ signal }) => signal.aborted)).toEqual([false, false])
  })

  it('that fail say nothing of why', async () => {
    handle = () => Promise.reject(new Error('of /home/ann'))
    expect(await send({ headers: good() }, '{}')).toMatchObject({ status: 500, body: '' })
    handle = async () =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new Error('midway')) }))
    await expect(send({ headers: good() }, '{}')).rejects.toThrow()
    expect(errors).toEqual([
      expect.objectContaining({ message: 'of /home/ann' }),
      expect.objectContaining({ message: 'midway' }),
    ])
  })
})

describe('hostile requests', () => {
  it.each([
    [401, () => ({})],
    [401, () => ({ authorization: '' })],
    [401, () => ({ authorization: token })],
    [401, () => ({ authorization: `Basic ${token}` })],
    [401, () => ({ authorization: `Bearer ${token}x` })],
    [401, () => ({ authorization: `Bearer ${token.slice(0, -1)}` })],
    [401, () => ({ authorization: `Bearer ${token.toLowerCase()}` })],
    [401, () => ({ authorization: 'Bearer' })],
    [401, () => ({ authorization: 'a'.repeat(8_000) })],
    [401, () => ({ authorization: [authorization, authorization] })],
    [403, () => ({ authorization, host: 'evil.example' })],
    [403, () => ({ authorization, host: `evil.example:${port}` })],
    [403, () => ({ authorization, host: '127.0.0.1' })],
    [403, () => ({ authorization, host: `127.0.0.1:${port + 1}` })],
    [403, () => ({ authorization, host: `127.0.0.1.evil.example:${port}` })],
    [403, () => ({ authorization, host: `user@127.0.0.1:${port}` })],
    [403, () => ({ authorization, origin: 'https://evil.example' })],
    [403, () => ({ authorization, origin: 'null' })],
    [403, () => ({ authorization, origin: '' })],
    [403, () => ({ authorization, origin: 'http://localhost.evil.example' })],
    [403, () => ({ authorization, origin: 'http://localhost/path' })],
    [403, () => ({ authorization, origin: 'http://user@localhost' })],
    [403, () => ({ authorization, origin: 'file://localhost' })],
    [403, () => ({ authorization, origin: ['http://localhost', 'https://evil.example'] })],
  ])('get %i (%#)', async (status, headers) => {
    const answer = await send({ headers: headers() as RequestOptions['headers'] }, '{}')
    expect([answer.status, answer.body]).toEqual([status, ''])
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(seen).toEqual([])
  })

  it.each(['/', '/mcp/', '/mcp/..', '/mcp?token=x', '/MCP', '//mcp', '/%6dcp', '*', 'http://evil.example/mcp'])(
    'find nothing at %s',
    async (path) => {
      expect((await send({ path, headers: good() }, '{}')).status).toBe(404)
      expect(seen).toEqual([])
    },
  )

  it.each(['OPTIONS', 'PUT', 'PATCH', 'TRACE', 'PROPFIND'])('cannot use %s', async (method) => {
    expect(await send({ method, headers: good() })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, POST, DELETE' },
    })
    expect((await send({ method })).status).toBe(401)
    expect(seen).toEqual([])
  })

  it('are cut off if they are too large, whether they say so or not', async () => {
    const tooLarge = agentMessageBytesMax + 1
    expect((await send({ headers: { ...good(), 'content-length': tooLarge } }, Buffer.alloc(10))).status).toBe(413)
    const chunked = { ...good(), 'transfer-encoding': 'chunked' }
    expect((await send({ headers: chunked }, Buffer.alloc(tooLarge))).status).toBe(413)
    expect(await sendRaw(head('POST /mcp HTTP/1.1', `Host: 127.0.0.1:${port}`, `X: ${'a'.repeat(20_000)}`))).toMatch(
      /^HTTP\/1\.1 431 /,
    )
    expect(seen).toEqual([])
  })

  it.each([
    ['not HTTP at all', '\u0016\u0003\u0001garbage\r\n\r\n', 400],
    ['without a host', head('POST /mcp HTTP/1.1'), 400],
    ['of HTTP/1.0 without a host', head('POST /mcp HTTP/1.0'), 403],
    ['with two hosts', head('POST /mcp HTTP/1.1', 'Host: 127.0.0.1:PORT', 'Host: evil.example'), 403],
    ['with an empty host', head('POST /mcp HTTP/1.1', 'Host: '), 403],
    [
      'with two lengths',
      head('POST /mcp HTTP/1.1', 'Host: 127.0.0.1:PORT', 'Content-Length: 1', 'Content-Length: 2'),
      400,
    ],
    [
      'with a length and chunks',
      head('POST /mcp HTTP/1.1', 'Host: 127.0.0.1:PORT', 'Content-Length: 1', 'Transfer-Encoding: chunked'),
      400,
    ],
    ['with a broken line', 'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nA\u0000: b\r\n\r\n', 400],
    [
      'for an upgrade',
      head('GET /mcp HTTP/1.1', 'Host: 127.0.0.1:PORT', 'Connection: upgrade', 'Upgrade: websocket'),
      401,
    ],
  ])('%s end', async (_name, bytes, status) => {
    expect(await sendRaw(bytes.replaceAll('PORT', String(port)))).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(seen).toEqual([])
  })

  it('cannot tunnel', async () => {
    expect(await sendRaw(head('CONNECT 127.0.0.1:22 HTTP/1.1', `Host: 127.0.0.1:${port}`))).toBe('')
  })

  it('reach it from this computer only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of others) {
      const socket = connect(port, address)
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
      expect(error.code).toBe('ECONNREFUSED')
    }
    expect(listener.address).toBe(`http://127.0.0.1:${port}/mcp`)
  })

  it('leave nothing in memory, and programs get through', { tags: 'full', timeout: 60_000 }, async () => {
    await flood(200)
    const before = await memoryAtRest()
    await flood(2_000)
    const after = await memoryAtRest()
    expect(after.connections).toBe(0)
    expect(after.bytes - before.bytes).toBeLessThan(2_000_000)
    expect((await send({ headers: good() }, 'hello')).body).toContain('hello')
  })

  it('beyond the limit of connections wait for others to end', async () => {
    const sockets: Socket[] = []
    for (let count = 0; count < 200; count += 1)
      sockets.push(
        connect(port, '127.0.0.1')
          .on('error', () => undefined)
          .resume(),
      )
    const closed = () => sockets.filter((socket) => socket.destroyed).length
    await expect.poll(closed).toBeGreaterThanOrEqual(136)
    for (const socket of sockets) socket.destroy()
    await expect.poll(() => send({ headers: good() }, 'hello').catch(() => null)).toMatchObject({ status: 200 })
  })
})

/** Different kinds of requests without a token. */
async function attack(kind: number): Promise<void> {
  const body = kind % 4 === 0 ? Buffer.alloc(2 ** 20) : '{}'
  const headers = kind % 3 === 0 ? { authorization: 'Bearer '.concat('x'.repeat(4_000)) } : {}
  if (kind % 5 === 0) await sendRaw('garbage\r\n\r\n')
  else await send({ headers, agent: false, ...(kind % 2 === 0 && { host: '127.0.0.1' }) }, body).catch(() => undefined)
}

async function flood(count: number): Promise<void> {
  for (let done = 0; done < count; done += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => attack(index)))
  }
}

describe('the port', () => {
  it('that is taken is named', async () => {
    await expect(start(port)).rejects.toMatchObject({
      code: 'configuration/invalid',
      message: `Another app uses port ${port}. Choose another port.`,
    })
  })

  it('is free once it was closed, which ends what is under way', async () => {
    handle = () => new Promise(() => undefined)
    const waiting = send({ headers: good() }, '{}')
    await expect.poll(() => seen.length).toBe(1)
    const isEnded = expect(waiting).rejects.toThrow()
    await listener.close()
    await isEnded
    await expect.poll(() => seen[0]?.signal.aborted).toBe(true)
    listener = await start(port)
    expect(listener.address).toContain(String(port))
  })
})
