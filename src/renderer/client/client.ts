import type { Bridge, CallName, EventName, Input, Output, Payload } from '../../shared/contract/index.ts'
import type { DroppedHandle } from '../../shared/domain/file-handles.ts'
import { unpackReply } from '../../shared/domain/reply.ts'
import { fromErrorData } from '../../shared/errors/index.ts'
import { createEmitter, type Emitter } from '../../shared/util/create-emitter.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

declare global {
  interface Window {
    readonly bridge: Bridge
  }
}

export interface Client {
  /** Rejects with an `AppError`; with `request/cancelled` when the signal is aborted. */
  call<K extends CallName>(name: K, input: Input<K>, options?: { signal?: AbortSignal }): Promise<Output<K>>
  /** Returns the function that stops listening. */
  on<K extends EventName>(name: K, listener: (payload: Payload<K>) => void): () => void
  /**
   * Returns handles for dropped or pasted files, for the calls that import or open them. Entries without a file are
   * omitted.
   */
  handlesOf(files: readonly File[]): Promise<DroppedHandle[]>
}

export function createClient(bridge: Bridge = window.bridge): Client {
  const events = new Map<string, Emitter<[unknown]>>()
  let lastCall = 0
  bridge.listen((name, json) => {
    const event = events.get(name)
    if (event?.hasListeners()) event.emit(JSON.parse(json))
  })
  return {
    async call<K extends CallName>(name: K, input: Input<K>, options: { signal?: AbortSignal } = {}) {
      const callId = `${name}#${++lastCall}`
      return callBridge<Output<K>>(bridge, { name, input, callId }, options.signal)
    },
    on(name, listener) {
      const event = events.get(name) ?? createEmitter<[unknown]>()
      events.set(name, event)
      return event.on(listener as (payload: unknown) => void)
    },
    async handlesOf(files) {
      if (files.length === 0) return []
      const reply = await bridge.handlesOf(files)
      if (!reply.ok) throw fromErrorData(reply.error)
      return reply.value.filter((handle) => handle !== null)
    },
  }
}

interface PendingCall {
  readonly name: string
  readonly input: unknown
  readonly callId: string
}

async function callBridge<T>(bridge: Bridge, pending: PendingCall, signal: AbortSignal | undefined): Promise<T> {
  throwIfAborted(signal)
  const cancel = () => bridge.cancel(pending.callId)
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const traveled = await bridge.call(pending.name, pending.input, pending.callId)
    throwIfAborted(signal)
    const reply = unpackReply(traveled)
    if (!reply.ok) throw fromErrorData(reply.error)
    return reply.value as T
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}
