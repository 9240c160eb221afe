import { z } from 'zod'
import { errorDataSchema } from '../../../shared/errors/index.ts'

/** A call to one of our processes or threads, declared once: client, handler and boundary validation derive from it. */
export interface CallSchemas {
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** Callbacks the handler may make to its caller during the call. One with an `output` is awaited. */
  readonly callbacks?: Readonly<Record<string, CallbackSchemas>>
  /** No caller waits for it: a process that was started only for such calls may be ended with them. */
  readonly isBackground?: true
}

interface CallbackSchemas {
  readonly input: z.ZodType
  readonly output?: z.ZodType
}

export type CallMap = Readonly<Record<string, CallSchemas>>

/** A schema that is checked at compile time only: for threads of this program, whose values are trusted. */
export const typeOnly = <T>(): z.ZodType<T, T> => z.custom<T>()

/** The types of a call as its caller and its handler see them; `parsed`: its input after validation. */
export interface CallTypes {
  readonly input: unknown
  readonly parsed: unknown
  readonly output: unknown
  readonly callbacks: object
}

type CallbackTypes<C> = {
  readonly [N in keyof C]: C[N] extends { input: infer I extends z.ZodType; output: infer O extends z.ZodType }
    ? (value: z.output<I>) => Promise<z.output<O>>
    : C[N] extends { input: infer I extends z.ZodType }
      ? (value: z.output<I>) => void
      : never
}

export type TypesOf<M extends CallMap> = {
  readonly [K in keyof M]: {
    readonly input: z.input<M[K]['input']>
    readonly parsed: z.output<M[K]['input']>
    readonly output: z.output<M[K]['output']>
    readonly callbacks: M[K] extends { readonly callbacks: infer C } ? CallbackTypes<C> : object
  }
}

export type AllCallTypes<T> = { readonly [K in keyof T]: CallTypes }

/** Flattens an intersection into one plain type, so that the compiler rejects a bare signal in its place. */
type Flat<T> = { readonly [K in keyof T]: T[K] }

export type CallOptions<C extends CallTypes> = Flat<{ signal?: AbortSignal | undefined } & Partial<C['callbacks']>>

/** One method per call of a map. */
export type CallMethods<T extends AllCallTypes<T>> = {
  readonly [K in keyof T]: (input: T[K]['input'], options?: CallOptions<T[K]>) => Promise<T[K]['output']>
}

export type CallContext<C extends CallTypes> = { readonly signal: AbortSignal } & C['callbacks']

/** The handlers for the calls of a map. A missing handler or a wrong return type does not compile. */
export type CallHandlers<T extends AllCallTypes<T>> = {
  readonly [K in keyof T]: (input: T[K]['parsed'], context: CallContext<T[K]>) => Promise<T[K]['output']>
}

/** The messages in both directions. Plain data: survives structured clone. */
export const toProcessSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: z.int(), name: z.string(), input: z.unknown() }),
  z.object({ type: z.literal('cancel'), id: z.int() }),
  /** The return value of an awaited callback. */
  z.object({ type: z.literal('returned'), id: z.int(), callbackId: z.int(), value: z.unknown() }),
  /** No further calls follow. */
  z.object({ type: z.literal('end') }),
])
export type ToProcess = z.output<typeof toProcessSchema>

/** `rssBytes`: the process's memory, so that its owner can replace it; null where it is not measured. */
const endedFields = { id: z.int(), tookMs: z.number(), rssBytes: z.number().nullable() }

export const fromProcessSchema = z.discriminatedUnion('type', [
  /** `callbackId`: to be repeated in `returned`; null = not awaited. */
  z.object({
    type: z.literal('callback'),
    id: z.int(),
    name: z.string(),
    value: z.unknown(),
    callbackId: z.int().nullable(),
  }),
  z.object({ type: z.literal('done'), value: z.unknown(), ...endedFields }),
  z.object({ type: z.literal('failed'), error: errorDataSchema, ...endedFields }),
])
export type FromProcess = z.output<typeof fromProcessSchema>

/** Returns the declaration of a call, if any; inherited names such as `constructor` have none. */
export function declarationOf(map: CallMap, name: string): CallSchemas | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined
}
