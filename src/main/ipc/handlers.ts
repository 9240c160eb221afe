import type { z } from 'zod'
import type { CallName, Contract, ParsedInput } from '../../shared/contract/index.ts'

/** The calling window, and whether it still wants the response. */
export interface Caller {
  readonly windowId: number
  /** Aborted by `bridge.cancel` and when the window closes. */
  readonly signal: AbortSignal
}

export type Handler<K extends CallName> = (
  input: ParsedInput<K>,
  caller: Caller,
) => Promise<z.input<Contract[K]['output']>>

/** One handler per route of the contract: a missing or surplus one does not compile. */
export type Handlers = { readonly [K in CallName]: Handler<K> }

/** The handlers of some domains, for example `HandlersOf<'jobs'>`. */
export type HandlersOf<Domain extends string> = Pick<Handlers, Extract<CallName, `${Domain}.${string}`>>
