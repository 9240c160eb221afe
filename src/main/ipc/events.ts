import { z } from 'zod'
import { channels, contract, type EventName, type Payload } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors/index.ts'

/** Sends an event to every window. */
export type Emit = <K extends EventName>(name: K, payload: Payload<K>) => void

/** The part of `WebContents` that is used. */
export interface EventTarget {
  isDestroyed(): boolean
  send(channel: string, ...values: unknown[]): void
}

/** @throws internal/bug if a payload violates the contract: the window trusts what it receives */
export function createEmit(options: { readonly targets: () => Iterable<EventTarget> }): Emit {
  return (name, payload) => {
    requireValid(name, payload)
    // As one text, for the same reason as replies: see `domain/reply.ts`.
    const json = JSON.stringify(payload)
    for (const target of options.targets()) {
      if (!target.isDestroyed()) target.send(channels.event, name, json)
    }
  }
}

function requireValid(name: EventName, payload: unknown): void {
  const result = contract[name].payload.safeParse(payload)
  if (result.success) return
  throw new AppError('internal/bug', `The event ${name} has the wrong form: ${z.prettifyError(result.error)}`)
}
