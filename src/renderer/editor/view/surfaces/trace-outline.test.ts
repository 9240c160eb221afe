import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { traceOutline, type CellGrid } from './trace-outline.ts'

function gridOf(rows: readonly string[], ends: Partial<CellGrid> = {}): CellGrid {
  const values = Uint8Array.from(rows.join(''), (cell) => (cell === '#' ? 255 : cell === '+' ? 90 : 0))
  return { columns: rows[0]!.length - 1, rows: rows.length - 1, values, isLastColumn: false, isLastRow: false, ...ends }
}

function linesOf(found: readonly number[]): string[] {
  return Array.from({ length: found.length / 4 }, (_, i) => found.slice(i * 4, i * 4 + 4).join(' ')).toSorted()
}

describe('traceOutline', () => {
  it('traces a spot with merged lines', () => {
    const spot = gridOf(['.....', '.....', '..##.', '..##.', '.....'])
    expect(linesOf(traceOutline(spot, 128))).toEqual(['1 1 1 3', '1 1 3 1', '1 3 3 3', '3 1 3 3'])
  })

  it('traces the left and top borders and leaves the right and bottom to the neighbors', () => {
    const all = gridOf(['...', '.##', '.##'])
    expect(linesOf(traceOutline(all, 128))).toEqual(['0 0 0 2', '0 0 2 0'])
  })

  it('closes the outline at the image border', () => {
    const all = gridOf(['...', '.##', '.##'], { isLastColumn: true, isLastRow: true })
    expect(linesOf(traceOutline(all, 128))).toEqual(['0 0 0 2', '0 0 2 0', '0 2 2 2', '2 0 2 2'])
  })

  it('takes adjacent cells of neighbors into account', () => {
    expect(traceOutline(gridOf(['###', '###', '###']), 128)).toEqual([])
    expect(linesOf(traceOutline(gridOf(['.##', '#..', '#..']), 128))).toEqual(['0 0 0 2', '0 0 2 0'])
  })

  it('traces at the given threshold', () => {
    const soft = gridOf(['....', '.+#.', '....', '....'])
    expect(linesOf(traceOutline(soft, 1))).toEqual(['0 0 0 1', '0 0 2 0', '0 1 2 1', '2 0 2 1'])
    expect(linesOf(traceOutline(soft, 128))).toEqual(['1 0 1 1', '1 0 2 0', '1 1 2 1', '2 0 2 1'])
  })

  it('separates exactly the cells that differ', () => {
    const cells = fc.array(fc.boolean(), { minLength: 49, maxLength: 49 })
    fc.assert(
      fc.property(cells, (isIn) => {
        const values = Uint8Array.from(isIn, (each) => (each ? 200 : 0))
        const grid: CellGrid = { columns: 6, rows: 6, values, isLastColumn: false, isLastRow: false }
        const found = traceOutline(grid, 128)
        let [length, expected] = [0, 0]
        for (let i = 0; i < found.length; i += 4) length += found[i + 2]! - found[i]! + found[i + 3]! - found[i + 1]!
        for (let y = 1; y < 7; y++) {
          for (let x = 1; x < 7; x++) {
            if (isIn[y * 7 + x] !== isIn[y * 7 + x - 1]) expected++
            if (isIn[y * 7 + x] !== isIn[(y - 1) * 7 + x]) expected++
          }
        }
        expect(length).toBe(expected)
      }),
    )
  })
})
