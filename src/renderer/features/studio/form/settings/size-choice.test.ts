import { describe, expect, it } from 'vitest'
import type { SizeRule } from '../../../../../shared/domain/model-card.ts'
import { gridProblem, parseSize, sizeFields, translateSize, type SizeChoice } from './size-choice.ts'

const list: SizeRule = {
  kind: 'list',
  sizes: [
    { widthPx: 1024, heightPx: 1024 },
    { widthPx: 1536, heightPx: 1024 },
  ],
}
const ratios: SizeRule = {
  kind: 'ratios',
  ratios: ['1:1', '16:9'],
  tiers: [
    { id: '1K', megapixels: 1 },
    { id: '4K', megapixels: 16 },
  ],
}
const grid = {
  kind: 'grid',
  multiplePx: 16,
  minSidePx: 256,
  maxSidePx: 2048,
  minPixels: 100_000,
  maxPixels: 2_000_000,
  maxRatio: 4,
  default: { widthPx: 1024, heightPx: 1024 },
} as const satisfies SizeRule
const pixels = (widthPx: number, heightPx: number): SizeChoice => ({ type: 'pixels', widthPx, heightPx })
const shape = (ratio: string, tier: string | null = null): SizeChoice => ({ type: 'ratio', ratio, tier })

describe('translateSize', () => {
  it.each([
    ['the same size of a list', list, pixels(1536, 1024), pixels(1536, 1024)],
    ['the size with that aspect ratio', list, shape('3:2', '4K'), pixels(1536, 1024)],
    ['null if no size has that aspect ratio', list, shape('16:9'), null],
    ['the aspect ratio of a size', ratios, pixels(1360, 768), shape('16:9')],
    ['an aspect ratio with its resolution', ratios, shape('16:9', '4K'), shape('16:9', '4K')],
    ['an aspect ratio without an unsupported resolution', ratios, shape('16:9', '2K'), shape('16:9')],
    ['any aspect ratio on a grid', grid, shape('16:9', '4K'), shape('16:9')],
    ['null for an aspect ratio that is too wide', grid, shape('9:1'), null],
    ['a size on the grid', grid, pixels(1024, 768), pixels(1024, 768)],
    ['null for a size off the grid', grid, pixels(1000, 700), null],
    ['null if the source image decides', { kind: 'source' } satisfies SizeRule, shape('1:1'), null],
  ])('returns %s', (_, rule, choice, expected) => {
    expect(translateSize(rule, choice)).toEqual(expected)
  })
})

describe('size fields of a request', () => {
  it('set at most one of size and aspect ratio', () => {
    expect(sizeFields(list, null)).toEqual({ size: null, aspectRatio: null })
    expect(sizeFields(list, pixels(1536, 1024)).size).toEqual({ widthPx: 1536, heightPx: 1024 })
    expect(sizeFields(ratios, shape('16:9'))).toEqual({ size: null, aspectRatio: '16:9' })
  })

  it('request a resolution tier as a pixel size', () => {
    const { size, aspectRatio } = sizeFields(ratios, shape('1:1', '4K'))
    expect(size).toEqual({ widthPx: 4096, heightPx: 4096 })
    expect(aspectRatio).toBeNull()
  })
})

describe('gridProblem', () => {
  it.each([
    [1024, 768, null],
    [128, 1024, /256 to 2048/],
    [1000, 1024, /multiples of 16/],
    [2048, 256, /4 times/],
    [256, 272, /Too few/],
    [1600, 1600, /Too many/],
  ])('checks %d × %d', (widthPx, heightPx, problem) => {
    const said = gridProblem(grid, { widthPx, heightPx })
    if (problem === null) expect(said).toBeNull()
    else expect(said).toMatch(problem)
  })
})

describe('parseSize', () => {
  it.each([
    ['1024x768', pixels(1024, 768)],
    ['16:9', shape('16:9')],
    ['large', null],
    [null, null],
  ])('reads %s', (text, expected) => {
    expect(parseSize(text)).toEqual(expected)
  })
})
