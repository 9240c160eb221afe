import type { AssetId } from '../../../shared/domain/ids.ts'
import type { BackupFacts, BackupReport, FileProblem } from '../../../shared/domain/storage.ts'
import type { ErrorData } from '../../../shared/errors/index.ts'

/** A file as it was filed. */
export interface FiledFile {
  readonly id: AssetId
  readonly path: string
  readonly fileBytes: number
  readonly modifiedAtMs: number
  readonly sha256: string
}

/** Long work on many files, by name: what it is given and what it gives back. */
export interface StorageTasks {
  measure: {
    input: { folders: Record<string, readonly string[]> }
    output: Record<string, { files: number; bytes: number }>
  }
  verify: {
    input: { files: readonly (FiledFile & { readonly companions: readonly string[] })[] }
    output: { bytes: number; problems: { id: AssetId; is: FileProblem['is'] }[]; lostCompanions: number }
  }
  locate: { input: { files: readonly FiledFile[]; folder: string }; output: { found: AssetId[] } }
  pack: { input: { root: string; databaseFile: string; target: string; appVersion: string }; output: BackupReport }
  unpack: { input: { file: string; staged: string }; output: BackupFacts }
  take: { input: { file: string; files: readonly FiledFile[] }; output: { found: AssetId[] } }
  hash: { input: { path: string }; output: string }
  copy: { input: { from: string; to: string; names: readonly string[] }; output: null }
}
export type StorageTaskName = keyof StorageTasks

/** What a running task may use. */
export interface TaskContext {
  readonly signal: AbortSignal
  /** Told at most a few times a second. */
  progress(done: number, total: number): void
}

export type TaskRunners = {
  readonly [K in StorageTaskName]: (
    input: StorageTasks[K]['input'],
    context: TaskContext,
  ) => Promise<StorageTasks[K]['output']>
}

export interface TaskStart {
  readonly name: StorageTaskName
  readonly input: unknown
}

export type TaskMessage =
  | { readonly is: 'progress'; readonly done: number; readonly total: number }
  | { readonly is: 'done'; readonly value: unknown }
  | { readonly is: 'failed'; readonly error: ErrorData }
