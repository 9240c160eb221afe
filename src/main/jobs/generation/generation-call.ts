import type { Asset } from '../../../shared/domain/asset.ts'
import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { isMarked } from '../../editing/edit-intent.ts'
import { usesMask } from '../../providers/core/plan/plan-images.ts'
import type { PlannedCall, PreparedRequest } from '../../providers/core/plan/planned-call.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { ReceivedImage } from '../../assets/assets.ts'
import type { LiveJob } from '../live-job.ts'
import type { Done } from '../queue/saved-response.ts'

/** One call to a service, with the jobs of the images it makes. */
export interface GenerationCall {
  readonly callId: string
  /** Shared by all calls of one click. */
  readonly runId: string | null
  /** One per image, in order. */
  readonly jobs: readonly LiveJob[]
  /** Aborted when the user cancels any of them. */
  readonly signal: AbortSignal
  /** For this service; `n` is the number requested from all calls together. */
  readonly request: GenerationRequest
  readonly source: Asset | null
  readonly prepared: PreparedRequest
  readonly planned: PlannedCall
  /** Of this call, USD; null = no known price. */
  readonly estimateUsd: number | null
  /** Models that failed to do it before this one. */
  readonly tried: readonly ModelRef[]
  /** When the first of them was started; null = none has been. */
  readonly startedAtMs: number | null
  /** For this call only, never stored. */
  readonly key: string | undefined
  /** What a service had reported when the program ended; null = it has not been called yet. */
  readonly resumed: ResumedCall | null
}

/** Work that a service has been doing, or has done, since before the program was started. */
export interface ResumedCall {
  /** The task to ask about; null = only the response is left. */
  readonly handle: string | null
  readonly savedResponse: { readonly done: Done; readonly arrived: ReadonlySet<number> } | null
  /** Files that had arrived, by job. */
  readonly received: ReadonlyMap<JobId, ReceivedImage>
}

export function refOf({ request }: GenerationCall): ModelRef {
  return { provider: request.provider, model: request.model }
}

/** Returns whether the response is composited into the source instead of being filed as returned. */
export function isMasked({ request, source, prepared }: GenerationCall): boolean {
  if (request.operation !== 'edit' || source === null) return false
  return isMarked(request, request.maskPng !== null) && usesMask(prepared.card)
}
