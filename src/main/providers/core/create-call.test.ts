import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildAdapter, buildCallParts, testKey } from '../../../../test/support/build-call-parts.ts'
import { failureOf } from '../../../../test/support/failure-of.ts'
import { sendJson, startTinyServer, type TinyServer } from '../../../../test/support/tiny-server.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { CallRequest, ServerSentEvent } from './call.ts'
import { createCall } from './create-call.ts'

let server: TinyServer
beforeEach(async () => {
  server = await startTinyServer()
})
afterEach(() => server.close())

const anyJson = z.unknown()
const paid: CallRequest = { method: 'POST', path: 'images', body: { json: { prompt: 'a cup' } }, isPaid: true }
const poll: CallRequest = { method: 'GET', path: 'tasks/1' }

function open(overrides: Parameters<typeof buildCallParts>[1] = {}) {
  const parts = buildCallParts(server.origin, overrides)
  return { parts, call: createCall(parts) }
}

/** Returns the error of a request that fails. */
async function failed(request: CallRequest, overrides: Parameters<typeof buildCallParts>[1] = {}) {
  const { parts, call } = open(overrides)
  const error = await failureOf(call.json(request, anyJson))
  return { error, parts, isBilled: error.detail?.['isBilled'] }
}

async function collect(call: ReturnType<typeof open>['call']): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = []
  await call.events(paid, (event) => {
    events.push(event)
    return 'progress'
  })
  return events
}

describe('requests', () => {
  it('sends below the base URL with the key, a user agent and the body', async () => {
    server.answer = (_request, response) => sendJson(response, { ok: true })
    const { call, parts } = open()
    const query = { kind: 'fast one' }
    const response = await call.json({ ...paid, query, headers: { 'X-Extra': '1' } }, z.object({ ok: z.boolean() }))
    expect(response).toEqual({ ok: true })
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', url: '/v1/images?kind=fast+one' })
    expect(request?.headers).toMatchObject({
      'x-lumen-key': testKey,
      'x-extra': '1',
      'user-agent': 'Atelier/1.2.3',
      'content-type': 'application/json',
      accept: 'application/json',
      'content-length': String(request?.body.byteLength),
    })
    expect(JSON.parse(String(request?.body))).toEqual({ prompt: 'a cup' })
    expect(parts.sendings).toBe(1)
    expect(parts.responses).toMatchObject([{ status: 200, failure: null }])
  })

  it('omits the key when auth is none', async () => {
    server.answer = (_request, response) => sendJson(response, {})
    await open().call.json({ ...poll, auth: 'none' }, anyJson)
    expect(server.requests[0]?.headers['x-lumen-key']).toBeUndefined()
  })

  it('keeps the key when the adapter sets the same header', async () => {
    server.answer = (_request, response) => sendJson(response, {})
    await open().call.json({ ...poll, headers: { 'X-Lumen-Key': 'other' } }, anyJson)
    expect(server.requests[0]?.headers['x-lumen-key']).toBe(testKey)
  })

  it('never sends to an unknown host', async () => {
    const { error } = await failed({ method: 'GET', path: 'https://evil.example/v1' })
    expect(error.code).toBe('network/blocked-url')
  })

  it('gives the adapter its base path and project', () => {
    const project = { projectId: 'p', location: null }
    const { call } = open({ project })
    expect(call).toMatchObject({ basePath: '/v1', isOwnBaseUrl: true, project })
    expect('readText' in call).toBe(false)
  })

  it('forwards progress and previews', () => {
    const updates: unknown[] = []
    const { call } = open({ onUpdate: (update) => updates.push(update) })
    call.progress(1.5)
    call.preview(new Uint8Array([1]), 'image/png')
    expect(updates).toEqual([
      { progress: 1 },
      { progress: null, preview: { bytes: new Uint8Array([1]), mime: 'image/png' } },
    ])
  })
})

describe('responses', () => {
  it('returns the decompressed body with its MIME type and headers', async () => {
    server.answer = (_request, response) => {
      response
        .writeHead(200, { 'content-type': 'Image/PNG; q=1', 'content-encoding': 'gzip', 'X-Seed': '7' })
        .end(gzipSync('pixels'))
    }
    const response = await open().call.response(poll)
    expect(response).toMatchObject({ status: 200, mime: 'image/png' })
    expect([response.text(), response.headers['x-seed']]).toEqual(['pixels', '7'])
  })

  it('finds nothing where the service says that nothing is there', async () => {
    server.answer = (_request, response) => sendJson(response, { detail: 'Not Found' }, 404)
    const { call, parts } = open()
    expect(await call.find(poll, anyJson)).toBeNull()
    expect(parts.responses).toMatchObject([{ status: 404, failure: null }])
    server.answer = (_request, response) => sendJson(response, { ok: true })
    expect(await call.find(poll, anyJson)).toEqual({ ok: true })
  })

  it.each([
    [404, '<html>No such page</html>', 'provider/bad-reply'],
    [200, '{"error":"Something is odd"}', 'provider/task-failed'],
  ])('does not take an answer %d %s for nothing', async (status, body, code) => {
    server.answer = (_request, response) => response.writeHead(status).end(body)
    expect((await failureOf(open().call.find(poll, anyJson))).code).toBe(code)
  })

  it('returns a failure status that the request accepts', async () => {
    server.answer = (_request, response) => sendJson(response, { detail: 'not yet' }, 404)
    const { call, parts } = open()
    expect((await call.response({ ...poll, alsoAccept: [404] })).status).toBe(404)
    expect(parts.responses).toMatchObject([{ status: 404, failure: null }])
  })

  it('reports a paid response that is not JSON as possibly billed', async () => {
    server.answer = (_request, response) => response.end('{"nonsense": [1, 2')
    const { error, isBilled, parts } = await failed(paid)
    expect([error.code, isBilled]).toEqual(['provider/bad-reply', 'unknown'])
    expect(error.message).toBe(
      'Lumen sent an unexpected response. This may have been billed. Update Atelier, or report it with the details.',
    )
    expect(error.detail).toMatchObject({ problem: 'SyntaxError', excerpt: '{"nonsense": [1, 2' })
    expect(parts.responses[0]?.failure).toBe(error)
  })

  it('names the field of an unexpected response and hides secrets and images', async () => {
    const secret = 'a-token-of-another-kind'
    const answer = { images: [{ url: 7 }], access_token: secret, echo: testKey, b64: 'A'.repeat(5_000) }
    server.answer = (_request, response) => sendJson(response, answer)
    const schema = z.object({ images: z.array(z.object({ url: z.string() })) })
    const error = await failureOf(open().call.json(poll, schema))
    expect(error.detail).toMatchObject({ problem: expect.stringMatching(/^images\.0\.url: /), isBilled: 'no' })
    const excerpt = String(error.detail?.['excerpt'])
    expect(excerpt).not.toContain(secret)
    expect(excerpt).toContain('[5000 characters]')
    expect(error.message).not.toContain('billed')
  })

  it.each([
    [
      { error: { message: 'model is loading', code: 'model_loading' } },
      'provider/unavailable',
      'Lumen is not ready yet.',
    ],
    [{ error: 'the seventh worker is on fire' }, 'provider/task-failed', 'Lumen could not make the image.'],
    [
      { error: 'Error loading image: the seventh worker is on fire' },
      'provider/task-failed',
      'could not make the image',
    ],
    [{ detail: 'the seventh worker is on fire' }, 'provider/task-failed', 'Lumen could not make the image.'],
  ])('quotes an error in an answer whose status is good: %j', async (body, code, summary) => {
    server.answer = (_request, response) => sendJson(response, body)
    const error = await failureOf(open().call.json(paid, z.object({ images: z.array(z.string()) })))
    expect([error.code, error.detail?.['isBilled']]).toEqual([code, 'unknown'])
    expect(error.message).toContain(summary)
    expect(error.message).toMatch(
      /Details: “(model is loading|(Error loading image: )?the seventh worker is on fire)\.” This may have been billed\./,
    )
  })

  it('takes an error for one even where an answer needs nothing', async () => {
    server.answer = (_request, response) => sendJson(response, { error: { message: 'no worker' } })
    const error = await failureOf(open().call.json(paid, z.object({ images: z.array(z.string()).default([]) })))
    expect(error.message).toContain('no worker')
  })

  it('keeps a task that has failed, with its error, as an answer', async () => {
    const task = { id: 'task-1', status: 'failed', error: 'out of memory' }
    server.answer = (_request, response) => sendJson(response, task)
    expect(await open().call.json(poll, z.looseObject({ status: z.string() }))).toEqual(task)
  })

  it('tells a page of a firewall from a rejected key', async () => {
    server.answer = (_request, response) => {
      response
        .writeHead(403, { 'content-type': 'text/html' })
        .end('<!DOCTYPE html><html><body>Access denied</body></html>')
    }
    const { error, isBilled } = await failed(paid)
    expect([error.code, isBilled]).toEqual(['provider/bad-reply', 'no'])
    expect(error.detail).toMatchObject({ isPage: true })
    expect(error.message).toContain('Lumen sent a web page instead of data.')
    expect(error.message).toContain('firewall')
  })

  it.each([
    [403, { error: 'Forbidden', message: '{"error":{"message":"It violates our content policy."}}' }, 'content policy'],
    [400, { error: { code: 'contentFilter', message: 'The prompt was filtered.' } }, 'The prompt was filtered'],
    [400, { error: { message: 'litellm.ContentPolicyViolationError: rejected' } }, 'ContentPolicyViolationError'],
    [400, { error: { code: 'content_policy_violation', message: 'Not this.' } }, 'Not this'],
    [400, { error: { innererror: { code: 'ResponsibleAIPolicyViolation' }, message: 'Not that.' } }, 'Not that'],
  ])('tells a refusal from a wrong key or request: %i %j', async (status, body, words) => {
    server.answer = (_request, response) => sendJson(response, body, status)
    const { error } = await failed(paid)
    expect(error.code).toBe('provider/invalid-request')
    expect(error.message).toContain('Lumen refused this request.')
    expect(error.message).toContain(words)
    expect(error.message).not.toContain('{')
  })

  it('takes no other bad request for a refusal', async () => {
    server.answer = (_request, response) =>
      sendJson(response, { error: { message: "Unknown parameter: 'moderation'" } }, 400)
    expect((await failed(paid)).error.message).toContain('cannot process this request')
  })

  it('hints at a network login page when the response is HTML', async () => {
    server.answer = (_request, response) => response.end('<!doctype html><html><body>Welcome to the hotel')
    const { error } = await failed(poll)
    expect(error.code).toBe('provider/bad-reply')
    expect(error.detail).toMatchObject({ isPage: true })
    expect(error.message).toContain('login page')
    expect(error.message).not.toContain('<')
  })

  it.each(['content-length', 'chunked'])('rejects a response over the size cap (%s)', async (kind) => {
    server.answer = (_request, response) => {
      if (kind === 'content-length') response.setHeader('content-length', 5_000)
      response.write(Buffer.alloc(4_000), () => response.end(Buffer.alloc(1_000)))
    }
    const { error, isBilled } = await failed(paid, { limits: { replyBytesMax: 3_000 } })
    expect([error.code, isBilled]).toEqual(['media/too-large', 'unknown'])
  })
})

describe('time limits', () => {
  it('times out a slow response as a whole', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    }
    const adapter = buildAdapter({ timing: { submitTimeoutMs: 200, pollEveryMs: 1, deadlineMs: 1 } })
    const { error, isBilled } = await failed(paid, { adapter })
    expect([error.code, isBilled]).toEqual(['network/timeout', 'unknown'])
    expect((await failed(poll, { limits: { requestTimeoutMs: 100 } })).error.code).toBe('network/timeout')
  })

  it('times out when the response falls silent', async () => {
    server.answer = (_request, response) => response.writeHead(200).write('{')
    // Without the limit on silence it would outlast the test.
    const { error } = await failed(poll, { limits: { silenceMs: 60, requestTimeoutMs: 600_000 } })
    expect(error.code).toBe('network/timeout')
  })

  it('stops with the caller signal and keeps its reason', async () => {
    server.answer = (_request, response) => response.writeHead(200).write('{')
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(), 50)
    const { error, parts } = await failed(paid, { signal: cancel.signal })
    expect(error.code).toBe('request/cancelled')
    expect(parts.responses).toEqual([])
    const reason = new AppError('network/timeout', 'Too late.')
    expect((await failed(paid, { signal: AbortSignal.abort(reason) })).error).toBe(reason)
  })
})

describe('events', () => {
  it('yields events as they arrive', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
      response.write('event: partial\ndata: 1\n\n')
      response.end('data: [DONE]\n\n')
    }
    const { call, parts } = open()
    expect(await collect(call)).toEqual([
      { event: 'partial', data: '1' },
      { event: 'message', data: '[DONE]' },
    ])
    expect(server.requests[0]?.headers.accept).toContain('text/event-stream')
    expect(parts.responses).toMatchObject([{ status: 200, failure: null }])
  })

  it('yields a plain JSON response as a single event', async () => {
    server.answer = (_request, response) => sendJson(response, { data: [] })
    expect(await collect(open().call)).toEqual([{ event: 'message', data: '{"data":[]}' }])
  })

  it('reports an interrupted stream as possibly billed', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n', () => response.destroy())
    }
    const { call, parts } = open()
    const error = await failureOf(collect(call))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['network/interrupted', 'unknown'])
    expect(parts.responses).toMatchObject([{ status: 200, failure: { code: 'network/interrupted' } }])
  })

  it('limits the size of an event', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(`data: ${'x'.repeat(5_000)}\n\n`)
    }
    expect((await failureOf(collect(open({ limits: { replyBytesMax: 4_000 } }).call))).code).toBe('media/too-large')
  })

  it('closes the connection at the result', async () => {
    const closing = Promise.withResolvers<void>()
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      response.on('close', () => closing.resolve())
    }
    const { call, parts } = open()
    expect(await call.events(paid, (event) => event)).toEqual({ event: 'message', data: '1' })
    await closing.promise
    expect(parts.responses).toMatchObject([{ status: 200, failure: null }])
  })

  it('skips events that are not known', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end('data: ping\n\ndata: {}\n\ndata: image\n\n')
    }
    const { call, parts } = open()
    expect(await call.events(paid, (event) => (event.data === 'image' ? event : 'unknown'))).toMatchObject({
      data: 'image',
    })
    expect(parts.responses).toMatchObject([{ status: 200, failure: null }])
  })

  it.each([
    ['a page', 'text/html', '<html>Log in</html>', 'provider/bad-reply', 'web page'],
    ['an answer of another kind', 'application/json', '{"usage":{}}', 'provider/bad-reply', 'usage'],
    ['an error', 'application/json', '{"error":"model is loading"}', 'provider/unavailable', 'model is loading'],
    [
      'an error in an event',
      'text/event-stream',
      'data: {"error":"Out of paint"}\n\n',
      'provider/task-failed',
      'paint',
    ],
    ['events of another kind', 'text/event-stream', 'data: ping\n\ndata: {}\n\n', 'provider/bad-reply', 'ping'],
  ])('of which none is known fail as %s', async (_what, mime, body, code, words) => {
    server.answer = (_request, response) => response.writeHead(200, { 'content-type': mime }).end(body)
    const { call, parts } = open()
    const error = await failureOf(call.events(paid, () => 'unknown'))
    expect([error.code, error.detail?.['isBilled']]).toEqual([code, 'unknown'])
    expect(`${error.message} ${error.detail?.['excerpt']}`).toContain(words)
    expect(parts.responses).toMatchObject([{ status: 200, failure: { code } }])
  })

  it('that end without a result are none', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\ndata: ping\n\n')
    }
    const { call } = open()
    expect(await call.events(paid, ({ data }) => (data === '1' ? 'progress' : 'unknown'))).toBeNull()
  })

  it('fails like any other request', async () => {
    server.answer = (_request, response) => sendJson(response, {}, 401)
    expect((await failureOf(collect(open().call))).code).toBe('credential/rejected')
  })
})
