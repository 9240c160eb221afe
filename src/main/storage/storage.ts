import type { AssetId } from '../../shared/domain/ids.ts'
import type {
  BackupFacts,
  BackupReport,
  ReclaimableKind,
  StorageUsage,
  VerifyReport,
} from '../../shared/domain/storage.ts'

export interface StorageProgress {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** The library's files as a whole. */
export interface Storage {
  usage(): Promise<StorageUsage>
  /** Returns how many bytes that gave. */
  reclaim(kinds: readonly ReclaimableKind[]): Promise<number>
  verify(options?: StorageProgress): Promise<VerifyReport>
  /** Looks below a folder for files with these pictures' content and copies them to their places. */
  locate(ids: readonly AssetId[], folder: string, options?: StorageProgress): Promise<AssetId[]>
  /** Likewise from a backup. @throws media/undecodable where it is none */
  repair(ids: readonly AssetId[], backupFile: string, options?: StorageProgress): Promise<AssetId[]>
  /** Everything that cannot be made again in one file; whole or not at all. */
  backUp(path: string, options?: StorageProgress): Promise<BackupReport>
  /** Unpacks and checks a backup; the next start of the program puts it in place. @throws media/undecodable, storage/* */
  prepareRestore(backupFile: string, options?: StorageProgress): Promise<BackupFacts>
  /** Copies everything to another folder; the next start finishes and goes on there. @throws request/invalid, storage/* */
  prepareMove(target: string, options?: StorageProgress): Promise<void>
  forgetPending(): Promise<void>
}
