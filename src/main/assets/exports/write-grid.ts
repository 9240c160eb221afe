import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { noImageYet } from '../../../shared/messages/en/grid-labels.ts'
import { cannotWriteGrid } from '../../../shared/messages/en/written-files.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import type { ProgressOptions } from '../assets.ts'
import type { LabeledPage, GridResult, GridRun } from '../exports.ts'
import type { ExportsContext } from './exports-context.ts'
import { preparePageImages } from './page-images.ts'
import { refuseLibraryFolder } from './refuse-library-folder.ts'
import { escapeHtml } from './write-sheet.ts'

/** CSS pixels; an exported image has two pixels for each. */
const css = { padding: 16, gap: 6, title: 34, pageTitle: 28, columns: 40, rows: 132 }
const pxPerCss = 2
const cssPerIn = 96

/** What a browser engine reliably draws as one image. */
const sidePxMax = 14_000
const pixelsMax = 100_000_000

interface GridShape {
  readonly columns: number
  readonly rows: number
  readonly pages: number
}

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
    const cellPx = fittingCell(run)
    const rendition = { folder, longestSidePx: cellPx, quality: 92, metadata: 'none' } as const
    const { images } = await preparePageImages(context, { ids, caption: '' }, [rendition], progress)
    const files = new Map(images.map(({ record, fileName }) => [record.id, fileName]))
    const html = join(folder, 'grid.html')
    await writeFile(html, gridPage(run, cellPx / pxPerCss, files))
    const missingCharacters = await context.printer.findMissingCharacters(textsOf(run))
    const bytes = await print(context, html, run, cellPx / pxPerCss)
    throwIfAborted(progress.signal)
    await writeFileAtomic(run.path, bytes)
    return { isReduced: cellPx < run.cellPx, missingCharacters }
  } catch (thrown) {
    throw toFileError(thrown, cannotWriteGrid)
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

function shapeOf({ pages }: GridRun): GridShape {
  return { columns: pages[0]?.columns.length ?? 0, rows: pages[0]?.rows.length ?? 0, pages: pages.length }
}

/** Returns the size of a cell, in pixels, with which the whole can be drawn. A PDF is drawn page by page. */
export function fittingCell(run: GridRun): number {
  if (run.format === 'pdf') return run.cellPx
  const shape = shapeOf(run)
  let cellPx = run.cellPx
  while (cellPx > 32) {
    const { width, height } = extentOf(shape, cellPx / pxPerCss, run)
    const [widthPx, heightPx] = [width * pxPerCss, height * pxPerCss]
    if (Math.max(widthPx, heightPx) <= sidePxMax && widthPx * heightPx <= pixelsMax) return cellPx
    cellPx = Math.floor(cellPx * 0.9)
  }
  return cellPx
}

/** Returns the size of one section, and of all below each other, in CSS pixels. */
function extentOf({ columns, rows, pages }: GridShape, cell: number, { rowsLabel, pages: [page] }: GridRun) {
  const heading = css.title + (page?.title === null ? 0 : css.pageTitle)
  const labels = rowsLabel === null ? 0 : css.rows + css.gap
  const width = 2 * css.padding + labels + columns * cell + (columns - 1) * css.gap
  const section = 2 * css.padding + heading + css.columns + rows * (cell + css.gap)
  return { width: Math.ceil(width), section: Math.ceil(section), height: Math.ceil(section) * pages }
}

async function print({ printer }: ExportsContext, html: string, run: GridRun, cell: number): Promise<Buffer> {
  const { width, section, height } = extentOf(shapeOf(run), cell, run)
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

/** Every page is one section; a grid with a single axis has no labels beside its row. */
function gridPage(run: GridRun, cell: number, files: ReadonlyMap<AssetId, string>): string {
  const shape = shapeOf(run)
  const { width, section } = extentOf(shape, cell, run)
  const first = run.rowsLabel === null ? '' : `${css.rows}px `
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(run.title)}</title>
<style>
@page { size: ${width / cssPerIn}in ${section / cssPerIn}in; margin: 0; }
* { box-sizing: border-box; margin: 0; }
body { width: ${width}px; background: #fff; color: #222; font: 13px/1.3 system-ui, sans-serif; }
section { width: ${width}px; height: ${section}px; padding: ${css.padding}px; overflow: hidden; break-after: page; }
section:last-child { break-after: auto; }
h1 { height: ${css.title}px; font-size: 18px; font-weight: 600; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
h2 { height: ${css.pageTitle}px; font-size: 14px; font-weight: 600; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.grid { display: grid; grid-template: ${css.columns}px repeat(${shape.rows}, ${cell}px) / ${first}repeat(${shape.columns}, ${cell}px); gap: ${css.gap}px; }
.label { display: flex; align-items: center; justify-content: center; min-width: 0; max-height: 100%; overflow: hidden; text-align: center; overflow-wrap: anywhere; }
.corner { color: #666; font-size: 11px; }
.image { display: flex; background: #eee; overflow: hidden; }
img { width: 100%; height: 100%; object-fit: contain; }
</style>
</head>
<body>
${run.pages.map((page) => gridSection(run, page, files)).join('\n')}
</body>
</html>
`
}

const label = (text: string) => `<div class="label"><span>${escapeHtml(text)}</span></div>`

function gridSection(run: GridRun, page: LabeledPage, files: ReadonlyMap<AssetId, string>): string {
  const corner = `<div class="label corner"><span>${escapeHtml(`${run.rowsLabel ?? ''} ↓ ${run.columnsLabel} →`)}</span></div>`
  const rows = page.rows.map((row) => {
    const images = row.cells.map((id) => {
      const file = id === null ? undefined : files.get(id)
      return `<div class="image">${file === undefined ? '' : `<img src="${escapeHtml(encodeURIComponent(file))}" alt="">`}</div>`
    })
    return `${row.label === null ? '' : label(row.label)}${images.join('')}`
  })
  const heading = page.title === null ? '' : `<h2>${escapeHtml(page.title)}</h2>`
  const head = `${run.rowsLabel === null ? '' : corner}${page.columns.map(label).join('')}`
  return `<section><h1>${escapeHtml(run.title)}</h1>${heading}<div class="grid">${head}${rows.join('')}</div></section>`
}
