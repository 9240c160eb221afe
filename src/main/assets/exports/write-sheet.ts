import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { SheetOptions } from '../../../shared/domain/export-pages.ts'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { numberOfCount } from '../../../shared/messages/en/written-files.ts'
import type { PagePrinter } from '../../platform/page-printer.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import type { ProgressOptions } from '../assets.ts'
import type { PagesResult, PagesRun } from '../exports.ts'
import { toSafeFileName } from '../files/safe-file-name.ts'
import { fillTokens } from './export-name.ts'
import type { ExportsContext } from './exports-context.ts'
import { firstFree } from './plan-names.ts'
import { preparePageImages } from './page-images.ts'
import { refuseLibraryFolder } from './refuse-library-folder.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

/** Millimeters, portrait. */
const pageSizesMm = { a4: [210, 297], a3: [297, 420], letter: [215.9, 279.4] } as const

const mmPerInch = 25.4

/** Per cell: sufficient for a good printer, and no more than a screen shows. */
const cellPxMax = 1_600
const paperPx = 3_300

/** Writes the sheets as one PDF, or as one PNG each. */
export async function writeSheet(
  context: ExportsContext,
  { ids, folder: wanted, options }: PagesRun<SheetOptions>,
  progress: ProgressOptions = {},
): Promise<PagesResult> {
  const folder = resolve(wanted)
  await refuseLibraryFolder(context, folder)
  await createFolder(folder)
  await createFolder(context.paths.temporary)
  const temporaryFolder = await mkdtemp(join(context.paths.temporary, 'sheet-'))
  try {
    const longestSidePx = Math.min(cellPxMax, Math.ceil(paperPx / Math.min(options.rows, options.columns)))
    const rendition = { folder: temporaryFolder, longestSidePx, quality: 88, metadata: 'none' } as const
    const { images, failed } = await preparePageImages(
      context,
      { ids, caption: options.caption },
      [rendition],
      progress,
    )
    const cells = images.map(({ record, fileName }, at) => ({
      file: fileName,
      caption: fillTokens(record, options.caption, at + 1),
    }))
    const html = join(temporaryFolder, 'sheet.html')
    await writeFile(html, sheetPage(options, cells))
    const missingCharacters = await context.printer.findMissingCharacters([
      options.title,
      ...cells.map(({ caption }) => caption),
    ])
    const files = await print(context.printer, html, options, images.length)
    throwIfAborted(progress.signal)
    return { paths: await writeFiles(folder, files, options), failed, missingCharacters }
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotWriteContactSheet)
  } finally {
    await rm(temporaryFolder, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function print(
  printer: PagePrinter,
  html: string,
  options: SheetOptions,
  images: number,
): Promise<readonly Buffer[]> {
  const size = sheetPageSize(options)
  if (options.kind === 'pdf') return [await printer.toPdf(html, size)]
  return printer.toPngs(html, size, sheetPageCount(options, images))
}

/** Never overwrites existing files; writes all or none. */
async function writeFiles(folder: string, files: readonly Buffer[], options: SheetOptions): Promise<string[]> {
  const present = new Set((await readdir(folder)).map((name) => name.toLowerCase()))
  const base = toSafeFileName(options.title) || messages.contactSheetName
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

interface SheetImage {
  /** Relative to the page's folder. */
  readonly file: string
  readonly caption: string
}

interface PageSize {
  readonly widthIn: number
  readonly heightIn: number
}

export function sheetPageSize({ page, isLandscape }: Pick<SheetOptions, 'page' | 'isLandscape'>): PageSize {
  const [short, long] = pageSizesMm[page]
  const [width, height] = isLandscape ? [long, short] : [short, long]
  return { widthIn: width / mmPerInch, heightIn: height / mmPerInch }
}

/**
 * Returns the grid that shows a few images largest, with at most the sheet's rows and columns; the full grid where the
 * images need more than one page.
 */
export function fitGrid(options: SheetOptions, images: number): Pick<SheetOptions, 'rows' | 'columns'> {
  const { rows, columns } = options
  if (images === 0 || images > rows * columns) return { rows, columns }
  const { widthIn, heightIn } = sheetPageSize(options)
  const cellIn = (grid: { rows: number; columns: number }) => Math.min(widthIn / grid.columns, heightIn / grid.rows)
  return Array.from({ length: Math.min(columns, images) }, (_, at) => ({
    columns: at + 1,
    rows: Math.ceil(images / (at + 1)),
  }))
    .filter((grid) => grid.rows <= rows)
    .reduce((best, grid) => (cellIn(grid) > cellIn(best) ? grid : best))
}

export function sheetPageCount({ rows, columns }: Pick<SheetOptions, 'rows' | 'columns'>, images: number): number {
  return Math.max(1, Math.ceil(images / (rows * columns)))
}

/** Every page is one section of exactly the paper's size. */
export function sheetPage(options: SheetOptions, images: readonly SheetImage[]): string {
  const { widthIn, heightIn } = sheetPageSize(options)
  const count = sheetPageCount(options, images.length)
  const perPage = options.rows * options.columns
  const { rows, columns } = fitGrid(options, images.length)
  const pages = Array.from({ length: count }, (_, page) =>
    section(options, images.slice(page * perPage, (page + 1) * perPage), numberOfCount({ number: page + 1, count })),
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(options.title)}</title>
<style>
@page { size: ${widthIn}in ${heightIn}in; margin: 0; }
* { box-sizing: border-box; margin: 0; }
body { background: #fff; color: #222; font: 8pt/1.3 system-ui, sans-serif; }
section { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; gap: 4mm; width: ${widthIn}in; height: ${heightIn}in; padding: 10mm; overflow: hidden; break-after: page; }
section:last-child { break-after: auto; }
h1 { font-size: 12pt; font-weight: 600; overflow-wrap: anywhere; }
.grid { display: grid; grid-template: repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr)); gap: 4mm; min-height: 0; }
figure { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
img { flex: 1; width: 100%; min-height: 0; object-fit: contain; }
figcaption { padding-top: 1mm; overflow: hidden; text-align: center; text-overflow: ellipsis; white-space: nowrap; }
footer { color: #777; text-align: right; }
</style>
</head>
<body>
${pages.join('\n')}
</body>
</html>
`
}

function section({ title }: SheetOptions, images: readonly SheetImage[], number: string): string {
  const figures = images.map(({ file, caption }) => {
    const figure = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`
    return `<figure><img src="${escapeHtml(encodeURIComponent(file))}" alt="">${figure}</figure>`
  })
  return `<section><h1>${escapeHtml(title)}</h1><div class="grid">${figures.join('')}</div><footer>${number}</footer></section>`
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.toWellFormed().replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character)
}
