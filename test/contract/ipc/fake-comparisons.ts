import type { Comparisons } from '../../../src/main/compare/comparisons.ts'

export const comparisons: Comparisons = {
  measure: async () => ({
    widthPx: 2,
    heightPx: 1,
    isScaled: false,
    counts: [1, ...Array.from({ length: 254 }, () => 0), 1],
    ssim: 0.5,
    map: { widthPx: 2, heightPx: 1 },
  }),
  map: async () => new Uint8Array([0, 255]),
  vote: async () => ({ voteId: '1' }),
  undoVote: () => Promise.resolve(),
  league: async () => ({ players: [], comparisons: 0, others: 0, tags: [{ name: 'kite', count: 1 }] }),
  onVoted: () => () => undefined,
}
