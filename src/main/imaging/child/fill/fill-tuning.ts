/** The numbers that decide how a fill looks. Found by the study in docs/adr/0005-content-aware-fill.md. */
export interface FillTuning {
  readonly patchRadius: number
  /** The pyramid stops where the hole is at most this many pixels deep. */
  readonly coarsestDepthPx: number
  /** … or where fewer copyable patches than this are left. */
  readonly leastSources: number
  readonly textureGain: number
  /** Rounds of search and vote at the coarsest level, at the middle ones, and at the finest. */
  readonly roundsCoarsest: number
  readonly roundsMiddle: number
  readonly roundsFinest: number
  readonly passesPerRound: number
  readonly shiftLimit: number
  readonly shiftPenalty: number
  readonly selectivity: number
  readonly depthDecay: number
  readonly centring: number
  readonly modeWidth: number
  readonly finalSelectivity: number
  readonly finalModeWidth: number
  readonly finalCentring: number
  readonly seedJitter: number
  /** Copyable patches looked at per pixel of the first, coarsest fill. */
  readonly initialTrials: number
  readonly fourChannelsBelow: number
  readonly finestSearchRadius: number
  readonly offsetTries: number
  readonly locality: number
  readonly textureBoost: number
  readonly energy: number
  readonly energyOver: number
  readonly guide: number
}

export const fillTuning: FillTuning = {
  patchRadius: 3,
  coarsestDepthPx: 5,
  leastSources: 100,
  textureGain: 2,
  roundsCoarsest: 3,
  roundsMiddle: 4,
  roundsFinest: 2,
  passesPerRound: 2,
  shiftLimit: 30,
  shiftPenalty: 0.2,
  selectivity: 2,
  depthDecay: 1.3,
  centring: 0,
  modeWidth: 0,
  finalSelectivity: 4,
  finalModeWidth: 20,
  finalCentring: 2,
  seedJitter: 0.2,
  initialTrials: 800,
  fourChannelsBelow: 99,
  finestSearchRadius: 16,
  offsetTries: 0,
  locality: 500,
  textureBoost: 1,
  energy: 2,
  energyOver: 0.3,
  guide: 0.3,
}
