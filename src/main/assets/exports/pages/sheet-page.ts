import type { SheetOptions } from '../../../../shared/domain/export-pages.ts'
import { escapeHtml } from './escape-html.ts'

/** Millimeters, upright. */
const pageSizesMm = { a4: [210, 297], a3: [297, 420], letter: [215.9, 279.4] } as const
const mmPerInch = 25.4

export interface SheetPicture {
  /** Below the page's folder. */
  readonly file: string
  readonly caption: string
}

export interface PageSize {
  readonly widthIn: number
  readonly heightIn: number
}

export function sheetPageSize({ page, isLandscape }: Pick<SheetOptions, 'page' | 'isLandscape'>): PageSize {
  const [short, long] = pageSizesMm[page]
  const [width, height] = isLandscape ? [long, short] : [short, long]
  return { widthIn: width / mmPerInch, heightIn: height / mmPerInch }
}

/**
 * The grid that shows a few images largest, of no more rows and columns than the sheet has; all of them where the images
 * take more than one page.
 */
export function fitGrid(options: SheetOptions, pictures: number): Pick<SheetOptions, 'rows' | 'columns'> {
  const { rows, columns } = options
  if (pictures === 0 || pictures > rows * columns) return { rows, columns }
  const { widthIn, heightIn } = sheetPageSize(options)
  const cellIn = (grid: { rows: number; columns: number }) => Math.min(widthIn / grid.columns, heightIn / grid.rows)
  return Array.from({ length: Math.min(columns, pictures) }, (_, at) => ({
    columns: at + 1,
    rows: Math.ceil(pictures / (at + 1)),
  }))
    .filter((grid) => grid.rows <= rows)
    .reduce((best, grid) => (cellIn(grid) > cellIn(best) ? grid : best))
}

export function sheetPageCount({ rows, columns }: Pick<SheetOptions, 'rows' | 'columns'>, pictures: number): number {
  return Math.max(1, Math.ceil(pictures / (rows * columns)))
}

/** Every page is one section of exactly the paper's size. */
export function sheetPage(options: SheetOptions, pictures: readonly SheetPicture[]): string {
  const { widthIn, heightIn } = sheetPageSize(options)
  const count = sheetPageCount(options, pictures.length)
  const perPage = options.rows * options.columns
  const { rows, columns } = fitGrid(options, pictures.length)
  const pages = Array.from({ length: count }, (_, page) =>
    section(options, pictures.slice(page * perPage, (page + 1) * perPage), `${page + 1} of ${count}`),
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

function section({ title }: SheetOptions, pictures: readonly SheetPicture[], number: string): string {
  const figures = pictures.map(({ file, caption }) => {
    const words = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`
    return `<figure><img src="${escapeHtml(encodeURIComponent(file))}" alt="">${words}</figure>`
  })
  return `<section><h1>${escapeHtml(title)}</h1><div class="grid">${figures.join('')}</div><footer>${number}</footer></section>`
}
