import { isSoak } from '../is-soak.ts'

/**
 * Returns how often a test kills: a fraction of `all` in `npm test`, to keep it fast, all of them in `npm run
 * test:soak`. Both verify the same; only the odds of hitting a rare moment differ.
 */
export function killCount(all: number): number {
  return isSoak ? all : Math.ceil(all * share)
}

const share = 0.1

/**
 * Numbers the rounds of a test that kills once in each: `killCount(all)` of them, and more, up to `all`, while no kill
 * has interrupted the work yet. Few kills may all miss on a slow machine, and would prove nothing.
 */
export function* killRounds(all: number, hasInterrupted: () => boolean): Generator<number> {
  for (let round = 0; round < all; round++) {
    if (round >= killCount(all) && hasInterrupted()) return
    yield round
  }
}
