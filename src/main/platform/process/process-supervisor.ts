import { AppError } from '../../../shared/errors/index.ts'
import type { ChildPort } from './child-port.ts'
import { ProcessClient } from './process-client.ts'
import { declarationOf, type AllCallTypes, type CallMap, type CallOptions } from '../pure/call-map.ts'
import { RestartBreaker } from './restart-breaker.ts'

export interface SupervisorOptions {
  readonly start: () => ChildPort
  /** Called when the process dies unexpectedly; calls in progress fail with the same error. */
  readonly onCrash?: (error: AppError) => void
  readonly now?: () => number
  /** Above this, an idle process is replaced: WebAssembly memory grows with the largest image and never shrinks. */
  readonly idleRssBytesMax?: number
}

/** A process that answers calls: which, and how its end is reported. */
export interface ServingProcess {
  readonly calls: CallMap
  /** For messages: `The imaging process`. */
  readonly who: string
  /** The error of calls in progress when it dies. */
  readonly exited: (exitCode: number | null) => AppError
  /** The error of calls that come while it is not restarted, because it kept crashing. */
  readonly keepsExiting: (seconds: number) => AppError
}

/** One lifetime of the process. */
interface Life<T extends AllCallTypes<T>> {
  readonly child: ChildPort
  readonly client: ProcessClient<T>
}

const defaultIdleRssBytesMax = 1_000_000_000
/**
 * A restart takes half a second, which is noticeable while someone is working on images, and between two batches of
 * background work.
 */
const idleMs = { foreground: 60_000, background: 5_000 }
const breaker = { crashesMax: 3, windowMs: 60_000, pauseMs: 15_000 }

/** Owns a process: starts it on the first call (or earlier, to warm up) and again after each exit. */
export class ProcessSupervisor<T extends AllCallTypes<T>> {
  readonly #process: ServingProcess
  readonly #options: SupervisorOptions
  readonly #breaker: RestartBreaker
  #life: Life<T> | null = null
  #isForeground = false
  #idle: ReturnType<typeof setTimeout> | undefined
  #isDisposed = false

  constructor(process: ServingProcess, options: SupervisorOptions) {
    this.#process = process
    this.#options = options
    this.#breaker = new RestartBreaker(breaker, options.now ?? (() => performance.now()))
  }

  get isRunning(): boolean {
    return this.#life !== null
  }

  async call<K extends keyof T & string>(
    name: K,
    input: T[K]['input'],
    options?: CallOptions<T[K]>,
  ): Promise<T[K]['output']> {
    if (this.#isDisposed || options?.signal?.aborted) throw AppError.cancelled()
    const { client } = this.#requireLife()
    clearTimeout(this.#idle)
    this.#isForeground ||= declarationOf(this.#process.calls, name)?.isBackground !== true
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

  #requireLife(): Life<T> {
    if (this.#life) return this.#life
    if (this.#breaker.waitMs > 0) {
      throw this.#process.keepsExiting(Math.ceil(this.#breaker.waitMs / 1000))
    }
    const child = this.#options.start()
    const client = new ProcessClient<T>(child, {
      calls: this.#process.calls,
      who: this.#process.who,
      onAnswered: ({ rssBytes }) => this.#handleAnswered(life, rssBytes ?? 0),
    })
    const life = { child, client }
    this.#life = life
    child.onExit((code) => this.#handleExit(life, code))
    return life
  }

  #handleAnswered(life: Life<T>, rssBytes: number): void {
    if (this.#life !== life) return
    const limit = this.#options.idleRssBytesMax ?? defaultIdleRssBytesMax
    if (life.client.pendingCount === 0 && rssBytes > limit) void this.#stop(life)
    this.#endWhenIdle()
  }

  #handleExit(life: Life<T>, code: number | null): void {
    if (this.#life !== life) return
    this.#life = null
    this.#breaker.noteCrash()
    const error = this.#process.exited(code)
    life.client.fail(error)
    if (!this.#isDisposed) this.#options.onCrash?.(error)
  }

  /** An idle process holds some 200 MB and more. */
  #endWhenIdle(): void {
    clearTimeout(this.#idle)
    const life = this.#life
    if (life === null || life.client.pendingCount > 0) return
    this.#idle = setTimeout(() => void this.#stop(life), this.#isForeground ? idleMs.foreground : idleMs.background)
    this.#idle.unref()
  }

  #stop(life: Life<T>): Promise<void> {
    if (this.#life === life) this.#life = null
    this.#isForeground = false
    return new Promise((resolve) => {
      life.child.onExit(() => resolve())
      life.child.kill()
    })
  }
}
