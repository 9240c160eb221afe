import type { Admitter } from '../jobs/attempt-ledger.ts'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testKey } from '../../../test/support/build-call-parts.ts'
import { failureOf } from '../../../test/support/failure-of.ts'
import { createFakeClock } from '../../../test/support/fake-clock.ts'
import { createNodeTransport } from '../../../test/support/node-transport.ts'
import { sendJson, startTinyServer, type TinyRequest, type TinyServer } from '../../../test/support/tiny-server.ts'
import { serviceAddressSchema } from '../../shared/domain/guarded-values.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { AttemptEnd, NewAttempt } from '../../shared/domain/ledger.ts'
import { rewritePrompt, type RewriterOptions } from './rewrite-prompt.ts'

const input = { prompt: 'a heron', dialect: 'sentence', wish: 'at dawn' } as const

const address = (text: string) => serviceAddressSchema.parse(text)

let server: TinyServer
let opened: NewAttempt[]
let closed: AttemptEnd[]
beforeEach(async () => {
  server = await startTinyServer()
  opened = []
  closed = []
})
afterEach(() => server.close())

function rewrite(changes: Partial<RewriterOptions> = {}, signal = new AbortController().signal) {
  return rewritePrompt(input, signal, {
    settings: { baseUrl: address(`${server.origin}/v1`), model: 'small-model' },
    key: testKey,
    transport: createNodeTransport(),
    attempts: {
      open: async (attempt) => opened.push(attempt),
      close: async (_id, end) => void closed.push(end),
    },
    admitter: { admit: async () => async () => undefined },
    clock: createFakeClock(),
    appVersion: '1.2.3',
    limits: { resendPauseMs: 1 },
    ...changes,
  })
}

function respondWith(content: unknown, more: object = {}) {
  return (_request: TinyRequest, response: ServerResponse) =>
    sendJson(response, { choices: [{ message: { role: 'assistant', content } }], ...more })
}

/** The same server under a non-local name, so that it counts as a paid third-party service. */
function paidService(): Partial<RewriterOptions> {
  const local = createNodeTransport()
  const transport = {
    ...local,
    send: (request: Parameters<typeof local.send>[0]) =>
      local.send({ ...request, url: request.url.replace('https://llm.example', server.origin) }),
  }
  return { settings: { baseUrl: address('https://llm.example/v1'), model: 'small-model' }, transport }
}

describe('rewritePrompt', () => {
  it('sends one chat completions request and records the attempt before and after it', async () => {
    server.answer = respondWith('Here is it: "A heron at dawn."', {
      model: 'small-model-2',
      usage: { prompt_tokens: 12, completion_tokens: 5, details: { cached: 1 } },
    })
    const { prompt, model, usage } = await rewrite(paidService())
    expect({ prompt, model, usage }).toEqual({
      prompt: 'A heron at dawn.',
      model: 'small-model-2',
      usage: { prompt_tokens: 12, completion_tokens: 5 },
    })
    const [request, ...others] = server.requests
    expect(others).toEqual([])
    expect(request).toMatchObject({ method: 'POST', url: '/v1/chat/completions' })
    expect(request?.headers.authorization).toBe(`Bearer ${testKey}`)
    const body = JSON.parse(String(request?.body)) as { model: string; messages: { content: string }[] }
    expect(body.model).toBe('small-model')
    expect(body.messages.at(-1)?.content).toBe('a heron\n\n---\nWhat is wished for: at dawn')
    expect(opened).toMatchObject([{ provider: 'rewriter', model: 'small-model', operation: 'rewrite', pictures: 0 }])
    expect(closed).toMatchObject([{ outcome: 'done', billed: 'yes', usage: { prompt_tokens: 12 }, words: null }])
  })

  it('needs no key or path for a local server, and records no billing', async () => {
    server.answer = respondWith([{ type: 'text', text: 'A heron.' }])
    expect(await rewrite({ key: null, settings: { baseUrl: address(server.origin), model: 'm' } })).toMatchObject({
      prompt: 'A heron.',
      model: 'm',
    })
    expect(server.requests[0]?.url).toBe('/v1/chat/completions')
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
    expect(closed).toMatchObject([{ billed: 'no' }])
  })

  it('sends nothing without a model or with an invalid address or key', async () => {
    const unset = await failureOf(rewrite({ settings: { baseUrl: null, model: 'm' } }))
    expect(unset.code).toBe('configuration/invalid')
    expect((await failureOf(rewrite({ settings: { baseUrl: address(server.origin), model: ' ' } }))).code).toBe(
      'configuration/invalid',
    )
    const plain = await failureOf(rewrite({ settings: { baseUrl: address('http://llm.example/v1'), model: 'm' } }))
    expect(plain.message).toContain('unencrypted')
    expect((await failureOf(rewrite({ key: 'two words' }))).code).toBe('credential/rejected')
    expect(opened).toEqual([])
    expect(server.requests).toEqual([])
  })
})

describe('a failed rewrite', () => {
  it.each([
    [401, { error: { message: `Bad key ${testKey}` } }, 'credential/rejected', 'no'],
    [402, { error: { message: 'Pay first' } }, 'provider/quota', 'no'],
    [404, { error: { message: 'No such model' } }, 'provider/unknown-model', 'no'],
    [429, { error: { message: 'Slowly' } }, 'provider/rate-limited', 'no'],
    [400, { error: 'bad' }, 'provider/invalid-request', 'no'],
    [500, { error: { message: `Broken by ${testKey}` } }, 'provider/unavailable', 'unknown'],
    [503, {}, 'provider/unavailable', 'unknown'],
    [200, { choices: [] }, 'provider/bad-reply', 'unknown'],
    [200, { choices: [{ message: { content: '  "" ' } }] }, 'provider/bad-reply', 'yes'],
    [200, { choices: [{ message: { content: null, refusal: 'I will not' } }] }, 'provider/bad-reply', 'yes'],
  ])('turns HTTP %d %j into %s, billed %s, without a retry', async (status, body, code, billed) => {
    server.answer = (_request, response) => sendJson(response, body, status)
    const failure = await failureOf(rewrite(paidService()))
    expect(failure.code).toBe(code)
    expect(server.requests).toHaveLength(1)
    expect(closed).toMatchObject([{ outcome: 'failed', billed, words: failure.message }])
    expect(JSON.stringify(closed)).not.toContain(testKey)
  })

  it('says where to check the key', async () => {
    server.answer = (_request, response) => sendJson(response, {}, 401)
    expect((await failureOf(rewrite())).message).toContain('Check the API key in the settings of the language model.')
  })

  it('refuses a response that is too large', async () => {
    server.answer = respondWith('x'.repeat(100_000))
    const failure = await failureOf(rewrite({ ...paidService(), limits: { replyBytesMax: 10_000 } }))
    expect(failure.message).toMatch(/larger|more|too/iu)
    expect(server.requests).toHaveLength(1)
  })

  it('times out without a retry', async () => {
    server.answer = () => undefined
    const failure = await failureOf(rewrite({ ...paidService(), timeoutMs: 50 }))
    expect(failure.code).toBe('network/timeout')
    await sleep(20)
    expect(server.requests).toHaveLength(1)
    expect(closed).toMatchObject([{ outcome: 'failed', billed: 'unknown' }])
  })

  it('does not follow a redirect with the prompt', async () => {
    server.answer = (_request, response) => response.writeHead(307, { location: 'https://elsewhere.example/' }).end()
    await failureOf(rewrite(paidService()))
    expect(server.requests).toHaveLength(1)
  })

  it('may have been billed when the connection breaks during the response', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
      response.write('{"choices"')
      setTimeout(() => response.destroy(), 10)
    }
    expect((await failureOf(rewrite(paidService()))).code).toBe('network/interrupted')
    expect(server.requests).toHaveLength(1)
    expect(closed).toMatchObject([{ outcome: 'failed', billed: 'unknown' }])
  })

  it('is not billed when canceled before sending, and may be billed afterwards', async () => {
    expect((await failureOf(rewrite(paidService(), AbortSignal.abort()))).code).toBe('request/cancelled')
    expect(server.requests).toEqual([])
    const controller = new AbortController()
    server.answer = () => controller.abort()
    expect((await failureOf(rewrite(paidService(), controller.signal))).code).toBe('request/cancelled')
    expect(closed).toMatchObject([
      { outcome: 'cancelled', billed: 'no' },
      { outcome: 'cancelled', billed: 'unknown' },
    ])
  })

  it('requests admission first when it may cost something, and releases the reserved amount', async () => {
    const admissions: unknown[] = []
    const questions: unknown[] = []
    let heldCount = 0
    const admitter: Pick<Admitter, 'admit'> = {
      admit: async ({ approve, ...run }) => {
        admissions.push(run, await approve?.({ usd: 0, unpriced: 1, reasons: [] }))
        heldCount++
        return async () => void heldCount--
      },
    }
    server.answer = respondWith('A heron.')
    await rewrite({ admitter })
    expect(admissions).toEqual([])
    await rewrite({ ...paidService(), admitter })
    expect(admissions).toEqual([{ runId: null, estimates: [null] }, undefined])
    const approve = (question: unknown) => Promise.resolve(questions.push(question) > 0)
    await rewrite({ ...paidService(), admitter, approve })
    expect(questions).toMatchObject([{ services: [expect.any(String)], unpriced: 1 }])
    const attempts = { open: () => Promise.reject(new TypeError('disk')), close: async () => undefined }
    await expect(rewrite({ ...paidService(), admitter, attempts })).rejects.toThrow('disk')
    expect(heldCount).toBe(0)
    const stop = { admit: () => Promise.reject(new AppError('money/over-cap', 'Your limit.')) }
    expect((await failureOf(rewrite({ ...paidService(), admitter: stop }))).code).toBe('money/over-cap')
    expect(server.requests).toHaveLength(3)
    expect(opened).toHaveLength(3)
  })

  it('sends nothing when the attempt cannot be recorded', async () => {
    const attempts = { open: () => Promise.reject(new TypeError('disk')), close: async () => undefined }
    await expect(rewrite({ attempts })).rejects.toThrow('disk')
    expect(server.requests).toEqual([])
  })

  it('reports an unreachable server without billing', async () => {
    const options = paidService()
    await server.close()
    const failure = await failureOf(rewrite(options))
    expect(failure.code).toMatch(/^network\//u)
    expect(closed).toMatchObject([{ outcome: 'failed', billed: 'no' }])
    server = await startTinyServer()
  })
})
