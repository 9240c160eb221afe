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
const anything = z.unknown()

let server: TinyServer
beforeEach(async () => {
  server = await startTinyServer((_request, response) => sendJson(response, {}))
})
afterEach(() => server.close())

function open(own: Partial<ProviderAdapter>, parts: Parameters<typeof buildCallParts>[1] = {}) {
  const all = buildCallParts(server.origin, { adapter: buildAdapter(own), ...parts })
  return { session: createSession(all), parts: all }
}

const begin = (call: Call) => call.json({ method: 'POST', path: 'images', body: { json: {} }, isPaid: true }, anything)
const look = (call: Call) => call.json({ method: 'GET', path: 'tasks/1' }, anything)

/** Starts work, and then ends in the given state. */
const submitThen = (state: TaskState) => async (_input: unknown, call: Call) => {
  await begin(call)
  return state
}

const fail = (status: number, fault: Fault | null = null) => {
  server.answer = (_request, response) => sendJson(response, { message: 'The words.' }, status)
  return { readFailure: () => fault }
}

describe('submit', () => {
  const submit = submitThen({ type: 'waiting', handle: 'task-1', progress: null })

  it('answers the adapter’s state and announces what is paid', async () => {
    const { session, parts } = open({ submit })
    expect(await session.submit(input)).toEqual({ type: 'waiting', handle: 'task-1', progress: null })
    expect(parts.sendings).toBe(1)
  })

  it('makes states of refusals and of "not yet"', async () => {
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

  it('is not asked for once more where it had begun something before', async () => {
    const { session } = open({
      async submit(_input, call) {
        await begin(call)
        server.answer = (_request, response) => sendJson(response, {}, 503)
        return { type: 'done', images: [], costUsd: null, ...((await begin(call)) as object) }
      },
      readFailure: () => ({ type: 'not-ready', afterMs: 700, message: 'Loading.' }),
    })
    const error = await failureOf(session.submit(input))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/unavailable', 'unknown'])
  })

  it('throws errors that say whether anything was billed', async () => {
    const error = await failureOf(open({ submit, ...fail(402) }).session.submit(input))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/quota', 'no'])
  })

  it('says of every mistake after the work was begun that it may have been billed', async () => {
    const thrown = [new TypeError(`bad ${testKey}`), new AppError('provider/task-failed', `No ${testKey}.`), 'a string']
    for (const each of thrown) {
      const breaking = async (_input: unknown, call: Call): Promise<TaskState> => {
        await begin(call)
        throw each
      }
      const error = await failureOf(open({ submit: breaking }).session.submit(input))
      expect(error.detail).toMatchObject({ provider: 'openai', isBilled: 'unknown' })
      expect(error.message + JSON.stringify(error.detail)).not.toContain(testKey)
    }
  })

  it('takes a part that the adapter cannot read for a bad reply', async () => {
    const { session } = open({
      async submit(_input, call) {
        await begin(call)
        z.object({ url: z.string() }).parse({ url: testKey.length })
        return { type: 'cancelled' }
      },
    })
    const error = await failureOf(session.submit(input))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/bad-reply', 'unknown'])
  })

  it('says that nothing was billed where the adapter gives up before sending', async () => {
    const { session } = open({
      submit() {
        throw new AppError('provider/unsupported', 'It cannot do that.')
      },
    })
    const error = await failureOf(session.submit(input))
    expect(error).toMatchObject({ code: 'provider/unsupported', message: 'It cannot do that.' })
    expect(error.detail?.['isBilled']).toBe('no')
  })

  it('ends as canceled where the person canceled, whatever the adapter made of it', async () => {
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
  ])('keeps key and markup out of the words of %s', async (_is, state) => {
    const result = await open({ submit: submitThen(state) }).session.submit(input)
    expect(result).toEqual({ ...state, message: 'No [redacted]' })
  })

  it('hands on a handle with the key in it, and says what may be kept of it', async () => {
    const handle = `https://api.lumen.example/tasks/1?key=${encodeURIComponent(testKey)}`
    const state = await open({ submit: submitThen({ type: 'waiting', handle, progress: null }) }).session.submit(input)
    expect(state).toEqual({
      type: 'waiting',
      handle,
      shownHandle: 'https://api.lumen.example/tasks/1?key=[redacted]',
      progress: null,
    })
  })

  it('keeps the key out of numbers, units and reports', async () => {
    const told: TaskState = {
      type: 'done',
      images: [],
      costUsd: null,
      requestId: `r-${testKey}`,
      usage: { [testKey]: 1, seconds: Number.NaN },
    }
    expect(await open({ submit: submitThen(told) }).session.submit(input)).toMatchObject({
      requestId: 'r-[redacted]',
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

  it('keeps the key out of what comes with images, and leaves the images', async () => {
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
  await look(call)
  return { type: 'waiting', handle: 'task-1', progress: 0.5, note: `third, ${testKey}` }
}

describe('poll', () => {
  it('answers the adapter’s state', async () => {
    expect(await open({ poll }).session.poll('task-1')).toEqual({
      type: 'waiting',
      handle: 'task-1',
      progress: 0.5,
      note: 'third, [redacted]',
    })
  })

  it('never says that nothing was billed: the task was begun', async () => {
    const error = await failureOf(open({ poll, ...fail(500) }).session.poll('task-1'))
    expect([error.code, error.detail?.['isBilled']]).toEqual(['provider/unavailable', 'unknown'])
    expect((await failureOf(open({ poll, ...fail(401) }).session.poll('task-1'))).detail?.['isBilled']).toBe('unknown')
  })

  it('goes on waiting where it is too early to look', async () => {
    const later = fail(503, { type: 'not-ready', afterMs: 700, message: 'Busy.' })
    expect(await open({ poll, ...later }).session.poll('task-1')).toEqual({
      type: 'waiting',
      handle: 'task-1',
      progress: null,
      note: 'Busy.',
      pollAfterMs: 700,
    })
  })

  it.each([404, 410])('%i: the service has forgotten the task', async (status) => {
    expect(await open({ poll, ...fail(status) }).session.poll('task-1')).toEqual({
      type: 'expired',
      message: 'The words.',
    })
  })

  it('without a way to look is a mistake of ours', async () => {
    expect((await failureOf(open({}).session.poll('task-1'))).code).toBe('internal/bug')
  })
})

const watch: ProviderAdapter['watch'] = (_ticket, call) => look(call).then(() => null)

describe('watch', () => {
  it('answers what is seen, and nothing where nothing can be', async () => {
    const update: LiveUpdate = { progress: 0.25 }
    expect(await open({ watch: () => Promise.resolve(update) }).session.watch('t')).toEqual(update)
    expect(await open({}).session.watch('t')).toBeNull()
  })

  it('that fails is no failure, and none of the service', async () => {
    const { session, parts } = open({ watch, ...fail(500) })
    expect(await session.watch('t')).toBeNull()
    expect(parts.answers).toEqual([])
  })
})

const askToStop = async (handle: string, call: Call) => {
  await call.json({ method: 'POST', path: `tasks/${handle}/cancel`, body: { json: {} } }, anything)
}

describe('cancel', () => {
  it('reaches the service after the person’s own signal has ended', async () => {
    const { session } = open({ cancel: askToStop }, { signal: AbortSignal.abort() })
    expect(await session.cancel('7')).toBe('asked')
    expect(server.requests.map(({ url }) => url)).toEqual(['/v1/tasks/7/cancel'])
  })

  it('says where the service works on all the same', async () => {
    const { session } = open({ cancel: async () => 'works-on' })
    expect(await session.cancel('7')).toBe('works-on')
  })

  it('says where there is no such thing, and throws where it fails', async () => {
    expect(await open({}).session.cancel('7')).toBe('no-way')
    expect((await failureOf(open({ cancel: askToStop, ...fail(500) }).session.cancel('7'))).code).toBe(
      'provider/unavailable',
    )
  })
})

const check: ProviderAdapter['check'] = (call) => look(call).then(() => ({ message: 'fine' }))

describe('free steps', () => {
  it('check and run use the same call, and bill nothing', async () => {
    const { session, parts } = open({ check })
    expect(await session.check()).toEqual({ message: 'fine' })
    expect(await session.run(async (call) => [await look(call), call.basePath])).toEqual([{}, '/v1'])
    expect([parts.sendings, parts.answers.length]).toEqual([0, 2])
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

  it('hands on what comes, and survives what it cannot read', async () => {
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

  it('that cannot be opened is no failure', async () => {
    const close = await open({ live }).session.listen('t1')
    close()
    await server.close()
    const again = await open({ live }).session.listen('t1')
    again()
    server = await startTinyServer()
  })

  it('ends with the session’s signal', async () => {
    const guests = acceptSockets(server.server)
    const cancel = new AbortController()
    await open({ live }, { signal: cancel.signal }).session.listen('t1')
    await guests[0]?.whenHeard
    const ended = new Promise((resolve) => guests[0]?.socket.on('end', resolve))
    cancel.abort()
    await ended
  })

  it('without a channel does nothing', async () => {
    const close = await open({}).session.listen('t1')
    close()
    expect(server.requests).toEqual([])
  })
})
