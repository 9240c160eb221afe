import { carryField, carryTexture, openSites } from './carry-field.ts'
import { openLevel, pixelState, type FillLevel, measureDepth } from './fill-level.ts'
import type { RegionPlan } from './fill-plan.ts'
import type { FillTuning } from './fill-tuning.ts'
import { initializeHole } from './initialize-hole.ts'
import { stretchMembrane } from './membrane.ts'
import { sumPatches, takePatchCensus } from './patch-census.ts'
import { countUsage, measureShifts, searchPass, type SearchSettings } from './patch-match.ts'
import { noteOrigins, createSiteGrid, type SiteGrid } from './site-grid.ts'
import { measureTexture, reduceLevel } from './pyramid.ts'
import { randomHash } from './random-hash.ts'
import { vote, type VoteSettings } from './voting.ts'
import type { WorkTeam } from './work-team.ts'

/** Settings of one region's fill besides its memory; identical on every thread. */
export interface ProgramSettings {
  readonly plan: RegionPlan
  readonly seed: number
  readonly colourAdaptation: number
  readonly hasAlpha: boolean
  /** See `noteOrigins`. */
  readonly wantsOrigins: boolean
  /** The hole is filled already: only its origins are searched for (`matchPatches`). */
  readonly matchesOnly: boolean
  /** Number of the region's pixels that may be copied. */
  readonly copyable: number
  readonly tuning: FillTuning
}

/** Called only on the team's first thread. */
export interface ProgramEvents {
  readonly onFraction: (fraction: number) => void
  /** The hole of this level (0 = finest) now holds a complete guess. */
  readonly onLevel: (level: number) => void
}

const leastShareOfPixels = 40

interface PreparedLevel {
  readonly level: FillLevel
  readonly grid: SiteGrid
  readonly sources: Int32Array
  /** See `SearchSettings`. */
  readonly fairUse: number
}

/** Fills one region, coarse to fine; every thread of the team runs this same program. False = no source found. */
export function runFillProgram(
  team: WorkTeam,
  memory: SharedArrayBuffer,
  settings: ProgramSettings,
  events: ProgramEvents,
): boolean {
  const levels = settings.plan.levels.map((layout) => openLevel(memory, layout))
  const { tuning } = settings
  if (settings.matchesOnly) return matchLevel(team, levels[0]!, settings, events)
  if (!settings.hasAlpha) measureTexture(team, levels[0]!, tuning.textureGain)
  for (let k = 1; k < levels.length; k++) reduceLevel(team, levels[k - 1]!, levels[k]!)
  const start = chooseStart(team, levels, settings)
  if (start === null) return false
  const work = levels.map((level, k) => (k > start.index ? 0 : levelWork(level, k, start.index, tuning)))
  const total = work.reduce((sum, amount) => sum + amount, 0)
  let done = 0
  let previous: PreparedLevel | null = null
  for (let k = start.index; k >= 0; k--) {
    const current = k === start.index ? start.prepared : prepareLevel(team, levels[k]!, k, settings)
    if (current === null) return false
    const report = (share: number): void => {
      if (team.rank === 0) events.onFraction((done + work[k]! * share) / total)
    }
    if (previous === null) startCoarsest(team, current, k, settings, events)
    solveLevel(team, current, previous, k, settings, report)
    done += work[k]!
    if (team.rank === 0 && k > 0) events.onLevel(k)
    previous = current
  }
  const finest = previous
  if (settings.wantsOrigins && finest !== null) team.single(() => noteOrigins(finest.level, finest.grid))
  return true
}

/** From a random field, as many passes as it takes for most sites to keep their source (Barnes et al. 2009, section 3). */
const matchPasses = 8

/** Finds what the hole looks like elsewhere, without changing it. */
function matchLevel(team: WorkTeam, level: FillLevel, settings: ProgramSettings, events: ProgramEvents): boolean {
  const prepared = prepareLevel(team, level, 0, settings)
  if (prepared === null) return false
  const { grid, sources } = prepared
  team.single(() => {
    for (let g = 0; g < grid.columns * grid.rows; g++) {
      if (level.field[g]! >= 0) level.field[g] = sources[randomHash(settings.seed, g, 7) % sources.length]!
    }
  })
  // Only colors count: what fills the hole may lack exactly the texture that is looked for.
  const search = { ...searchSettings(settings, prepared, 0, true), energy: 0 }
  for (let pass = 0; pass < matchPasses; pass++) {
    countUsage(team, level, grid)
    searchPass(team, level, grid, { ...search, salt: randomHash(search.salt, pass, 9) }, pass)
    if (team.rank === 0) events.onFraction((pass + 1) / matchPasses)
  }
  team.single(() => noteOrigins(level, grid))
  return true
}

function levelWork(level: FillLevel, index: number, start: number, tuning: FillTuning): number {
  const rounds = index === 0 ? tuning.roundsFinest : index === start ? tuning.roundsCoarsest : tuning.roundsMiddle
  return level.siteCapacity * rounds + 1000
}

/** Returns the coarsest level that still shows the hole and has enough to copy. */
function chooseStart(
  team: WorkTeam,
  levels: readonly FillLevel[],
  settings: ProgramSettings,
): { index: number; prepared: PreparedLevel } | null {
  // A small sampling area never has that many sources, so a proportional number must do.
  const least = Math.min(settings.tuning.leastSources, settings.copyable / leastShareOfPixels)
  for (let index = levels.length - 1; index >= 0; index--) {
    const prepared = prepareLevel(team, levels[index]!, index, settings)
    if (prepared === null) continue
    const isFirstShown = prepared.level.depth.some((depth) => depth > 0)
    if (index === 0 || (isFirstShown && prepared.sources.length >= least)) return { index, prepared }
  }
  return null
}

/** Finds the largest patch that leaves something to copy, and prepares the level for it. Null = nothing to copy. */
function prepareLevel(
  team: WorkTeam,
  level: FillLevel,
  index: number,
  settings: ProgramSettings,
): PreparedLevel | null {
  const largest = Math.min(settings.tuning.patchRadius, (Math.min(level.width, level.height) - 1) >> 1)
  for (let radius = largest; radius >= 0; radius--) {
    const slot = index * 5 + radius
    takePatchCensus(team, level, radius, slot)
    const count = team.readShared(slot)
    if (count === 0 || (count < 16 && radius > 0)) continue
    const grid = createSiteGrid(level, radius, siteStride(level, index))
    team.single(() => {
      openSites(level, grid)
      measureDepth(level)
    })
    sumPatches(team, level, null, radius)
    const fairUse = Math.max(1, (level.holeBox.width * level.holeBox.height) / count)
    return { level, grid, sources: listSources(level, count, 4096), fairUse }
  }
  return null
}

/** Large holes at fine levels use fewer, overlapping patches: the coarse levels have already settled the structure. */
function siteStride(level: FillLevel, index: number): number {
  if (index > 1) return 1
  return level.siteCapacity > 1_500_000 ? 3 : level.siteCapacity > 120_000 ? 2 : 1
}

function solveLevel(
  team: WorkTeam,
  current: PreparedLevel,
  coarser: PreparedLevel | null,
  index: number,
  settings: ProgramSettings,
  report: (share: number) => void,
): void {
  const { level, grid, sources } = current
  const { tuning } = settings
  if (coarser !== null) {
    if (!settings.hasAlpha) carryTexture(team, coarser.level, level)
    carryField(team, coarser.level, coarser.grid, level, grid, sources, randomHash(settings.seed, index, 3))
    vote(team, level, grid, voteSettings(settings, false))
  }
  sumPatches(team, level, grid, grid.radius)
  const rounds = coarser === null ? tuning.roundsCoarsest : index === 0 ? tuning.roundsFinest : tuning.roundsMiddle
  // Large holes get most passes at the coarser levels, where they cost a fraction.
  const passes = grid.stride > 1 ? Math.min(2, tuning.passesPerRound) : tuning.passesPerRound
  let pass = 0
  for (let round = 0; round < rounds; round++) {
    const search = searchSettings(settings, current, index, coarser === null)
    for (let k = 0; k < passes; k++) {
      countUsage(team, level, grid)
      searchPass(team, level, grid, { ...search, salt: randomHash(search.salt, pass, 9) }, pass)
      pass++
    }
    measureShifts(team, level, grid, search)
    const isLast = index === 0 && round === rounds - 1
    vote(team, level, grid, voteSettings(settings, isLast))
    if (!isLast) sumPatches(team, level, grid, grid.radius)
    report((round + 1) / rounds)
  }
}

/** Shows the membrane, then the first guess: the following rounds take several times as long. */
function startCoarsest(
  team: WorkTeam,
  start: PreparedLevel,
  index: number,
  settings: ProgramSettings,
  events: ProgramEvents,
): void {
  const show = (): void => {
    if (team.rank === 0 && index > 0) events.onLevel(index)
  }
  const { level, grid, sources } = start
  const { tuning, seed } = settings
  team.single(() => stretchMembrane(level, settings.hasAlpha, tuning.textureBoost))
  show()
  sumPatches(team, level, grid, grid.radius)
  const search = searchSettings(settings, start, index, true)
  const { initialTrials: trials, seedJitter, guide } = tuning
  team.single(() => initializeHole(team, level, grid, sources, { ...search, seed, trials, seedJitter, guide }))
  show()
}

function voteSettings(settings: ProgramSettings, isLast: boolean): VoteSettings {
  const { selectivity, finalSelectivity, centering, finalCentering, depthDecay } = settings.tuning
  return {
    selectivity: isLast ? finalSelectivity : selectivity,
    centering: isLast ? finalCentering : centering,
    depthDecay,
    hasAlpha: settings.hasAlpha,
  }
}

function searchSettings(
  settings: ProgramSettings,
  { level, fairUse }: PreparedLevel,
  index: number,
  isCoarsest: boolean,
): SearchSettings {
  const { tuning, hasAlpha } = settings
  const longerSide = Math.max(level.width, level.height)
  const reach = isCoarsest ? longerSide : tuning.refineRadius
  return {
    hasAlpha,
    shiftLimit: tuning.shiftLimit * settings.colourAdaptation,
    shiftPenalty: tuning.shiftPenalty,
    repetition: tuning.repetition,
    fairUse,
    locality: (tuning.locality * (2 * tuning.patchRadius + 1) ** 2) / longerSide,
    energy: hasAlpha ? 0 : tuning.energy * (isCoarsest ? tuning.energyCoarse : 1),
    energyExcess: tuning.energyExcess,
    coherence: tuning.coherence,
    searchRadius: Math.min(reach, longerSide),
    salt: randomHash(settings.seed, index, 1),
  }
}

/** Centers of at most `limit` copyable patches, evenly sampled in reading order. */
function listSources(level: FillLevel, count: number, limit: number): Int32Array {
  const every = Math.max(1, Math.ceil(count / limit))
  const list = new Int32Array(Math.ceil(count / every))
  let seen = 0
  let filled = 0
  for (let at = 0; at < level.state.length && filled < list.length; at++) {
    if (!(level.state[at]! & pixelState.source)) continue
    if (seen % every === 0) list[filled++] = at
    seen++
  }
  return list.subarray(0, filled)
}
