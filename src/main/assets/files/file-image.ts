import { randomInt } from 'node:crypto'
import { lstat, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileDetails } from '../../../shared/domain/metadata-dialect.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetRecord } from '../../database/index.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import type { DerivedName } from '../../../shared/util/result-name.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { copyFresh, createWithTemporary, moveIntoPlace, syncFile } from '../../platform/pure/atomic-file.ts'
import { datedFolder } from './library-paths.ts'
import type { AssetsContext } from '../assets-context.ts'
import { toSafeFileName } from './safe-file-name.ts'

/** A record without the fields that depend on the file's final path. */
export type UnfiledRecord = Omit<AssetRecord, 'relativePath' | 'modifiedAtMs'>

export interface FilingOptions {
  /** Called before the file gets its name. */
  readonly onPlacing?: (relativePath: string) => Promise<void>
  /** Metadata read from its file. */
  readonly details?: FileDetails | null
  /** The record gets the next name of its family, regardless of its own name. */
  readonly derivedName?: DerivedName | null
}

/** After this many taken names in a folder, a random one is used. */
const numberMax = 5_000

/**
 * Gives a finished, synced temporary file its readable name in the day's folder, then writes its record. If either
 * fails, the temporary file stays in place and nothing else is left behind.
 */
export async function fileImage(
  context: AssetsContext,
  temporaryPath: string,
  wanted: { readonly base: string; readonly extension: string },
  unfiled: UnfiledRecord,
  { onPlacing = () => Promise.resolve(), details = null, derivedName = null }: FilingOptions = {},
): Promise<AssetRecord> {
  const folder = datedFolder(unfiled.createdAtMs)
  await createFolder(join(context.paths.library, ...folder.split('/')))
  const base = toSafeFileName(wanted.base) || 'picture'
  for (let number = 1; ; number++) {
    const ending = number === 1 ? '' : ` ${number > numberMax ? randomInt(1e12) : number}`
    const relativePath = `${folder}/${base}${ending}.${wanted.extension}`
    if (context.filing.has(relativePath)) continue
    context.filing.add(relativePath)
    try {
      const filed = await fileAs(context, temporaryPath, relativePath, unfiled, { onPlacing, details, derivedName })
      if (filed !== null) return filed
    } finally {
      context.filing.delete(relativePath)
    }
  }
}

/** Null where the name is taken, on disk or by the record of an image whose file is missing. */
async function fileAs(
  { database, paths }: AssetsContext,
  temporaryPath: string,
  relativePath: string,
  unfiled: UnfiledRecord,
  { onPlacing, details, derivedName }: Required<FilingOptions>,
): Promise<AssetRecord | null> {
  const target = join(paths.library, ...relativePath.split('/'))
  if (await isTaken(target)) return null
  if ((await database.call('assets.findByPath', { relativePath })) !== null) return null
  await onPlacing(relativePath)
  if (!(await tryPlace(temporaryPath, target))) return null
  try {
    const record: AssetRecord = { ...unfiled, relativePath, modifiedAtMs: Math.trunc((await stat(target)).mtimeMs) }
    const stored = await database.call('assets.add', { record, details, derivedName })
    if (stored !== null) return stored
    throw new AppError('storage/exists', messages.otherImageThere({ relativePath }))
  } catch (thrown) {
    await rename(target, temporaryPath)
    throw toFileError(thrown, messages.cannotAddToLibrary({ name: unfiled.name }))
  }
}

async function isTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

async function tryPlace(temporaryPath: string, target: string): Promise<boolean> {
  try {
    await moveIntoPlace(temporaryPath, target)
    return true
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'storage/exists') return false
    throw thrown
  }
}

/** Moves a file to a new name that must be free, syncing it first; also works across disks. */
export async function moveSynced(source: string, target: string): Promise<void> {
  await syncFile(source)
  try {
    await moveIntoPlace(source, target)
  } catch (thrown) {
    const isOtherDisk = thrown instanceof AppError && thrown.detail?.['errno'] === 'EXDEV'
    if (!isOtherDisk) throw thrown
    await createWithTemporary(target, (temporaryPath) => copyFresh(source, temporaryPath))
    await rm(source, { force: true })
  }
}
