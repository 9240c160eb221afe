import { mkdir, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { NamedReference, ReferenceDraft } from '../../../shared/domain/named-reference.ts'
import { AppError, fromErrorData, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/references.ts'
import { referenceKey } from '../../../shared/prompting/index.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { ImportOutcome } from '../assets.ts'
import { readReferenceFile, writeReferenceFile } from './reference-file.ts'

/** What files of references need of the library's images. */
export interface ExchangedImages {
  readonly temporary: string
  load(ids: readonly AssetId[]): Promise<Asset[]>
  /** @throws storage/not-found */
  locate(id: AssetId): Promise<{ readonly path: string }>
  importFiles(paths: readonly string[], signal?: AbortSignal): Promise<ImportOutcome>
}

export async function exportReference(
  reference: NamedReference,
  path: string,
  images: ExchangedImages,
  signal?: AbortSignal,
): Promise<void> {
  const assets = new Map((await images.load(reference.imageIds)).map((asset) => [asset.id, asset]))
  const files = await Promise.all(
    reference.imageIds.map(async (id) => {
      const { path: imagePath } = await images.locate(id)
      return { name: assets.get(id)?.name ?? '', path: imagePath, extension: extname(imagePath).slice(1) }
    }),
  )
  await writeReferenceFile(path, reference, files, signal)
}

/** Returns what a file says of its reference, with its images in the library. */
export async function readDraft(path: string, images: ExchangedImages, signal?: AbortSignal): Promise<ReferenceDraft> {
  const file = basename(path)
  const folder = temporaryNameFor(join(images.temporary, 'reference'))
  try {
    await mkdir(folder)
    const { files, ...draft } = await readReferenceFile(path, folder, signal)
    const { imported, failed, isCancelled } = await images.importFiles(files, signal)
    if (isCancelled) throw AppError.cancelled()
    const [failure] = failed
    if (failure !== undefined) throw fromErrorData(failure.error)
    return { ...draft, imageIds: imported.map(({ id }) => id) }
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotImportReference({ file }))
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

const nameLengthMax = 40

/** Adds “-2”, “-3” … to a name that another reference has. */
export function findFreeName(name: string, others: readonly Pick<NamedReference, 'name'>[]): string {
  const taken = new Set(others.map((other) => referenceKey(other.name)))
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`
    const free =
      Array.from(name)
        .slice(0, nameLengthMax - suffix.length)
        .join('') + suffix
    if (!taken.has(referenceKey(free))) return free
  }
}
