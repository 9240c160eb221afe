import type { WatchedFolderId } from '../../../../shared/domain/ids.ts'
import type { WatchedFolder } from '../../../../shared/domain/watched-folder.ts'
import { read, write } from '../operation.ts'
import { allRows, change } from '../statement.ts'

export type WatchedFolderRecord = Readonly<Pick<WatchedFolder, 'id' | 'path' | 'isOn' | 'broughtIn' | 'lastAtMs'>>

/** A file of a watched folder as of when it was handled. */
export interface WatchedFile {
  /** Relative to the folder. */
  readonly path: string
  readonly fileBytes: number
  readonly modifiedAtMs: number
}

export const watchedFolders = {
  'watched.list': read((db, _input: null): WatchedFolderRecord[] =>
    allRows(db, `SELECT id, path, is_on, brought_in, last_at_ms FROM watched_folders ORDER BY id`).map((row) => ({
      id: String(row['id']) as WatchedFolderId,
      path: String(row['path']),
      isOn: row['is_on'] === 1,
      broughtIn: Number(row['brought_in']),
      lastAtMs: row['last_at_ms'] === null ? null : Number(row['last_at_ms']),
    })),
  ),

  'watched.add': write((db, input: { id: WatchedFolderId; path: string; addedAtMs: number }): void => {
    change(
      db,
      `INSERT INTO watched_folders (id, path, is_on, added_at_ms) VALUES (?, ?, 1, ?)`,
      input.id,
      input.path,
      input.addedAtMs,
    )
  }),

  'watched.setOn': write((db, input: { id: WatchedFolderId; isOn: boolean }): void => {
    change(db, `UPDATE watched_folders SET is_on = ? WHERE id = ?`, input.isOn ? 1 : 0, input.id)
  }),

  'watched.remove': write((db, input: { id: WatchedFolderId }): void => {
    change(db, `DELETE FROM watched_folders WHERE id = ?`, input.id)
  }),

  'watched.files': read((db, input: { id: WatchedFolderId }): WatchedFile[] =>
    allRows(db, `SELECT path, file_bytes, modified_at_ms FROM watched_files WHERE folder_id = ?`, input.id).map(
      (row) => ({
        path: String(row['path']),
        fileBytes: Number(row['file_bytes']),
        modifiedAtMs: Number(row['modified_at_ms']),
      }),
    ),
  ),

  /** Does nothing for a folder that is no longer watched. */
  'watched.noteFiles': write(
    (db, input: { id: WatchedFolderId; files: readonly WatchedFile[]; broughtIn: number; atMs: number }): void => {
      const { id, files, broughtIn, atMs } = input
      for (const { path, fileBytes, modifiedAtMs } of files) {
        change(
          db,
          `INSERT OR REPLACE INTO watched_files (folder_id, path, file_bytes, modified_at_ms)
           SELECT id, ?, ?, ? FROM watched_folders WHERE id = ?`,
          path,
          fileBytes,
          modifiedAtMs,
          id,
        )
      }
      if (broughtIn === 0) return
      change(
        db,
        `UPDATE watched_folders SET brought_in = brought_in + ?, last_at_ms = ? WHERE id = ?`,
        broughtIn,
        atMs,
        id,
      )
    },
  ),
}
