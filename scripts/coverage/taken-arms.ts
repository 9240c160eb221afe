import type { SourcePoints } from './source-points.ts'

/** Returns the indexes of the arms that were taken, from how often each point was reached; a missing one is not built in. */
export function takenArms(arms: SourcePoints['arms'], counts: ReadonlyMap<number, number>): readonly number[] {
  return [...arms.keys()].filter((index) => {
    const { point, butNot } = arms[index]!
    const count = counts.get(point) ?? 0
    if (butNot === undefined) return count > 0
    const others = counts.get(butNot)
    return others !== undefined && count > others
  })
}
