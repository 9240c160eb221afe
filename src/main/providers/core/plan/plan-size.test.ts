import { assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SizeRule } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { ratioList, sizeList } from '../define-model.ts'
import { isOnGrid } from '../../../editing/pixel-grid.ts'
import { createPlanNotes } from './plan-notes.ts'
import { keptSource, planSize, snapToGrid } from './plan-size.ts'

type GridRule = Extract<SizeRule, { kind: 'grid' }>
const size = (widthPx: number, heightPx: number): Size => ({ widthPx, heightPx })

const grid: GridRule = {
  kind: 'grid',
  multiplePx: 16,
  minSidePx: 256,
  maxSidePx: 2_048,
  minPixels: 262_144,
  maxPixels: 2_097_152,
  maxRatio: 3,
  default: size(1_024, 1_024),
}

function planned(rule: SizeRule, wanted: { size?: Size; aspectRatio?: string; source?: Size }) {
  const notes = createPlanNotes()
  const result = planSize(rule, { size: null, aspectRatio: null, source: null, ...wanted }, 'Lumen', notes)
  return { ...result, codes: notes.warnings.map(({ code }) => code), message: notes.warnings[0]?.message }
}

describe('planSize with a size list', () => {
  const rule = sizeList('1024x1024', '512x512', '1536x1024', '1024x1536')

  it('keeps a listed size and defaults to the first', () => {
    expect(planned(rule, { size: size(1_536, 1_024) })).toMatchObject({ size: size(1_536, 1_024), codes: [] })
    expect(planned(rule, {})).toMatchObject({ size: size(1_024, 1_024), aspectRatio: null, tier: null, codes: [] })
  })

  it('matches the shape first, then the area', () => {
    const wide = planned(rule, { size: size(1_920, 1_080) })
    expect(wide).toMatchObject({ size: size(1_536, 1_024), codes: ['size-snapped'] })
    expect(wide.message).toBe('Lumen returns 1536 × 1024 instead of 1920 × 1080.')
    expect(planned(rule, { size: size(500, 500) }).size).toEqual(size(512, 512))
  })

  it('uses the nearest shape for a ratio and warns only about a visible difference', () => {
    expect(planned(rule, { aspectRatio: '2:3' })).toMatchObject({ size: size(1_024, 1_536), codes: [] })
    expect(planned(rule, { aspectRatio: '16:9' })).toMatchObject({ size: size(1_536, 1_024), codes: ['ratio-snapped'] })
  })

  it('defaults to the shape of the source without a warning', () => {
    expect(planned(rule, { source: size(900, 1_400) })).toMatchObject({ size: size(1_024, 1_536), codes: [] })
  })
})

describe('keptSource', () => {
  const keeping: GridRule = {
    ...grid,
    multiplePx: 64,
    minSidePx: 64,
    maxSidePx: 4_096,
    minPixels: 4_096,
    maxPixels: 16_777_216,
    maxRatio: 4,
    default: size(512, 512),
    keepsSourcePixels: 2_097_152,
  }

  it.each([
    [size(256, 256), size(256, 256), { x: 0, y: 0 }],
    [size(250, 190), size(256, 192), { x: 3, y: 1 }],
    [size(1_000, 700), size(1_024, 704), { x: 12, y: 2 }],
    [size(30, 100), size(64, 128), { x: 17, y: 14 }],
  ])('pads %o to %o', (source, frame, at) => {
    expect(keptSource(keeping, source)).toEqual({ crop: { x: 0, y: 0, ...source }, frame, box: { ...at, ...source } })
  })

  it.each([
    ['more pixels than the model draws well', keeping, size(2_048, 1_536)],
    ['an unsupported shape', keeping, size(1_000, 100)],
    ['a rule that keeps no source size', grid, size(512, 512)],
  ])('returns null for %s', (_, rule, source) => {
    expect(keptSource(rule, source)).toBeNull()
  })
})

describe('planSize with aspect ratios', () => {
  const rule = ratioList(
    ['1:1', '3:2', '16:9'],
    [
      ['1K', 1],
      ['4K', 16],
    ],
  )

  it('uses the default tier for a ratio', () => {
    expect(planned(rule, {})).toMatchObject({ aspectRatio: '1:1', tier: '1K', size: size(1_024, 1_024), codes: [] })
    expect(planned(rule, { aspectRatio: '16:9' })).toMatchObject({ aspectRatio: '16:9', tier: '1K', codes: [] })
    expect(planned(rule, { aspectRatio: '21:9' })).toMatchObject({ aspectRatio: '16:9', codes: ['ratio-snapped'] })
  })

  it('finds the ratio and tier of a size', () => {
    const found = planned(rule, { size: size(3_840, 2_160) })
    expect(found).toMatchObject({ aspectRatio: '16:9', tier: '4K', size: size(5_461, 3_072), codes: ['size-snapped'] })
    expect(found.message).toContain('returns about 5461 × 3072')
    expect(planned(rule, { size: size(1_024, 1_024) })).toMatchObject({ tier: '1K', codes: [] })
  })
})

describe('planSize with a grid', () => {
  it('keeps a size on the grid', () => {
    expect(planned(grid, { size: size(1_280, 720) })).toMatchObject({ size: size(1_280, 720), codes: [] })
  })

  it('snaps any size to one that satisfies the rule', () => {
    const sides = integer({ min: 16, max: 16_384 })
    const rules = record({
      multiplePx: constantFrom(1, 8, 16, 32, 64),
      minSidePx: constantFrom(16, 256, 480),
      maxSidePx: constantFrom(1_440, 2_048, 3_840),
      minPixels: constantFrom(1, 262_144, 655_360),
      maxPixels: constantFrom(1_048_576, 4_194_304, 8_294_400),
      maxRatio: constantFrom(1.5, 3, 16),
    })
    assert(
      property(sides, sides, rules, (widthPx, heightPx, overrides) => {
        const rule: GridRule = { ...grid, ...overrides }
        expect(isOnGrid(snapToGrid({ widthPx, heightPx }, rule), rule)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the shape in preference to the area', () => {
    expect(snapToGrid(size(1_000, 750), grid)).toEqual(size(1_008, 752))
    expect(planned(grid, { size: size(8_000, 4_000) })).toMatchObject({ size: size(2_048, 1_024) })
    expect(planned(grid, { size: size(9_000, 300) }).size).toEqual(snapToGrid(size(2_844, 948), grid))
  })

  it('gives a ratio the pixel count of the default size', () => {
    expect(planned(grid, { aspectRatio: '16:9' })).toMatchObject({ size: size(1_360, 768), codes: [] })
  })

  it('keeps the size of the source up to twice the default pixel count', () => {
    expect(planned(grid, { source: size(1_024, 1_536) }).size).toEqual(size(1_024, 1_536))
    expect(planned(grid, { source: size(6_000, 4_000) }).size).toEqual(size(1_728, 1_152))
    expect(planned(grid, { source: size(300, 300) }).size).toEqual(size(1_024, 1_024))
    expect(planned(grid, {}).size).toEqual(size(1_024, 1_024))
    // The grid has this shape in a slightly smaller size: the source then needs no padding.
    expect(planned(grid, { source: size(1_000, 750) }).size).toEqual(size(1_152, 864))
  })

  it('falls back to the default size when the rule contradicts itself', () => {
    expect(snapToGrid(size(600, 600), { ...grid, minPixels: 9_000_000 })).toEqual(size(1_024, 1_024))
  })
})

describe('planSize when the source determines the size', () => {
  it('warns that an explicit size or ratio is ignored', () => {
    expect(planned({ kind: 'source' }, { size: size(512, 512) })).toMatchObject({ size: null, codes: ['size-ignored'] })
    expect(planned({ kind: 'source' }, { aspectRatio: '1:1' }).codes).toEqual(['size-ignored'])
    expect(planned({ kind: 'source' }, { source: size(512, 512) })).toMatchObject({ size: null, codes: [] })
  })
})
