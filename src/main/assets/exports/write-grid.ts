import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import { noImageYet } from '../../../shared/messages/en/grid-labels.ts'
import { cannotWriteGrid } from '../../../shared/messages/en/written-files.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import type { ProgressOptions } from '../assets.ts'
import type { GridResult, GridRun } from '../exports.ts'
import type { ExportsContext } from './exports-context.ts'
import { cellOf, cellShape, cssPerIn, fittingCell, gridExtent, gridPage, type GridExtent } from './grid-page.ts'
import { preparePageImages } from './page-images.ts'
import { loadRecords } from './load-records.ts'
import { refuseLibraryFolder } from './refuse-library-folder.ts'

/** Writes a labelled grid to an exact path, completely or not at all. */
export async function writeGrid(
  context: ExportsContext,
  run: GridRun,
  progress: ProgressOptions = {},
): Promise<GridResult> {
  const ids = run.pages.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.filter((id) => id !== null)))
  if (ids.length === 0) throw new AppError('request/invalid', noImageYet)
  await refuseLibraryFolder(context, dirname(run.path))
  await createFolder(context.paths.temporary)
  const folder = await mkdtemp(join(context.paths.temporary, 'grid-'))
  try {
    const shape = cellShape([...(await loadRecords(context.database, ids)).values()])
    const cellPx = fittingCell(run, shape)
    const rendition = { folder, longestSidePx: cellPx, quality: 92, metadata: 'none' } as const
    const { images } = await preparePageImages(context, { ids, caption: '' }, [rendition], progress)
    const files = new Map(images.map(({ record, fileName }) => [record.id, fileName]))
    const html = join(folder, 'grid.html')
    const extent = gridExtent(run, cellOf(cellPx, shape))
    await writeFile(html, gridPage(run, extent, files))
    const missingCharacters = await context.printer.findMissingCharacters(textsOf(run))
    const bytes = await print(context, html, run, extent)
    throwIfAborted(progress.signal)
    await writeFileAtomic(run.path, bytes)
    return { isReduced: cellPx < run.cellPx, missingCharacters }
  } catch (thrown) {
    throw toFileError(thrown, cannotWriteGrid)
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function print({ printer }: ExportsContext, html: string, run: GridRun, extent: GridExtent): Promise<Buffer> {
  const { width, section, height } = extent
  if (run.format === 'pdf') {
    return printer.toPdf(html, { widthIn: width / cssPerIn, heightIn: section / cssPerIn })
  }
  return printer.toImage(html, { widthIn: width / cssPerIn, heightIn: height / cssPerIn }, run.format)
}

function textsOf({ title, columnsLabel, rowsLabel, pages }: GridRun): string[] {
  const labels = pages.flatMap((page) => [
    page.title ?? '',
    ...page.columns,
    ...page.rows.map(({ label }) => label ?? ''),
  ])
  return [title, columnsLabel, rowsLabel ?? '', ...new Set(labels)]
}
