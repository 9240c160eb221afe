import { expect, it } from 'vitest'

import type { FillEngineInput } from './fill-contract.ts'
import { openLevel, pixelState, type FillLevel } from './fill-level.ts'
import { planFill } from './fill-plan.ts'
import { runFillProgram, type ProgramEvents } from './fill-program.ts'
import { fillTuning } from './fill-tuning.ts'
import { loadFillRegion } from './content-aware-fill.ts'
import { randomHash } from './random-hash.ts'
import { WorkTeam } from './work-team.ts'

const side = 200

/** Fills noise with a square hole in the middle on this thread; returns the region's levels. */
function fillNoise(onLevel: (index: number, level: FillLevel) => void): void {
  const rgba = Uint8Array.from({ length: side * side * 4 }, (_, i) => (i % 4 === 3 ? 255 : randomHash(i, 4, 2) & 255))
  const mask = new Uint8Array(side * side)
  for (let y = 70; y < 130; y++) mask.fill(255, y * side + 70, y * side + 130)
  const input: FillEngineInput = {
    widthPx: side,
    heightPx: side,
    rgba,
    mask,
    sampling: null,
    seed: 1,
    colourAdaptation: 0.7,
  }
  const plan = planFill(side, side, mask, null)!.regions[0]!
  const memory = new SharedArrayBuffer(plan.bytes)
  const { hasAlpha, copyable } = loadFillRegion(input, plan, memory)
  const team = new WorkTeam(WorkTeam.createControl(), 0)
  const settings = {
    plan,
    seed: 1,
    colourAdaptation: 0.7,
    hasAlpha,
    copyable,
    tuning: fillTuning,
    wantsOrigins: false,
    matchesOnly: false,
  }
  const events: ProgramEvents = {
    onFraction: () => undefined,
    onLevel: (index) => onLevel(index, openLevel(memory, plan.levels[index]!)),
  }
  expect(runFillProgram(team, memory, settings, events)).toBe(true)
}

/** Largest difference between a hole pixel and the mean of its four neighbors: about 0 in a membrane. */
function roughness({ image, state, width, holeBox }: FillLevel): number {
  let most = 0
  for (let y = holeBox.y; y < holeBox.y + holeBox.height; y++) {
    for (let x = holeBox.x; x < holeBox.x + holeBox.width; x++) {
      const at = y * width + x
      if (!(state[at]! & pixelState.hole)) continue
      const red = (pixel: number): number => image[pixel * 4]!
      const mean = (red(at - 1) + red(at + 1) + red(at - width) + red(at + width)) / 4
      most = Math.max(most, Math.abs(red(at) - mean))
    }
  }
  return most
}

it('previews the smooth continuation first, then a guess, then each finished level', () => {
  const shown: { readonly index: number; readonly roughness: number; readonly searched: boolean }[] = []
  fillNoise((index, level) => {
    shown.push({ index, roughness: roughness(level), searched: level.cost.some((cost) => cost !== 0) })
  })
  const coarsest = shown[0]!.index
  expect(coarsest).toBeGreaterThan(0)
  expect(shown[0]).toMatchObject({ searched: false })
  expect(shown[0]!.roughness).toBeLessThan(2)
  expect(shown[1]).toMatchObject({ index: coarsest, searched: false })
  expect(shown[1]!.roughness).toBeGreaterThan(5)
  expect(shown.slice(2).map(({ index }) => index)).toEqual(Array.from({ length: coarsest }, (_, n) => coarsest - n))
})
