import { rm, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { ImportReport } from '../../shared/contract/index.ts'
import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { noMarks } from '../../shared/domain/marks.ts'
import { AppError, toErrorData, toFileError } from '../../shared/errors/index.ts'
import { mimeToExtension } from '../../shared/util/media-type.ts'
import { copyFresh, syncFile } from '../platform/pure/atomic-file.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import { newId } from '../platform/pure/new-id.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'
import { hashFile } from '../platform/pure/hash-file.ts'
import { filePicture } from './file-picture.ts'
import { forEachParallel } from './for-each-parallel.ts'
import type { LibraryContext } from './library-context.ts'
import { datedFolder } from './library-paths.ts'
import type { ProgressOptions } from './library.ts'
import { preparePicture, removeCaches } from './prepare-picture.ts'
import { toAsset } from './to-asset.ts'

/** Copying waits for the disk and decoding for the imaging process: a few at once keep both busy. */
const importsAtOnce = 3

export const importRecipe: Recipe = {
  operation: 'import',
  provider: null,
  model: null,
  seed: null,
  prompt: null,
  growPx: null,
  featherPx: null,
  changedInside: null,
  changedOutside: null,
  timingMs: null,
  costUsd: null,
}

/** One thing to import: how to put its bytes into a new file, and what it is called. */
interface Incoming {
  /** What the report calls it. */
  readonly label: string
  readonly name: string
  /** Refuses what is no picture before anything is copied. */
  readonly check: (signal: AbortSignal | undefined) => Promise<void>
  readonly write: (temporaryPath: string, signal: AbortSignal | undefined) => Promise<void>
}

export async function importFiles(
  context: LibraryContext,
  paths: readonly string[],
  options: ProgressOptions = {},
): Promise<ImportReport> {
  return importAll(
    context,
    paths.map((path) => incomingFile(context, path)),
    options,
  )
}

export async function importBytes(
  context: LibraryContext,
  name: string,
  bytes: Uint8Array,
  options: ProgressOptions = {},
): Promise<ImportReport> {
  const incoming: Incoming = {
    label: name,
    name,
    check: async () => undefined,
    write: async (temporaryPath, signal) => {
      await context.imaging.writePng(bytes, temporaryPath, signal)
    },
  }
  return importAll(context, [incoming], options)
}

function incomingFile({ imaging }: LibraryContext, path: string): Incoming {
  return {
    label: path,
    name: basename(path, extname(path)),
    check: async (signal) => {
      const facts = await stat(path).catch((thrown: unknown) => {
        throw toFileError(thrown, `read ${basename(path)}`)
      })
      if (facts.isDirectory()) {
        throw new AppError('media/unsupported', `${basename(path)} is a folder. Choose the pictures inside it.`)
      }
      await imaging.probe(path, signal)
    },
    write: (temporaryPath) => copyFresh(path, temporaryPath),
  }
}

async function importAll(
  context: LibraryContext,
  incoming: readonly Incoming[],
  { signal, onProgress }: ProgressOptions,
): Promise<ImportReport> {
  const imported: (Asset | null)[] = incoming.map(() => null)
  const failed: ImportReport['failed'] = []
  let done = 0
  await forEachParallel(incoming, importsAtOnce, async (item, index) => {
    try {
      if (signal?.aborted) throw AppError.cancelled()
      imported[index] = await importOne(context, item, signal)
    } catch (thrown) {
      const error = toErrorData(thrown)
      failed.push({ file: item.label, error })
      if (error.code !== 'request/cancelled') context.logger.warn('library.import-failed', { error: thrown })
    }
    onProgress?.(++done, incoming.length)
  })
  const unique = new Map(imported.filter((asset) => asset !== null).map((asset) => [asset.id, asset]))
  return { imported: [...unique.values()], failed }
}

async function importOne(context: LibraryContext, item: Incoming, signal?: AbortSignal): Promise<Asset> {
  await item.check(signal)
  const folder = join(context.paths.library, ...datedFolder(context.clock.nowMs()).split('/'))
  await createFolder(folder)
  const temporaryPath = temporaryNameFor(join(folder, 'import'))
  try {
    await item.write(temporaryPath, signal)
    await syncFile(temporaryPath)
    const sha256 = await hashFile(temporaryPath, signal)
    // The same content twice in one batch must find itself.
    return await context.turns.inTurn(`content:${sha256}`, async () => {
      const known = await findKnown(context, sha256)
      return known ?? (await fileNew(context, item, temporaryPath, sha256, signal))
    })
  } catch (thrown) {
    if (signal?.aborted) throw AppError.cancelled()
    throw toFileError(thrown, `import ${basename(item.label)}`)
  } finally {
    await rm(temporaryPath, { force: true }).catch(() => undefined)
  }
}

/** The picture that already has these bytes, back from the trash if it was there. */
async function findKnown({ database, announce }: LibraryContext, sha256: string): Promise<Asset | null> {
  const known = await database.call('assets.findByContent', { sha256 })
  if (known === null || known.isMissing) return null
  if (known.trashedAtMs === null) return toAsset(known)
  await database.call('assets.setTrashed', { ids: [known.id], trashedAtMs: null })
  announce({ ids: [known.id], reason: 'updated' })
  return toAsset({ ...known, trashedAtMs: null })
}

async function fileNew(
  context: LibraryContext,
  item: Incoming,
  temporaryPath: string,
  sha256: string,
  signal?: AbortSignal,
): Promise<Asset> {
  const createdAtMs = context.clock.nowMs()
  const id = newId<AssetId>(createdAtMs)
  try {
    const facts = await preparePicture(context, id, temporaryPath, signal)
    const { size: fileBytes } = await stat(temporaryPath)
    const wanted = { base: item.name, extension: mimeToExtension(facts.mime) }
    const record = await filePicture(context, temporaryPath, wanted, {
      id,
      name: item.name.toWellFormed().normalize('NFC'),
      ...facts,
      fileBytes,
      sha256,
      createdAtMs,
      trashedAtMs: null,
      parentId: null,
      hasMask: false,
      isMissing: false,
      rawAnswerMime: null,
      marks: noMarks,
      recipe: importRecipe,
    })
    context.announce({ ids: [id], reason: 'added' })
    return toAsset(record)
  } catch (thrown) {
    await removeCaches(context, id).catch(() => undefined)
    throw thrown
  }
}
