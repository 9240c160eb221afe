import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/imaging.ts'
import type { ChildPort } from '../platform/child-port.ts'
import { ProcessClient } from '../platform/process-client.ts'
import { declarationOf, type CallOptions } from '../platform/pure/call-map.ts'
import { imagingCalls, type ImagingCalls } from './imaging-calls.ts'
import { RestartBreaker } from './restart-breaker.ts'

export interface SupervisorOptions {
  readonly start: () => ChildPort
  /** Called when the process dies unexpectedly; calls in progress fail with the same error. */
  readonly onCrash?: (error: AppError) => void
  readonly now?: () => number
  /** Above this, an idle process is replaced: WebAssembly memory grows with the largest image and never shrinks. */
  readonly idleRssBytesMax?: number
}

/** One lifetime of the process. */
interface Life {
  readonly child: ChildPort
  readonly client: ProcessClient<ImagingCalls>
}

const defaultIdleRssBytesMax = 1_000_000_000
/** A restart takes half a second, which is noticeable only while someone is working on images. */
const idleMs = { foreground: 60_000, background: 1_000 }
const breaker = { crashesMax: 3, windowMs: 60_000, pauseMs: 15_000 }

/** Owns the imaging process: starts it on the first call (or earlier, to warm up) and again after each exit. */
export class ChildSupervisor {
  readonly #options: SupervisorOptions
  readonly #breaker: RestartBreaker
  #life: Life | null = null
  #isForeground = false
  #idle: ReturnType<typeof setTimeout> | undefined
  #isDisposed = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#breaker = new RestartBreaker(breaker, options.now ?? Date.now)
  }

  async call<K extends keyof ImagingCalls>(
    name: K,
    input: ImagingCalls[K]['input'],
    options?: CallOptions<ImagingCalls[K]>,
  ): Promise<ImagingCalls[K]['output']> {
    if (this.#isDisposed || options?.signal?.aborted) throw AppError.cancelled()
    const { client } = this.#requireLife()
    clearTimeout(this.#idle)
    this.#isForeground ||= declarationOf(imagingCalls, name)?.isBackground !== true
    return client.call(name, input, options)
  }

  /** Does not start a process that keeps crashing: the next call reports that. */
  warmUp(): void {
    if (this.#isDisposed || this.#breaker.waitMs > 0) return
    this.#requireLife()
    this.#isForeground = true
    this.#endWhenIdle()
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true
    clearTimeout(this.#idle)
    if (this.#life === null) return
    this.#life.client.fail(AppError.cancelled())
    await this.#stop(this.#life)
  }

  #requireLife(): Life {
    if (this.#life) return this.#life
    if (this.#breaker.waitMs > 0) {
      const seconds = Math.ceil(this.#breaker.waitMs / 1000)
      throw new AppError('imaging/process-exited', messages.imagingKeepsStopping({ seconds }))
    }
    const child = this.#options.start()
    const client = new ProcessClient<ImagingCalls>(child, {
      calls: imagingCalls,
      who: 'The imaging process',
      onAnswered: ({ rssBytes }) => this.#handleAnswered(life, rssBytes ?? 0),
    })
    const life = { child, client }
    this.#life = life
    child.onExit((code) => this.#handleExit(life, code))
    return life
  }

  #handleAnswered(life: Life, rssBytes: number): void {
    if (this.#life !== life) return
    const limit = this.#options.idleRssBytesMax ?? defaultIdleRssBytesMax
    if (life.client.pendingCount === 0 && rssBytes > limit) void this.#stop(life)
    this.#endWhenIdle()
  }

  #handleExit(life: Life, code: number | null): void {
    if (this.#life !== life) return
    this.#life = null
    this.#breaker.noteCrash()
    const error = new AppError('imaging/process-exited', messages.imagingStopped, { detail: { exitCode: code } })
    life.client.fail(error)
    if (!this.#isDisposed) this.#options.onCrash?.(error)
  }

  /** An idle process holds some 200 MB. */
  #endWhenIdle(): void {
    clearTimeout(this.#idle)
    const life = this.#life
    if (life === null || life.client.pendingCount > 0) return
    this.#idle = setTimeout(() => void this.#stop(life), this.#isForeground ? idleMs.foreground : idleMs.background)
    this.#idle.unref()
  }

  #stop(life: Life): Promise<void> {
    if (this.#life === life) this.#life = null
    this.#isForeground = false
    return new Promise((resolve) => {
      life.child.onExit(() => resolve())
      life.child.kill()
    })
  }
}
