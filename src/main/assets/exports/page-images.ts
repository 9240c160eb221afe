import { join } from 'node:path'
import type { ExportReport } from '../../../shared/contract/index.ts'
import { defaultExportOptions } from '../../../shared/domain/export-options.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import type { AssetRecord } from '../../database/index.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { forEachParallel } from '../imports/for-each-parallel.ts'
import type { ProgressOptions } from '../assets.ts'
import type { ExportsContext } from './exports-context.ts'
import { goneError } from './locate-original.ts'
import { loadLineage } from './load-lineage.ts'
import type { NameableImage } from './export-name.ts'
import { loadRecords } from './load-records.ts'
import { nameImages } from './name-images.ts'
import { writeImage } from './write-image.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

const imagesAtOnce = 2

/** One rendition of every image on a page. */
export interface PageRendition {
  readonly folder: string
  readonly longestSidePx: number
  readonly quality: number
  /** Images that may be shared on their own carry a label; drawn ones need not. */
  readonly metadata: 'label' | 'none'
}

export interface PreparedImage {
  readonly record: AssetRecord & NameableImage
  /** The same in every rendition's folder. */
  readonly fileName: string
}

/**
 * Prepares the files that a page shows. Unreadable images are left out and reported.
 * @throws request/cancelled, and errors that prevent every image from being written, such as a full disk
 */
export async function preparePageImages(
  context: ExportsContext,
  { ids, caption }: { readonly ids: readonly AssetId[]; readonly caption: string },
  renditions: readonly PageRendition[],
  { signal, onProgress }: ProgressOptions,
): Promise<{ images: PreparedImage[]; failed: ExportReport['failed'] }> {
  for (const { folder } of renditions) await createFolder(folder)
  const found = await loadRecords(context.database, ids)
  const records = await nameImages(context.database, [...found.values()], caption)
  const lineage = await loadLineage(context.database, [...records.values()])
  const failed: ExportReport['failed'] = []
  const prepared: (PreparedImage | null)[] = ids.map(() => null)
  let done = 0
  await forEachParallel(ids, imagesAtOnce, async (id, index) => {
    const record = records.get(id)
    const fileName = `${String(index + 1).padStart(4, '0')}.jpg`
    try {
      if (record === undefined) throw goneError()
      for (const rendition of renditions) {
        throwIfAborted(signal)
        const options = optionsOf(rendition)
        await writeImage(context, { record, lineage, path: join(rendition.folder, fileName), options }, signal)
      }
      prepared[index] = { record, fileName }
    } catch (thrown) {
      if (isHopeless(thrown)) throw thrown
      failed.push({ id, name: record?.name ?? '', error: toErrorData(thrown) })
    }
    onProgress?.(++done, ids.length)
  })
  const images = prepared.filter((each) => each !== null)
  const [first] = failed
  // A page without a single image is a failure, not a result.
  if (images.length === 0 && first !== undefined) throw fromErrorData(first.error)
  return { images, failed }
}

function optionsOf({ longestSidePx, quality, metadata }: PageRendition) {
  const size = { by: 'longest', px: longestSidePx, mayEnlarge: false } as const
  return { ...defaultExportOptions, format: 'jpeg', quality, size, profile: 'srgb', metadata } as const
}

function isHopeless(thrown: unknown): boolean {
  return thrown instanceof AppError && /^(request\/cancelled|storage\/(full|read-only))$/.test(thrown.code)
}
