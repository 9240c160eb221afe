import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { buildAdapter, buildCallParts, testKey } from '../../../../../test/support/build-call-parts.ts'
import { failureOf } from '../../../../../test/support/failure-of.ts'
import { sendJson, startTinyServer, type TinyServer } from '../../../../../test/support/tiny-server.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Transport, TransportFailure } from '../../../platform/network/transport.ts'
import { WireFailure } from '../../../platform/network/wire-failure.ts'
import type { CallRequest } from '../call.ts'
import { createCall } from '../create-call.ts'
import type { FailureResponse, Fault } from '../fault.ts'
import { FaultOutcome } from '../fault-errors.ts'

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

/** Fails as specified until the failures are used up. */
function failingTransport(real: Transport, failures: (readonly [TransportFailure['kind'], 'no' | 'maybe'])[]) {
  const tries = { count: 0 }
  const transport: Transport = {
    ...real,
    send(request) {
      tries.count++
      const next = failures.shift()
      return next ? Promise.reject(new WireFailure(next[0], next[1], 'TEST')) : real.send(request)
    },
  }
  return { transport, tries }
}

describe('a paid request', () => {
  it('is announced right before sending and not sent when the announcement throws', async () => {
    const { error, isBilled } = await failed(paid, {
      onSending() {
        throw AppError.cancelled()
      },
    })
    expect([error.code, isBilled]).toEqual(['request/cancelled', undefined])
    expect(server.requests).toEqual([])
  })

  it('is sent once more when it never arrived', async () => {
    server.answer = (_request, response) => sendJson(response, { ok: true })
    const { parts } = open()
    const { transport, tries } = failingTransport(parts.transport, [['refused', 'no']])
    const again = open({ transport })
    await again.call.json(paid, anyJson)
    expect([tries.count, again.parts.sendings, server.requests.length]).toEqual([2, 2, 1])
  })

  it.each([
    ['refused', 'no', 2, 'network/offline', 'no'],
    ['not-found', 'no', 2, 'network/offline', 'no'],
    ['offline', 'no', 2, 'network/offline', 'no'],
    ['certificate', 'no', 1, 'network/blocked-url', 'no'],
    ['interrupted', 'maybe', 1, 'network/interrupted', 'unknown'],
  ] as const)('for %s, arrived: %s, is tried %i times', async (kind, arrived, count, code, billed) => {
    const { parts } = open()
    const { transport, tries } = failingTransport(parts.transport, [
      [kind, arrived],
      [kind, arrived],
      [kind, arrived],
    ])
    const { error, isBilled } = await failed(paid, { transport })
    expect([tries.count, error.code, isBilled]).toEqual([count, code, billed])
  })

  it('is not sent again when canceled in between', async () => {
    const cancel = new AbortController()
    const { transport, tries } = failingTransport(open().parts.transport, [['refused', 'no']])
    setTimeout(() => cancel.abort(), 20)
    const { error } = await failed(paid, { transport, signal: cancel.signal, limits: { resendPauseMs: 5_000 } })
    expect([error.code, tries.count]).toEqual(['request/cancelled', 1])
  })

  it('outlasts a sleep of the computer, and is sent once', async () => {
    let sleptMs = 0
    const { now } = performance
    vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + sleptMs)
    server.answer = (_request, response) => {
      sleptMs += 8 * 3_600_000
      setTimeout(() => sendJson(response, { ok: true }), 1_200)
    }
    const timing = { submitTimeoutMs: 1_000, pollEveryMs: 10, deadlineMs: 60_000 }
    const { call } = open({ adapter: buildAdapter({ timing }) })
    expect(await call.json(paid, anyJson)).toEqual({ ok: true })
    expect(server.requests).toHaveLength(1)
    vi.restoreAllMocks()
  })

  it('is not sent again when the connection is cut before the response', async () => {
    server.answer = (_request, response) => response.destroy()
    const { error, isBilled } = await failed(paid)
    expect([error.code, isBilled, server.requests.length]).toEqual(['network/interrupted', 'unknown', 1])
  })

  it('is not sent again when the response is cut', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy())
    }
    const { error, isBilled } = await failed(paid)
    expect([error.code, isBilled, server.requests.length]).toEqual(['network/interrupted', 'unknown', 1])
  })

  it('is reported as not billed when the server is unreachable', async () => {
    await server.close()
    const { error, isBilled } = await failed(paid)
    expect([error.code, isBilled]).toEqual(['network/offline', 'no'])
    expect(error.message).toMatch(/cannot be reached at 127\.0\.0\.1:\d+\. Nothing was billed\./)
    server = await startTinyServer()
  })

  it('marks a later failure as possibly billed', async () => {
    const { call } = open()
    server.answer = (_request, response) => sendJson(response, { id: 1 })
    await call.json(paid, anyJson)
    server.answer = (_request, response) => sendJson(response, { message: 'no' }, 403)
    expect((await failureOf(call.json(poll, anyJson))).detail?.['isBilled']).toBe('unknown')
  })

  it('stays possibly billed when a later failure claims otherwise', async () => {
    const fault: Fault = { type: 'error', code: 'credential/rejected', message: 'No.', isBilled: 'no' }
    const { call } = open({ adapter: buildAdapter({ readFailure: () => fault }) })
    server.answer = (_request, response) => sendJson(response, { id: 1 })
    await call.json(paid, anyJson)
    server.answer = (_request, response) => sendJson(response, {}, 401)
    expect((await failureOf(call.json(poll, anyJson))).detail?.['isBilled']).toBe('unknown')
  })

  it('leaves later failures unbilled when it was rejected itself', async () => {
    const { call } = open()
    server.answer = (_request, response) => sendJson(response, { message: 'slow down' }, 429)
    await failureOf(call.json(paid, anyJson))
    server.answer = (_request, response) => sendJson(response, { message: 'no' }, 403)
    expect((await failureOf(call.json(poll, anyJson))).detail?.['isBilled']).toBe('no')
  })
})

describe('a response other than 2xx', () => {
  it.each([
    [400, 'provider/invalid-request', 'no'],
    [401, 'credential/rejected', 'no'],
    [402, 'provider/quota', 'no'],
    [403, 'credential/rejected', 'no'],
    [404, 'provider/unknown-model', 'no'],
    [408, 'provider/unavailable', 'unknown'],
    [407, 'provider/invalid-request', 'no'],
    [410, 'provider/task-expired', 'no'],
    [422, 'provider/invalid-request', 'no'],
    [429, 'provider/rate-limited', 'no'],
    [300, 'provider/unavailable', 'unknown'],
    [500, 'provider/unavailable', 'unknown'],
    [503, 'provider/unavailable', 'unknown'],
    [504, 'provider/unavailable', 'unknown'],
  ])('%i maps to %s, billed: %s', async (status, code, billed) => {
    server.answer = (_request, response) =>
      sendJson(response, { error: { message: `Words for ${testKey} here.` } }, status, { 'x-request-id': 'req-9' })
    const { error, isBilled, parts } = await failed(paid)
    expect([error.code, isBilled]).toEqual([code, billed])
    expect(error.message).toContain('“Words for [redacted] here.”')
    expect(error.message).toContain(billed === 'no' ? 'Nothing was billed.' : 'This may have been billed.')
    expect(error.detail).toMatchObject({ provider: 'openai', status, requestId: 'req-9' })
    expect(parts.responses).toMatchObject([{ status, failure: { code } }])
    expect(server.requests).toHaveLength(1)
  })

  it('maps 404 to a wrong address unless a cloud service sent JSON', async () => {
    const answerWith = (body: string) => {
      server.answer = (_request, response) => response.writeHead(404).end(body)
    }
    answerWith('<h1>404</h1>')
    const { error, isBilled } = await failed(paid)
    expect([error.code, isBilled]).toEqual(['provider/wrong-address', 'no'])
    expect(error.message).toContain(`${new URL(server.origin).host} responds, but no image server was found there`)
    // A cloud service sends this for a model.
    answerWith('{"detail":"Not Found"}')
    expect((await failed(paid)).error.code).toBe('provider/unknown-model')
    const local = await failed(paid, { adapter: buildAdapter({ kind: 'local' }) })
    expect(local.error.code).toBe('provider/wrong-address')
  })

  it('reports when to retry', async () => {
    server.answer = (_request, response) => sendJson(response, {}, 429, { 'retry-after': '20' })
    const { error } = await failed(paid)
    expect(error.detail?.['afterMs']).toBe(20_000)
    expect(error.message).toBe(
      'Lumen accepts no more requests at the moment. Nothing was billed. Try again in 20 seconds.',
    )
  })

  it('hides the HTML of a proxy', async () => {
    server.answer = (_request, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad gateway nginx</body></html>')
    const { error } = await failed(paid)
    expect(error.message).toBe('Lumen is having problems (HTTP 502). This may have been billed. Try again later.')
  })

  it('is reported by status when its body is cut', async () => {
    server.answer = (_request, response) => {
      response.writeHead(402, { 'content-length': 100 }).write('{"mess', () => response.destroy())
    }
    expect((await failed(paid)).error.code).toBe('provider/quota')
  })

  it('uses the fault from the adapter', async () => {
    server.answer = (_request, response) => sendJson(response, { why: 'full' }, 400)
    const read: FailureResponse[] = []
    const fault: Fault = { type: 'error', code: 'provider/quota', message: 'Empty.', afterMs: 5, isBilled: 'yes' }
    const readFailure = (response: FailureResponse) => {
      read.push(response)
      return fault
    }
    const { error, isBilled } = await failed(paid, { adapter: buildAdapter({ readFailure }) })
    expect(read).toMatchObject([{ status: 400, json: { why: 'full' }, text: '{"why":"full"}' }])
    expect([error.code, isBilled, error.detail?.['afterMs']]).toEqual(['provider/quota', 'yes', 5])
    expect(error.message).toContain('“Empty.” It was billed.')
  })

  it('falls back to the status when the adapter throws', async () => {
    server.answer = (_request, response) => sendJson(response, {}, 429)
    const adapter = buildAdapter({
      readFailure() {
        throw new TypeError('undefined is not an object')
      },
    })
    expect((await failed(paid, { adapter })).error.code).toBe('provider/rate-limited')
  })

  it('turns a refusal into an outcome that is no service failure', async () => {
    server.answer = (_request, response) => sendJson(response, {}, 400)
    const fault: Fault = { type: 'refused', what: 'prompt', message: `Not ${testKey}.`, isBilled: 'no' }
    const { error, parts } = await failed(paid, { adapter: buildAdapter({ readFailure: () => fault }) })
    expect(error).toBeInstanceOf(FaultOutcome)
    expect((error as FaultOutcome).state).toEqual({
      type: 'refused',
      what: 'prompt',
      message: 'Not [redacted].',
      isBilled: 'no',
    })
    expect(parts.responses).toMatchObject([{ status: 400, failure: null }])
  })

  it('turns "not yet" into an outcome', async () => {
    server.answer = (_request, response) => sendJson(response, {}, 503)
    const fault: Fault = { type: 'not-ready', afterMs: 900, message: 'Loading.' }
    const { error, isBilled } = await failed(paid, { adapter: buildAdapter({ readFailure: () => fault }) })
    expect((error as FaultOutcome).state).toEqual({ type: 'not-ready', afterMs: 900, note: 'Loading.' })
    expect(isBilled).toBe('no')
  })
})

describe('a local program', () => {
  const adapter = buildAdapter({ kind: 'local', label: 'ComfyUI', baseUrl: 'http://127.0.0.1:8188' })

  it('that is not running is named, without mentioning billing', async () => {
    await server.close()
    const { error } = await failed(paid, { adapter })
    expect(error.code).toBe('network/offline')
    expect(error.message).toMatch(/^ComfyUI does not respond at 127\.0\.0\.1:\d+\. Start it/)
    expect(error.message).not.toContain('billed')
    server = await startTinyServer()
  })
})

describe('a redirect', () => {
  it('of a request without a body is followed on the same host with the key', async () => {
    server.answer = ({ url }, response) => {
      if (url === '/v1/tasks/1') response.writeHead(302, { location: '/v2/here' }).end('moved')
      else sendJson(response, { url })
    }
    expect(await open().call.json(poll, anyJson)).toEqual({ url: '/v2/here' })
    expect(server.requests.map(({ headers }) => headers['x-lumen-key'])).toEqual([testKey, testKey])
  })

  it('to an unrelated host is not followed', async () => {
    server.answer = (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    expect((await failed(poll)).error.code).toBe('network/blocked-url')
    expect(server.requests).toHaveLength(1)
  })

  it('of a paid request is not followed and not billed', async () => {
    server.answer = (_request, response) => response.writeHead(308, { location: 'https://new.example/v1' }).end()
    const { error, isBilled } = await failed(paid)
    expect([error.code, isBilled, server.requests.length]).toEqual(['provider/bad-reply', 'no', 1])
    expect(error.message).toContain('has moved to https://new.example')
  })

  it.each([
    [301, 'no'],
    [302, 'unknown'],
    [303, 'unknown'],
    [307, 'no'],
  ])('with status %i of a paid request is not followed, billed: %s', async (status, billed) => {
    server.answer = (_request, response) => response.writeHead(status, { location: '/v1/there' }).end()
    expect([(await failed(paid)).isBilled, server.requests.length]).toEqual([billed, 1])
  })

  it('loop is stopped', async () => {
    server.answer = (_request, response) => response.writeHead(302, { location: '/v1/again' }).end()
    expect((await failed(poll)).error.code).toBe('provider/bad-reply')
    expect(server.requests).toHaveLength(6)
  })
})

it('redacts a key in every encoding from errors', async () => {
  const basic = Buffer.from(`painter:${testKey}`).toString('base64')
  const echoes = [testKey, encodeURIComponent(testKey), Buffer.from(testKey).toString('base64'), basic]
  server.answer = (_request, response) =>
    sendJson(response, { error: { message: echoes.join(' | ') } }, 401, { 'x-request-id': `id-${testKey}` })
  const { error } = await failed(paid, {
    secrets: [`painter:${testKey}`],
    credentialHeaders: { authorization: `Basic ${basic}` },
  })
  const text = error.message + JSON.stringify(error.detail)
  for (const echo of echoes) expect(text).not.toContain(echo)
  expect(error.detail?.['requestId']).toBe('id-[redacted]')
})

it('leaves no partial key in a shortened message', async () => {
  server.answer = (_request, response) => response.writeHead(400).end(`${'x'.repeat(595)}${testKey}`)
  const { error } = await failed(paid)
  expect(error.message).toContain('…')
  expect(error.message + JSON.stringify(error.detail)).not.toContain(testKey.slice(0, 8))
})
