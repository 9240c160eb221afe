import type { AssetId } from '../../../shared/domain/ids.ts'
import type { BackupFacts, BackupReport, FileProblem } from '../../../shared/domain/storage.ts'
import { typeOnly, type CallMap, type TypesOf } from '../../platform/pure/call-map.ts'

/** A file as recorded in the library. */
export interface FiledFile {
  readonly id: AssetId
  readonly path: string
  readonly fileBytes: number
  readonly modifiedAtMs: number
  readonly sha256: string
}

interface Progress {
  readonly done: number
  readonly total: number
}

const task = <I, O>() => ({
  input: typeOnly<I>(),
  output: typeOnly<O>(),
  callbacks: { onProgress: { input: typeOnly<Progress>() } },
})

/** Long-running operations on many files, by name: input and output. */
export const storageCalls = {
  measure: task<{ folders: Record<string, readonly string[]> }, Record<string, { files: number; bytes: number }>>(),
  verify: task<
    { files: readonly (FiledFile & { readonly companions: readonly string[] })[] },
    { bytes: number; problems: { id: AssetId; type: FileProblem['type'] }[]; lostCompanions: number }
  >(),
  locate: task<{ files: readonly FiledFile[]; folder: string }, { found: AssetId[] }>(),
  pack: task<{ root: string; databaseFile: string; target: string; appVersion: string }, BackupReport>(),
  unpack: task<{ file: string; staged: string }, BackupFacts>(),
  take: task<{ file: string; files: readonly FiledFile[] }, { found: AssetId[] }>(),
  hash: task<{ path: string }, string>(),
  copy: task<{ from: string; to: string; names: readonly string[] }, null>(),
} satisfies CallMap
export type StorageTasks = TypesOf<typeof storageCalls>

/** What a running task gets. */
export interface TaskContext {
  readonly signal: AbortSignal
  /** Forwarded at most a few times a second. */
  progress(done: number, total: number): void
}

export type TaskRunners = {
  readonly [K in keyof StorageTasks]: (
    input: StorageTasks[K]['parsed'],
    context: TaskContext,
  ) => Promise<StorageTasks[K]['output']>
}
