import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/originals.ts'
import { mimeToExtension } from '../../../shared/util/media-type.ts'
import type { OriginalRecord } from '../../database/index.ts'
import { folderOfOriginal, libraryFilePath } from '../../platform/original-path.ts'
import { originalAt, type OriginalsContext, releaseUnused } from './shared-files.ts'

/**
 * Gives an original to a shared folder. The file in the library folder remains for now: work that was begun with it goes
 * on, and it is deleted only once the shared one has been read back.
 */
export async function shareOriginal(context: OriginalsContext, folder: string, record: OriginalRecord): Promise<void> {
  const copy = libraryFilePath(context.paths, record)
  // A changed file is read again by the next sweep.
  if (!(await isUntouched(copy, record))) return
  await putInto(context, folder, { record, source: copy, sharedAtMs: context.clock.nowMs() })
}

/** Moves an original from another shared folder. It stays there if neither that one nor a copy of it can be read. */
export async function moveOriginal(context: OriginalsContext, folder: string, record: OriginalRecord): Promise<void> {
  const { originals, logger, paths } = context
  const { sharedPath, fileBytes, sharedAtMs } = record
  if (sharedPath === null) return
  const original = originalAt(sharedPath, fileBytes)
  const copy = libraryFilePath(paths, record)
  const hasCopy = sharedAtMs !== null && (await isUntouched(copy, record))
  const isThere = !hasCopy && (await (await originals.open(folder)).find(original))
  const isReadable = !hasCopy && !isThere && (await (await originals.open(folderOfOriginal(sharedPath))).find(original))
  if (!hasCopy && !isThere && !isReadable) return
  await putInto(context, folder, { record, source: hasCopy ? copy : isReadable ? sharedPath : null, sharedAtMs })
  try {
    const [former, current] = [await originals.identify(folderOfOriginal(sharedPath)), await originals.identify(folder)]
    if (former !== current && former !== '') await releaseUnused(context, { sharedPath, fileBytes })
  } catch (thrown) {
    logger.warn('originals.not-released', { error: thrown })
  }
}

interface Placing {
  readonly record: OriginalRecord
  /** null = it is there already. */
  readonly source: string | null
  readonly sharedAtMs: number | null
}

async function putInto(
  context: OriginalsContext,
  folder: string,
  { record, source, sharedAtMs }: Placing,
): Promise<void> {
  const { database, originals, turns, announce } = context
  const { id, sha256, mime, fileBytes: bytes } = record
  const original = { sha256, extension: mimeToExtension(mime), bytes }
  const path = originals.pathOf(folder, original)
  const isSet = await turns.inTurn(`original:${sha256}`, async () => {
    const shared = await originals.open(folder)
    if (!(await shared.use(original, source))) return false
    if (!(await database.call('originals.setPath', { from: record, path, sharedAtMs }))) return false
    // Another program may have purged the last other image with this content in between, see releaseUnused.
    if (!(await shared.isInUse(original))) await shared.use(original, source)
    return true
  })
  if (isSet) announce({ ids: [id], reason: 'updated' })
  // The image was purged or changed meanwhile.
  else await releaseUnused(context, { sharedPath: path, fileBytes: bytes })
}

/** Records that this library uses an original, unless it has. */
export async function renewUse(
  { originals, paths, logger }: OriginalsContext,
  record: OriginalRecord,
  known: ReadonlySet<string>,
): Promise<void> {
  const { id, sharedPath, fileBytes, sharedAtMs } = record
  if (sharedPath === null || known.has(basename(sharedPath))) return
  const copy = libraryFilePath(paths, record)
  const source = sharedAtMs !== null && (await isUntouched(copy, record)) ? copy : null
  const folder = await originals.open(folderOfOriginal(sharedPath))
  if (!(await folder.use(originalAt(sharedPath, fileBytes), source))) logger.warn('originals.missing', { id })
}

/** Deletes the copy in the library folder once the shared original has been read whole. */
export async function removeCopy(context: OriginalsContext, record: OriginalRecord): Promise<void> {
  const { database, originals, paths } = context
  const { sharedPath, fileBytes } = record
  if (sharedPath === null) return
  const copy = libraryFilePath(paths, record)
  const isThere = (await stat(copy).catch(() => null)) !== null
  if (isThere && !(await isUntouched(copy, record))) {
    // Somebody has changed the copy: it is the library's own file again, and the next sweep reads it.
    if (await database.call('originals.setPath', { from: record, path: null, sharedAtMs: null })) {
      await releaseUnused(context, { sharedPath, fileBytes })
    }
    return
  }
  if (isThere) {
    const folder = await originals.open(folderOfOriginal(sharedPath))
    const isIntact = await folder.prove(originalAt(sharedPath, fileBytes), copy)
    if (!isIntact) throw new AppError('storage/corrupt', messages.damaged({ path: sharedPath }))
  }
  await database.call('originals.dropCopy', { from: record, copy })
}

export async function isUntouched(path: string, { fileBytes, modifiedAtMs }: OriginalRecord): Promise<boolean> {
  const facts = await stat(path).catch(() => null)
  return facts?.size === fileBytes && Math.trunc(facts.mtimeMs) === modifiedAtMs
}
