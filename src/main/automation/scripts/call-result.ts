import { z } from 'zod'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { errorCodeSchema, toErrorData, type ErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { sumCosts, wholeUsd, type CostSum } from '../../../shared/util/sum-costs.ts'

/** How a tool call of a batch ended, as kept in journals and reports. */
export const callResultSchema = z.object({
  /** `unknown`: it was sent, and nobody can tell how it ended. */
  state: z.enum(['done', 'refused', 'failed', 'canceled', 'unknown']),
  images: z.array(z.object({ id: z.string().nullable(), path: z.string() })),
  /** USD; null = unknown. */
  cost: z.number().nullable(),
  billed: z.enum(['yes', 'no', 'unknown']),
  error: z.string().nullable(),
  error_code: errorCodeSchema.nullable(),
})
export type CallResult = z.output<typeof callResultSchema>

export type ToolEnd = { readonly output: object } | { readonly thrown: unknown }

/** Joins what a tool returned with how its requests ended: they decide what may have been billed. */
export function toCallResult(end: ToolEnd, jobs: readonly JobSnapshot[]): CallResult {
  const made = 'output' in end ? readOutput(end.output) : null
  const error = 'thrown' in end ? toErrorData(end.thrown) : (made?.error ?? null)
  const billed = billedOf(jobs)
  const images = made?.images ?? jobs.flatMap(({ resultId }) => (resultId === null ? [] : [{ id: resultId, path: '' }]))
  const cost = wholeUsd(costOf(jobs))
  if (error === null) return { state: 'done', images, cost, billed, error: null, error_code: null }
  const state = stateOf(jobs, error, billed)
  const message = joinSentences(
    areMade(jobs) && messages.resultKept,
    error.message,
    state === 'unknown' && messages.mayBeBilled,
  )
  return { state, images, cost, billed, error: message, error_code: error.code }
}

const fileSchema = z.object({ id: z.string().nullable().default(null), path: z.string() })

/** What tools return of the files they made, and whether they failed. Other fields, and other tools, have none of it. */
const outputSchema = z.object({
  success: z.boolean().catch(true),
  images: z.array(fileSchema).catch([]),
  files: z.array(fileSchema).catch([]),
  mask_path: z.string().nullable().catch(null),
  error: z.string().nullable().catch(null),
  error_code: errorCodeSchema.nullable().catch(null),
})

interface ReadOutput {
  readonly images: CallResult['images']
  readonly error: ErrorData | null
}

function readOutput(output: object): ReadOutput {
  const { success, images, files, mask_path: mask, error, error_code: code } = outputSchema.parse(output)
  return {
    images: [...images, ...files, ...(mask === null ? [] : [{ id: null, path: mask }])],
    error: success ? null : { code: code ?? 'internal/bug', message: error ?? '' },
  }
}

/** Even if the tool fails: on a full disk, or without waiting, as where an input is gone since they were sent. */
function areMade(jobs: readonly JobSnapshot[]): boolean {
  return jobs.length > 0 && jobs.every(({ resultId }) => resultId !== null)
}

function stateOf(
  jobs: readonly JobSnapshot[],
  { code }: Pick<ErrorData, 'message'> & { readonly code: string },
  billed: CallResult['billed'],
): CallResult['state'] {
  if (billed === 'unknown') return 'unknown'
  if (jobs.some(({ state }) => state === 'refused')) return 'refused'
  return code === 'request/cancelled' ? 'canceled' : 'failed'
}

/** An image that was made was paid for, whatever the service says of money. */
function billedOf(jobs: readonly JobSnapshot[]): CallResult['billed'] {
  const open = jobs.filter(({ state }) => state !== 'done')
  if (open.some(({ isBilled, state }) => isBilled === 'unknown' || state === 'running')) return 'unknown'
  return jobs.some(({ isBilled }) => isBilled !== 'no') ? 'yes' : 'no'
}

/**
 * What was billed or may have been: what the service said, otherwise the estimate.
 * @param all requests of the same work: those before the latest may have been billed as well
 */
export function costOf(latest: readonly JobSnapshot[], all: readonly JobSnapshot[] = []): CostSum {
  const latestIds = new Set(latest.map(({ id }) => id))
  const jobs = [...latest, ...all.filter(({ id }) => !latestIds.has(id))]
  return sumCosts(jobs.map(({ isBilled, costUsd, estimateUsd }) => (isBilled === 'no' ? 0 : (costUsd ?? estimateUsd))))
}
