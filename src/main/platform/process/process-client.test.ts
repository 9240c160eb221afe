import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import { methodsOf, ProcessClient } from './process-client.ts'
import { typeOnly, type CallHandlers, type CallMap, type TypesOf } from '../pure/call-map.ts'
import { serveCalls } from '../pure/serve-calls.ts'

const calls = {
  /** Half of an even number. */
  halve: {
    input: z.object({ of: z.int().multipleOf(2) }),
    output: z.int(),
    callbacks: { onProgress: { input: z.number() }, confirm: { input: z.string(), output: z.boolean() } },
  },
  count: { input: typeOnly<readonly string[]>(), output: typeOnly<{ count: number }>() },
} satisfies CallMap
type Calls = TypesOf<typeof calls>

const handlers: CallHandlers<Calls> = {
  halve: async ({ of }) => of / 2,
  count: async (names) => ({ count: names.length }),
}

/**
 * The real client and process, with structured clones between them. `say`: posts a message as if the process had sent
 * it.
 */
function setUp(changes: Partial<CallHandlers<Calls>> = {}) {
  const inClient: ((message: unknown) => void)[] = []
  const inProcess: ((message: unknown) => void)[] = []
  const sent: unknown[] = []
  const postToClient = (message: unknown): void => inClient.forEach((listener) => listener(structuredClone(message)))
  const onEnd = vi.fn()
  const onAnswered = vi.fn()
  const onFailed = vi.fn()
  serveCalls<Calls>(
    { post: postToClient, onMessage: (listener) => void inProcess.push(listener) },
    { ...handlers, ...changes },
    { calls, who: 'The process', rssBytes: () => 7, onEnd, onFailed },
  )
  const port = {
    post(message: unknown): void {
      sent.push(message)
      inProcess.forEach((listener) => listener(structuredClone(message)))
    },
    onMessage: (listener: (message: unknown) => void) => void inClient.push(listener),
  }
  const client = new ProcessClient<Calls>(port, { calls, who: 'The process', onAnswered })
  return { client, say: postToClient, sent, onEnd, onAnswered, onFailed }
}

const forever = (): Promise<never> => new Promise(() => undefined)
const untilCanceled = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))

describe('a call to a process', () => {
  it('resolves with the result of the handler, typed by the call map', async () => {
    const { client, onAnswered } = setUp()
    expectTypeOf(client.call<'halve'>)
      .parameter(1)
      .toEqualTypeOf<{ of: number }>()
    expectTypeOf(client.call<'count'>).returns.resolves.toEqualTypeOf<{ count: number }>()
    // @ts-expect-error: the map does not declare such a call
    const unknown = client.call('double', { of: 4 })
    await expect(unknown).rejects.toMatchObject({ code: 'request/invalid' })
    expect(await client.call('halve', { of: 4 })).toBe(2)
    expect(onAnswered).toHaveBeenLastCalledWith({ name: 'halve', tookMs: expect.any(Number), rssBytes: 7 })
    expect(client.pendingCount).toBe(0)
  })

  it('has a method for each name in the map', async () => {
    const { client } = setUp()
    const methods = methodsOf<Calls>(calls, (name, input, options) => client.call(name, input, options))
    expect(await methods.count(['a', 'b'])).toEqual({ count: 2 })
    expect(Object.keys(methods)).toEqual(['halve', 'count'])
  })

  it('gets its own response in any order', async () => {
    const first = Promise.withResolvers<number>()
    const { client } = setUp({ halve: async ({ of }) => (of === 2 ? first.promise : of / 2) })
    const slow = client.call('halve', { of: 2 })
    expect(await client.call('halve', { of: 8 })).toBe(4)
    first.resolve(1)
    expect(await slow).toBe(1)
  })

  it.each([
    ['a malformed input', 'halve', { of: 3 }],
    ['an input of another type', 'halve', null],
    ['an unknown name', 'format', {}],
    ['a name that every object has', 'constructor', {}],
  ])('is rejected with %s', async (_, name, input) => {
    const halve = vi.fn(async () => 1)
    const { client } = setUp({ halve })
    await expect(client.call(name as 'halve', input as { of: number })).rejects.toMatchObject({
      code: 'request/invalid',
    })
    expect(halve).not.toHaveBeenCalled()
  })

  it('fails with the error of the handler as plain data', async () => {
    const error = new AppError('media/undecodable', 'broken', { detail: { decoder: 'x' } })
    const { client, onFailed } = setUp({ halve: () => Promise.reject(error) })
    await expect(client.call('halve', { of: 2 })).rejects.toMatchObject({
      name: 'AppError',
      code: 'media/undecodable',
      message: 'broken',
      detail: { decoder: 'x' },
    })
    expect(onFailed).toHaveBeenCalledExactlyOnceWith(error)
  })

  it('fails when the result does not match the map', async () => {
    const { client } = setUp({ halve: async () => 'two' as unknown as number })
    await expect(client.call('halve', { of: 4 })).rejects.toThrow('The process gave a malformed answer to halve.')
  })

  it('fails on an unreadable response and survives all other garbage', async () => {
    const { client, say } = setUp({ halve: forever })
    const call = client.call('halve', { of: 4 })
    const garbage = [null, 5, {}, { type: 'nonsense', id: 1 }, { type: 'done', id: 'x' }]
    for (const message of garbage) say(message)
    say({ type: 'done', id: 99, value: 1, tookMs: 1, rssBytes: null })
    expect(client.pendingCount).toBe(1)
    say({ type: 'failed', id: 1, error: { code: 'no such code', message: '' }, tookMs: 1, rssBytes: null })
    await expect(call).rejects.toMatchObject({ code: 'internal/bug' })
  })

  it('ends as canceled when aborted, without affecting others', async () => {
    const { client, sent } = setUp({ halve: (_, { signal }) => untilCanceled(signal), count: forever })
    const abort = new AbortController()
    const call = client.call('halve', { of: 2 }, { signal: abort.signal })
    void client.call('count', [])
    abort.abort()
    await expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(client.pendingCount).toBe(1)
    const sentBefore = sent.length
    await expect(client.call('count', [], { signal: abort.signal })).rejects.toMatchObject({
      code: 'request/cancelled',
    })
    expect(sent).toHaveLength(sentBefore)
  })

  it('fails when the process exits midway', async () => {
    const { client } = setUp({ halve: forever, count: forever })
    const pendingCalls = [client.call('halve', { of: 2 }), client.call('count', [])]
    client.fail(new AppError('imaging/process-exited', 'gone'))
    for (const call of pendingCalls) await expect(call).rejects.toMatchObject({ code: 'imaging/process-exited' })
    expect(client.pendingCount).toBe(0)
  })

  it('tells the process when no more calls follow', () => {
    const { client, onEnd } = setUp()
    client.end()
    expect(onEnd).toHaveBeenCalledOnce()
  })
})

describe('a callback of a call', () => {
  it('reports progress while the call runs, and nothing once it is canceled', async () => {
    const abort = new AbortController()
    const { client } = setUp({
      halve: async (_, { signal, onProgress }) => {
        onProgress(0.5)
        await untilCanceled(signal).catch(() => onProgress(0.9))
        return 1
      },
    })
    const onProgress = vi.fn()
    const call = client.call('halve', { of: 2 }, { signal: abort.signal, onProgress })
    abort.abort()
    expect(await call).toBe(1)
    expect(onProgress.mock.calls).toEqual([[0.5]])
  })

  it('is optional', async () => {
    const { client } = setUp({
      halve: async (_, { onProgress }) => {
        onProgress(0.5)
        return 1
      },
    })
    expect(await client.call('halve', { of: 2 })).toBe(1)
  })

  it('returns each response of the caller to its own call', async () => {
    const { client } = setUp({
      halve: async (_, { confirm }) => {
        const confirmed = await Promise.all([confirm('a'), confirm('b'), confirm('a')])
        return confirmed.filter(Boolean).length
      },
    })
    expect(await client.call('halve', { of: 2 }, { confirm: async (word) => word === 'a' })).toBe(2)
  })

  it.each([
    [
      'that fails',
      { confirm: () => Promise.reject(new AppError('credential/unavailable', 'locked')) },
      'credential/unavailable',
    ],
    ['without a listener', {}, 'internal/bug'],
  ])('%s ends its call', async (_, options, code) => {
    let isCanceled = false
    const { client } = setUp({
      halve: async (_input, { signal, confirm }) => {
        signal.addEventListener('abort', () => (isCanceled = true))
        return Number(await confirm('a'))
      },
    })
    await expect(client.call('halve', { of: 2 }, options)).rejects.toMatchObject({ code })
    expect(isCanceled).toBe(true)
  })

  it('with malformed input ends the call without reaching the listener', async () => {
    const { client } = setUp({
      halve: (_, { signal, onProgress }) => {
        onProgress('half' as unknown as number)
        return untilCanceled(signal)
      },
    })
    const onProgress = vi.fn()
    await expect(client.call('halve', { of: 2 }, { onProgress })).rejects.toMatchObject({ code: 'internal/bug' })
    expect(onProgress).not.toHaveBeenCalled()
  })

  it('stops waiting when its call is canceled', async () => {
    const abort = new AbortController()
    const { client } = setUp({ halve: async (_, { confirm }) => Number(await confirm('a')) })
    const confirm = vi.fn(forever)
    const call = client.call('halve', { of: 2 }, { signal: abort.signal, confirm })
    abort.abort()
    await expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(confirm).toHaveBeenCalledOnce()
  })
})
