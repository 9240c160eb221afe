import type { Asset } from '../../../shared/domain/asset.ts'
import type { GenerationRequest } from '../../../shared/domain/generation.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { usesMask } from '../../providers/core/plan/plan-pictures.ts'
import type { PlannedCall, PreparedRequest } from '../../providers/core/plan/planned-call.ts'
import type { LiveJob } from '../live-job.ts'

/** One call to a service, with the jobs of the pictures it makes. */
export interface GenerationCall {
  /** One for each picture, in order. */
  readonly jobs: readonly LiveJob[]
  /** Aborted when the person cancels any of them. */
  readonly signal: AbortSignal
  /** For this service; with `n` as asked for of all calls together. */
  readonly request: GenerationRequest
  readonly source: Asset | null
  readonly prepared: PreparedRequest
  readonly planned: PlannedCall
  /** Who did not do it, before this one. */
  readonly tried: readonly ModelRef[]
  /** When the first of them was begun; null = none has been. */
  readonly startedAtMs: number | null
  /** For this call only, never stored. */
  readonly key: string | undefined
}

export function refOf({ request }: GenerationCall): ModelRef {
  return { provider: request.provider, model: request.model }
}

/** Whether the answer is cut into the source instead of being filed as it is. */
export function isMasked({ request, source, prepared }: GenerationCall): boolean {
  return request.operation === 'edit' && request.maskPng !== null && source !== null && usesMask(prepared.card)
}
