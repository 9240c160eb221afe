import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'

/** What is known of a working copy. It lies beside it, so that each folder tells its own story after any crash. */
const editNoteSchema = z.object({
  version: z.literal(1),
  assetId: assetIdSchema,
  fileName: z.string().min(1).max(255),
  /** Of the copy as it was given out, and of the content that was last taken back: SHA-256, hexadecimal. */
  givenSha256: z.string(),
  takenSha256: z.string(),
  beganAtMs: z.int(),
})
export type EditNote = z.output<typeof editNoteSchema>

const noteName = '.atelier-edit.json'

/** Where working copies lie: kept, but no part of the library. */
export function externalFolder(paths: HomePaths): string {
  return join(paths.root, 'external')
}

export async function writeEditNote(folder: string, note: EditNote): Promise<void> {
  await writeFileAtomic(join(folder, noteName), JSON.stringify(note))
}

/** Null where there is none that can be read. */
export async function readNote(folder: string): Promise<EditNote | null> {
  try {
    const note = editNoteSchema.safeParse(JSON.parse(await readFile(join(folder, noteName), 'utf8')))
    // A name with a path in it would lead out of the folder.
    return note.success && !/[/\\]/.test(note.data.fileName) ? note.data : null
  } catch {
    return null
  }
}
