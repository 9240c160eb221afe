import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { acceptSockets } from '../../../../test/support/accept-sockets.ts'
import { buildAdapterInput } from '../../../../test/support/build-adapter-input.ts'
import { buildAdapter, buildCallParts, testKey } from '../../../../test/support/build-call-parts.ts'
import { failureOf } from '../../../../test/support/failure-of.ts'
import { sendJson, startTinyServer, type TinyServer } from '../../../../test/support/tiny-server.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { LiveUpdate, ProviderAdapter, TaskState } from './adapter.ts'
import type { Call } from './call.ts'
import { createSession } from './create-session.ts'
import { defineModel, perImage, sizeList } from './define-model.ts'
import type { Fault } from './fault.ts'

const card = defineModel({
  id: 'lumen-2',
  label: 'Lumen 2',
  sizes: sizeList('64x64'),
  price: perImage(0.01, '2026-01-01'),
})
const input = buildAdapterInput(card)
const anyJson = z.unknown()

let server: TinyServer
beforeEach(async () => {
  server = await startTinyServer((_request, response) => sendJson(response, {}))
})
afterEach(() => server.close())

function open(overrides: Partial<ProviderAdapter>, parts: Parameters<typeof buildCallParts>[1] = {}) {
  const callParts = buildCallParts(server.origin, { adapter: buildAdapter(overrides), ...parts })
  return { session: createSession(callParts), parts: callParts }
}

const startWork = (call: Call) =>
  call.json({ method: 'POST', path: 'images', body: { json: {} }, isPaid: true }, anyJson)
const pollTask = (call: Call) => call.json({ method: 'GET', path: 'tasks/1' }, anyJson)

/** Starts work, and then ends in the given state. */
const submitThen = (state: TaskState) => async (_input: unknown, call: Call) => {
  await startWork(call)
  return state
}

const fail = (status: number, fault: Fault | null = null) => {
  server.answer = (_request, response) => sendJson(response, { message: 'The words.' }, status)
  return { readFailure: () => fault }
}

describe('submit', () => {
  const submit = submitThen({ type: 'waiting', handle: 'task-1', progress: null })

  it('returns the state from the adapter and announces the paid request', async () => {
    const { session, parts } = open({ submit })
    expect(await session.submit(input)).toEqual({ type: 'waiting', handle: 'task-1', progress: null })
    expect(parts.sendings).toBe(1)
  })

  it('returns refusals and "not yet" responses as states', async () => {
    const refused = fail(400, { type: 'refused', what: 'prompt', message: 'Not this.', isBilled: 'no' })
    expect(await open({ submit, ...refused }).session.submit(input)).toEqual({
      type: 'refused',
      what: 'prompt',
      message: 'Not this.',
      isBilled: 'no',
    })
    const later = fail(503, { type: 'not-ready', afterMs: 700, message: 'Loading.' })
    expect(await open({ submit, ...later }).session.submit(input)).toEqual({
      type: 'not-ready',
      afterMs: 700,
      note: 'Loading.',
    })
  })

  it('does not report not-ready after an earlier paid request was sent', async () => {
    const { session } = open({
      async submit(_input, call) {
        await startWork(call)
        server.answer = (_request, response) => sendJson(response, {}, 503)
        return { type: 'done', images: [], costUsd: null, ...((await startWork(call)) as object) }
      },
      readFailure: () => ({ type: 'not-ready', afterMs: 700, message: 'Loading.' }),
    })
    const error = await failureOf(session.submit(input))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/unavailable', 'unknown'])
  })

  it('throws errors that say whether the request was billed', async () => {
    const error = await failureOf(open({ submit, ...fail(402) }).session.submit(input))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/quota', 'no'])
  })

  it('marks every error after the paid request as possibly billed', async () => {
    const thrown = [new TypeError(`bad ${testKey}`), new AppError('provider/task-failed', `No ${testKey}.`), 'a string']
    for (const cause of thrown) {
      const breaking = async (_input: unknown, call: Call): Promise<TaskState> => {
        await startWork(call)
        throw cause
      }
      const error = await failureOf(open({ submit: breaking }).session.submit(input))
      expect(error.detail).toMatchObject({ provider: 'openai', isBilled: 'unknown' })
      expect(error.message + JSON.stringify(error.detail)).not.toContain(testKey)
    }
  })

  it('reports a part that the adapter cannot parse as a bad reply', async () => {
    const { session } = open({
      async submit(_input, call) {
        await startWork(call)
        z.object({ url: z.string() }).parse({ url: testKey.length })
        return { type: 'cancelled' }
      },
    })
    const error = await failureOf(session.submit(input))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/bad-reply', 'unknown'])
  })

  it('reports an adapter error before sending as not billed', async () => {
    const { session } = open({
      submit() {
        throw new AppError('provider/unsupported', 'It cannot do that.')
      },
    })
    const error = await failureOf(session.submit(input))
    expect(error).toMatchObject({ code: 'provider/unsupported', message: 'It cannot do that.' })
    expect(error.detail?.['isBilled']).toBe('no')
  })

  it('ends as canceled when the user canceled, whatever the adapter throws', async () => {
    const cancel = new AbortController()
    const slow = async (): Promise<TaskState> => {
      cancel.abort()
      throw new TypeError('interrupted in the middle')
    }
    expect((await failureOf(open({ submit: slow }, { signal: cancel.signal }).session.submit(input))).code).toBe(
      'request/cancelled',
    )
  })

  it.each<[string, TaskState]>([
    ['refused', { type: 'refused', what: 'output', message: `<b>No</b> ${testKey}`, isBilled: 'yes' }],
    ['failed', { type: 'failed', message: `<b>No</b> ${testKey}`, isBilled: 'no' }],
    ['expired', { type: 'expired', message: `<b>No</b> ${testKey}` }],
  ])('redacts the key and strips markup in the message of a %s state', async (_is, state) => {
    const result = await open({ submit: submitThen(state) }).session.submit(input)
    expect(result).toEqual({ ...state, message: 'No [redacted]' })
  })

  it('returns the handle with its key and a redacted copy to store', async () => {
    const handle = `https://api.lumen.example/tasks/1?key=${encodeURIComponent(testKey)}`
    const state = await open({ submit: submitThen({ type: 'waiting', handle, progress: null }) }).session.submit(input)
    expect(state).toEqual({
      type: 'waiting',
      handle,
      shownHandle: 'https://api.lumen.example/tasks/1?key=[redacted]',
      progress: null,
    })
  })

  it('redacts the key in usage, request ids and check reports', async () => {
    const state: TaskState = {
      type: 'done',
      images: [],
      costUsd: null,
      requestId: `r-${testKey}`,
      servedModel: `lumen-2 for ${testKey}`,
      usage: { [testKey]: 1, seconds: Number.NaN },
    }
    expect(await open({ submit: submitThen(state) }).session.submit(input)).toMatchObject({
      requestId: 'r-[redacted]',
      servedModel: 'lumen-2 for [redacted]',
      usage: { '[redacted]': 1 },
    })
    server.answer = (_request, response) => sendJson(response, {}, 200, { 'x-request-id': `h-${testKey}` })
    const unnamed: TaskState = { type: 'done', images: [], costUsd: null }
    expect(await open({ submit: submitThen(unnamed) }).session.submit(input)).toMatchObject({
      requestId: 'h-[redacted]',
    })
    const report = { message: `Key ${testKey}.`, balance: { amount: 1, unit: 'credits' } }
    expect(await open({ check: () => Promise.resolve(report) }).session.check()).toEqual({
      ...report,
      message: 'Key [redacted].',
    })
  })

  it('redacts the key in image metadata and keeps the images', async () => {
    const image = { url: 'https://cdn.lumen.example/a.png', revisedPrompt: `a ${testKey}`, refused: testKey }
    const state: TaskState = { type: 'done', images: [image, { nothing: true }], costUsd: 1 }
    expect(await open({ submit: submitThen(state) }).session.submit(input)).toEqual({
      type: 'done',
      images: [{ url: image.url, revisedPrompt: 'a [redacted]', refused: '[redacted]' }, { nothing: true }],
      costUsd: 1,
      requestId: null,
    })
  })
})

const poll = async (_handle: string, call: Call): Promise<TaskState> => {
  await pollTask(call)
  return { type: 'waiting', handle: 'task-1', progress: 0.5, note: `third, ${testKey}` }
}

describe('poll', () => {
  it('returns the state from the adapter', async () => {
    expect(await open({ poll }).session.poll('task-1')).toEqual({
      type: 'waiting',
      handle: 'task-1',
      progress: 0.5,
      note: 'third, [redacted]',
    })
  })

  it('never reports a failure as not billed, because the task was started', async () => {
    const error = await failureOf(open({ poll, ...fail(500) }).session.poll('task-1'))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/unavailable', 'unknown'])
    expect((await failureOf(open({ poll, ...fail(401) }).session.poll('task-1'))).detail?.['isBilled']).toBe('unknown')
  })

  it('keeps waiting when the service is not ready', async () => {
    const later = fail(503, { type: 'not-ready', afterMs: 700, message: 'Busy.' })
    expect(await open({ poll, ...later }).session.poll('task-1')).toEqual({
      type: 'waiting',
      handle: 'task-1',
      progress: null,
      note: 'Busy.',
      pollAfterMs: 700,
    })
  })

  it.each([404, 410])('returns expired for status %i', async (status) => {
    expect(await open({ poll, ...fail(status) }).session.poll('task-1')).toEqual({
      type: 'expired',
      message: 'The words.',
    })
  })

  it('throws an internal error when the adapter cannot poll', async () => {
    expect((await failureOf(open({}).session.poll('task-1'))).code).toBe('internal/bug')
  })
})

const watch: ProviderAdapter['watch'] = (_ticket, call) => pollTask(call).then(() => null)

describe('watch', () => {
  it('returns the live update, or null when the adapter has none', async () => {
    const update: LiveUpdate = { progress: 0.25 }
    expect(await open({ watch: () => Promise.resolve(update) }).session.watch('t')).toEqual(update)
    expect(await open({}).session.watch('t')).toBeNull()
  })

  it('returns null on failure and does not count it against the service', async () => {
    const { session, parts } = open({ watch, ...fail(500) })
    expect(await session.watch('t')).toBeNull()
    expect(parts.responses).toEqual([])
  })
})

const requestCancel = async (handle: string, call: Call) => {
  await call.json({ method: 'POST', path: `tasks/${handle}/cancel`, body: { json: {} } }, anyJson)
}

describe('cancel', () => {
  it('reaches the service after the user signal was aborted', async () => {
    const { session } = open({ cancel: requestCancel }, { signal: AbortSignal.abort() })
    expect(await session.cancel('7')).toBe('asked')
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1/tasks/7/cancel'])
  })

  it('returns works-on when the service keeps working', async () => {
    const { session } = open({ cancel: async () => 'works-on' })
    expect(await session.cancel('7')).toBe('works-on')
  })

  it('returns no-way without cancel support and throws when canceling fails', async () => {
    expect(await open({}).session.cancel('7')).toBe('no-way')
    expect((await failureOf(open({ cancel: requestCancel, ...fail(500) }).session.cancel('7'))).code).toBe(
      'provider/unavailable',
    )
  })
})

const check: ProviderAdapter['check'] = (call) => pollTask(call).then(() => ({ message: 'fine' }))

describe('check and run', () => {
  it('share the same call and announce no paid request', async () => {
    const { session, parts } = open({ check })
    expect(await session.check()).toEqual({ message: 'fine' })
    expect(await session.run(async (call) => [await pollTask(call), call.basePath])).toEqual([{}, '/v1'])
    expect([parts.sendings, parts.responses.length]).toEqual([0, 2])
    const refused = fail(400, { type: 'refused', what: 'prompt', message: 'No.', isBilled: 'no' })
    const error = await failureOf(open({ check, ...refused }).session.check())
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/invalid-request', 'no'])
  })
})

describe('listen', () => {
  const live: ProviderAdapter['live'] = {
    path: (ticket) => `/ws?clientId=${ticket}`,
    greeting: '{"hello":1}',
    createReader: () => (frame) => {
      if (typeof frame !== 'string') return { progress: null, preview: { bytes: frame, mime: 'image/jpeg' } }
      return z.object({ progress: z.number().nullable() }).parse(JSON.parse(frame))
    },
  }

  it('forwards updates and skips frames it cannot read', async () => {
    const guests = acceptSockets(server.server)
    const updates: LiveUpdate[] = []
    const enough = Promise.withResolvers<void>()
    const onUpdate = (update: LiveUpdate) => {
      updates.push(update)
      if (updates.length === 2) enough.resolve()
    }
    const close = await open({ live }, { onUpdate }).session.listen('t1')
    const [guest] = guests
    guest?.text('no JSON')
    guest?.text('{"progress":0.5}')
    guest?.bytes(new Uint8Array([1, 2, 3]))
    await enough.promise
    expect(updates).toEqual([
      { progress: 0.5 },
      { progress: null, preview: { bytes: new Uint8Array([1, 2, 3]), mime: 'image/jpeg' } },
    ])
    expect(guest?.url).toBe('/v1/ws?clientId=t1')
    expect(guest?.headers).toMatchObject({ 'x-lumen-key': testKey, 'user-agent': 'Atelier/1.2.3' })
    expect(guest?.headers['origin']).toBeUndefined()
    await guest?.whenHeard
    close()
  })

  it('ignores a connection that cannot be opened', async () => {
    const close = await open({ live }).session.listen('t1')
    close()
    await server.close()
    const again = await open({ live }).session.listen('t1')
    again()
    server = await startTinyServer()
  })

  it('closes when the session signal is aborted', async () => {
    const guests = acceptSockets(server.server)
    const cancel = new AbortController()
    await open({ live }, { signal: cancel.signal }).session.listen('t1')
    await guests[0]?.whenHeard
    const ended = new Promise((resolve) => guests[0]?.socket.on('end', resolve))
    cancel.abort()
    await ended
  })

  it('does nothing when the adapter has no live channel', async () => {
    const close = await open({}).session.listen('t1')
    close()
    expect(server.requests).toEqual([])
  })
})
