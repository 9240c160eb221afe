import type { Asset } from '../../../shared/domain/asset.ts'
import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { isMarked } from '../../editing/edit-intent.ts'
import { usesMask } from '../../providers/core/plan/plan-pictures.ts'
import type { PlannedCall, PreparedRequest } from '../../providers/core/plan/planned-call.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { ReceivedPicture } from '../../assets/assets.ts'
import type { LiveJob } from '../live-job.ts'
import type { Done } from '../queue/saved-response.ts'

/** One call to a service, with the jobs of the pictures it makes. */
export interface GenerationCall {
  readonly callId: string
  /** All calls of one click. */
  readonly runId: string | null
  /** One for each picture, in order. */
  readonly jobs: readonly LiveJob[]
  /** Aborted when the person cancels any of them. */
  readonly signal: AbortSignal
  /** For this service; with `n` as asked for of all calls together. */
  readonly request: GenerationRequest
  readonly source: Asset | null
  readonly prepared: PreparedRequest
  readonly planned: PlannedCall
  /** Of this call, USD; null = no price is known. */
  readonly estimateUsd: number | null
  /** Who did not do it, before this one. */
  readonly tried: readonly ModelRef[]
  /** When the first of them was begun; null = none has been. */
  readonly startedAtMs: number | null
  /** For this call only, never stored. */
  readonly key: string | undefined
  /** What a service had said when the program ended; null = it has not been asked yet. */
  readonly takenUp: TakenUp | null
}

/** Work that a service has at hand, or has done, since before the program was started. */
export interface TakenUp {
  /** What to ask for; null = only the answer is left. */
  readonly handle: string | null
  readonly answer: { readonly done: Done; readonly arrived: ReadonlySet<number> } | null
  /** By job: what had arrived. */
  readonly received: ReadonlyMap<JobId, ReceivedPicture>
}

export function refOf({ request }: GenerationCall): ModelRef {
  return { provider: request.provider, model: request.model }
}

/** Whether the answer is cut into the source instead of being filed as it is. */
export function isMasked({ request, source, prepared }: GenerationCall): boolean {
  if (request.operation !== 'edit' || source === null) return false
  return isMarked(request, request.maskPng !== null) && usesMask(prepared.card)
}
