import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { recipeSchema } from '../../../shared/domain/asset.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { incomingFolder } from '../files/library-paths.ts'
import type { ReceivedNote } from '../assets.ts'

/** A note identifies its image by size and modification time: both survive every rename and need no reading. */
const storedNoteSchema = z.object({
  name: z.string(),
  parentId: assetIdSchema.nullable(),
  recipe: recipeSchema,
  response: z.string().exactOptional(),
  fileBytes: z.number(),
  modifiedAtMs: z.number(),
})

export interface StoredNote extends ReceivedNote {
  readonly id: string
  readonly fileBytes: number
  readonly modifiedAtMs: number
}

/** For unclaimed images: as long as images stay in the trash. */
const keptMs = 30 * 86_400_000
const ending = '.json'

function notePath(paths: HomePaths, id: string): string {
  return join(incomingFolder(paths), id + ending)
}

/** Writes to disk how the image at `imagePath` was made, for whichever process finds it without a record. */
export async function writeReceivedNote(
  paths: HomePaths,
  id: string,
  note: ReceivedNote,
  imagePath: string,
): Promise<StoredNote> {
  const { size: fileBytes, mtimeMs } = await stat(imagePath)
  const stored = { ...note, fileBytes, modifiedAtMs: Math.trunc(mtimeMs) }
  const path = notePath(paths, id)
  const temporaryPath = temporaryNameFor(path)
  try {
    // Not synced, since that may take longer than filing: a power cut loses the image too.
    await writeFile(temporaryPath, JSON.stringify(stored), { flag: 'wx' })
    await rename(temporaryPath, path)
  } catch (thrown) {
    await rm(temporaryPath, { force: true })
    throw thrown
  }
  return { ...stored, id }
}

/** Returns the readable notes; deletes old ones. */
export async function loadNotes(paths: HomePaths): Promise<StoredNote[]> {
  const names = await readdir(incomingFolder(paths)).catch(() => [])
  const ids = names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length))
  const notes = await Promise.all(ids.map((id) => readNote(paths, id)))
  return notes.filter((note) => note !== null)
}

export async function readReceivedNote(paths: HomePaths, id: string): Promise<ReceivedNote | null> {
  const note = await readNote(paths, id)
  if (note === null) return null
  const { name, parentId, recipe, response } = note
  return { name, parentId, recipe, ...(response !== undefined && { response }) }
}

/** Without a note the image is still listed. */
async function readNote(paths: HomePaths, id: string): Promise<StoredNote | null> {
  try {
    const path = notePath(paths, id)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > keptMs) {
      await rm(path, { force: true })
      return null
    }
    return { ...storedNoteSchema.parse(JSON.parse(await readFile(path, 'utf8'))), id }
  } catch {
    return null
  }
}

export async function removeNote(paths: HomePaths, id: string): Promise<void> {
  await Promise.all([rm(notePath(paths, id), { force: true }), rm(placePath(paths, id), { force: true })])
}

function placePath(paths: HomePaths, id: string): string {
  return join(incomingFolder(paths), `${id}.place`)
}

/** Records the library path its file is about to be moved to. Removed with the note. */
export async function notePlace(paths: HomePaths, id: string, relativePath: string): Promise<void> {
  const path = placePath(paths, id)
  const temporaryPath = temporaryNameFor(path)
  try {
    await writeFile(temporaryPath, relativePath, { flag: 'wx' })
    await rename(temporaryPath, path)
  } catch {
    // Best effort: without it, a kill at this point lists the image twice.
    await rm(temporaryPath, { force: true }).catch(() => undefined)
  }
}

/** Null where nothing was placed. */
export async function readPlace(paths: HomePaths, id: string): Promise<string | null> {
  const relativePath = await readFile(placePath(paths, id), 'utf8').catch(() => '')
  return relativePath === '' ? null : relativePath
}

export function findNote(
  notes: readonly StoredNote[],
  file: Pick<StoredNote, 'fileBytes' | 'modifiedAtMs'>,
): StoredNote | null {
  return notes.find((note) => note.fileBytes === file.fileBytes && note.modifiedAtMs === file.modifiedAtMs) ?? null
}
