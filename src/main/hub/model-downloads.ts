import type { HubModelMatch, OfferedModel } from '../../shared/domain/model-download.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { Removal } from './model-sets.ts'
import type { DownloadPlan } from './plan-download.ts'

/** One model that is being downloaded, or was. */
export interface DownloadView {
  readonly id: string
  readonly label: string
  /** `waiting`: there is no connection; it goes on by itself when there is one. */
  readonly state: 'downloading' | 'waiting' | 'paused' | 'failed' | 'done'
  /** The folder of a file that may be the same: it is checked before anything is downloaded. */
  readonly checking: string | null
  readonly bytes: number
  readonly totalBytes: number
  /** Why it waits or failed. */
  readonly error: ErrorData | null
  readonly files: readonly { readonly name: string; readonly path: string; readonly sizeBytes: number }[]
}

/** Models from the hub, in a folder of Atelier's own or of the person's. What a program left unfinished is paused in the next. */
export interface ModelDownloads {
  /** Atelier's own, which is looked through like the person's. */
  readonly folder: string
  /**
   * Everything about a model before it is downloaded. `to`: a folder of the person’s instead of the usual one.
   * @throws storage/* where nothing can be saved there
   */
  plan(id: string, signal: AbortSignal, to?: string): Promise<DownloadPlan>
  /** Begins, or goes on, and returns at once. @throws request/invalid where terms were not accepted */
  start(plan: DownloadPlan, options: { readonly hasAccepted: boolean }): Promise<void>
  list(): Promise<readonly DownloadView[]>
  /** Goes on with what was paused or failed. @throws request/invalid where there is no such download */
  resume(id: string): Promise<void>
  pause(id: string): Promise<void>
  /** Resolves when it is done. Aborting pauses it. @throws what it failed with, request/cancelled */
  wait(id: string, signal: AbortSignal): Promise<void>
  /** What `remove` would do; null = there is no such model here. */
  removal(id: string): Promise<Removal | null>
  /** Ends its download, and deletes the files that no other model needs. */
  remove(id: string): Promise<Removal | null>
  /** A few times a second while something comes in. */
  onChanged(listener: () => void): () => void
  /** Pauses everything. */
  dispose(): Promise<void>
}

/** Where models come from, and what has come. */
export interface ModelSource {
  readonly downloads: ModelDownloads
  /** What Atelier knows where to get. Asks nobody. */
  offered(): OfferedModel[]
  /** Repositories of the hub, or the files of the one that is named. @throws model/unsupported, network/*, provider/* */
  search(words: string, signal: AbortSignal): Promise<HubModelMatch[]>
}
