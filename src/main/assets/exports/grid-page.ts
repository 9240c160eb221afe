import type { AssetId } from '../../../shared/domain/ids.ts'
import { noImage } from '../../../shared/messages/en/grid-labels.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { GridRun, LabeledPage } from '../exports.ts'
import { escapeHtml } from './write-sheet.ts'

/** CSS pixels; an exported image has two pixels for each. */
const css = { padding: 16, gap: 6, title: 34, pageTitle: 28, line: 17, labelPadding: 10 }
export const pxPerCss = 2
export const cssPerIn = 96

/** Lines of a label; what is longer ends with an ellipsis. */
const linesMax = 6
/** Widths of labels beside rows, CSS pixels. */
const rowLabels = { min: 56, max: 200 }

/** What a browser engine reliably draws as one image. */
const sidePxMax = 14_000
const pixelsMax = 100_000_000

type GridTexts = Pick<GridRun, 'columnsLabel' | 'rowsLabel' | 'pages'>

/** Where everything is, CSS pixels. */
export interface GridExtent {
  readonly cell: Size
  /** Height of the labels above the columns. */
  readonly columnLabels: number
  /** Width of the labels beside the rows; 0 = there are none. */
  readonly rowLabels: number
  readonly width: number
  /** Of one page. */
  readonly section: number
  /** Of all pages below each other. */
  readonly height: number
}

/**
 * Lays out a grid whose labels fit, up to six lines each.
 * @param cell of an image, CSS pixels
 */
export function gridExtent({ columnsLabel, rowsLabel, pages }: GridTexts, cell: Size): GridExtent {
  const [page] = pages
  const [columns, rows] = [page?.columns.length ?? 0, page?.rows.length ?? 0]
  const texts = page?.rows.map(({ label }) => label ?? '') ?? []
  const axes = [`${columnsLabel} →`, `${rowsLabel ?? ''} ↓`]
  const beside = rowsLabel === null ? 0 : widthOf([...texts, ...axes])
  const corner = rowsLabel === null ? 0 : axes.reduce((sum, text) => sum + Math.min(2, countLines(text, beside)), 0)
  const lines = Math.max(1, corner, ...(page?.columns.map((text) => countLines(text, cell.widthPx)) ?? []))
  const above = Math.min(linesMax, lines) * css.line + css.labelPadding
  const heading = css.title + (page?.title === null ? 0 : css.pageTitle)
  const width = 2 * css.padding + (beside === 0 ? 0 : beside + css.gap) + columns * (cell.widthPx + css.gap) - css.gap
  const section = 2 * css.padding + heading + above + rows * (cell.heightPx + css.gap)
  return {
    cell,
    columnLabels: above,
    rowLabels: beside,
    width: Math.ceil(width),
    section: Math.ceil(section),
    height: Math.ceil(section) * pages.length,
  }
}

/** Wide enough for the longest label on one line, within limits. */
function widthOf(texts: readonly string[]): number {
  const longest = Math.max(...texts.map(lengthOf)) + css.labelPadding + 6
  return Math.min(rowLabels.max, Math.max(rowLabels.min, Math.ceil(longest)))
}

/** Estimated width of a text, CSS pixels: ideographs are as wide as they are high. */
function lengthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (character.codePointAt(0)! >= 0x2e80 ? 13.5 : 7.2), 0)
}

/** Lines of a text that wraps between words; a longer word is broken. */
function countLines(text: string, width: number): number {
  const room = Math.max(20, width - css.labelPadding)
  let [lines, filled] = [1, 0]
  for (const word of text.split(/\s+/)) {
    const length = lengthOf(word)
    const next = filled === 0 ? length : filled + 7.2 + length
    if (next <= room) {
      filled = next
      continue
    }
    if (filled > 0) lines++
    lines += Math.ceil(length / room) - 1
    filled = length % room
  }
  return lines
}

/**
 * Returns the longer side of a cell, in pixels, with which the whole can be drawn. A PDF is drawn page by page.
 * @param shape of the cells
 */
export function fittingCell(run: GridRun, shape: Size): number {
  if (run.format === 'pdf') return run.cellPx
  let cellPx = run.cellPx
  while (cellPx > 32) {
    const { width, height } = gridExtent(run, cellOf(cellPx, shape))
    const [widthPx, heightPx] = [width * pxPerCss, height * pxPerCss]
    if (Math.max(widthPx, heightPx) <= sidePxMax && widthPx * heightPx <= pixelsMax) return cellPx
    cellPx = Math.floor(cellPx * 0.9)
  }
  return cellPx
}

/** A cell whose longer side is `cellPx` pixels, as every image fits into it, in CSS pixels. */
export function cellOf(cellPx: number, { widthPx, heightPx }: Size): Size {
  const scale = cellPx / pxPerCss / Math.max(widthPx, heightPx)
  return { widthPx: Math.round(widthPx * scale), heightPx: Math.round(heightPx * scale) }
}

function share(size: Size, side: number): number {
  return side / Math.max(size.widthPx, size.heightPx)
}

/** The smallest shape that shows images of these sizes, each scaled to the same longer side. */
export function cellShape(sizes: readonly Size[]): Size {
  return {
    widthPx: Math.max(0, ...sizes.map((size) => share(size, size.widthPx))) || 1,
    heightPx: Math.max(0, ...sizes.map((size) => share(size, size.heightPx))) || 1,
  }
}

/** Every page is one section; a grid with a single axis has no labels beside its row. */
export function gridPage(run: GridRun, extent: GridExtent, files: ReadonlyMap<AssetId, string>): string {
  const { cell, columnLabels, rowLabels: beside, width, section } = extent
  const [page] = run.pages
  const [columns, rows] = [page?.columns.length ?? 0, page?.rows.length ?? 0]
  const rowLines = Math.min(linesMax, Math.max(1, Math.floor(cell.heightPx / css.line)))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(run.title)}</title>
<style>
@page { size: ${width / cssPerIn}in ${section / cssPerIn}in; margin: 0; }
* { box-sizing: border-box; margin: 0; }
body { width: ${width}px; background: #fff; color: #222; font: 13px/${css.line}px system-ui, sans-serif; }
section { width: ${width}px; height: ${section}px; padding: ${css.padding}px; overflow: hidden; break-after: page; }
section:last-child { break-after: auto; }
h1 { height: ${css.title}px; font-size: 18px; line-height: 26px; font-weight: 600; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
h2 { height: ${css.pageTitle}px; font-size: 14px; font-weight: 600; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.grid { display: grid; grid-template: ${columnLabels}px repeat(${rows}, ${cell.heightPx}px) / ${beside === 0 ? '' : `${beside}px `}repeat(${columns}, ${cell.widthPx}px); gap: ${css.gap}px; margin-top: -${css.gap}px; }
.label { display: flex; justify-content: center; min-width: 0; overflow: hidden; text-align: center; overflow-wrap: anywhere; }
.label span { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: ${linesMax}; }
.column { align-items: flex-end; padding: 0 2px 4px; }
.row { align-items: center; justify-content: flex-end; padding-right: 6px; text-align: right; }
.row span { -webkit-line-clamp: ${rowLines}; }
.corner { flex-direction: column; align-items: flex-end; justify-content: flex-end; padding: 0 6px 4px 0; color: #666; text-align: right; }
.corner span { -webkit-line-clamp: 2; flex: none; }
.image { display: flex; align-items: center; justify-content: center; background: #f1f1f2; color: #666; font-size: 11px; line-height: 14px; text-align: center; overflow: hidden; }
.missing { border: 1px dashed #b9b9be; }
img { width: 100%; height: 100%; object-fit: contain; }
</style>
</head>
<body>
${run.pages.map((each) => gridSection(run, each, files)).join('\n')}
</body>
</html>
`
}

const label = (text: string, kind: 'column' | 'row') =>
  `<div class="label ${kind}"><span>${escapeHtml(text)}</span></div>`

function gridSection(run: GridRun, page: LabeledPage, files: ReadonlyMap<AssetId, string>): string {
  const axes = [`${run.columnsLabel} →`, `${run.rowsLabel ?? ''} ↓`].map((text) => `<span>${escapeHtml(text)}</span>`)
  const corner = run.rowsLabel === null ? '' : `<div class="label corner">${axes.join('')}</div>`
  const rows = page.rows.map((row) => {
    const images = row.cells.map((id) => imageCell(id === null ? undefined : files.get(id)))
    return `${row.label === null ? '' : label(row.label, 'row')}${images.join('')}`
  })
  const heading = page.title === null ? '' : `<h2>${escapeHtml(page.title)}</h2>`
  const head = `${corner}${page.columns.map((text) => label(text, 'column')).join('')}`
  const title = run.rowsLabel === null ? `${run.title} – ${run.columnsLabel}` : run.title
  return `<section><h1>${escapeHtml(title)}</h1>${heading}<div class="grid">${head}${rows.join('')}</div></section>`
}

function imageCell(file: string | undefined): string {
  if (file === undefined) return `<div class="image missing">${escapeHtml(noImage)}</div>`
  return `<div class="image"><img src="${escapeHtml(encodeURIComponent(file))}" alt=""></div>`
}
