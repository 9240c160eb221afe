import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { growRect, type Rect } from '../../shared/util/geometry.ts'
import { dependenciesOf, lastOf, overlaps, stagesOf, type StepArea } from './order-steps.ts'

const anyRect = fc.record({
  x: fc.nat(900),
  y: fc.nat(900),
  widthPx: fc.integer({ min: 1, max: 300 }),
  heightPx: fc.integer({ min: 1, max: 300 }),
})
const anyStep: fc.Arbitrary<StepArea> = fc
  .tuple(anyRect, fc.nat(200))
  .map(([changed, contextPx]) => ({ changed, seen: growRect(changed, contextPx) }))
const anySteps = fc.array(anyStep, { maxLength: 12 })

const at = (x: number, y: number): Rect => ({ x, y, widthPx: 10, heightPx: 10 })
const step = (x: number, y: number, contextPx = 5): StepArea => ({
  changed: at(x, y),
  seen: growRect(at(x, y), contextPx),
})

/** Runs stage by stage, as the runner may at best, and returns the steps of each. */
function runAll(steps: readonly StepArea[]): number[][] {
  const stages = stagesOf(dependenciesOf(steps))
  return Array.from({ length: Math.max(0, ...stages.map((stage) => stage + 1)) }, (_, stage) =>
    steps.flatMap((_step, index) => (stages[index] === stage ? [index] : [])),
  )
}

it('steps that are apart run together, and one over both runs after them', () => {
  const steps = [step(0, 0), step(100, 0), { changed: at(50, 0), seen: growRect(at(50, 0), 60) }]
  expect(dependenciesOf(steps)).toEqual([[], [], [0, 1]])
  expect(stagesOf(dependenciesOf(steps))).toEqual([0, 0, 1])
})

it('a step that only sees what an earlier one changes depends on it', () => {
  expect(dependenciesOf([step(0, 0, 0), step(30, 0, 25)])).toEqual([[], [0]])
})

it('no two overlapping steps run together, their order is kept, and every step runs once', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const ran = runAll(steps)
      expect(ran.flat().toSorted((a, b) => a - b)).toEqual(steps.map((_, index) => index))
      const order = ran.flat()
      for (const [earlier, a] of steps.entries()) {
        for (const [later, b] of steps.entries()) {
          if (earlier >= later || !overlaps(a, b)) continue
          expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(later))
          expect(ran.some((together) => together.includes(earlier) && together.includes(later))).toBe(false)
        }
      }
    }),
  )
})

it('what a step needs includes what that needs, and comes before it', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const all = dependenciesOf(steps)
      for (const [index, needed] of all.entries()) {
        for (const other of needed) {
          expect(other).toBeLessThan(index)
          for (const indirect of all[other]!) expect(needed).toContain(indirect)
        }
      }
    }),
  )
})

it('a result stands for all others only if it was made from each of them', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const all = dependenciesOf(steps)
      for (const needed of all) {
        const last = lastOf(needed, all)
        if (last !== null) expect([...all[last]!, last]).toEqual(needed)
      }
    }),
  )
})
