import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import type { ErrorData } from '../../shared/errors/index.ts'

/** How opening the database file went. */
export interface OpenReport {
  /** The schema version found, where the file had to be brought up to date; null otherwise. */
  readonly migratedFrom: number | null
  /** Set when the file was damaged: where it lies now, and how many pictures' records could be read out of it. */
  readonly rebuilt: { readonly setAsidePath: string; readonly salvaged: number } | null
}

export interface WorkerRequest {
  readonly id: number
  /** An operation's name; null asks the worker to close the file and end. */
  readonly name: string | null
  readonly input: unknown
}

export type WorkerMessage =
  /** Before `opened`, where that takes more than looking at the file. */
  | { readonly kind: 'opening'; readonly opening: LibraryOpening }
  | { readonly kind: 'opened'; readonly report: OpenReport }
  | { readonly kind: 'failed'; readonly error: ErrorData }
  | { readonly kind: 'answered'; readonly id: number; readonly value: unknown; readonly tookMs: number }
  | { readonly kind: 'refused'; readonly id: number; readonly error: ErrorData; readonly tookMs: number }

/** Hears of what may take long. */
export type OnOpening = (opening: LibraryOpening) => void

/** What the worker is started with (`workerData`). */
export interface WorkerStart {
  readonly file: string
}
