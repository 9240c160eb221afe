import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import {
  declarationOf,
  toProcessSchema,
  type AllCallTypes,
  type CallHandlers,
  type CallMap,
  type FromProcess,
  type ToProcess,
} from './call-map.ts'
import type { ParentChannel } from './parent-channel.ts'

export interface ServeOptions {
  /** Schemas that validate calls, and their callbacks. Undeclared calls are not validated and have no callbacks. */
  readonly calls: CallMap
  /** For messages: `The imaging process`. */
  readonly who: string
  /** Called after the caller has been notified. */
  readonly onFailed?: (thrown: unknown) => void
  readonly rssBytes?: () => number
  /** Called when no further calls follow. */
  readonly onEnd?: () => void
}

type AnyHandler = (input: unknown, context: object) => unknown

/** Handles calls until the process ends. Several may be in progress at once; each can be canceled by its id. */
export function serveCalls<T extends AllCallTypes<T>>(
  channel: ParentChannel,
  handlers: CallHandlers<T>,
  options: ServeOptions,
): void {
  const { who, onFailed, rssBytes = () => null, onEnd } = options
  const running = new Map<number, CallUnderWay>()

  async function run({ id, name, input }: Extract<ToProcess, { type: 'call' }>): Promise<void> {
    const call = new CallUnderWay(id, channel)
    running.set(id, call)
    const startedMs = performance.now()
    const endFacts = () => ({ id, tookMs: performance.now() - startedMs, rssBytes: rssBytes() })
    try {
      if (!Object.hasOwn(handlers, name)) throw new AppError('request/invalid', `${who} knows no call “${name}”.`)
      const handler = (handlers as Record<string, AnyHandler>)[name]!
      const value = await handler(parseInput(options.calls, name, input), call.contextOf(options.calls, name))
      call.post({ type: 'done', value, ...endFacts() })
    } catch (thrown) {
      const error = toErrorData(call.signal.aborted ? AppError.cancelled() : thrown)
      call.post({ type: 'failed', error, ...endFacts() })
      onFailed?.(thrown)
    } finally {
      running.delete(id)
    }
  }

  channel.onMessage((data) => {
    const message = toProcessSchema.parse(data)
    if (message.type === 'call') void run(message)
    else if (message.type === 'cancel') running.get(message.id)?.cancel()
    else if (message.type === 'returned') running.get(message.id)?.take(message.callbackId, message.value)
    else onEnd?.()
  })
}

function parseInput(calls: CallMap, name: string, input: unknown): unknown {
  const declared = declarationOf(calls, name)
  if (declared === undefined) return input
  const parsed = declared.input.safeParse(input)
  if (parsed.success) return parsed.data
  throw new AppError('request/invalid', `The request for “${name}” is malformed: ${parsed.error.message}`)
}

class CallUnderWay {
  readonly #id: number
  readonly #channel: ParentChannel
  readonly #controller = new AbortController()
  readonly #waiting = new Map<number, (value: unknown) => void>()
  #lastCallbackId = 0

  constructor(id: number, channel: ParentChannel) {
    this.#id = id
    this.#channel = channel
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  post(message: FromProcess): void {
    this.#channel.post(message)
  }

  cancel(): void {
    this.#controller.abort()
  }

  take(callbackId: number, value: unknown): void {
    this.#waiting.get(callbackId)?.(value)
    this.#waiting.delete(callbackId)
  }

  contextOf(calls: CallMap, name: string): object {
    const callbacks = Object.entries(declarationOf(calls, name)?.callbacks ?? {})
    return {
      signal: this.signal,
      ...Object.fromEntries(
        callbacks.map(([callback, { output }]) => [
          callback,
          output === undefined
            ? (value: unknown) => this.#tell(callback, value, null)
            : async (value: unknown) => output.parse(await this.#ask(callback, value)),
        ]),
      ),
    }
  }

  /** Once canceled, a call reports only its cancellation. */
  #tell(name: string, value: unknown, callbackId: number | null): void {
    if (!this.signal.aborted) this.post({ type: 'callback', id: this.#id, name, value, callbackId })
  }

  /** Rejects when the call is canceled. */
  #ask(name: string, value: unknown): Promise<unknown> {
    const callbackId = ++this.#lastCallbackId
    const returned = new Promise<unknown>((resolve) => this.#waiting.set(callbackId, resolve))
    this.#tell(name, value, callbackId)
    return untilAborted(returned, this.signal)
  }
}
