import type { HubModelMatch, OfferedModel } from '../../shared/domain/model-download.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { Removal } from './model-sets.ts'
import type { DownloadPlan } from './plan-download.ts'

/** A model download, running or ended. */
export interface DownloadView {
  readonly id: string
  readonly label: string
  /** `waiting`: there is no connection; it resumes automatically. */
  readonly state: 'downloading' | 'waiting' | 'paused' | 'failed' | 'done'
  /** The folder of a file that may be identical and is checked before anything is downloaded. */
  readonly checking: string | null
  readonly bytes: number
  readonly totalBytes: number
  /** Why it is waiting or has failed. */
  readonly error: ErrorData | null
  readonly files: readonly { readonly name: string; readonly path: string; readonly sizeBytes: number }[]
}

/**
 * Downloads models from the hub into Atelier's own folder or one of the user's. Downloads left unfinished are paused at
 * the next start.
 */
export interface ModelDownloads {
  /** Atelier's own folder, which is scanned like the user's. */
  readonly folder: string
  /**
   * Collects everything about a model before it is downloaded. `to`: one of the user’s folders instead of the default.
   * @throws storage/* if nothing can be saved there
   */
  plan(id: string, signal: AbortSignal, to?: string): Promise<DownloadPlan>
  /** Starts or resumes a download and returns at once. @throws request/invalid if terms were not accepted */
  start(plan: DownloadPlan, options: { readonly hasAccepted: boolean }): Promise<void>
  list(): Promise<readonly DownloadView[]>
  /** Resumes a paused or failed download. @throws request/invalid if there is no such download */
  resume(id: string): Promise<void>
  pause(id: string): Promise<void>
  /** Resolves when it is done. Aborting pauses it. @throws the error it failed with, request/cancelled */
  wait(id: string, signal: AbortSignal): Promise<void>
  /** Returns what `remove` would do; null = no such model here. */
  removal(id: string): Promise<Removal | null>
  /** Ends its download and deletes the files that no other model needs. */
  remove(id: string): Promise<Removal | null>
  /** Called a few times a second during a download. */
  onChanged(listener: () => void): () => void
  /** Pauses everything. */
  dispose(): Promise<void>
}

/** Where models come from, and the downloaded ones. */
export interface ModelSource {
  readonly downloads: ModelDownloads
  /** Models in the built-in catalog. Makes no request. */
  offered(): OfferedModel[]
  /** Returns repositories of the hub, or the files of a named one. @throws model/unsupported, network/*, provider/* */
  search(query: string, signal: AbortSignal): Promise<HubModelMatch[]>
}
