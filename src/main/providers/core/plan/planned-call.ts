import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { RequestPlan, Safety } from '../../../../shared/domain/generation.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { SentPart } from '../../../../shared/domain/edit.ts'
import type { PlannedCall, PlanReview } from '../adapter.ts'
import type { KnownImage, PlannedTurn } from './plan-conversation.ts'
import type { MarkupMask } from './plan-markup.ts'
import type { KnownReference } from './plan-named-references.ts'

export type { PlannedCall } from '../adapter.ts'

/** What is known when a request is planned, besides the request and the card. */
export interface PlanFacts {
  readonly providerLabel: string
  /** Requests go to an address the user chose, which may serve what the vendor no longer does. */
  readonly isOwnBaseUrl: boolean
  /** Applies if the request names none. */
  readonly safety?: Safety
  /** The request was written for another model: options this one lacks are left out instead of refused. */
  readonly isFallback?: boolean
  /** Label of the retired default that this model, its successor, replaces. */
  readonly insteadOf?: string | null
  /** Of the control image, if there is one. */
  readonly controlSize?: Size | null
  /** The named references that the prompt may mention. */
  readonly references?: readonly KnownReference[]
  /** The source and the images it goes on from, newest first, for a step of a thread. */
  readonly chain?: readonly KnownImage[]
  /** The adapter's own review of what would be sent. */
  readonly review?: (call: PlannedCall) => PlanReview
}

export interface PlannedRequest {
  readonly plan: RequestPlan
  /** In the order to send them; empty if the plan has obstacles. */
  readonly calls: readonly PlannedCall[]
  /** USD of each call, in order, null = no known price. Their sum is the plan's estimate. */
  readonly estimates: readonly (number | null)[]
  /**
   * What part of the source is sent, and how; null if there is no source or its size is unknown. For a source that is
   * expanded first, in pixels of the expanded image.
   */
  readonly sent: SentPart | null
  /** Earlier turns to send, oldest first; absent = none, and the source is sent by itself. */
  readonly turns?: readonly PlannedTurn[]
  /** The references sent with every call. */
  readonly referenceIds: readonly AssetId[]
  /** Whether the adapter gets the mask. If not, Atelier composites the result. */
  readonly sendsMask: boolean
  /** Set where a mask is to be made from the marks. Absent after a restart: it was made before. */
  readonly markupMask?: MarkupMask | null
}

/** A planned request as the queue runs it. */
export interface PreparedRequest extends PlannedRequest {
  readonly card: ModelCard
}
