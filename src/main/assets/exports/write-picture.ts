import { copyFile, lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetRecord } from '../../database/index.ts'
import { createWithTemporary, replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { describePicture } from './describe-picture.ts'
import type { ExportsContext } from './exports-context.ts'
import type { ExportLineage } from './load-lineage.ts'
import { locateOriginal } from './locate-original.ts'
import { planCredentials } from './plan-credentials.ts'

interface PictureToWrite {
  readonly record: AssetRecord
  readonly lineage: ExportLineage
  readonly path: string
  readonly options: ExportOptions
}

interface FileToWrite extends Omit<PictureToWrite, 'path'> {
  readonly fileName: string
  readonly temporaryPath: string
}

/**
 * Wholly or not at all. Returns what the format could not hold, a sentence each.
 * @throws storage/exists unless it may be replaced
 */
export async function writePicture(
  context: ExportsContext,
  { record, lineage, path, options }: PictureToWrite,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const fileName = basename(path)
  let notes: readonly string[] = []
  const write = async (temporaryPath: string): Promise<void> => {
    notes = await writeFile(context, { record, lineage, options, fileName, temporaryPath }, signal)
  }
  await (options.onConflict === 'replace' ? replaceWithTemporary(path, write) : createWithTemporary(path, write))
  return notes
}

async function writeFile(
  context: ExportsContext,
  { record, lineage, options, fileName, temporaryPath }: FileToWrite,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { format, quality, isLossless, size, sharpening, profile, bitDepth } = options
  if (format === 'original') {
    await writeOriginal(context, { record, options, fileName, temporaryPath }, signal)
    return []
  }
  const { path: sourcePath } = await context.assets.files.locate(record.id, 'original')
  const account = await describePicture(context, record, lineage, options)
  const look = { quality, isLossless, size, sharpening, profile, bitDepth }
  const request = { sourcePath, targetPath: temporaryPath, fileName, format, ...look, account }
  if (options.credentials === 'none') {
    return (await context.imaging.exportPicture({ ...request, credentials: null }, { signal })).notes
  }
  const signer = await context.signer()
  const credentials = await planCredentials(context, { record, lineage, options, signer })
  const sign = (bytes: Uint8Array) => signer.sign(bytes)
  return (await context.imaging.exportPicture({ ...request, credentials }, { signal, sign })).notes
}

/** Byte for byte, or without its metadata: never with more than was asked for. */
async function writeOriginal(
  context: ExportsContext,
  { record, options, fileName, temporaryPath }: Omit<FileToWrite, 'lineage'>,
  signal?: AbortSignal,
): Promise<void> {
  if (options.metadata === 'label') {
    throw new AppError('request/invalid', messages.originalMetadata)
  }
  const { path: sourcePath } = await locateOriginal(context, record)
  if (options.metadata === 'all') return copyFile(sourcePath, temporaryPath)
  await context.imaging.stripOriginal({ sourcePath, targetPath: temporaryPath, fileName }, { signal })
}

export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

export function fileExistsError(path: string): AppError {
  return new AppError('storage/exists', messages.pathExists({ path }))
}
