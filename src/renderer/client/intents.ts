import type { Background } from '../../shared/domain/background.ts'
import type { PlanRequest } from '../../shared/domain/generation.ts'
import type { AssetId, DocumentId, JobId, NamedReferenceId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { ProjectFormat } from '../../shared/domain/project-format.ts'
import type { ModelRef } from '../../shared/domain/provider.ts'
import type { ProviderId } from '../../shared/domain/provider-id.ts'
import type { VisionTask } from '../../shared/domain/vision.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { UpscaleChoice } from '../lib/models/upscale-entries.ts'

/** A short message in the corner, with at most one action. */
export interface Notice {
  /** `lasting`: stays until it is replaced or dismissed, or its action is taken. */
  readonly level: 'lasting' | 'info' | 'done' | 'warning' | 'error'
  readonly text: string
  /** Only the last notice of a topic is shown. */
  readonly topic?: string
  readonly action?: { readonly label: string; readonly run: () => void | Promise<void> }
}

/** The field of a provider's card to correct. */
export type ProviderField = 'key' | 'address'

/** `description`: what a model says the image shows, as the prompt. */
export type RecalledPart = 'all' | 'without-seed' | 'prompt' | 'description'

/** What the dialog of the named references shows first. */
export type ReferencesOpening =
  | { readonly type: 'list' }
  | { readonly type: 'one'; readonly id: NamedReferenceId }
  | { readonly type: 'new'; readonly name: string; readonly imageIds: readonly AssetId[] }

/** What is sent of the open image, as it is at this moment. */
export type CaptureSource = () => Promise<{ readonly maskPng: Uint8Array | null; readonly sourceId: AssetId | null }>

/** Requests from one feature to another. Features emit, `app/` handles. */
export type Intent =
  /** `with`: all images that get a tab, including this one. */
  | { readonly type: 'open-in-studio'; readonly assetId: AssetId; readonly with?: readonly AssetId[] }
  | { readonly type: 'show-in-gallery'; readonly assetId: AssetId }
  /** Shows up to nine images in Compare, replacing those there. */
  | { readonly type: 'compare'; readonly ids: readonly AssetId[] }
  | { readonly type: 'export'; readonly ids: readonly AssetId[] }
  /** Files of these images were written. */
  | { readonly type: 'exported'; readonly ids: readonly AssetId[] }
  /**
   * `documentId`: where the result is shown; null = where its image is open, if it is. `factor` null = ask in a dialog.
   */
  | {
      readonly type: 'upscale'
      readonly ids: readonly AssetId[]
      readonly documentId: DocumentId | null
      readonly factor: UpscaleChoice
    }
  /** `background`: put behind the subjects; null = transparent. */
  | { readonly type: 'remove-backgrounds'; readonly ids: readonly AssetId[]; readonly background: Background | null }
  /** Asks in a dialog what to put behind the subjects. */
  | { readonly type: 'replace-backgrounds'; readonly ids: readonly AssetId[] }
  /** Asks in a dialog which edit plan to run on them. */
  | { readonly type: 'run-plan'; readonly ids: readonly AssetId[] }
  /** Opens the conversation about an image. `documentId` null = opens the image first. */
  | { readonly type: 'continue-in-words'; readonly assetId: AssetId; readonly documentId: DocumentId | null }
  /** Describes one image at once, several in the background; null = all of the library. */
  | { readonly type: 'describe'; readonly ids: readonly AssetId[] | null }
  /** Opens `targetId` in the Studio; the area painted there will be taken from `sourceId`. */
  | { readonly type: 'take-part'; readonly targetId: AssetId; readonly sourceId: AssetId }
  | { readonly type: 'choose-and-open' }
  /** Asks for a folder and imports its images. */
  | { readonly type: 'choose-folder' }
  /** Goes to Models, to a provider's field if one is given: its key unless the address is requested. */
  | { readonly type: 'show-models'; readonly provider: ProviderId | null; readonly at?: ProviderField }
  /** Downloads the model that is suggested for a task: its size and license stood on the button. */
  | { readonly type: 'get-model'; readonly task: VisionTask }
  | { readonly type: 'show-settings'; readonly page: 'money' | 'updates' }
  /** Opens a page of the help; `at` is `page` or `page#heading`. */
  | { readonly type: 'show-help'; readonly at: string }
  /** Goes on where the tour was left, or begins it. */
  | { readonly type: 'take-tour' }
  | { readonly type: 'open-sample-project' }
  | { readonly type: 'use-model'; readonly ref: ModelRef }
  /** Restores the form as it was for an image. */
  | { readonly type: 'recall'; readonly assetId: AssetId; readonly part: RecalledPart }
  /** Opens an image's source with the mask and prompt of its step, so that the step can be repeated differently. */
  | { readonly type: 'repeat-step'; readonly assetId: AssetId }
  | { readonly type: 'add-references'; readonly ids: readonly AssetId[] }
  | { readonly type: 'edit-references'; readonly at: ReferencesOpening }
  /** Shows the images of the library that match a query. */
  | { readonly type: 'find-in-gallery'; readonly query: string }
  /** Asks in a dialog what a grid of images varies; `capture` returns what the request needs of the open image. */
  | { readonly type: 'make-grid'; readonly request: PlanRequest; readonly capture: CaptureSource }
  | { readonly type: 'show-queue' }
  /** Shows a job's card in the Studio, where its image is open. */
  | { readonly type: 'show-job'; readonly jobId: JobId; readonly documentId: DocumentId | null }
  | { readonly type: 'retry'; readonly jobs: readonly JobSnapshot[] }
  /** Saves the document with all layers; asks for the location. */
  | { readonly type: 'save-document'; readonly documentId: DocumentId; readonly format: ProjectFormat }
  | { readonly type: 'close-image'; readonly documentId: DocumentId }
  /** Saves everything, then quits for the downloaded version. */
  | { readonly type: 'restart-to-update' }
  | { readonly type: 'notify'; readonly notice: Notice }
  /** The last notice of a topic no longer holds. */
  | { readonly type: 'withdraw'; readonly topic: string }
  | { readonly type: 'report'; readonly error: unknown }

export interface Intents {
  send(intent: Intent): void
  /** Returns a function that removes the handler. */
  answer(answerer: (intent: Intent) => void): () => void
}

export function createIntents(): Intents {
  const { on, emit } = createEmitter<[Intent]>()
  return { send: emit, answer: on }
}
