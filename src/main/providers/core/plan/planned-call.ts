import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { RequestPlan, Safety } from '../../../../shared/domain/generation.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import type { PlannedCall, PlanReview } from '../adapter.ts'

export type { PlannedCall } from '../adapter.ts'

/** What is known where a request is planned, besides the request and the card. */
export interface PlanFacts {
  readonly providerLabel: string
  /** Requests go to an address the person chose, which may serve what the vendor no longer does. */
  readonly isOwnBaseUrl: boolean
  /** In force where the request names none. */
  readonly safety?: Safety
  /** The request was written for another model: options this one lacks are left out instead of refused. */
  readonly isFallback?: boolean
  /** Of the control image, where there is one. */
  readonly controlSize?: Size | null
  /** The adapter's own look at what would be sent. */
  readonly review?: (call: PlannedCall) => PlanReview
}

export interface PlannedRequest {
  readonly plan: RequestPlan
  /** In the order to send them; empty where the plan has obstacles. */
  readonly calls: readonly PlannedCall[]
  /** USD of each call, in their order, null = no price is known. Together they are what the plan says. */
  readonly estimates: readonly (number | null)[]
  /**
   * What of the source is sent, and how; null where there is none, or its size is not known. Of a source that is
   * expanded first in pixels of what it is expanded to.
   */
  readonly sent: SentPart | null
  /** The references that are sent, with every call. */
  readonly referenceIds: readonly AssetId[]
  /** Whether the adapter gets the mask. Where it does not, Atelier cuts the result in. */
  readonly sendsMask: boolean
}

/** A planned request as the queue runs it. */
export interface PreparedRequest extends PlannedRequest {
  readonly card: ModelCard
}
