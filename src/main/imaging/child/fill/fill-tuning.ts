/** The numbers that decide how a fill looks, found by the study in docs/adr/0005-content-aware-fill.md. */
export interface FillTuning {
  /** Patches are squares of 2 radius + 1 pixels; smaller where little may be copied. At most 4. */
  readonly patchRadius: number
  /** The pyramid stops where fewer copyable patches than this are left. */
  readonly leastSources: number
  /** Gradient energy in levels of 255 times this is what the fourth channel of an opaque level holds. */
  readonly textureGain: number
  /** Expected energy of the hole over that of its surroundings. */
  readonly textureBoost: number
  /** Rounds of search and vote at the coarsest level, at those between, and at the finest. */
  readonly roundsCoarsest: number
  readonly roundsMiddle: number
  readonly roundsFinest: number
  readonly passesPerRound: number
  /** See `SearchSettings`; the limit is for color adaptation 1, locality for the picture's longer side. */
  readonly shiftLimit: number
  readonly shiftPenalty: number
  readonly locality: number
  readonly energy: number
  readonly energyExcess: number
  readonly repetition: number
  /** Share of `energy` that counts at the coarsest level, where structure matters and texture is not yet seen. */
  readonly energyCoarse: number
  readonly coherence: number
  /** First radius of the random search in pixels, except at the coarsest level, where it is unlimited. */
  readonly refineRadius: number
  /** See `VoteSettings`; the `final` pair is for the last vote, which keeps more of each patch's own detail. */
  readonly selectivity: number
  readonly centering: number
  readonly depthDecay: number
  readonly finalSelectivity: number
  readonly finalCentering: number
  /** See `InitialiseSettings`. */
  readonly seedJitter: number
  readonly initialTrials: number
  readonly guide: number
}

export const fillTuning: FillTuning = {
  patchRadius: 3,
  leastSources: 1500,
  textureGain: 2,
  textureBoost: 1.4,
  roundsCoarsest: 3,
  roundsMiddle: 4,
  roundsFinest: 2,
  passesPerRound: 3,
  shiftLimit: 30,
  shiftPenalty: 0.6,
  locality: 5000,
  energy: 2,
  energyExcess: 0.2,
  repetition: 60,
  energyCoarse: 0.02,
  coherence: 120,
  refineRadius: 8,
  selectivity: 2,
  centering: 0,
  depthDecay: 1.3,
  finalSelectivity: 4,
  finalCentering: 2,
  seedJitter: 0.15,
  initialTrials: 800,
  guide: 0.3,
}
