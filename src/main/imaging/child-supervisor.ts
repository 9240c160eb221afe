import { AppError, fromErrorData, toErrorData } from '../../shared/errors/index.ts'
import { fromChildSchema, type FromChild, type ToChild } from './child/imaging-protocol.ts'
import type { ChildPort } from '../platform/child-port.ts'
import type { FillPreview } from './imaging.ts'
import { RestartBreaker } from './restart-breaker.ts'

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (fraction: number) => void
  readonly onPreview?: (preview: FillPreview) => void
  /** Nobody waits for it: a process started for such calls alone ends with them. */
  readonly isBackground?: boolean
  /** Signs what a call asks to have signed. */
  readonly sign?: (bytes: Uint8Array) => Promise<Uint8Array>
}

export interface SupervisorOptions {
  readonly start: () => ChildPort
  /** Told when the process has died unasked; the calls under way fail with the same error. */
  readonly onCrash?: (error: AppError) => void
  readonly now?: () => number
  /** Above this an idle process is replaced: WebAssembly memory grows with the largest picture and never shrinks. */
  readonly idleRssBytesMax?: number
}

interface Pending {
  readonly options: CallOptions
  settle(outcome: { readonly value: unknown } | { readonly error: AppError }): void
}

const defaultIdleRssBytesMax = 1_000_000_000
/** Starting again takes half a second, which is felt while somebody works on pictures and not while nobody does. */
const idleMs = { foreground: 60_000, background: 1_000 }
const breaker = { crashesMax: 3, windowMs: 60_000, pauseMs: 15_000 }

/** Owns the imaging process: starts it at the first call (or earlier, to be warm) and after every death, and matches answers to calls. */
export class ChildSupervisor {
  readonly #options: SupervisorOptions
  readonly #breaker: RestartBreaker
  readonly #pending = new Map<number, Pending>()
  #child: ChildPort | null = null
  #isForeground = false
  #idle: ReturnType<typeof setTimeout> | undefined
  #lastId = 0
  #isDisposed = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#breaker = new RestartBreaker(breaker, options.now ?? Date.now)
  }

  call(method: string, input: unknown, options: CallOptions): Promise<unknown> {
    const { signal } = options
    if (this.#isDisposed || signal?.aborted) return Promise.reject(AppError.cancelled())
    const id = ++this.#lastId
    return new Promise<unknown>((resolve, reject) => {
      const child = this.#requireChild()
      clearTimeout(this.#idle)
      this.#isForeground ||= options.isBackground !== true
      const cancel = (): void => post(child, { kind: 'cancel', id })
      this.#pending.set(id, {
        options,
        settle: (outcome) => {
          this.#pending.delete(id)
          signal?.removeEventListener('abort', cancel)
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.value)
        },
      })
      signal?.addEventListener('abort', cancel, { once: true })
      post(child, { kind: 'call', id, method, input })
    })
  }

  /** Never starts one that keeps crashing: whoever calls next is told. */
  warmUp(): void {
    if (this.#isDisposed || this.#breaker.waitMs > 0) return
    this.#requireChild()
    this.#isForeground = true
    this.#endWhenIdle()
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true
    clearTimeout(this.#idle)
    const child = this.#child
    this.#failPending(AppError.cancelled())
    if (child) await this.#stop(child)
  }

  #requireChild(): ChildPort {
    if (this.#child) return this.#child
    if (this.#breaker.waitMs > 0) {
      const seconds = Math.ceil(this.#breaker.waitMs / 1000)
      throw new AppError(
        'imaging/process-exited',
        `The part of Atelier that works on images stopped several times in a row and is resting. Nothing was lost; try again in ${seconds} seconds.`,
      )
    }
    const child = this.#options.start()
    this.#child = child
    child.onMessage((message) => this.#receive(child, message))
    child.onExit((code) => this.#handleExit(child, code))
    return child
  }

  #receive(child: ChildPort, data: unknown): void {
    if (this.#child !== child) return
    const parsed = fromChildSchema.safeParse(data)
    if (!parsed.success) {
      this.#failMalformed(data)
      return
    }
    const message = parsed.data
    const pending = this.#pending.get(message.id)
    if (message.kind === 'toSign') {
      if (pending) this.#sign(child, pending, message)
      return
    }
    if (pending) deliver(pending, message)
    if (message.kind !== 'done' && message.kind !== 'failed') return
    this.#replaceIfSwollen(child, message.rssBytes)
    this.#endWhenIdle()
  }

  /** A signature that cannot be given ends the call it is for. */
  #sign(child: ChildPort, { options, settle }: Pending, { id, bytes }: Extract<FromChild, { kind: 'toSign' }>): void {
    const signing = options.sign?.(bytes) ?? Promise.reject(new AppError('internal/bug', 'There is nobody to sign.'))
    signing.then(
      (signature) => post(child, { kind: 'signature', id, bytes: signature }),
      (thrown: unknown) => {
        post(child, { kind: 'cancel', id })
        settle({ error: fromErrorData(toErrorData(thrown)) })
      },
    )
  }

  /** Whoever asked must not wait for ever for an answer that nobody can read. */
  #failMalformed(data: unknown): void {
    if (typeof data !== 'object' || data === null || !('id' in data) || !('kind' in data)) return
    const { id, kind } = data
    if (typeof id !== 'number' || (kind !== 'done' && kind !== 'failed')) return
    const error = new AppError('internal/bug', 'The imaging process gave an answer that cannot be read.')
    this.#pending.get(id)?.settle({ error })
  }

  #handleExit(child: ChildPort, code: number | null): void {
    if (this.#child !== child) return
    this.#child = null
    this.#breaker.noteCrash()
    const error = new AppError(
      'imaging/process-exited',
      'The part of Atelier that works on images stopped unexpectedly. Nothing was lost and it will start again by itself: please try once more.',
      { detail: { exitCode: code } },
    )
    this.#failPending(error)
    if (!this.#isDisposed) this.#options.onCrash?.(error)
  }

  #failPending(error: AppError): void {
    for (const pending of this.#pending.values()) pending.settle({ error })
  }

  #replaceIfSwollen(child: ChildPort, rssBytes: number): void {
    const limit = this.#options.idleRssBytesMax ?? defaultIdleRssBytesMax
    if (this.#pending.size === 0 && rssBytes > limit) void this.#stop(child)
  }

  /** An idle process holds some 200 MB. */
  #endWhenIdle(): void {
    clearTimeout(this.#idle)
    const child = this.#child
    if (child === null || this.#pending.size > 0) return
    this.#idle = setTimeout(() => void this.#stop(child), this.#isForeground ? idleMs.foreground : idleMs.background)
    this.#idle.unref()
  }

  #stop(child: ChildPort): Promise<void> {
    if (this.#child === child) this.#child = null
    this.#isForeground = false
    return new Promise((resolve) => {
      child.onExit(() => resolve())
      child.kill()
    })
  }
}

function post(child: ChildPort, message: ToChild): void {
  child.post(message)
}

function deliver(pending: Pending, message: Exclude<FromChild, { kind: 'toSign' }>): void {
  switch (message.kind) {
    case 'progressed':
      pending.options.onProgress?.(message.fraction)
      break
    case 'previewed':
      pending.options.onPreview?.(message.preview)
      break
    case 'done':
      pending.settle({ value: message.value })
      break
    case 'failed':
      pending.settle({ error: fromErrorData(message.error) })
      break
  }
}
