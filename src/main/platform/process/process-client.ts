import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
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
} from '../pure/call-map.ts'

type Port = Pick<ChildPort, 'post' | 'onMessage'>

export interface ProcessClientOptions {
  /** Schemas that validate responses and callbacks. Undeclared calls are not validated. */
  readonly calls: CallMap
  /** For messages: `The imaging process`. */
  readonly who: string
  /** Called after every call that the process has answered, even if its caller no longer waits. */
  readonly onAnswered?: (call: {
    readonly name: string | null
    readonly tookMs: number
    readonly rssBytes: number | null
  }) => void
}

/** Options of any call, as they are at run time. */
type AnyOptions = CallOptions<CallTypes> & Readonly<Record<string, unknown>>

interface Pending {
  readonly name: string
  readonly options: AnyOptions
  settle(outcome: { readonly value: unknown } | { readonly error: AppError }): void
}

/** Makes calls to one instance of a process or thread: typed by their map, matched with their responses by id. */
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

  /** Forwards an abort; the call settles when the process responds. */
  call<K extends keyof T & string>(name: K, input: T[K]['input'], options?: CallOptions<T[K]>): Promise<T[K]['output']>
  call(name: string, input: unknown, options: AnyOptions = {}): Promise<unknown> {
    const { signal } = options
    if (signal?.aborted) return Promise.reject(AppError.cancelled())
    const id = ++this.#lastId
    return new Promise<unknown>((resolve, reject) => {
      const cancel = (): void => this.#post({ type: 'cancel', id })
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
      this.#post({ type: 'call', id, name, input })
    })
  }

  /** Fails all pending calls with this: the process has exited or is about to. */
  fail(error: AppError): void {
    for (const pending of this.#pending.values()) pending.settle({ error })
  }

  /** Signals that no further calls follow. */
  end(): void {
    this.#post({ type: 'end' })
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
    if (message.type === 'callback') {
      if (pending !== undefined) void this.#callBack(pending, message)
      return
    }
    if (message.type === 'failed') pending?.settle({ error: fromErrorData(message.error) })
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

  /** A callback that cannot be answered fails its call. */
  async #callBack(pending: Pending, message: Extract<FromProcess, { type: 'callback' }>): Promise<void> {
    const { id, name, callbackId } = message
    const callback = Object.hasOwn(pending.options, name) ? pending.options[name] : undefined
    try {
      if (typeof callback !== 'function') {
        if (callbackId === null) return
        throw new AppError('internal/bug', `Nobody answers “${name}” of ${pending.name}.`)
      }
      const value: unknown = await callback(this.#readCallback(pending.name, name, message.value))
      if (callbackId !== null) this.#post({ type: 'returned', id, callbackId, value })
    } catch (thrown) {
      this.#post({ type: 'cancel', id })
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

  /** Fails a call whose response cannot be parsed, so that its caller does not wait forever. */
  #failUnreadable(data: unknown): void {
    if (typeof data !== 'object' || data === null || !('id' in data) || !('type' in data)) return
    const { id, type } = data
    if (typeof id !== 'number' || (type !== 'done' && type !== 'failed')) return
    const error = new AppError('internal/bug', `${this.#options.who} gave an answer that cannot be read.`)
    this.#pending.get(id)?.settle({ error })
  }
}

/** Returns the calls of a map as methods, each with its input and options. */
export function methodsOf<T extends AllCallTypes<T>>(
  calls: CallMap & { readonly [K in keyof T]: unknown },
  call: <K extends keyof T & string>(name: K, input: T[K]['input'], options?: CallOptions<T[K]>) => Promise<unknown>,
): CallMethods<T> {
  const methods = Object.keys(calls).map((name) => [name, call.bind(null, name as keyof T & string)])
  return Object.fromEntries(methods) as CallMethods<T>
}
