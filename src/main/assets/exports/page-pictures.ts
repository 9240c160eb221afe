import { join } from 'node:path'
import type { ExportReport } from '../../../shared/contract/index.ts'
import { defaultExportOptions } from '../../../shared/domain/export-presets.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import type { AssetRecord } from '../../database/index.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { forEachParallel } from '../imports/for-each-parallel.ts'
import type { ProgressOptions } from '../assets.ts'
import type { ExportsContext } from './exports-context.ts'
import { goneError } from './gone-error.ts'
import { loadLineage } from './load-lineage.ts'
import type { NamedPicture } from './export-name.ts'
import { namePictures } from './name-pictures.ts'
import { loadRecords } from './plan-names.ts'
import { writePicture } from './write-picture.ts'

const picturesAtOnce = 2

/** One size of every picture on a page. */
export interface PageRendition {
  readonly folder: string
  readonly longestSidePx: number
  readonly quality: number
  /** Pictures that are passed on by themselves say what they are; what is only drawn need not. */
  readonly metadata: 'label' | 'none'
}

export interface PreparedPicture {
  readonly record: AssetRecord & NamedPicture
  /** The same in every rendition's folder. */
  readonly fileName: string
}

/**
 * The files a page shows. What cannot be read is left out and told.
 * @throws request/cancelled, and what keeps every picture from being written, such as a full disk
 */
export async function preparePagePictures(
  context: ExportsContext,
  { ids, caption }: { readonly ids: readonly AssetId[]; readonly caption: string },
  renditions: readonly PageRendition[],
  { signal, onProgress }: ProgressOptions,
): Promise<{ pictures: PreparedPicture[]; failed: ExportReport['failed'] }> {
  for (const { folder } of renditions) await createFolder(folder)
  const found = await loadRecords(context.database, ids)
  const records = await namePictures(context.database, [...found.values()], caption)
  const lineage = await loadLineage(context.database, [...records.values()])
  const failed: ExportReport['failed'] = []
  const prepared: (PreparedPicture | null)[] = ids.map(() => null)
  let done = 0
  await forEachParallel(ids, picturesAtOnce, async (id, index) => {
    const record = records.get(id)
    const fileName = `${String(index + 1).padStart(4, '0')}.jpg`
    try {
      if (record === undefined) throw goneError()
      for (const rendition of renditions) {
        if (signal?.aborted) throw AppError.cancelled()
        const options = optionsOf(rendition)
        await writePicture(context, { record, lineage, path: join(rendition.folder, fileName), options }, signal)
      }
      prepared[index] = { record, fileName }
    } catch (thrown) {
      if (isHopeless(thrown)) throw thrown
      failed.push({ id, name: record?.name ?? '', error: toErrorData(thrown) })
    }
    onProgress?.(++done, ids.length)
  })
  const pictures = prepared.filter((each) => each !== null)
  const [first] = failed
  // Pages without a picture are nothing that anybody asked for.
  if (pictures.length === 0 && first !== undefined) throw fromErrorData(first.error)
  return { pictures, failed }
}

function optionsOf({ longestSidePx, quality, metadata }: PageRendition) {
  const size = { by: 'longest', px: longestSidePx, mayEnlarge: false } as const
  return { ...defaultExportOptions, format: 'jpeg', quality, size, profile: 'srgb', metadata } as const
}

function isHopeless(thrown: unknown): boolean {
  return thrown instanceof AppError && /^(request\/cancelled|storage\/(full|read-only))$/.test(thrown.code)
}
