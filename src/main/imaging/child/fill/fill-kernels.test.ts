import { describe, expect, it } from 'vitest'

import { layOutLevel, openLevel, pixelState, type FillLevel, measureDepth } from './fill-level.ts'
import { stretchMembrane } from './membrane.ts'
import { takePatchCensus } from './patch-census.ts'
import { patchDistance } from './patch-distance.ts'
import { countUsage } from './patch-match.ts'
import { reduceLevel } from './pyramid.ts'
import { createSiteGrid, type SiteGrid } from './site-grid.ts'
import { vote } from './voting.ts'
import { WorkTeam } from './work-team.ts'

const team = (): WorkTeam => new WorkTeam(WorkTeam.createControl(), 0)

/** A level whose colors follow `colorAt`, all known except the hole. */
function level(
  width: number,
  height: number,
  hole: FillLevel['holeBox'],
  colorAt: (x: number, y: number) => number,
): FillLevel {
  const { layout, end } = layOutLevel(width, height, hole, 0)
  const opened = openLevel(new SharedArrayBuffer(end), layout)
  for (let at = 0; at < width * height; at++) {
    const x = at % width
    const y = Math.floor(at / width)
    const isHole = x >= hole.x && x < hole.x + hole.width && y >= hole.y && y < hole.y + hole.height
    opened.state[at] = isHole ? pixelState.hole : pixelState.allowed
    if (!isHole) opened.image.fill(colorAt(x, y), at * 4, at * 4 + 4)
  }
  return opened
}

/** A level in which every patch copies from ten pixels to its right. */
function prepared(): { copy: FillLevel; grid: SiteGrid } {
  const copy = level(24, 12, { x: 4, y: 4, width: 3, height: 3 }, (x, y) => 5 * x + 3 * y)
  takePatchCensus(team(), copy, 1, 0)
  measureDepth(copy)
  const grid = createSiteGrid(copy, 1, 1)
  for (let g = 0; g < grid.columns * grid.rows; g++) {
    const at = grid.ys[Math.floor(g / grid.columns)]! * 24 + grid.xs[g % grid.columns]!
    copy.field[g] = copy.state[at]! & pixelState.site ? at + 10 : -1
  }
  return { copy, grid }
}

describe('patchDistance', () => {
  const image = Uint8Array.from({ length: 8 * 8 * 4 }, (_, i) => (i * 37) % 251)

  it('sums squared differences over three or four channels', () => {
    const sumOver = (channels: number): number => {
      let sum = 0
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 3; x++)
          for (let c = 0; c < channels; c++)
            sum += (image[(y * 8 + x) * 4 + c]! - image[((y + 4) * 8 + x + 3) * 4 + c]!) ** 2
      return sum
    }
    const b = (4 * 8 + 3) * 4
    expect(patchDistance(image, 0, b, 3, 32, false, Infinity)).toBe(sumOver(3))
    expect(patchDistance(image, 0, b, 3, 32, true, Infinity)).toBe(sumOver(4))
  })

  it('stops early with a value of at least the limit', () => {
    const all = patchDistance(image, 0, 140, 3, 32, false, Infinity)
    const cut = patchDistance(image, 0, 140, 3, 32, false, all / 4)
    expect(cut).toBeGreaterThanOrEqual(all / 4)
    expect(cut).toBeLessThan(all)
  })
})

describe('reduceLevel', () => {
  it('averages only known pixels, and marks a mostly unknown pixel as a hole', () => {
    const fine = level(4, 2, { x: 1, y: 0, width: 2, height: 1 }, (x) => (x < 2 ? 100 : 40))
    fine.state[5] = pixelState.hole
    const coarse = level(2, 1, { x: 0, y: 0, width: 2, height: 1 }, () => 0)
    reduceLevel(team(), fine, coarse)
    expect([coarse.state[0], coarse.state[1]]).toEqual([pixelState.allowed, pixelState.allowed])
    expect([coarse.image[0], coarse.image[4]]).toEqual([100, 40])
    fine.state[4] = pixelState.hole
    reduceLevel(team(), fine, coarse)
    expect(coarse.state[0]).toBe(pixelState.hole)
  })
})

describe('stretchMembrane', () => {
  it('continues a ramp of colors straight through the hole', () => {
    const ramp = level(20, 9, { x: 6, y: 0, width: 8, height: 9 }, (x) => 10 * x)
    stretchMembrane(ramp, true, 1)
    for (const x of [6, 9, 13]) expect(ramp.image[(4 * 20 + x) * 4]).toBeCloseTo(10 * x, -0.5)
  })

  it('expects less texture between a smooth and a textured rim than their mean', () => {
    const rims = level(21, 9, { x: 1, y: 0, width: 19, height: 9 }, (x) => (x === 0 ? 0 : 196))
    stretchMembrane(rims, false, 1)
    const middle = (4 * 21 + 10) * 4
    expect(rims.image[middle]).toBeCloseTo(98, -0.5)
    expect(rims.image[middle + 3]).toBeCloseTo(49, -0.5)
  })
})

describe('voting and usage', () => {
  it('copies exactly when all patches agree', () => {
    const { copy, grid } = prepared()
    vote(team(), copy, grid, { selectivity: 2, depthDecay: 1.3, centering: 0, hasAlpha: false })
    for (const at of [4 * 24 + 4, 5 * 24 + 5, 6 * 24 + 6]) expect(copy.image[at * 4]).toBe(copy.image[(at + 10) * 4])
  })

  it('adds the color shift of each patch', () => {
    const { copy, grid } = prepared()
    copy.bias.fill(7)
    vote(team(), copy, grid, { selectivity: 2, depthDecay: 1.3, centering: 0, hasAlpha: false })
    expect(copy.image[(5 * 24 + 5) * 4]).toBe(copy.image[(5 * 24 + 15) * 4]! + 7)
  })

  it('counts each site once in the area it copies from', () => {
    const { copy, grid } = prepared()
    copy.usage.fill(9)
    countUsage(team(), copy, grid)
    const sites = copy.field.subarray(0, grid.columns * grid.rows).filter((source) => source >= 0).length
    expect(copy.usage.reduce((sum, uses) => sum + uses, 0)).toBe(sites)
    // Sources are ten pixels to the right of the hole: nothing is copied from the left edge.
    expect(copy.usage[0]).toBe(0)
  })
})
