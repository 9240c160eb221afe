import { z } from 'zod'

/**
 * The window never names a file or folder by its path. Main keeps the paths that a user chose in a dialog, dropped or
 * pasted, and hands out opaque handles of 192 random bits. A handle of one type is not valid as another.
 */
const handle = z.string().regex(/^[A-Za-z0-9_-]{32}$/)

/** A file or folder that was dropped on the window, pasted into it or chosen in a dialog: may be read. */
export const droppedHandleSchema = handle.brand<'DroppedHandle'>()
export type DroppedHandle = z.output<typeof droppedHandleSchema>

/** A folder chosen for exports: may be written to. */
export const folderHandleSchema = handle.brand<'FolderHandle'>()
export type FolderHandle = z.output<typeof folderHandleSchema>

/** A file that Atelier has written: may be shown in the file manager. */
export const writtenHandleSchema = handle.brand<'WrittenHandle'>()
export type WrittenHandle = z.output<typeof writtenHandleSchema>

/** `name` is for display only: main uses the handle. */
export const pickedFolderSchema = z.object({ handle: folderHandleSchema, name: z.string().max(4_096) })
export type PickedFolder = z.output<typeof pickedFolderSchema>

/** Maximum number per drop, paste or dialog. */
export const droppedFilesMax = 5_000
