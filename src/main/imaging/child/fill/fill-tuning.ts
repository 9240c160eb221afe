/** Parameters that determine the look of a fill, from the study in docs/adr/0005-content-aware-fill.md. */
export interface FillTuning {
  /** Patches are squares of 2 radius + 1 pixels; smaller if little may be copied. At most 4. */
  readonly patchRadius: number
  /** The pyramid stops when fewer copyable patches than this remain. */
  readonly leastSources: number
  /** The fourth channel of an opaque level holds gradient energy, in levels of 255, times this. */
  readonly textureGain: number
  /** Ratio of the hole's expected energy to that of its surroundings. */
  readonly textureBoost: number
  /** Rounds of search and voting at the coarsest level, the intermediate levels, and the finest. */
  readonly roundsCoarsest: number
  readonly roundsMiddle: number
  readonly roundsFinest: number
  readonly passesPerRound: number
  /** See `SearchSettings`; the limit is for color adaptation 1, locality is for the image's longer side. */
  readonly shiftLimit: number
  readonly shiftPenalty: number
  readonly locality: number
  readonly energy: number
  readonly energyExcess: number
  readonly repetition: number
  /**
   * Fraction of `energy` that applies at the coarsest level, where structure matters and texture is not yet visible.
   */
  readonly energyCoarse: number
  readonly coherence: number
  /** Initial radius of the random search in pixels, except at the coarsest level, where it is unlimited. */
  readonly refineRadius: number
  /** See `VoteSettings`; the `final` pair is for the last vote, which preserves more of each patch's detail. */
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
