/**
 * Returns how often a test kills: a fraction of `all` in `npm test`, to keep it fast, all of them in `npm run
 * test:soak`. Both verify the same; only the odds of hitting a rare moment differ.
 */
export function killCount(all: number): number {
  return process.env['ATELIER_SOAK'] === '1' ? all : Math.ceil(all * share)
}

const share = 0.4
