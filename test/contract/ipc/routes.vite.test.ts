import { describe, expect, it, vi } from 'vitest'
import { contract, type CallName, type EventName, type Reply } from '../../../src/shared/contract/index.ts'
import {
  createCallerCheck,
  createEmit,
  createFileHandles,
  createHandlers,
  createRouter,
  type Caller,
  type CallerFrame,
  type Handlers,
} from '../../../src/main/ipc/index.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { createFakeContext } from './fake-services.ts'
import { routeNames, routeSamples } from './route-samples.ts'

const ours: CallerFrame = { windowId: 1, isTopFrame: true, origin: 'app://atelier' }
const isAllowed = createCallerCheck({ origins: new Set(['app://atelier']), isKnownWindow: (id) => id < 3 })

function routerOver(handlers: Handlers) {
  const logger = createRecordingLogger()
  return { logger, router: createRouter({ handlers, handles: createFileHandles(), isAllowed, logger }) }
}

/** Uses the same handler for every route. */
function everywhere(handler: (input: unknown, caller: Caller) => Promise<unknown>): Handlers {
  return Object.fromEntries(routeNames.map((name) => [name, handler])) as unknown as Handlers
}

function codeOf(reply: Reply<unknown>): string {
  return reply.ok ? 'ok' : reply.error.code
}

const junk: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a word', 'junk'],
  ['a number', 7],
  ['a list', [1, 2]],
  ['a function', () => undefined],
]

const strangers: readonly (readonly [string, CallerFrame])[] = [
  ['a frame inside the page', { ...ours, isTopFrame: false }],
  ['a page from elsewhere', { ...ours, origin: 'https://example.com' }],
  ['a page whose origin only begins like ours', { ...ours, origin: 'app://atelier.example' }],
  ['a page without an origin', { ...ours, origin: 'null' }],
  ['a window that is not ours', { ...ours, windowId: 99 }],
]

it('has a sample for every route of the contract', () => {
  const callable = Object.entries(contract).filter(([, entry]) => entry.kind !== 'event')
  expect(routeNames.toSorted()).toEqual(callable.map(([name]) => name).toSorted())
})

it('limits the reported problems of a huge call and rejects a route name that is not a string', async () => {
  const { router } = routerOver(everywhere(async () => undefined))
  const ids = Array.from({ length: 100_000 }, () => 7)
  const reply = await router.call(ours, 'library.assets', { ids }, 'call-1')
  expect(codeOf(reply)).toBe('request/invalid')
  expect(JSON.stringify(reply).length).toBeLessThan(4_000)
  const name = { toString: 1, valueOf: 1 }
  expect(codeOf(await router.call(ours, name, {}, 'call-1'))).toBe('request/invalid')
})

describe.each(routeNames)('%s', (name) => {
  const sample = routeSamples[name]

  it('returns and emits what the contract defines', async () => {
    const context = createFakeContext()
    const { router, logger } = routerOver(createHandlers(context))
    const reply = await router.call(ours, name, sample, 'call-1')
    expect(reply).toMatchObject({ ok: true })
    expect(contract[name].output.safeParse(reply.ok ? reply.value : null).success).toBe(true)
    expect(logger.entries).toEqual([])
    for (const { name: event, payload } of context.emitted) {
      expect(contract[event as EventName].payload.safeParse(payload).success).toBe(true)
    }
  })

  it('rejects junk before any handler runs', async () => {
    const handler = vi.fn(async () => undefined)
    const { router } = routerOver(everywhere(handler))
    for (const [, input] of junk) expect(codeOf(await router.call(ours, name, input, 'call-1'))).toBe('request/invalid')
    expect(handler).not.toHaveBeenCalled()
  })

  it('rejects a value of the wrong type in any required field', async () => {
    const handler = vi.fn(async () => undefined)
    const { router } = routerOver(everywhere(handler))
    for (const field of Object.keys(sample)) {
      const wrong = { ...sample, [field]: Symbol('wrong') }
      expect(codeOf(await router.call(ours, name, wrong, 'call-1'))).toBe('request/invalid')
    }
    expect(handler).not.toHaveBeenCalled()
  })

  it('rejects unknown callers before reading their input', async () => {
    const handler = vi.fn(async () => undefined)
    const { router } = routerOver(everywhere(handler))
    for (const [, frame] of strangers) {
      expect(codeOf(await router.call(frame, name, sample, 'call-1'))).toBe('request/forbidden-caller')
    }
    expect(handler).not.toHaveBeenCalled()
  })

  it('aborts the handler signal and replies at once when canceled', async () => {
    const { router, signals } = waitingRouter()
    const reply = router.call(ours, name, sample, 'call-1')
    await vi.waitFor(() => expect(signals).toHaveLength(1))
    router.cancel(ours, 'call-1')
    expect(codeOf(await reply)).toBe('request/cancelled')
    expect(signals[0]?.aborted).toBe(true)
  })

  it('reports a response of the wrong shape as an internal bug', async () => {
    const { router, logger } = routerOver(everywhere(async () => Symbol('wrong')))
    expect(codeOf(await router.call(ours, name, sample, 'call-1'))).toBe('internal/bug')
    expect(logger.entries[0]).toMatchObject({ level: 'error', event: 'ipc.failed' })
  })
})

/** Creates a router whose handlers never respond, and collects their signals. */
function waitingRouter() {
  const signals: AbortSignal[] = []
  const { router } = routerOver(
    everywhere((_input, { signal }) => {
      signals.push(signal)
      return new Promise(() => undefined)
    }),
  )
  return { router, signals }
}

describe('router', () => {
  const name: CallName = 'app.info'

  it.each(['no.such', 'toString', '__proto__', 'constructor', 'jobs.changed', '', null, 7, {}])(
    'rejects the route %j',
    async (unknown) => {
      const { router } = routerOver(createHandlers(createFakeContext()))
      expect(codeOf(await router.call(ours, unknown, {}, 'call-1'))).toBe('request/invalid')
    },
  )

  it.each([undefined, '', 7, 'x'.repeat(101)])('rejects %j as a call id', async (callId) => {
    const { router } = routerOver(createHandlers(createFakeContext()))
    expect(codeOf(await router.call(ours, name, {}, callId))).toBe('request/invalid')
  })

  it('cancels only calls of the same window', async () => {
    const { router, signals } = waitingRouter()
    const first = router.call(ours, name, {}, 'call-1')
    void router.call({ ...ours, windowId: 2 }, name, {}, 'call-1')
    await vi.waitFor(() => expect(signals).toHaveLength(2))
    router.cancel(ours, 'call-1')
    expect(codeOf(await first)).toBe('request/cancelled')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  })

  it('ignores a cancel from an unknown caller', async () => {
    const { router, signals } = waitingRouter()
    void router.call(ours, name, {}, 'call-1')
    await vi.waitFor(() => expect(signals).toHaveLength(1))
    router.cancel({ ...ours, isTopFrame: false }, 'call-1')
    expect(signals[0]?.aborted).toBe(false)
  })

  it('cancels all calls of a closed window', async () => {
    const { router, signals } = waitingRouter()
    const replies = ['call-1', 'call-2'].map((callId) => router.call(ours, name, {}, callId))
    await vi.waitFor(() => expect(signals).toHaveLength(2))
    router.closeWindow(1)
    expect((await Promise.all(replies)).map(codeOf)).toEqual(['request/cancelled', 'request/cancelled'])
  })

  it('rejects a call id in use and accepts it again afterwards', async () => {
    const { router, signals } = waitingRouter()
    const first = router.call(ours, name, {}, 'call-1')
    await vi.waitFor(() => expect(signals).toHaveLength(1))
    expect(codeOf(await router.call(ours, name, {}, 'call-1'))).toBe('request/invalid')
    router.cancel(ours, 'call-1')
    await first
    void router.call(ours, name, {}, 'call-1')
    await vi.waitFor(() => expect(signals).toHaveLength(2))
  })

  it('turns any thrown error into a reply and logs it with its stack', async () => {
    const { router, logger } = routerOver(everywhere(() => Promise.reject(new TypeError('oops'))))
    expect(await router.call(ours, name, {}, 'call-1')).toEqual({
      ok: false,
      error: { code: 'internal/bug', message: 'oops' },
    })
    expect(logger.entries[0]).toMatchObject({ detail: { route: name, error: expect.any(TypeError) } })
  })
})

describe('dropped files', () => {
  const handles = createFileHandles()
  const logger = createRecordingLogger()
  const router = createRouter({ handlers: everywhere(async () => undefined), handles, isAllowed, logger })

  it('become handles of their window in order, or null without an absolute path', () => {
    const reply = router.takePaths(ours, ['/home/ann/a.png', '', 'a.png', '/home/ann/b'])
    const value = reply.ok ? reply.value : []
    expect(value.map((handle) => handle && handles.dropped(1).require(handle))).toEqual([
      '/home/ann/a.png',
      null,
      null,
      '/home/ann/b',
    ])
  })

  it.each([...junk.map(([, input]) => input).filter((input) => !Array.isArray(input)), [7], [null]])(
    'reject %j',
    (paths) => {
      expect(codeOf(router.takePaths(ours, paths))).toBe('request/invalid')
    },
  )

  it('are rejected from unknown callers', () => {
    for (const [, frame] of strangers) {
      expect(codeOf(router.takePaths(frame, ['/home/ann/a.png']))).toBe('request/forbidden-caller')
    }
  })

  it('are rejected with advice when there are too many', () => {
    const reply = router.takePaths(
      ours,
      Array.from({ length: 5_001 }, (_, at) => `/${at}.png`),
    )
    expect(reply).toMatchObject({ ok: false, error: { message: expect.stringContaining('5,000') } })
  })

  it('are released with their window', () => {
    const reply = router.takePaths(ours, ['/home/ann/a.png'])
    const [handle] = reply.ok ? reply.value : []
    router.closeWindow(1)
    expect(() => handles.dropped(1).require(handle!)).toThrow()
  })
})

describe('events', () => {
  it('reach every open window and no closed one', () => {
    const open = { isDestroyed: () => false, send: vi.fn() }
    const closed = { isDestroyed: () => true, send: vi.fn() }
    const emit = createEmit({ targets: () => [closed, open] })
    emit('app.commandChosen', { command: 'edit.undo' })
    expect(open.send).toHaveBeenCalledExactlyOnceWith('atelier:event', 'app.commandChosen', '{"command":"edit.undo"}')
    expect(closed.send).not.toHaveBeenCalled()
  })

  it('are validated before sending', () => {
    const open = { isDestroyed: () => false, send: vi.fn() }
    const emit = createEmit({ targets: () => [open] })
    expect(() => emit('app.commandChosen', { command: 7 as unknown as string })).toThrow('wrong form')
    expect(open.send).not.toHaveBeenCalled()
  })
})
