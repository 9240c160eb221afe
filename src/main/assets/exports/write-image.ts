import { copyFile, lstat, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type ExportOptions, exportedSize } from '../../../shared/domain/export-options.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetRecord } from '../../database/index.ts'
import type {
  ContentSigner,
  CredentialsSource,
  ExportCredentials,
  InputSource,
  OpenedSource,
} from '../../imaging/content-credentials.ts'
import { createWithTemporary, replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { describeImage, exportKindOf } from './describe-image.ts'
import type { ExportsContext } from './exports-context.ts'
import { type ExportLineage, shownImages } from './load-lineage.ts'
import { locateOriginal } from './locate-original.ts'
import { findOrigin, isFromOutside, isMadeByModel, lineOf } from './image-origin.ts'

/** Limit, because each is inspected for credentials of its own. */
const openedMax = 8

/** In English, because the file may be read by anyone on any computer. */
const publicLabels: Readonly<Record<string, string>> = {
  ...providerLabels,
  local: 'Local models',
  'openai-compatible': 'OpenAI-compatible server',
  fake: 'Demo (not AI)',
}

interface ImageToWrite {
  readonly record: AssetRecord
  readonly lineage: ExportLineage
  readonly path: string
  readonly options: ExportOptions
}

interface FileToWrite extends Omit<ImageToWrite, 'path'> {
  readonly fileName: string
  readonly temporaryPath: string
}

/**
 * Writes completely or not at all. Returns what the format could not hold, one sentence each.
 * @throws storage/exists unless replacing is allowed
 */
export async function writeImage(
  context: ExportsContext,
  { record, lineage, path, options }: ImageToWrite,
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

/** Returns the size of the file in bytes: it is written and removed. Nothing is signed. */
export async function measureImage(
  context: ExportsContext,
  { record, lineage, options }: Omit<ImageToWrite, 'path'>,
  signal?: AbortSignal,
): Promise<number> {
  const temporaryPath = temporaryNameFor(join(context.paths.temporary, `measure-${record.id}`))
  const unsigned = { ...options, credentials: 'none' } as const
  try {
    await writeFile(context, { record, lineage, options: unsigned, fileName: record.name, temporaryPath }, signal)
    return (await stat(temporaryPath)).size
  } finally {
    await rm(temporaryPath, { force: true })
  }
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
  const metadata = await describeImage(context, record, lineage, options)
  const look = { quality, isLossless, size, sharpening, profile, bitDepth }
  const request = { sourcePath, targetPath: temporaryPath, fileName, format, ...look, metadata }
  if (options.credentials === 'none') {
    return (await context.imaging.exportImage({ ...request, credentials: null }, { signal })).notes
  }
  const signer = await context.signer()
  const credentials = await planCredentials(context, { record, lineage, options, signer })
  const sign = (bytes: Uint8Array) => signer.sign(bytes)
  return (await context.imaging.exportImage({ ...request, credentials }, { signal, sign })).notes
}

/** Copies byte for byte, or without metadata: never with more metadata than requested. */
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

interface ImageToSign {
  readonly record: AssetRecord
  readonly lineage: ExportLineage
  readonly options: ExportOptions
  readonly signer: ContentSigner
}

/**
 * Builds the Content Credentials of an image: its opened ingredient, its actions and its digital source type. Names and
 * thumbnails of ingredients are included only with full metadata.
 */
async function planCredentials(
  context: Pick<ExportsContext, 'assets' | 'appVersion'>,
  { record, lineage, options, signer }: ImageToSign,
): Promise<ExportCredentials> {
  const origin = findOrigin(record, lineage)
  const isTold = options.metadata === 'all'
  const line = lineOf(record, lineage)
  const size = exportedSize(record, options.size)
  const isCreated = record.parentId === null && isMadeByModel(record) && !isFromOutside(record)
  const source = origin.source === null ? null : await locate(context, origin.source, 'file')
  return {
    kind: exportKindOf(origin),
    sourcePath: source?.path ?? null,
    plan: {
      algorithm: signer.algorithm,
      certificates: signer.certificates,
      appVersion: context.appVersion,
      opened: await findOpened(context, line, isTold),
      createdBy: isCreated ? sourceOf(record) : null,
      placed: await findPlaced(context, line, lineage),
      inputs: isTold ? await findInputs(context, record, lineage) : [],
      isResized: size.widthPx !== record.widthPx || size.heightPx !== record.heightPx,
      prompt: isTold && options.includePrompt ? (origin.madeBy?.recipe.prompt ?? null) : null,
    },
  }
}

/** The image itself where it is unmodified, from outside or from a service; otherwise its ancestors. */
async function findOpened(
  context: Pick<ExportsContext, 'assets'>,
  line: readonly AssetRecord[],
  isTold: boolean,
): Promise<OpenedSource[]> {
  const [record, ...ancestors] = line
  const isItself = record!.parentId === null
  const candidates = (isItself ? line : ancestors).slice(0, openedMax)
  const opened: OpenedSource[] = []
  for (const candidate of candidates) {
    const located = await locate(context, candidate, 'came')
    if (located === null) continue
    const since = line.slice(0, line.indexOf(candidate)).find((each) => isMadeByModel(each))
    opened.push({
      ...located,
      title: isTold ? candidate.name : null,
      thumbnailPath: isTold ? await thumbnailOf(context, candidate.id) : null,
      isItself: candidate === record,
      editedBy: since === undefined ? null : sourceOf(since),
    })
  }
  return opened
}

/** Returns a service's response to an edit, and the source of a merged part. */
async function findPlaced(
  context: Pick<ExportsContext, 'assets'>,
  line: readonly AssetRecord[],
  lineage: ExportLineage,
): Promise<CredentialsSource[]> {
  const [record] = line
  const part = record!.recipe.takenFromId ?? null
  const mergedFrom = part === null ? undefined : lineage.get(part)
  const isAnswered = record!.parentId !== null && record!.rawAnswerMime !== null
  const found = [
    isAnswered ? await locate(context, record!, 'came') : null,
    mergedFrom === undefined ? null : await locate(context, mergedFrom, 'came'),
  ]
  return found.flatMap((each) => (each === null ? [] : [{ ...each, title: null, thumbnailPath: null }]))
}

/** References and the control image of its own step only: those of earlier steps belong to their credentials. */
async function findInputs(
  context: Pick<ExportsContext, 'assets'>,
  record: AssetRecord,
  lineage: ExportLineage,
): Promise<InputSource[]> {
  const inputs: InputSource[] = []
  for (const { id, role } of shownImages(record.recipe)) {
    const input = lineage.get(id)
    const located = input === undefined ? null : await locate(context, input, 'came')
    if (input === undefined || located === null) continue
    inputs.push({ ...located, role, title: input.name, thumbnailPath: await thumbnailOf(context, id) })
  }
  return inputs
}

/** A missing file is omitted; the export continues. */
async function locate(
  context: Pick<ExportsContext, 'assets'>,
  record: AssetRecord,
  file: 'came' | 'file',
): Promise<{ path: string; mime: string } | null> {
  if (record.isMissing) return null
  const located = file === 'came' ? locateOriginal(context, record) : context.assets.files.locateFile(record.id)
  return located.catch(() => null)
}

async function thumbnailOf({ assets }: Pick<ExportsContext, 'assets'>, id: AssetId): Promise<string | null> {
  const located = await assets.files.locate(id, 'thumb-256').catch(() => null)
  return located?.path ?? null
}

/** "OpenAI gpt-image-2": the service's public name, and the model id used in requests. */
function sourceOf({ recipe: { provider, model, operation } }: AssetRecord): string {
  const label = provider === null ? null : (publicLabels[provider] ?? provider)
  return [label, model].filter((part) => part !== null).join(' ') || operation
}
