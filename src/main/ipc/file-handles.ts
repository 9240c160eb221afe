import { formatCount } from '../../shared/messages/formats.ts'
import { randomBytes } from 'node:crypto'
import {
  droppedFilesMax,
  type DroppedHandle,
  type FolderHandle,
  type PickedFolder,
  type WrittenHandle,
} from '../../shared/domain/file-handles.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/dialogs.ts'

/** The paths behind the handles given to the window; see `domain/file-handles.ts`. */
export interface FileHandles {
  /** Files dropped on, pasted into or chosen for one window. */
  dropped(windowId: number): PathHandles<DroppedHandle>
  /** Looks in all windows, for callers that do not know which one is asking; null = in none. */
  findDropped(handle: DroppedHandle): string | null
  /** Files that Atelier has written for one window. */
  written(windowId: number): PathHandles<WrittenHandle>
  /** Export folders. Every window knows them, as they are in the settings. */
  readonly folders: PathHandles<FolderHandle>
  forgetWindow(windowId: number): void
}

export interface PathHandles<H extends string> {
  /** The same path always gets the same handle. */
  give(path: string): H
  find(handle: H): string | null
  /** @throws request/invalid if no such handle was given out */
  require(handle: H): string
}

/** Per kind and window; the oldest are dropped. */
const handlesMax = 50_000

export function createFileHandles(): FileHandles {
  const windows = new Map<number, WindowHandles>()
  function handlesOf(windowId: number): WindowHandles {
    const existing = windows.get(windowId) ?? {
      dropped: createPathHandles<DroppedHandle>(messages.droppedFileUnknown),
      written: createPathHandles<WrittenHandle>(messages.chosenFileUnknown),
    }
    windows.set(windowId, existing)
    return existing
  }
  return {
    dropped: (windowId) => handlesOf(windowId).dropped,
    findDropped: (handle) => {
      for (const { dropped } of windows.values()) {
        const path = dropped.find(handle)
        if (path !== null) return path
      }
      return null
    },
    written: (windowId) => handlesOf(windowId).written,
    folders: createPathHandles<FolderHandle>(messages.chosenFolderUnknown),
    forgetWindow: (windowId) => void windows.delete(windowId),
  }
}

interface WindowHandles {
  readonly dropped: PathHandles<DroppedHandle>
  readonly written: PathHandles<WrittenHandle>
}

export function toPickedFolder({ folders }: Pick<FileHandles, 'folders'>, path: string): PickedFolder {
  return { handle: folders.give(path), name: path }
}

export function tooManyFiles(): AppError {
  const message = messages.tooManyDroppedFiles({ count: formatCount(droppedFilesMax) })
  return new AppError('request/invalid', message)
}

function createPathHandles<H extends string>(noAccess: string): PathHandles<H> {
  const paths = new Map<H, string>()
  const handles = new Map<string, H>()
  const find = (handle: H): string | null => paths.get(handle) ?? null
  return {
    find,
    give(path) {
      const handle = handles.get(path) ?? (randomBytes(24).toString('base64url') as H)
      handles.delete(path)
      handles.set(path, handle)
      paths.set(handle, path)
      const [oldest] = handles
      if (handles.size > handlesMax && oldest !== undefined) {
        handles.delete(oldest[0])
        paths.delete(oldest[1])
      }
      return handle
    },
    require(handle) {
      const path = find(handle)
      if (path === null) throw new AppError('request/invalid', noAccess)
      return path
    },
  }
}
