import { z } from 'zod'
import { operationSchema } from './generation.ts'
import { documentIdSchema } from './ids.ts'
import { billedSchema } from './job.ts'

/** `under-way`: sent, and nothing known yet. `lost`: the program ended, and nobody can tell how it went. */
export const ledgerOutcomeSchema = z.enum(['under-way', 'done', 'refused', 'failed', 'cancelled', 'lost'])
export type LedgerOutcome = z.output<typeof ledgerOutcomeSchema>

/** One attempt at one service that may cost money. Written before it is sent, completed when it has ended; never deleted. */
export const ledgerEntrySchema = z.object({
  /** Ascending. */
  id: z.int(),
  atMs: z.int(),
  endedAtMs: z.int().nullable(),
  callId: z.string(),
  /** All attempts of one click. */
  runId: z.string().nullable(),
  documentId: documentIdSchema.nullable(),
  /** A provider's id; `rewriter` for prompts written by a language model. */
  provider: z.string(),
  model: z.string(),
  operation: z.enum([...operationSchema.options, 'rewrite']),
  /** Asked for, and come. */
  pictures: z.int().nonnegative(),
  picturesCame: z.int().nonnegative(),
  outcome: ledgerOutcomeSchema,
  billed: billedSchema,
  /** USD; null = no price was known. */
  estimateUsd: z.number().nonnegative().nullable(),
  /** The day of the price list. */
  estimateAsOf: z.iso.date().nullable(),
  /** What the service says it cost, or what follows from what it says it used; null = it does not tell. */
  realUsd: z.number().nonnegative().nullable(),
  /** Tokens, credits or seconds in the vendor's unit. */
  usage: z.record(z.string(), z.number()),
  requestId: z.string().nullable(),
  handle: z.string().nullable(),
  /** Why there is no picture, for people. */
  words: z.string().nullable(),
  startedBy: z.enum(['window', 'command-line']),
})
export type LedgerEntry = z.output<typeof ledgerEntrySchema>

/** What is known of an attempt before it is sent. */
export type NewAttempt = Pick<
  LedgerEntry,
  | 'atMs'
  | 'callId'
  | 'runId'
  | 'documentId'
  | 'provider'
  | 'model'
  | 'operation'
  | 'pictures'
  | 'estimateUsd'
  | 'estimateAsOf'
>

/** How an attempt ended, and what it cost. */
export type AttemptEnd = Pick<
  LedgerEntry,
  'endedAtMs' | 'picturesCame' | 'outcome' | 'billed' | 'realUsd' | 'usage' | 'requestId' | 'handle' | 'words'
>

/** Money over a time, a provider or a model. */
export const spendRowSchema = z.object({
  /** `2026-11-20` (the day it was there and then), `openai`, `openai/gpt-image-1`. */
  key: z.string(),
  /** Billed, by what it really cost where that is told, otherwise by the estimate. */
  usd: z.number(),
  /** Of attempts that may have been billed, by their estimate, and of those under way; not in `usd`. */
  perhapsUsd: z.number(),
  /** Attempts that were or may have been billed and whose price nobody knows. */
  unpriced: z.int(),
  attempts: z.int(),
  pictures: z.int(),
})
export type SpendRow = z.output<typeof spendRowSchema>

/** Local days, both included; null = without an end. */
export const daySpanSchema = z.object({ sinceDay: z.iso.date().nullable(), untilDay: z.iso.date().nullable() })
export type DaySpan = z.output<typeof daySpanSchema>

/** Limits in USD; null = none. Days and months are those of this computer's clock and time zone. */
export const capsSchema = z.strictObject({
  perRunUsd: z.number().positive().nullable(),
  perDayUsd: z.number().positive().nullable(),
  perMonthUsd: z.number().positive().nullable(),
  /** Over a limit: ask the person first, or send nothing. */
  onOver: z.enum(['ask', 'stop']),
})
export type Caps = z.output<typeof capsSchema>

const amounts = ['perRunUsd', 'perDayUsd', 'perMonthUsd'] as const

/** Whether more may be spent by the second limits than by the first. */
export function isLooser(from: Caps, to: Caps): boolean {
  const hasLimit = amounts.some((name) => to[name] !== null)
  if (hasLimit && from.onOver === 'stop' && to.onOver === 'ask') return true
  return amounts.some((name) => from[name] !== null && (to[name] ?? Number.POSITIVE_INFINITY) > from[name])
}

/** Whether a run may go, before it goes. */
export const admissionSchema = z.object({
  is: z.enum(['fine', 'ask', 'stop']),
  /** For people: which limit, how much is spent, how much this would add. */
  reasons: z.array(z.string()),
})
export type Admission = z.output<typeof admissionSchema>
