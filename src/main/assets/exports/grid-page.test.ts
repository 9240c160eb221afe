import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { GridRun } from '../exports.ts'
import { cellOf, cellShape, fittingCell, gridExtent, gridPage } from './grid-page.ts'

const id = (at: number) => `01A${String(at).padStart(23, '0')}` as AssetId
const long = 'a very long description of a kite in the style of a faded travel poster from long ago'

function runOf({ columns = ['red', 'blue'], rows = ['1', '2'], ...change }: Partial<Shape> & Partial<GridRun> = {}) {
  const cells = (row: number) => columns.map((_, column) => (row === 1 && column === 1 ? null : id(row * 10 + column)))
  return {
    path: '/grid.png',
    format: 'png',
    cellPx: 256,
    title: 'Kites & <boats>',
    columnsLabel: 'Prompt: red',
    rowsLabel: 'Seed',
    pages: [{ title: null, columns, rows: rows.map((label, row) => ({ label, cells: cells(row) })) }],
    ...change,
  } as GridRun
}

interface Shape {
  readonly columns: readonly string[]
  readonly rows: readonly string[]
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `value ${at}`)
const square = { widthPx: 1, heightPx: 1 }
const extentOf = (run: GridRun, shape = square) => gridExtent(run, cellOf(run.cellPx, shape))

describe('a labelled grid', () => {
  it('has cells in the shape of its images', () => {
    const wide = { widthPx: 1_536, heightPx: 1_024 }
    const tall = { widthPx: 512, heightPx: 1_024 }
    expect(cellOf(256, cellShape([wide, wide]))).toEqual({ widthPx: 128, heightPx: 85 })
    expect(cellOf(256, cellShape([wide, tall]))).toEqual({ widthPx: 128, heightPx: 128 })
    expect(cellShape([])).toEqual(square)
  })

  it('is as large as its labels and cells', () => {
    const { width, section, height, rowLabels, columnLabels } = extentOf(runOf())
    // Two lines for the names of the axes.
    expect(columnLabels).toBe(2 * 17 + 10)
    expect(width).toBe(32 + rowLabels + 6 + 2 * 128 + 6)
    expect(section).toBe(32 + 34 + columnLabels + 2 * (128 + 6))
    expect(height).toBe(section)
    const page = runOf().pages[0]!
    const three = extentOf(runOf({ pages: [page, page, page].map((each, at) => ({ ...each, title: `Steps: ${at}` })) }))
    expect(three).toMatchObject({ section: section + 28, height: 3 * (section + 28) })
  })

  it('makes room for long labels, within limits', () => {
    const plain = extentOf(runOf())
    const columns = extentOf(runOf({ columns: ['red', long] }))
    expect(columns.columnLabels).toBe(6 * 17 + 10)
    expect(columns.width).toBe(plain.width)
    const rows = extentOf(runOf({ rows: ['1', long] }))
    expect(rows.rowLabels).toBe(200)
    // As wide as high, so that fewer fit on a line.
    expect(extentOf(runOf({ columns: ['red', '日本の凧、とても長い説明文'] })).columnLabels).toBeGreaterThanOrEqual(
      2 * 17 + 10,
    )
  })

  it('has no labels beside its rows with a single axis, whose name is in the title', () => {
    const row = runOf({
      rowsLabel: null,
      pages: [{ title: null, columns: ['1'], rows: [{ label: null, cells: [id(1)] }] }],
    })
    expect(extentOf(row)).toMatchObject({ rowLabels: 0, width: 32 + 128, columnLabels: 17 + 10 })
    expect(gridPage(row, extentOf(row), new Map())).toContain('<h1>Kites &amp; &lt;boats&gt; – Prompt: red</h1>')
  })

  it('names every label, and cells without an image', () => {
    const run = runOf({ columns: ['red', '<b>'], rows: ['7', '8'] })
    const files = new Map([0, 1, 10].map((at) => [id(at), `${at}.jpg`]))
    const html = gridPage(run, extentOf(run), files)
    const labels = [...html.matchAll(/<div class="label (?:column|row)"><span>([^<]*)<\/span>/g)].map(
      ([, text]) => text,
    )
    expect(labels).toEqual(['red', '&lt;b&gt;', '7', '8'])
    expect(html.match(/<img /g)).toHaveLength(3)
    expect(html.match(/<div class="image missing">No image<\/div>/g)).toHaveLength(1)
    expect(html).toContain('<span>Prompt: red →</span><span>Seed ↓</span>')
  })

  it('gets smaller cells where an image would be too large, never where it is a PDF', () => {
    const sizes = fc.record({ columns: fc.integer({ min: 1, max: 30 }), rows: fc.integer({ min: 1, max: 30 }) })
    fc.assert(
      fc.property(sizes, fc.constantFrom(128, 512, 2_048), ({ columns, rows }, cellPx) => {
        const run = runOf({ columns: names(columns), rows: names(rows), cellPx })
        const fitting = fittingCell(run, square)
        const { width, height } = gridExtent(run, cellOf(fitting, square))
        expect(fitting).toBeLessThanOrEqual(cellPx)
        expect(Math.max(width, height) * 2).toBeLessThanOrEqual(14_000)
        expect(width * height * 4).toBeLessThanOrEqual(100_000_000)
        expect(fittingCell({ ...run, format: 'pdf' }, square)).toBe(cellPx)
      }),
      { numRuns: 60 },
    )
  })
})
