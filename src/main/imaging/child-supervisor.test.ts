import { describe, expect, it, vi } from 'vitest'
import type { ToChild } from './child/imaging-protocol.ts'
import type { ChildPort } from '../platform/child-port.ts'
import { ChildSupervisor } from './child-supervisor.ts'

class FakeChild implements ChildPort {
  readonly posted: ToChild[] = []
  readonly #messageListeners: ((message: unknown) => void)[] = []
  readonly #exitListeners: ((code: number | null) => void)[] = []

  post(message: unknown): void {
    this.posted.push(message as ToChild)
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#messageListeners.push(listener)
  }
  onExit(listener: (code: number | null) => void): void {
    this.#exitListeners.push(listener)
  }
  kill(): void {
    this.exit(0)
  }
  lastWords(): string {
    return ''
  }

  say(message: unknown): void {
    for (const listener of this.#messageListeners) listener(message)
  }
  done(value: unknown, rssBytes = 1000): void {
    this.say({ kind: 'done', id: this.lastCallId, value, rssBytes })
  }
  exit(code: number): void {
    for (const listener of this.#exitListeners.splice(0)) listener(code)
  }
  get lastCallId(): number {
    return this.posted.findLast((message) => message.kind === 'call')!.id
  }
}

function setUp() {
  const children: FakeChild[] = []
  const clock = { now: 0 }
  const onCrash = vi.fn()
  const supervisor = new ChildSupervisor({
    start: () => {
      const child = new FakeChild()
      children.push(child)
      return child
    },
    now: () => clock.now,
    onCrash,
  })
  return { supervisor, children, clock, onCrash }
}

describe('ChildSupervisor', () => {
  it('fails a call whose answer cannot be read', async () => {
    const { supervisor, children } = setUp()
    const call = supervisor.call('probe', { path: 'a' }, {})
    const child = children[0]!
    child.say({
      kind: 'failed',
      id: child.lastCallId,
      error: { code: 'internal/bug', message: 'x', detail: { a: {} } },
      rssBytes: 1,
    })
    await expect(call).rejects.toMatchObject({ code: 'internal/bug' })
  })

  it('starts the process at the first call and keeps it', async () => {
    const { supervisor, children } = setUp()
    expect(children).toHaveLength(0)
    const first = supervisor.call('probe', { path: 'a' }, {})
    children[0]!.done('one')
    expect(await first).toBe('one')
    const second = supervisor.call('probe', { path: 'b' }, {})
    children[0]!.done('two')
    expect(await second).toBe('two')
    expect(children).toHaveLength(1)
  })

  it('ends the process a minute after the last call, and at once after calls nobody waits for', async () => {
    vi.useFakeTimers()
    try {
      const { supervisor, children, onCrash } = setUp()
      const kill = (at: number) => vi.spyOn(children[at]!, 'kill')
      void supervisor.call('describe', { path: 'a' }, { isBackground: true })
      const background = kill(0)
      vi.advanceTimersByTime(10_000)
      expect(background).not.toHaveBeenCalled()
      children[0]!.done('one')
      vi.advanceTimersByTime(1_000)
      expect(background).toHaveBeenCalledOnce()

      void supervisor.call('probe', { path: 'b' }, {})
      const foreground = kill(1)
      children[1]!.done('two')
      void supervisor.call('describe', { path: 'c' }, { isBackground: true })
      children[1]!.done('three')
      vi.advanceTimersByTime(59_000)
      expect(foreground).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1_000)
      expect(foreground).toHaveBeenCalledOnce()
      expect(onCrash).not.toHaveBeenCalled()
    } finally {
      vi.useRealTimers()
    }
  })

  it('starts the process early when asked to, once, and not while it rests after deaths', () => {
    const { supervisor, children, clock } = setUp()
    supervisor.warmUp()
    supervisor.warmUp()
    expect(children).toHaveLength(1)
    for (let deaths = 0; deaths < 3; deaths++) {
      children.at(-1)!.exit(1)
      supervisor.warmUp()
    }
    expect(children).toHaveLength(3)
    clock.now += 16_000
    supervisor.warmUp()
    expect(children).toHaveLength(4)
  })

  it('matches answers to calls, whatever their order', async () => {
    const { supervisor, children } = setUp()
    const one = supervisor.call('probe', 1, {})
    const two = supervisor.call('probe', 2, {})
    const [a, b] = children[0]!.posted.map((message) => message.id)
    children[0]!.say({ kind: 'done', id: b, value: 'two', rssBytes: 1 })
    children[0]!.say({ kind: 'failed', id: a, error: { code: 'media/undecodable', message: 'broken' }, rssBytes: 1 })
    expect(await two).toBe('two')
    await expect(one).rejects.toMatchObject({ name: 'AppError', code: 'media/undecodable', message: 'broken' })
  })

  it('passes on progress and previews', async () => {
    const { supervisor, children } = setUp()
    const onProgress = vi.fn()
    const onPreview = vi.fn()
    const call = supervisor.call('fill', {}, { onProgress, onPreview })
    const id = children[0]!.lastCallId
    const preview = { box: { x: 1, y: 2, widthPx: 3, heightPx: 4 }, bytes: new Uint8Array(2), mime: 'image/jpeg' }
    children[0]!.say({ kind: 'progressed', id, fraction: 0.5 })
    children[0]!.say({ kind: 'previewed', id, preview })
    children[0]!.say({ kind: 'nonsense', id })
    children[0]!.done(null)
    await call
    expect(onProgress.mock.calls).toEqual([[0.5]])
    expect(onPreview.mock.calls).toEqual([[preview]])
  })

  it('fails everything under way when the process dies, and starts a fresh one for the next call', async () => {
    const { supervisor, children, onCrash } = setUp()
    const calls = [supervisor.call('probe', 1, {}), supervisor.call('probe', 2, {})]
    children[0]!.exit(139)
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ code: 'imaging/process-exited', detail: { exitCode: 139 } })
    }
    expect(onCrash).toHaveBeenCalledTimes(1)
    const next = supervisor.call('probe', 3, {})
    children[1]!.done('alive')
    expect(await next).toBe('alive')
  })

  it('rests after three deaths in a row and then tries again', async () => {
    const { supervisor, children, clock } = setUp()
    for (let death = 0; death < 3; death++) {
      const call = supervisor.call('probe', 1, {})
      children.at(-1)!.exit(1)
      await expect(call).rejects.toMatchObject({ code: 'imaging/process-exited' })
    }
    await expect(supervisor.call('probe', 1, {})).rejects.toThrow(/try again in 15 seconds/)
    expect(children).toHaveLength(3)
    clock.now = 15_000
    const call = supervisor.call('probe', 1, {})
    children[3]!.done('alive')
    expect(await call).toBe('alive')
  })

  it('tells the process to cancel, and never starts what is canceled already', async () => {
    const { supervisor, children } = setUp()
    const stop = new AbortController()
    const call = supervisor.call('probe', 1, { signal: stop.signal })
    stop.abort()
    const id = children[0]!.lastCallId
    expect(children[0]!.posted.at(-1)).toEqual({ kind: 'cancel', id })
    children[0]!.say({ kind: 'failed', id, error: { code: 'request/cancelled', message: '' }, rssBytes: 1 })
    await expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
    await expect(supervisor.call('probe', 2, { signal: stop.signal })).rejects.toMatchObject({
      code: 'request/cancelled',
    })
    expect(children[0]!.posted).toHaveLength(2)
  })

  it('replaces a swollen process only when nothing is under way', async () => {
    const { supervisor, children, onCrash } = setUp()
    const one = supervisor.call('probe', 1, {})
    const firstId = children[0]!.lastCallId
    const two = supervisor.call('probe', 2, {})
    children[0]!.say({ kind: 'done', id: firstId, value: 1, rssBytes: 2_000_000_000 })
    await one
    children[0]!.done(2, 2_000_000_000)
    await two
    const three = supervisor.call('probe', 3, {})
    expect(children).toHaveLength(2)
    children[1]!.done(3)
    expect(await three).toBe(3)
    expect(onCrash).not.toHaveBeenCalled()
  })

  it('ends the process and what is under way when disposed of', async () => {
    const { supervisor, children, onCrash } = setUp()
    const call = supervisor.call('probe', 1, {})
    const failed = expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
    await supervisor.dispose()
    await failed
    await expect(supervisor.call('probe', 2, {})).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(children).toHaveLength(1)
    expect(onCrash).not.toHaveBeenCalled()
  })
})
