import type { AssetId } from '../../shared/domain/ids.ts'
import type {
  PreparedRestore,
  BackupReport,
  ReclaimableKind,
  StorageUsage,
  VerifyReport,
} from '../../shared/domain/storage.ts'

export interface StorageProgress {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** Operations on all of the library's files. */
export interface Storage {
  usage(): Promise<StorageUsage>
  /** Returns the number of bytes freed. */
  reclaim(kinds: readonly ReclaimableKind[]): Promise<number>
  verify(options?: StorageProgress): Promise<VerifyReport>
  /** Searches a folder for files with these images' content and copies them to their places. */
  locate(ids: readonly AssetId[], folder: string, options?: StorageProgress): Promise<AssetId[]>
  /** Does the same from a backup. @throws media/undecodable if the file is not a backup */
  repair(ids: readonly AssetId[], backupFile: string, options?: StorageProgress): Promise<AssetId[]>
  /** Writes everything that cannot be regenerated to one file, atomically. */
  backUp(path: string, options?: StorageProgress): Promise<BackupReport>
  /** Unpacks and verifies a backup; the next start restores it. @throws media/undecodable, storage/* */
  prepareRestore(backupFile: string, options?: StorageProgress): Promise<PreparedRestore>
  /** Copies everything to another folder; the next start finishes the move. @throws request/invalid, storage/* */
  prepareMove(target: string, options?: StorageProgress): Promise<void>
  forgetPending(): Promise<void>
}
