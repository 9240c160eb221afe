import { stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { noAnnotations } from '../../../shared/domain/annotations.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import type { AssetRecord } from '../../database/index.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import type { AssetsContext } from '../assets-context.ts'
import type { ReceivedNote } from '../assets.ts'
import { prepareImport, removeCaches } from './renditions.ts'
import { readOrigin } from '../imports/read-origin.ts'
import { findNote, removeNote, type StoredNote } from '../results/received-notes.ts'

export type Adoption = { readonly id: AssetId; readonly type: 'added' | 'moved' } | null

/**
 * Creates a record for a file in the library folder that has none, leaving the file in place. A file with the content
 * of a missing image is that image, moved. Null where the file is not an image or is gone again. `notes`: for images
 * whose filing was interrupted; a note that was used is deleted.
 */
export async function adoptFile(
  context: AssetsContext,
  relativePath: string,
  notes: readonly StoredNote[] = [],
): Promise<Adoption> {
  const { database, paths } = context
  const path = join(paths.library, ...relativePath.split('/'))
  const facts = await stat(path).catch(() => null)
  if (facts === null) return null
  const file = { relativePath, fileBytes: facts.size, modifiedAtMs: Math.trunc(facts.mtimeMs) }
  try {
    const sha256 = await hashFile(path)
    const known = await database.call('assets.findByContent', { sha256 })
    if (known === null || !known.isMissing) {
      const note = findNote(notes, file)
      const adoption = await addFile(context, path, { ...file, sha256 }, note)
      if (note !== null) await removeNote(paths, note.id)
      return adoption
    }
    await database.call('assets.updateFile', { record: { ...known, ...file, isMissing: false } })
    return { id: known.id, type: 'moved' }
  } catch (thrown) {
    const { code } = toErrorData(thrown)
    if (!code.startsWith('media/')) throw thrown
    await database.call('skippedFiles.add', file)
    return null
  }
}

type FileFacts = Pick<AssetRecord, 'relativePath' | 'fileBytes' | 'modifiedAtMs' | 'sha256'>

async function addFile(
  context: AssetsContext,
  path: string,
  file: FileFacts,
  note: ReceivedNote | null,
): Promise<Adoption> {
  const id = newId<AssetId>(context.clock.nowMs())
  try {
    const facts = await prepareImport(context, id, path)
    const { details, ...origin } = await readOrigin(context, path)
    const record: AssetRecord = {
      id,
      name: (note?.name ?? basename(path, extname(path))).toWellFormed().normalize('NFC'),
      ...facts,
      ...file,
      // A file added by the user keeps its own date.
      createdAtMs: file.modifiedAtMs,
      trashedAtMs: null,
      hasMask: false,
      isMissing: false,
      rawAnswerMime: null,
      annotations: noAnnotations,
      ...origin,
      ...(note === null ? {} : { parentId: note.parentId, recipe: note.recipe, dialect: null }),
    }
    if (await context.database.call('assets.adopt', { record, details })) return { id, type: 'added' }
  } catch (thrown) {
    await removeCaches(context, id)
    throw thrown
  }
  // The process that made it was faster and knows more about it.
  await removeCaches(context, id)
  return null
}

/** Rereads a file that another program changed. Null where it is no longer an image. */
export async function rereadFile(context: AssetsContext, record: AssetRecord): Promise<AssetId | null> {
  const path = join(context.paths.library, ...record.relativePath.split('/'))
  const { size: fileBytes, mtimeMs } = await stat(path)
  const file = { fileBytes, modifiedAtMs: Math.trunc(mtimeMs), sha256: await hashFile(path) }
  if (file.sha256 === record.sha256) {
    await context.database.call('assets.updateFile', { record: { ...record, ...file, isMissing: false } })
    return null
  }
  await removeCaches(context, record.id)
  const facts = await prepareImport(context, record.id, path)
  await context.database.call('assets.updateFile', { record: { ...record, ...facts, ...file, isMissing: false } })
  return record.id
}
