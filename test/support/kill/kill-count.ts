/**
 * How often a test kills: a share of the times in `npm test`, which is to be quick, all of them in `npm run test:soak`. What
 * it proves is the same; only the odds to find a rare moment differ.
 */
export function killCount(all: number): number {
  return process.env['ATELIER_SOAK'] === '1' ? all : Math.ceil(all * share)
}

const share = 0.4
