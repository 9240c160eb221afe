import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { SheetOptions } from '../../../shared/domain/export-pages.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { PagePrinter } from '../../platform/page-printer.ts'
import type { PagesResult, PagesRun } from '../exports.ts'
import type { ProgressOptions } from '../assets.ts'
import { toSafeFileName } from '../files/safe-file-name.ts'
import { fillTokens } from './export-name.ts'
import type { ExportsContext } from './exports-context.ts'
import { firstFree } from './first-free.ts'
import { preparePagePictures } from './page-pictures.ts'
import { sheetPage, sheetPageCount, sheetPageSize } from './pages/sheet-page.ts'
import { refuseLibraryFolder } from './refuse-library-folder.ts'

/** For a cell: what a good printer shows, and no more than a screen has. */
const cellPxMax = 1_600
const paperPx = 3_300

/** The sheets as one PDF, or as a PNG for each. */
export async function writeSheet(
  context: ExportsContext,
  { ids, folder: wanted, options }: PagesRun<SheetOptions>,
  progress: ProgressOptions = {},
): Promise<PagesResult> {
  const folder = resolve(wanted)
  await refuseLibraryFolder(context, folder)
  await createFolder(folder)
  await createFolder(context.paths.temporary)
  const work = await mkdtemp(join(context.paths.temporary, 'sheet-'))
  try {
    const longestSidePx = Math.min(cellPxMax, Math.ceil(paperPx / Math.min(options.rows, options.columns)))
    const rendition = { folder: work, longestSidePx, quality: 88, metadata: 'none' } as const
    const { pictures, failed } = await preparePagePictures(
      context,
      { ids, caption: options.caption },
      [rendition],
      progress,
    )
    const cells = pictures.map(({ record, fileName }, at) => ({
      file: fileName,
      caption: fillTokens(record, options.caption, at + 1),
    }))
    const html = join(work, 'sheet.html')
    await writeFile(html, sheetPage(options, cells))
    const missingCharacters = await context.printer.findMissingCharacters([
      options.title,
      ...cells.map(({ caption }) => caption),
    ])
    const files = await print(context.printer, html, options, pictures.length)
    if (progress.signal?.aborted) throw AppError.cancelled()
    return { paths: await writeFiles(folder, files, options), failed, missingCharacters }
  } catch (thrown) {
    throw toFileError(thrown, messages.writeContactSheet)
  } finally {
    await rm(work, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function print(
  printer: PagePrinter,
  html: string,
  options: SheetOptions,
  pictures: number,
): Promise<readonly Buffer[]> {
  const size = sheetPageSize(options)
  if (options.kind === 'pdf') return [await printer.toPdf(html, size)]
  return printer.toPngs(html, size, sheetPageCount(options, pictures))
}

/** Beside what is there, never over it; all of them or none. */
async function writeFiles(folder: string, files: readonly Buffer[], options: SheetOptions): Promise<string[]> {
  const present = new Set((await readdir(folder)).map((name) => name.toLowerCase()))
  const base = toSafeFileName(options.title) || 'contact sheet'
  const paths: string[] = []
  try {
    for (const [at, bytes] of files.entries()) {
      const wanted = files.length === 1 ? `${base}.${options.kind}` : `${base} ${at + 1}.${options.kind}`
      const name = firstFree(wanted, (candidate) => !present.has(candidate.toLowerCase()))
      present.add(name.toLowerCase())
      await writeFileAtomic(join(folder, name), bytes)
      paths.push(join(folder, name))
    }
    return paths
  } catch (thrown) {
    for (const path of paths) await rm(path, { force: true }).catch(() => undefined)
    throw thrown
  }
}
