import { read, write } from '../operation.ts'
import { allRows, change } from '../statement.ts'

/** A file in the library folder that is not an image Atelier can open. */
export interface SkippedFile {
  readonly relativePath: string
  readonly fileBytes: number
  readonly modifiedAtMs: number
}

export const skippedFiles = {
  'skippedFiles.list': read((db, _input: null): SkippedFile[] =>
    allRows(db, `SELECT relative_path, file_bytes, modified_at_ms FROM skipped_files`).map((row) => ({
      relativePath: String(row['relative_path']),
      fileBytes: Number(row['file_bytes']),
      modifiedAtMs: Number(row['modified_at_ms']),
    })),
  ),

  'skippedFiles.add': write((db, input: SkippedFile): void => {
    change(
      db,
      `INSERT OR REPLACE INTO skipped_files (relative_path, file_bytes, modified_at_ms) VALUES (?, ?, ?)`,
      input.relativePath,
      input.fileBytes,
      input.modifiedAtMs,
    )
  }),

  'skippedFiles.remove': write((db, input: { relativePaths: readonly string[] }): void => {
    change(
      db,
      `DELETE FROM skipped_files WHERE relative_path IN (SELECT value FROM json_each(?))`,
      JSON.stringify(input.relativePaths),
    )
  }),
}
