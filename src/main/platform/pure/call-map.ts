import { z } from 'zod'
import { errorDataSchema } from '../../../shared/errors/index.ts'

/** A call to a process or thread of ours, declared once: client, handler and the check at the border follow from it. */
export interface CallSchemas {
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** What the handler may call at its caller while it is under way. One with an `output` is waited for. */
  readonly callbacks?: Readonly<Record<string, CallbackSchemas>>
  /** Nobody waits for it: a process that was started for such calls alone may end with them. */
  readonly isBackground?: true
}

interface CallbackSchemas {
  readonly input: z.ZodType
  readonly output?: z.ZodType
}

export type CallMap = Readonly<Record<string, CallSchemas>>

/** A shape that is known by its type alone: for threads of this very program, whose values nobody could have forged. */
export const typeOnly = <T>(): z.ZodType<T, T> => z.custom<T>()

/** A call as its caller and its handler see it; `parsed`: its input after the check. */
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

/** One plain type, not an intersection: a bare signal in its place is a mistake that the compiler then sees. */
type Flat<T> = { readonly [K in keyof T]: T[K] }

export type CallOptions<C extends CallTypes> = Flat<{ signal?: AbortSignal | undefined } & Partial<C['callbacks']>>

/** One method for each call of a map. */
export type CallMethods<T extends AllCallTypes<T>> = {
  readonly [K in keyof T]: (input: T[K]['input'], options?: CallOptions<T[K]>) => Promise<T[K]['output']>
}

export type HandlerContext<C extends CallTypes> = { readonly signal: AbortSignal } & C['callbacks']

/** What answers the calls of a map. One that misses, or gives back something else, does not compile. */
export type CallHandlers<T extends AllCallTypes<T>> = {
  readonly [K in keyof T]: (input: T[K]['parsed'], context: HandlerContext<T[K]>) => Promise<T[K]['output']>
}

/** What crosses, in both directions. Plain data: survives structured clone. */
export const toProcessSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.int(), name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
  /** What a callback that is waited for gave back. */
  z.object({ kind: z.literal('returned'), id: z.int(), callbackId: z.int(), value: z.unknown() }),
  /** Nobody is going to call any more. */
  z.object({ kind: z.literal('end') }),
])
export type ToProcess = z.output<typeof toProcessSchema>

/** `rssBytes`: what the process holds, so that its owner can replace it; null where nobody asks. */
const ended = { id: z.int(), tookMs: z.number(), rssBytes: z.number().nullable() }

export const fromProcessSchema = z.discriminatedUnion('kind', [
  /** `callbackId`: to be named in `returned`; null = nobody waits for it. */
  z.object({
    kind: z.literal('callback'),
    id: z.int(),
    name: z.string(),
    value: z.unknown(),
    callbackId: z.int().nullable(),
  }),
  z.object({ kind: z.literal('done'), value: z.unknown(), ...ended }),
  z.object({ kind: z.literal('failed'), error: errorDataSchema, ...ended }),
])
export type FromProcess = z.output<typeof fromProcessSchema>

/** What is declared of a call, if anything; a name such as `constructor` is none. */
export function declarationOf(map: CallMap, name: string): CallSchemas | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined
}
