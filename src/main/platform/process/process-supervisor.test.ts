import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import type { ChildPort } from './child-port.ts'
import type { CallMap, ToProcess, TypesOf } from '../pure/call-map.ts'
import { ProcessSupervisor } from './process-supervisor.ts'

class FakeChild implements ChildPort {
  readonly posted: ToProcess[] = []
  readonly #messageListeners: ((message: unknown) => void)[] = []
  readonly #exitListeners: ((code: number | null) => void)[] = []

  post(message: unknown): void {
    this.posted.push(message as ToProcess)
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
  lastOutput(): string {
    return ''
  }

  say(message: unknown): void {
    for (const listener of this.#messageListeners) listener(message)
  }
  done(value: unknown, rssBytes = 1000, id = this.lastCallId): void {
    this.say({ type: 'done', id, value, rssBytes, tookMs: 1 })
  }
  exit(code: number): void {
    for (const listener of this.#exitListeners.splice(0)) listener(code)
  }
  get lastCallId(): number {
    return this.callIds.at(-1)!
  }
  get callIds(): number[] {
    return this.posted.flatMap((message) => (message.type === 'call' ? [message.id] : []))
  }
}

const input = z.object({ path: z.string() })
const calls = {
  probe: { input, output: z.object({ widthPx: z.int() }) },
  describe: { input, output: z.object({ name: z.string() }), isBackground: true },
} as const satisfies CallMap
const served = {
  calls,
  who: 'The test’s process',
  exited: (exitCode: number | null) => new AppError('imaging/process-exited', 'It stopped.', { detail: { exitCode } }),
  keepsExiting: (seconds: number) => new AppError('imaging/process-exited', `Try again in ${seconds} seconds.`),
}

function setUp() {
  const children: FakeChild[] = []
  const clock = { now: 0 }
  const onCrash = vi.fn()
  const supervisor = new ProcessSupervisor<TypesOf<typeof calls>>(served, {
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

const file = { path: 'a.png' }
const facts = (widthPx = 1) => ({ widthPx })
const description = { name: 'a' }

describe('ProcessSupervisor', () => {
  it('starts the process at the first call and keeps it', async () => {
    const { supervisor, children } = setUp()
    expect(children).toHaveLength(0)
    const first = supervisor.call('probe', file)
    children[0]!.done(facts(1))
    expect(await first).toEqual(facts(1))
    const second = supervisor.call('probe', file)
    children[0]!.done(facts(2))
    expect(await second).toEqual(facts(2))
    expect(children).toHaveLength(1)
  })

  it('ends the process a minute after the last call, but five seconds after background calls alone', async () => {
    vi.useFakeTimers()
    try {
      const { supervisor, children, onCrash } = setUp()
      const kill = (at: number) => vi.spyOn(children[at]!, 'kill')
      void supervisor.call('describe', file)
      const background = kill(0)
      vi.advanceTimersByTime(10_000)
      expect(background).not.toHaveBeenCalled()
      children[0]!.done(description)
      // Between two batches of background work it stays.
      vi.advanceTimersByTime(4_900)
      expect(background).not.toHaveBeenCalled()
      vi.advanceTimersByTime(100)
      expect(background).toHaveBeenCalledOnce()

      void supervisor.call('probe', file)
      const foreground = kill(1)
      children[1]!.done(facts())
      void supervisor.call('describe', file)
      children[1]!.done(description)
      vi.advanceTimersByTime(59_000)
      expect(foreground).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1_000)
      expect(foreground).toHaveBeenCalledOnce()
      expect(onCrash).not.toHaveBeenCalled()
    } finally {
      vi.useRealTimers()
    }
  })

  it('warms up the process once, but not while it pauses after crashes', () => {
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

  it('fails all pending calls when the process exits and starts a new one for the next call', async () => {
    const { supervisor, children, onCrash } = setUp()
    const pending = [supervisor.call('probe', file), supervisor.call('describe', file)]
    children[0]!.exit(139)
    for (const call of pending) {
      await expect(call).rejects.toMatchObject({ code: 'imaging/process-exited', detail: { exitCode: 139 } })
    }
    expect(onCrash).toHaveBeenCalledTimes(1)
    const nextCall = supervisor.call('probe', file)
    children[1]!.done(facts())
    expect(await nextCall).toEqual(facts())
  })

  it('pauses after three crashes in a row, then tries again', async () => {
    const { supervisor, children, clock } = setUp()
    for (let death = 0; death < 3; death++) {
      const call = supervisor.call('probe', file)
      children.at(-1)!.exit(1)
      await expect(call).rejects.toMatchObject({ code: 'imaging/process-exited' })
    }
    await expect(supervisor.call('probe', file)).rejects.toThrow(/Try again in 15 seconds/)
    expect(children).toHaveLength(3)
    clock.now = 15_000
    const call = supervisor.call('probe', file)
    children[3]!.done(facts())
    expect(await call).toEqual(facts())
  })

  it('does not start the process for a canceled call', async () => {
    const { supervisor, children } = setUp()
    const call = supervisor.call('probe', file, { signal: AbortSignal.abort() })
    await expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(children).toHaveLength(0)
  })

  it('replaces a process that uses too much memory only when no call is pending', async () => {
    const { supervisor, children, onCrash } = setUp()
    const firstCall = supervisor.call('probe', file)
    const secondCall = supervisor.call('probe', file)
    const [firstId, secondId] = children[0]!.callIds
    children[0]!.done(facts(), 2_000_000_000, firstId)
    await firstCall
    children[0]!.done(facts(), 2_000_000_000, secondId)
    await secondCall
    const three = supervisor.call('probe', file)
    expect(children).toHaveLength(2)
    children[1]!.done(facts())
    expect(await three).toEqual(facts())
    expect(onCrash).not.toHaveBeenCalled()
  })

  it('ends the process and its pending calls on dispose', async () => {
    const { supervisor, children, onCrash } = setUp()
    const call = supervisor.call('probe', file)
    const failed = expect(call).rejects.toMatchObject({ code: 'request/cancelled' })
    await supervisor.dispose()
    await failed
    await expect(supervisor.call('probe', file)).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(children).toHaveLength(1)
    expect(onCrash).not.toHaveBeenCalled()
  })
})
