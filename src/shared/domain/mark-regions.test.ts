import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleMarks } from '../../../test/support/sample-marks.ts'
import type { Size } from '../util/geometry.ts'
import { moveMark } from './mark-geometry.ts'
import { markSchema, type Mark } from './markup.ts'
import {
  markBounds,
  percentOf,
  thirdOf,
  visibleMarks,
  coverMarkRegions,
  markMarginPx,
  markRegionBounds,
} from './mark-regions.ts'

const size: Size = { widthPx: 400, heightPx: 300 }
const marginPx = markMarginPx(size)
const [arrow, box, ellipse, scribble, note] = sampleMarks as readonly [Mark, Mark, Mark, Mark, Mark]

function coverOf(...marks: Mark[]) {
  const coverage = coverMarkRegions(marks, size, { x: 0, y: 0, ...size })
  return { at: (x: number, y: number) => coverage[y * size.widthPx + x], count: coverage.filter(Boolean).length }
}

describe('the regions of marks', () => {
  it('cover a box with a margin, exactly', () => {
    const { at, count } = coverOf(box)
    expect(count).toBe((80 + 2 * marginPx) * (60 + 2 * marginPx))
    expect([at(260 - marginPx, 230), at(260 - marginPx - 1, 230), at(339 + marginPx, 230)]).toEqual([255, 0, 255])
  })

  it('cover the surroundings of the tip of an arrow, and not its shaft', () => {
    const { at } = coverOf(arrow)
    expect([at(90, 110), at(90 + 3 * marginPx - 1, 110), at(90 + 3 * marginPx + 1, 110), at(25, 36)]).toEqual([
      255, 255, 0, 0,
    ])
  })

  it('fill a closed scribble, and only follow an open one', () => {
    const big = {
      ...scribble,
      points: [
        { x: 100, y: 100 },
        { x: 300, y: 100 },
        { x: 200, y: 280 },
      ],
    } as Mark
    expect(coverOf(big).at(200, 160)).toBe(255)
    const open = coverOf({ ...big, isClosed: false } as Mark)
    expect([open.at(200, 160), open.at(200, 104), open.at(250, 190)]).toEqual([0, 255, 255])
  })

  it('cover an ellipse and a note by discs', () => {
    const { at } = coverOf(ellipse, note)
    expect([at(180, 40), at(150, 20 - marginPx), at(350, 40), at(350 - 3 * marginPx + 1, 40)]).toEqual([
      255, 0, 255, 255,
    ])
  })

  it('lie within their bounds, which they touch on all sides, for any marks', () => {
    const point = fc.record({ x: fc.integer({ min: -80, max: 480 }), y: fc.integer({ min: -80, max: 380 }) })
    const rect = fc.record({
      x: fc.integer({ min: -80, max: 480 }),
      y: fc.integer({ min: -80, max: 380 }),
      widthPx: fc.integer({ min: 0, max: 300 }),
      heightPx: fc.integer({ min: 0, max: 300 }),
    })
    const base = { id: fc.constant('m'), color: fc.constant('red' as const), text: fc.constant('') }
    const mark: fc.Arbitrary<Mark> = fc.oneof(
      fc.record({ ...base, shape: fc.constant('arrow' as const), from: point, to: point }),
      fc.record({ ...base, shape: fc.constant('box' as const), rect }),
      fc.record({ ...base, shape: fc.constant('ellipse' as const), rect }),
      fc.record({ ...base, shape: fc.constant('note' as const), at: point }),
      fc.record({
        ...base,
        shape: fc.constant('scribble' as const),
        points: fc.array(point, { minLength: 2, maxLength: 12 }),
        isClosed: fc.boolean(),
      }),
    )
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 4 }), (marks) => {
        const coverage = coverMarkRegions(marks, size, { x: 0, y: 0, ...size })
        const bounds = markRegionBounds(marks, size)
        const lit = [...coverage].flatMap((value, at) => (value === 0 ? [] : [at]))
        if (bounds === null) {
          expect(lit).toEqual([])
          return
        }
        const xs = lit.map((at) => at % size.widthPx)
        const ys = lit.map((at) => Math.floor(at / size.widthPx))
        expect(bounds.x).toBe(xs.reduce((a, b) => Math.min(a, b)))
        expect(bounds.x + bounds.widthPx - 1).toBe(xs.reduce((a, b) => Math.max(a, b)))
        expect([bounds.y, bounds.y + bounds.heightPx - 1]).toEqual([ys[0], ys.at(-1)])
      }),
      { numRuns: 40 },
    )
  })

  it('ignore marks outside the image', () => {
    expect(markRegionBounds([moveMark(box, { x: 1_000, y: 0 })], size)).toBeNull()
    expect(visibleMarks([moveMark(box, { x: -1_000, y: 0 }), note], size)).toEqual([note])
  })
})

describe('marks', () => {
  it('keep their form on disk', () => {
    for (const mark of sampleMarks) expect(markSchema.parse(JSON.parse(JSON.stringify(mark)))).toEqual(mark)
  })

  it('move as a whole', () => {
    for (const mark of sampleMarks) {
      const { x, y, ...extent } = markBounds(mark)
      expect(markBounds(moveMark(mark, { x: 7, y: -3 }))).toEqual({ ...extent, x: x + 7, y: y - 3 })
    }
  })

  it('are placed by thirds and percent of a part', () => {
    const part = { x: 100, y: 0, widthPx: 200, heightPx: 300 }
    expect(thirdOf({ x: 290, y: 20 }, part)).toEqual({ column: 2, row: 0 })
    expect(percentOf({ x: 150, y: 120 }, part)).toEqual({ x: 25, y: 40 })
    expect(percentOf({ x: 0, y: 900 }, part)).toEqual({ x: 0, y: 100 })
  })
})
