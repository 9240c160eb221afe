import { rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { noAnnotations } from '../../../shared/domain/annotations.ts'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { mimeToExtension } from '../../../shared/util/media-type.ts'
import { provisionalName } from '../../../shared/util/result-name.ts'
import { copyFresh, createTwin, createWithTemporary, syncFile } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { fileImage, moveSynced, type UnfiledRecord } from '../files/file-image.ts'
import type { AssetsContext } from '../assets-context.ts'
import { responsePath, datedFolder, incomingFolder, maskPath, paintPath } from '../files/library-paths.ts'
import type { NewResult } from '../assets.ts'
import { readOrigin } from '../imports/read-origin.ts'
import { notePlace } from './received-notes.ts'
import { prepareImport, removeCaches } from '../files/renditions.ts'
import { toAsset } from '../../database/index.ts'

/** On failure the temporary image and its companions are back in place, and nothing else is left. */
export async function addResult(context: AssetsContext, result: NewResult): Promise<Asset> {
  const createdAtMs = context.clock.nowMs()
  const id = result.id ?? newId<AssetId>(createdAtMs)
  const prepared = prepareImport(context, id, result.temporaryPath, { recovers: false })
  try {
    const [{ isShowable, isDamaged }, hasCredentials, sha256, { size: fileBytes }] = await Promise.all([
      prepared,
      findCredentials(context, result),
      hashFile(result.temporaryPath),
      stat(result.temporaryPath),
    ])
    const {
      temporaryPath: _image,
      temporaryMaskPath: _mask,
      temporaryPaintPath: _paint,
      rawAnswer,
      name: _name,
      ...facts
    } = result
    const record = await withCompanions(companionsOf(context, id, result), async () =>
      fileResult(context, result, {
        ...facts,
        id,
        isShowable,
        isDamaged,
        createdAtMs,
        fileBytes,
        sha256,
        trashedAtMs: null,
        hasMask: result.temporaryMaskPath !== null,
        isMissing: false,
        rawAnswerMime: rawAnswer?.mime ?? null,
        annotations: noAnnotations,
        hasCredentials,
      }),
    )
    context.announce({ ids: [id], reason: 'added' })
    await removeTemporaries(companionsOf(context, id, result))
    return toAsset(record)
  } catch (thrown) {
    // Otherwise the work still writing them would recreate them.
    await prepared.catch(() => undefined)
    await removeCaches(context, id).catch(() => undefined)
    throw toFileError(thrown, messages.cannotSaveInLibrary({ provisionalName: provisionalName(result.name) }))
  }
}

type Unnamed = Omit<UnfiledRecord, 'name'>

/** Services sign their output; for an image derived from a response, the response is what is signed. */
async function findCredentials(
  context: AssetsContext,
  { rawAnswer, temporaryPath, recipe }: NewResult,
): Promise<boolean | null> {
  if (!recipe.generation) return null
  return (await readOrigin(context, rawAnswer?.temporaryPath ?? temporaryPath)).hasCredentials
}

interface Companion {
  readonly temporaryPath: string
  readonly target: string
  /** Whether to copy the file: with a hard link, a program that changes one would change the other. */
  readonly isCopy: boolean
}

function companionsOf({ paths }: AssetsContext, id: AssetId, result: NewResult): Companion[] {
  const { temporaryMaskPath, temporaryPaintPath, rawAnswer } = result
  const files = [
    { temporaryPath: temporaryMaskPath, target: maskPath(paths, id) },
    { temporaryPath: temporaryPaintPath ?? null, target: paintPath(paths, id) },
    rawAnswer && { temporaryPath: rawAnswer.temporaryPath, target: responsePath(paths, id, rawAnswer.mime) },
  ]
  return files.flatMap((file) => {
    if (file === null || file.temporaryPath === null) return []
    const { temporaryPath, target } = file
    return [{ temporaryPath, target, isCopy: temporaryPath === result.temporaryPath }]
  })
}

/**
 * Companions are moved first: an image whose record has a mask must have it. Their temporaries stay until the record
 * exists: a paid response must not be lost to a kill in between.
 */
async function withCompanions<T>(companions: readonly Companion[], work: () => Promise<T>): Promise<T> {
  try {
    for (const { temporaryPath, target, isCopy } of companions) {
      await createFolder(dirname(target))
      if (isCopy) await createWithTemporary(target, (part) => copyFresh(temporaryPath, part))
      else await createTwin(temporaryPath, target)
    }
    return await work()
  } catch (thrown) {
    await Promise.all(companions.map(({ target }) => rm(target, { force: true }).catch(() => undefined)))
    throw thrown
  }
}

/** A leftover is removed by a later sweep. */
async function removeTemporaries(companions: readonly Companion[]): Promise<void> {
  await Promise.all(companions.map(({ temporaryPath }) => rm(temporaryPath, { force: true }).catch(() => undefined)))
}

async function fileResult(context: AssetsContext, result: NewResult, unfiled: Unnamed) {
  const { temporaryPath } = result
  if (dirname(temporaryPath) === incomingFolder(context.paths)) {
    await syncFile(temporaryPath)
    return fileNamed(context, temporaryPath, result, unfiled)
  }
  const folder = join(context.paths.library, ...datedFolder(unfiled.createdAtMs).split('/'))
  await createFolder(folder)
  // Moved to the target folder first: a file can only be renamed atomically within one disk.
  const besidePath = temporaryNameFor(join(folder, 'result'))
  await moveSynced(temporaryPath, besidePath)
  try {
    return await fileNamed(context, besidePath, result, unfiled)
  } catch (thrown) {
    await moveSynced(besidePath, temporaryPath)
    throw thrown
  }
}

async function fileNamed(
  context: AssetsContext,
  path: string,
  { id, name, parentId, mime }: NewResult,
  unfiled: Unnamed,
) {
  const extension = mimeToExtension(mime)
  // Lets a retry find what a kill leaves between the file and its record.
  const onPlacing = (placed: string) => (id ? notePlace(context.paths, id, placed) : Promise.resolve())
  if (typeof name === 'string') {
    return fileImage(context, path, { base: name, extension }, { ...unfiled, name }, { onPlacing })
  }
  // One at a time: the next one increments the number, and its file gets the same name as the record.
  return context.turns.inTurn('derived-name', async () => {
    const found = await context.database.call('assets.nameResult', { parentId, ...name })
    const options = { onPlacing, derivedName: name }
    return fileImage(context, path, { base: found, extension }, { ...unfiled, name: found }, options)
  })
}
