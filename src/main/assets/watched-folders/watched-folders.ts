import type { WatchedFolderId } from '../../../shared/domain/ids.ts'
import type { WatchedFolder } from '../../../shared/domain/watched-folder.ts'

/** Folders whose pictures come in by themselves. Nothing is ever written to them or deleted from them. */
export interface WatchedFolders {
  /** In the order they were added. */
  list(): Promise<WatchedFolder[]>
  /**
   * One that is watched already is turned on again.
   * @throws request/invalid where it and the library's home lie in one another; storage/* where it cannot be reached
   */
  add(path: string): Promise<WatchedFolder>
  setOn(id: WatchedFolderId, isOn: boolean): Promise<void>
  /** What came from it stays in the library. */
  remove(id: WatchedFolderId): Promise<void>
  /** Starts watching those that are on. */
  wake(): void
  onChanged(listener: () => void): () => void
  dispose(): Promise<void>
}
