import { z } from 'zod'
import { operationSchema } from './generation.ts'
import { documentIdSchema } from './ids.ts'
import { billedSchema } from './job.ts'

/** `under-way`: sent, outcome unknown so far. `lost`: the program ended, and the outcome cannot be determined. */
export const ledgerOutcomeSchema = z.enum(['under-way', 'done', 'refused', 'failed', 'cancelled', 'lost'])
export type LedgerOutcome = z.output<typeof ledgerOutcomeSchema>

/** One attempt at one service that may cost money. Written before it is sent, completed when it ends; never deleted. */
export const ledgerEntrySchema = z.object({
  /** Ascending. */
  id: z.int(),
  atMs: z.int(),
  endedAtMs: z.int().nullable(),
  callId: z.string(),
  /** Shared by all attempts of one click. */
  runId: z.string().nullable(),
  documentId: documentIdSchema.nullable(),
  /** A provider's id; `rewriter` for prompts written by a language model. */
  provider: z.string(),
  model: z.string(),
  operation: z.enum([...operationSchema.options, 'rewrite']),
  /** Numbers of images requested and received. */
  pictures: z.int().nonnegative(),
  picturesCame: z.int().nonnegative(),
  outcome: ledgerOutcomeSchema,
  billed: billedSchema,
  /** USD; null = no price was known. */
  estimateUsd: z.number().nonnegative().nullable(),
  /** Date of the price list. */
  estimateAsOf: z.iso.date().nullable(),
  /** The cost reported by the service, or derived from its reported usage; null = not reported. */
  realUsd: z.number().nonnegative().nullable(),
  /** Tokens, credits or seconds in the vendor's unit. */
  usage: z.record(z.string(), z.number()),
  requestId: z.string().nullable(),
  handle: z.string().nullable(),
  /** Why there is no image, for display. */
  words: z.string().nullable(),
  /** `agent`: a program, through a tool. */
  startedBy: z.enum(['window', 'command-line', 'agent']),
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
> &
  // Absent = whatever program it is.
  Partial<Pick<LedgerEntry, 'startedBy'>>

/** How an attempt ended, and what it cost. */
export type AttemptEnd = Pick<
  LedgerEntry,
  'endedAtMs' | 'picturesCame' | 'outcome' | 'billed' | 'realUsd' | 'usage' | 'requestId' | 'handle' | 'words'
>

/** Spending over a period, by a provider or with a model. */
export const spendRowSchema = z.object({
  /** `2026-11-20` (the local date at the time and place), `openai`, `openai/gpt-image-1`. */
  key: z.string(),
  /** Billed: the actual cost where reported, otherwise the estimate. */
  usd: z.number(),
  /** Estimates of attempts that may have been billed and of running ones; not in `usd`. */
  perhapsUsd: z.number(),
  /** Number of attempts that were or may have been billed at an unknown price. */
  unpriced: z.int(),
  attempts: z.int(),
  pictures: z.int(),
})
export type SpendRow = z.output<typeof spendRowSchema>

/** Local dates, both inclusive; null = open-ended. */
export const daySpanSchema = z.object({ sinceDay: z.iso.date().nullable(), untilDay: z.iso.date().nullable() })
export type DaySpan = z.output<typeof daySpanSchema>

/** Limits in USD; null = none. Days and months follow this computer's clock and time zone. */
export const capsSchema = z.strictObject({
  perRunUsd: z.number().positive().nullable(),
  perDayUsd: z.number().positive().nullable(),
  perMonthUsd: z.number().positive().nullable(),
  /** Over a limit: ask the user first, or send nothing. */
  onOver: z.enum(['ask', 'stop']),
})
export type Caps = z.output<typeof capsSchema>

const amounts = ['perRunUsd', 'perDayUsd', 'perMonthUsd'] as const

/** Whether the second limits allow more spending than the first. */
export function isLooser(from: Caps, to: Caps): boolean {
  const hasLimit = amounts.some((name) => to[name] !== null)
  if (hasLimit && from.onOver === 'stop' && to.onOver === 'ask') return true
  return amounts.some((name) => from[name] !== null && (to[name] ?? Number.POSITIVE_INFINITY) > from[name])
}

/** Whether a run is allowed, checked before it starts. */
export const admissionSchema = z.object({
  type: z.enum(['fine', 'ask', 'stop']),
  /** For display: which limit, how much is spent, how much this would add. */
  reasons: z.array(z.string()),
})
export type Admission = z.output<typeof admissionSchema>
