import type { WatchedFolderId } from '../../../shared/domain/ids.ts'
import type { WatchedFolder } from '../../../shared/domain/watched-folder.ts'

/** Folders whose images are imported automatically. Nothing is ever written to or deleted from them. */
export interface WatchedFolders {
  /** In the order they were added. */
  list(): Promise<WatchedFolder[]>
  /**
   * Adds a folder, or turns on one that is already listed.
   * @throws request/invalid where it and the library's home contain one another; storage/* where it cannot be reached
   */
  add(path: string): Promise<WatchedFolder>
  setOn(id: WatchedFolderId, isOn: boolean): Promise<void>
  /** Images imported from it stay in the library. */
  remove(id: WatchedFolderId): Promise<void>
  /** Starts watching the enabled folders. */
  wake(): void
  onChanged(listener: () => void): () => void
  dispose(): Promise<void>
}
