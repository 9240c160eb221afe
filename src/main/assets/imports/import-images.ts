import { rm, stat, writeFile } from 'node:fs/promises'
import { basename, extname, isAbsolute, join, relative, sep } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { noAnnotations } from '../../../shared/domain/annotations.ts'
import { AppError, toErrorData, toFileError } from '../../../shared/errors/index.ts'
import { damagedImage } from '../../../shared/messages/en/imaging.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { mimeToExtension } from '../../../shared/util/media-type.ts'
import { copyFresh, syncFile } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { collectImages } from './collect-images.ts'
import { fileImage, type UnfiledRecord } from '../files/file-image.ts'
import { forEachParallel } from './for-each-parallel.ts'
import type { AssetsContext } from '../assets-context.ts'
import { datedFolder } from '../files/library-paths.ts'
import type { ImportOutcome, ProgressOptions, LibraryChange } from '../assets.ts'
import { readOrigin } from './read-origin.ts'
import { prepareImport, removeCaches } from '../files/renditions.ts'
import { toAsset } from '../../database/index.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

/** Copying is disk-bound and decoding runs in the imaging process: a few at once keep both busy. */
const importsAtOnce = 3

/** One item to import: how to write its bytes to a new file, and its name. */
interface Incoming {
  /** Name used in the report. */
  readonly label: string
  readonly name: string
  /** null where it is not a file. */
  readonly path: string | null
  /** Rejects what is not an image. */
  readonly check: (signal: AbortSignal | undefined) => Promise<void>
  readonly write: (temporaryPath: string, signal: AbortSignal | undefined) => Promise<void>
}

/** Options of an import. */
export interface ImportOptions extends ProgressOptions {
  /** Whether a person requested these very files, which restores them from the trash. */
  readonly isByPerson?: boolean
  /** Whether what can be read of a damaged image is imported; without it, that fails as media/undecodable. */
  readonly takesDamaged?: boolean
}

export async function importFiles(
  context: AssetsContext,
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportOutcome> {
  const { files, failed, passedOver } = await collectImages(paths, {
    except: context.paths.library,
    signal: options.signal,
  })
  const outcome = await importAll(
    context,
    files.map((path) => incomingFile(context, path)),
    options,
  )
  return { ...outcome, failed: [...failed, ...outcome.failed], passedOver }
}

export async function importBytes(
  context: AssetsContext,
  name: string,
  bytes: Uint8Array,
  options: ImportOptions = {},
): Promise<ImportOutcome> {
  const incoming: Incoming = {
    label: name,
    name,
    path: null,
    // What is no image fails when its renditions are made.
    check: async () => undefined,
    write: (temporaryPath, signal) => writeFile(temporaryPath, bytes, { flag: 'wx', signal }),
  }
  return importAll(context, [incoming], options)
}

function incomingFile({ imaging }: AssetsContext, path: string): Incoming {
  return {
    label: path,
    name: basename(path, extname(path)),
    path,
    check: async (signal) => {
      await imaging.probe({ path }, { signal })
    },
    write: (temporaryPath) => copyFresh(path, temporaryPath),
  }
}

/** Outcome for one item. */
interface Arrival {
  readonly asset: Asset
  readonly isNew: boolean
}

async function importAll(
  context: AssetsContext,
  incoming: readonly Incoming[],
  { signal, onProgress, isByPerson = true, takesDamaged = true }: ImportOptions,
): Promise<ImportOutcome> {
  const arrivals: (Arrival | null)[] = incoming.map(() => null)
  const failed: ImportOutcome['failed'] = []
  const changes = createChangeBatcher(context.announce)
  let done = 0
  let isFull = false
  if (incoming.length > 0) onProgress?.(0, incoming.length)
  await forEachParallel(incoming, importsAtOnce, async (item, index) => {
    // Every further item would fail for the same reason.
    if (signal?.aborted || isFull) return
    try {
      const arrival = await importOne(context, item, { isByPerson, takesDamaged, signal })
      arrivals[index] = arrival
      if (arrival?.isNew) changes.add(arrival.asset.id)
    } catch (thrown) {
      const error = toErrorData(thrown)
      if (error.code === 'request/cancelled') return
      isFull ||= error.code === 'storage/full'
      failed.push({ file: item.label, error })
      context.logger.warn('library.import-failed', { error: thrown })
    }
    done++
    onProgress?.(done, incoming.length)
  })
  changes.flush()
  const there = arrivals.filter((arrival) => arrival !== null)
  const unique = new Map(there.map(({ asset }) => [asset.id, asset]))
  // Also without a cancel request: the imaging process ends with the program.
  const isCancelled = done < incoming.length && (signal?.aborted === true || !isFull)
  return {
    imported: [...unique.values()],
    arrived: there.length,
    alreadyThere: there.filter(({ isNew }) => !isNew).length,
    failed,
    passedOver: 0,
    notTried: incoming.length - done,
    isCancelled,
  }
}

interface How {
  readonly isByPerson: boolean
  readonly takesDamaged: boolean
  readonly signal: AbortSignal | undefined
}

/** Null where the image was purged and no person requested the import. */
async function importOne(context: AssetsContext, item: Incoming, options: How): Promise<Arrival | null> {
  const { signal } = options
  const existing = item.path === null ? null : await findOwn(context, item.path)
  if (existing !== null) return { asset: existing, isNew: false }
  const checking = item.check(signal)
  checking.catch(() => undefined)
  // What is small is copied meanwhile.
  if (!(await isQuicklyCopied(item.path).catch(() => false))) await checking
  const folder = join(context.paths.library, ...datedFolder(context.clock.nowMs()).split('/'))
  await createFolder(folder)
  const temporaryPath = temporaryNameFor(join(folder, 'import'))
  const copying = copyAndHash(item, temporaryPath, signal)
  copying.catch(() => undefined)
  try {
    await checking
    const sha256 = await copying
    // Duplicate content within a batch must resolve to the same image.
    return await context.turns.inTurn(`content:${sha256}`, async (): Promise<Arrival | null> => {
      if (!options.isByPerson && (await context.database.call('assets.wasPurged', { sha256 }))) return null
      const known = await findKnown(context, sha256, options)
      if (known !== null) return { asset: known, isNew: false }
      return { asset: await fileNew(context, item, { temporaryPath, sha256 }, options), isNew: true }
    })
  } catch (thrown) {
    throwIfAborted(signal)
    throw renamed(
      toFileError(thrown, messages.cannotImportFile({ basename: basename(item.label) })),
      temporaryPath,
      item.label,
    )
  } finally {
    await copying.catch(() => undefined)
    await rm(temporaryPath, { force: true }).catch(() => undefined)
  }
}

const quickBytesMax = 100_000_000

async function isQuicklyCopied(path: string | null): Promise<boolean> {
  return path !== null && (await stat(path)).size <= quickBytesMax
}

/** Returns the content's SHA-256. */
async function copyAndHash(item: Incoming, temporaryPath: string, signal: AbortSignal | undefined): Promise<string> {
  await item.write(temporaryPath, signal)
  await syncFile(temporaryPath)
  return hashFile(temporaryPath, signal)
}

/** Finds the image whose own file was dragged out of the library and back into it. */
async function findOwn({ database, paths }: AssetsContext, path: string): Promise<Asset | null> {
  const relativePath = relative(paths.library, path).replaceAll(sep, '/')
  if (relativePath.startsWith('..') || isAbsolute(relativePath)) return null
  const record = await database.call('assets.findByPath', { relativePath })
  return record === null || record.trashedAtMs !== null || record.isMissing ? null : toAsset(record)
}

/** Replaces the temporary copy's name, which means nothing to the user, in the error. */
function renamed(error: AppError, temporaryPath: string, label: string): AppError {
  const message = error.message.replaceAll(basename(temporaryPath), () => basename(label))
  return message === error.message ? error : new AppError(error.code, message, { detail: error.detail, cause: error })
}

/** Returns the image that already has these bytes, restored from the trash if a person requested it. */
async function findKnown(
  { database, announce }: AssetsContext,
  sha256: string,
  { isByPerson }: How,
): Promise<Asset | null> {
  const known = await database.call('assets.findByContent', { sha256 })
  if (known === null || known.isMissing) return null
  if (known.trashedAtMs === null || !isByPerson) return toAsset(known)
  await database.call('assets.setTrashed', { ids: [known.id], trashedAtMs: null })
  announce({ ids: [known.id], reason: 'updated' })
  return toAsset({ ...known, trashedAtMs: null })
}

async function fileNew(
  context: AssetsContext,
  item: Incoming,
  { temporaryPath, sha256 }: { readonly temporaryPath: string; readonly sha256: string },
  { takesDamaged, signal }: How,
): Promise<Asset> {
  const createdAtMs = context.clock.nowMs()
  const id = newId<AssetId>(createdAtMs)
  try {
    // What a file says is read while its pixels are decoded: the image opens sooner.
    const [facts, { details, ...origin }, { size: fileBytes }] = await Promise.all([
      prepareImport(context, id, temporaryPath, { recovers: takesDamaged, signal }),
      readOrigin(context, temporaryPath, signal),
      stat(temporaryPath),
    ])
    // Decoders read some damage without failing.
    if (facts.isDamaged && !takesDamaged) {
      throw new AppError('media/undecodable', damagedImage({ name: basename(item.label) }))
    }
    const wanted = { base: item.name, extension: mimeToExtension(facts.mime) }
    const unfiled: UnfiledRecord = {
      id,
      name: item.name.toWellFormed().normalize('NFC'),
      ...facts,
      fileBytes,
      sha256,
      createdAtMs,
      trashedAtMs: null,
      hasMask: false,
      isMissing: false,
      rawAnswerMime: null,
      annotations: noAnnotations,
      ...origin,
    }
    return toAsset(await fileImage(context, temporaryPath, wanted, unfiled, { details }))
  } catch (thrown) {
    await removeCaches(context, id).catch(() => undefined)
    throw thrown
  }
}

const pauseMs = 300

/** Announces images in batches: a window that refreshes for each of ten thousand would do nothing else. */
function createChangeBatcher(announce: (change: LibraryChange) => void): {
  add(id: AssetId): void
  flush(): void
} {
  let waiting: AssetId[] = []
  let emittedAtMs = Number.NEGATIVE_INFINITY
  const flush = (): void => {
    if (waiting.length === 0) return
    const ids = waiting
    waiting = []
    emittedAtMs = performance.now()
    announce({ ids, reason: 'added' })
  }
  return {
    add: (id) => {
      waiting.push(id)
      if (performance.now() - emittedAtMs >= pauseMs) flush()
    },
    flush,
  }
}
