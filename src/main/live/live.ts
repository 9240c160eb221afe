import type { AssetId, DocumentId, JobId } from '../../shared/domain/ids.ts'
import type { LiveDraw, LiveFrame, LiveKeep, LiveSession, LiveStart, LiveState } from '../../shared/domain/live.ts'
import type { LocalRecord } from '../../shared/domain/local-record.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ReferenceUse } from '../../shared/domain/named-reference.ts'
import type { Recipe } from '../../shared/domain/asset.ts'
import type { Size } from '../../shared/util/geometry.ts'

/**
 * The live canvas: one session at a time, in which a model of this computer redraws snapshots of the canvas. Nothing
 * enters library, ledger or queue until a frame is kept.
 */
export interface Live {
  /** Ends a running session. @throws model/missing, provider/unsupported, engine/* */
  start(input: LiveStart): Promise<LiveSession>
  /** @throws storage/not-found if the session has ended, request/invalid, engine/*, model/missing */
  draw(input: LiveDraw, signal: AbortSignal): Promise<{ readonly frame: LiveFrame; readonly state: LiveState }>
  /** @throws storage/* */
  keep(input: LiveKeep): Promise<{ readonly id: JobId }>
  stop(input: { readonly id: string }): Promise<void>
  onChanged(listener: (change: LiveState & { readonly id: string }) => void): () => void
  dispose(): Promise<void>
}

/** What a model draws in one frame. */
export interface FrameRequest extends Readonly<Omit<LiveDraw, 'id' | 'snapshotPng'>> {
  readonly card: ModelCard
  readonly size: Size
  readonly snapshotPng: Uint8Array<ArrayBuffer>
  readonly steps: number
}

/** What a model gets of the prompts. */
export interface FrameWords {
  readonly prompt: string
  readonly negativePrompt: string
  /** The named references in the prompt. */
  readonly named: readonly ReferenceUse[]
}

export interface DrawnFrame {
  readonly png: Uint8Array<ArrayBuffer>
  readonly local: LocalRecord | null
  /** Drawing alone, with the model in memory. */
  readonly timingMs: number
}

/** The models of this computer, as of now. */
export interface FrameDrawing {
  readonly models: readonly ModelCard[]
  /** Cancels between two steps. @throws engine/*, model/missing, request/cancelled */
  draw(request: FrameRequest, signal: AbortSignal): Promise<DrawnFrame>
}

/** A frame on its way into the library. */
export interface KeptFrame {
  readonly documentId: DocumentId
  readonly assetId: AssetId
  readonly png: Uint8Array
  readonly recipe: Recipe
}

/** A condition that changes by itself. */
export interface Condition {
  holds(): boolean
  onChanged(listener: () => void): () => void
}
