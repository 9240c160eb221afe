import type { AssetId, DocumentId, JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { ProjectFormat } from '../../shared/domain/project-format.ts'
import type { ModelRef } from '../../shared/domain/provider.ts'
import type { ProviderId } from '../../shared/domain/provider-id.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { UpscaleChoice } from '../lib/upscale-entries.ts'

/** A short message in the corner, perhaps with one thing to do about it. */
export interface Notice {
  readonly level: 'info' | 'done' | 'warning' | 'error'
  readonly text: string
  /** Of what is told again and again, only the last is shown. */
  readonly topic?: string
  readonly action?: { readonly label: string; readonly run: () => void | Promise<void> }
}

/** Where on a provider's card something is put right. */
export type ProviderField = 'key' | 'address'

export type RecalledPart = 'all' | 'without-seed' | 'prompt'

/** What one feature may ask of another. Features announce, `app/` answers. */
export type Intent =
  /** `with`: all that get a tab, this one among them. */
  | { readonly do: 'open-in-studio'; readonly assetId: AssetId; readonly with?: readonly AssetId[] }
  | { readonly do: 'show-in-gallery'; readonly assetId: AssetId }
  /** Puts up to nine pictures on the light table, in place of what lies there. */
  | { readonly do: 'compare'; readonly ids: readonly AssetId[] }
  | { readonly do: 'export'; readonly ids: readonly AssetId[] }
  /** `documentId`: where the result is shown; null = where its image is open, if it is. `factor` null = asked in a dialog. */
  | {
      readonly do: 'upscale'
      readonly ids: readonly AssetId[]
      readonly documentId: DocumentId | null
      readonly factor: UpscaleChoice
    }
  /** Opens `targetId` in the Studio; what is painted over there is to come from `sourceId`. */
  | { readonly do: 'take-part'; readonly targetId: AssetId; readonly sourceId: AssetId }
  | { readonly do: 'choose-and-open' }
  /** Asks for a folder, and imports what is in it. */
  | { readonly do: 'choose-folder' }
  /** Goes to Models, to the field of a provider if one is named: its key unless its address is asked for. */
  | { readonly do: 'show-models'; readonly provider: ProviderId | null; readonly at?: ProviderField }
  | { readonly do: 'show-settings'; readonly page: 'money' }
  | { readonly do: 'use-model'; readonly ref: ModelRef }
  /** Fills in the form as it was for a picture. */
  | { readonly do: 'recall'; readonly assetId: AssetId; readonly part: RecalledPart }
  /** Opens what a picture was made from, with the mask and the words it was made with: its step can be done otherwise. */
  | { readonly do: 'repeat-step'; readonly assetId: AssetId }
  | { readonly do: 'add-references'; readonly ids: readonly AssetId[] }
  | { readonly do: 'show-queue' }
  /** To the card of a job in the Studio, where its picture is open. */
  | { readonly do: 'show-job'; readonly jobId: JobId; readonly documentId: DocumentId | null }
  | { readonly do: 'retry'; readonly jobs: readonly JobSnapshot[] }
  /** With everything that is painted; asks where. */
  | { readonly do: 'save-document'; readonly documentId: DocumentId; readonly format: ProjectFormat }
  | { readonly do: 'close-picture'; readonly documentId: DocumentId }
  | { readonly do: 'notify'; readonly notice: Notice }
  | { readonly do: 'report'; readonly error: unknown }

export interface Intents {
  send(intent: Intent): void
  /** Returns the function that stops answering. */
  answer(answerer: (intent: Intent) => void): () => void
}

export function createIntents(): Intents {
  const { on, emit } = createEmitter<[Intent]>()
  return { send: emit, answer: on }
}
