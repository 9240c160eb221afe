import { intersectRects, isEmptyRect, type Rect } from '../../shared/util/geometry.ts'

/** What a step changes, and what it is based on; pixels of the image. */
export interface StepArea {
  readonly changed: Rect
  readonly seen: Rect
}

/** Whether one of two steps would see what the other changes. */
export function overlaps(a: StepArea, b: StepArea): boolean {
  return meet(a.changed, b.seen) || meet(b.changed, a.seen) || meet(a.changed, b.changed)
}

function meet(a: Rect, b: Rect): boolean {
  return !isEmptyRect(intersectRects(a, b))
}

/**
 * Returns for each step the earlier steps that it depends on, as indexes in ascending order, indirect ones included. A
 * step depends on every earlier one it overlaps.
 */
export function dependenciesOf(steps: readonly StepArea[]): readonly (readonly number[])[] {
  const all: number[][] = []
  for (const [at, step] of steps.entries()) {
    const needed = new Set<number>()
    for (let earlier = 0; earlier < at; earlier++) {
      if (!overlaps(steps[earlier]!, step)) continue
      needed.add(earlier)
      for (const indirect of all[earlier]!) needed.add(indirect)
    }
    all.push([...needed].toSorted((a, b) => a - b))
  }
  return all
}

/** Returns the stage of each step: one more than the latest stage it depends on. Steps of one stage run together. */
export function stagesOf(dependencies: readonly (readonly number[])[]): readonly number[] {
  const stages: number[] = []
  for (const needed of dependencies) stages.push(needed.reduce((stage, at) => Math.max(stage, stages[at]! + 1), 0))
  return stages
}

/** Returns the step whose result contains all of these and nothing else; null = there is none. */
export function lastOf(needed: readonly number[], dependencies: readonly (readonly number[])[]): number | null {
  const last = needed.at(-1)
  return last !== undefined && dependencies[last]!.length === needed.length - 1 ? last : null
}
