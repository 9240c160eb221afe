import { AppError, fromErrorData, toErrorData } from '../../shared/errors/index.ts'
import type { ChildPort } from './child-port.ts'
import {
  declarationOf,
  fromProcessSchema,
  type AllCallTypes,
  type CallMap,
  type CallMethods,
  type CallOptions,
  type CallTypes,
  type FromProcess,
  type ToProcess,
} from './pure/call-map.ts'

type Port = Pick<ChildPort, 'post' | 'onMessage'>

export interface ProcessClientOptions {
  /** What answers and callbacks are checked by. Not declared = taken as they are. */
  readonly calls: CallMap
  /** For messages: `The imaging process`. */
  readonly who: string
  /** After every call that the process has answered, also where nobody waits for it any more. */
  readonly onAnswered?: (call: {
    readonly name: string | null
    readonly tookMs: number
    readonly rssBytes: number | null
  }) => void
}

/** Of any call, as it is at run time. */
type AnyOptions = CallOptions<CallTypes> & Readonly<Record<string, unknown>>

interface Pending {
  readonly name: string
  readonly options: AnyOptions
  settle(outcome: { readonly value: unknown } | { readonly error: AppError }): void
}

/** Calls to one life of a process or thread: typed by their map, matched with their answers by id. */
export class ProcessClient<T extends AllCallTypes<T>> {
  readonly #port: Port
  readonly #options: ProcessClientOptions
  readonly #pending = new Map<number, Pending>()
  #lastId = 0

  constructor(port: Port, options: ProcessClientOptions) {
    this.#port = port
    this.#options = options
    port.onMessage((data) => this.#receive(data))
  }

  get pendingCount(): number {
    return this.#pending.size
  }

  /** An abort is passed on; the call ends when the process says so. */
  call<K extends keyof T & string>(name: K, input: T[K]['input'], options?: CallOptions<T[K]>): Promise<T[K]['output']>
  call(name: string, input: unknown, options: AnyOptions = {}): Promise<unknown> {
    const { signal } = options
    if (signal?.aborted) return Promise.reject(AppError.cancelled())
    const id = ++this.#lastId
    return new Promise<unknown>((resolve, reject) => {
      const cancel = (): void => this.#post({ kind: 'cancel', id })
      this.#pending.set(id, {
        name,
        options,
        settle: (outcome) => {
          this.#pending.delete(id)
          signal?.removeEventListener('abort', cancel)
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.value)
        },
      })
      signal?.addEventListener('abort', cancel, { once: true })
      this.#post({ kind: 'call', id, name, input })
    })
  }

  /** The process has ended, or is about to: everything under way fails with this. */
  fail(error: AppError): void {
    for (const pending of this.#pending.values()) pending.settle({ error })
  }

  /** Nobody is going to call any more. */
  end(): void {
    this.#post({ kind: 'end' })
  }

  #post(message: ToProcess): void {
    this.#port.post(message)
  }

  #receive(data: unknown): void {
    const parsed = fromProcessSchema.safeParse(data)
    if (!parsed.success) {
      this.#failUnreadable(data)
      return
    }
    const message = parsed.data
    const pending = this.#pending.get(message.id)
    if (message.kind === 'callback') {
      if (pending !== undefined) void this.#callBack(pending, message)
      return
    }
    if (message.kind === 'failed') pending?.settle({ error: fromErrorData(message.error) })
    else pending?.settle(this.#read(pending.name, message.value))
    const { tookMs, rssBytes } = message
    this.#options.onAnswered?.({ name: pending?.name ?? null, tookMs, rssBytes })
  }

  #read(name: string, value: unknown): { readonly value: unknown } | { readonly error: AppError } {
    const declared = declarationOf(this.#options.calls, name)
    const parsed = declared?.output.safeParse(value) ?? { success: true, data: value }
    if (parsed.success) return { value: parsed.data }
    return { error: new AppError('internal/bug', `${this.#options.who} gave a malformed answer to ${name}.`) }
  }

  /** One that cannot be answered ends the call it is for. */
  async #callBack(pending: Pending, message: Extract<FromProcess, { kind: 'callback' }>): Promise<void> {
    const { id, name, callbackId } = message
    const callback = Object.hasOwn(pending.options, name) ? pending.options[name] : undefined
    try {
      if (typeof callback !== 'function') {
        if (callbackId === null) return
        throw new AppError('internal/bug', `Nobody answers “${name}” of ${pending.name}.`)
      }
      const value: unknown = await callback(this.#readCallback(pending.name, name, message.value))
      if (callbackId !== null) this.#post({ kind: 'returned', id, callbackId, value })
    } catch (thrown) {
      this.#post({ kind: 'cancel', id })
      pending.settle({ error: fromErrorData(toErrorData(thrown)) })
    }
  }

  #readCallback(call: string, name: string, value: unknown): unknown {
    const declared = declarationOf(this.#options.calls, call)
    if (declared === undefined) return value
    const parsed = declared.callbacks?.[name]?.input.safeParse(value)
    if (parsed?.success === true) return parsed.data
    throw new AppError('internal/bug', `${this.#options.who} called back ${name} of ${call} with something malformed.`)
  }

  /** Whoever asked must not wait for ever for an answer that nobody can read. */
  #failUnreadable(data: unknown): void {
    if (typeof data !== 'object' || data === null || !('id' in data) || !('kind' in data)) return
    const { id, kind } = data
    if (typeof id !== 'number' || (kind !== 'done' && kind !== 'failed')) return
    const error = new AppError('internal/bug', `${this.#options.who} gave an answer that cannot be read.`)
    this.#pending.get(id)?.settle({ error })
  }
}

/** The calls of a map as methods, each with its input and options. */
export function methodsOf<T extends AllCallTypes<T>>(
  calls: CallMap & { readonly [K in keyof T]: unknown },
  call: <K extends keyof T & string>(name: K, input: T[K]['input'], options?: CallOptions<T[K]>) => Promise<unknown>,
): CallMethods<T> {
  const methods = Object.keys(calls).map((name) => [name, call.bind(null, name as keyof T & string)])
  return Object.fromEntries(methods) as CallMethods<T>
}
