import { isFull } from '../turn.ts'

/**
 * Returns how often a test kills: `all` in the full run, once otherwise. `npm test` stops the same work after each of
 * its steps instead (walk-steps.ts).
 */
export function killCount(all: number): number {
  return isFull ? all : 1
}
