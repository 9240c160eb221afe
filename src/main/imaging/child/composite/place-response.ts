import type { Alignment, BlendSettings, MaskVerdict } from '../../../../shared/domain/edit.ts'
import { alignResponse, type FoundPlacement } from './align-response.ts'
import { compareColors, type ComparedColors } from './compare-colors.ts'
import { cropToResponse, inImagePx, searchedPx, type EditScene } from './edit-scene.ts'
import { measureMatch, type ColorMatch, applyMatch } from './match-colors.ts'
import type { Oklab } from './oklab.ts'
import { keptWeights, overviewOf, type Overview } from './overview.ts'
import { composeAffine, affineOf, inPlace, resizePlacement, type Affine, type Similarity } from './placement.ts'
import { halvePlanes, lumaOf } from './planes.ts'

/** OKLab distance of an overview pixel that neither compression, noise nor a global color shift produces. */
const substantial = 0.05

/** A model that repaints more than this fraction of what it should keep has ignored the mask. */
const ignoredShare = 0.2

/** The area to repaint counts as unchanged if it differs by less than this on average, and by more only in … */
const sameMean = 0.012

const sameDistance = 0.04

/** … less than this fraction of it: removing a small object is still an edit. */
const sameShare = 0.002

const keptPixelsMin = 24

const insideFrom = 0.5

/** The placement of a response, its color difference, and how the model treated the mask. */
export interface PlacedResponse {
  /** null if not requested. */
  readonly alignment: Alignment | null
  readonly placement: Similarity
  readonly match: ColorMatch
  readonly maskVerdict: MaskVerdict
  /** Does not fit the surroundings of the mask: not composited unless forced. */
  readonly isMisfit: boolean
}

/** Longer side used for alignment, in pixels: larger is not more accurate, but slower. */
const alignSidePx = 512
const colorSidePx = 256
/** Below this correlation the surroundings differ from the image's. */
const fitFrom = 0.9

export function placeResponse(scene: EditScene, { isAligned }: Pick<BlendSettings, 'isAligned'>): PlacedResponse {
  const overview = overviewOf(scene, alignSidePx)
  const kept = keptWeights(overview, scene)
  const found = isAligned ? findPlacement(overview, kept, scene) : null
  const inOverview = found?.placement ?? inPlace
  const small = shrinkOverview(overview)
  const colors = compareColors(small, resizePlacement(inOverview, overview.factor / small.factor))
  const match = measureMatch(small, colors)
  const maskVerdict = judgeMask(small, colors, match, keptWeights(small, scene))
  return {
    alignment: found && toAlignment(found, overview.factor),
    placement: resizePlacement(inOverview, overview.factor),
    match,
    maskVerdict,
    isMisfit: found !== null && found.basis === 'measured' && found.correlation < fitFrom,
  }
}

function findPlacement(overview: Overview, kept: Float32Array, scene: EditScene): FoundPlacement {
  return alignResponse({
    widthPx: overview.widthPx,
    heightPx: overview.heightPx,
    source: lumaOf(overview.source),
    answer: lumaOf(overview.answer),
    kept,
    searchPx: inImagePx(searchedPx, scene) / overview.factor,
  })
}

function toAlignment({ placement, correlation, basis }: FoundPlacement, factor: number): Alignment {
  return {
    shiftXPx: placement.shiftX * factor,
    shiftYPx: placement.shiftY * factor,
    scale: placement.scale,
    rotationDeg: (placement.rotation * 180) / Math.PI,
    correlation,
    basis,
  }
}

/** Colors need fewer pixels than edges, and averages of four are more reliable than single pixels. */
function shrinkOverview(overview: Overview): Overview {
  if (Math.max(overview.widthPx, overview.heightPx) <= colorSidePx) return overview
  if (Math.min(overview.widthPx, overview.heightPx) < 2) return overview
  const source = halvePlanes(overview.source)
  const { widthPx, heightPx } = source
  const touched = new Uint8Array(widthPx * heightPx)
  const inside = new Float32Array(widthPx * heightPx)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const from = 2 * y * overview.widthPx + 2 * x
      for (const at of [from, from + 1, from + overview.widthPx, from + overview.widthPx + 1]) {
        touched[y * widthPx + x]! |= overview.touched[at]!
        inside[y * widthPx + x]! += overview.inside[at]! / 4
      }
    }
  }
  return {
    widthPx,
    heightPx,
    source,
    answer: halvePlanes(overview.answer),
    touched,
    inside,
    factor: overview.factor * 2,
  }
}

/** Maps crop pixels to response pixels: the found placement, then the manual offset. */
export function mapToResponse(scene: EditScene, placement: Similarity, offsetXPx: number, offsetYPx: number): Affine {
  const byHand: Affine = { ax: 1, bx: 0, cx: -offsetXPx, ay: 0, by: 1, cy: -offsetYPx }
  return composeAffine(cropToResponse(scene), composeAffine(affineOf(placement, scene.crop), byHand))
}

/**
 * Judges how a model treated the mask, from its raw response, placed and with globally matched colors.
 * @param kept see `keptWeights`
 */
function judgeMask(overview: Overview, colors: ComparedColors, match: ColorMatch, kept: Float32Array): MaskVerdict {
  const outside = tally(colors, match, (n) => kept[n]! > 0.5, substantial)
  if (outside.count >= keptPixelsMin && outside.above > ignoredShare * outside.count) return 'ignored'
  const inside = tally(colors, match, (n) => overview.inside[n]! >= insideFrom, sameDistance)
  if (inside.count > 0 && inside.mean < sameMean && inside.above <= sameShare * inside.count) return 'nothing'
  return outside.count >= keptPixelsMin ? 'kept' : 'unknown'
}

interface Tally {
  readonly count: number
  readonly mean: number
  /** Number of pixels beyond the limit. */
  readonly above: number
}

function tally(
  { source, answer, visible }: ComparedColors,
  match: ColorMatch,
  counts: (n: number) => boolean,
  limit: number,
): Tally {
  let [count, sum, above] = [0, 0, 0]
  const lab: Oklab = { lightness: 0, a: 0, b: 0 }
  for (let n = 0; n < visible.length; n++) {
    if (visible[n] === 0 || !counts(n)) continue
    lab.lightness = answer[0][n]!
    lab.a = answer[1][n]!
    lab.b = answer[2][n]!
    applyMatch(match, 1, lab)
    const [x, y, z] = [lab.lightness - source[0][n]!, lab.a - source[1][n]!, lab.b - source[2][n]!]
    const distance = Math.sqrt(x * x + y * y + z * z)
    count++
    sum += distance
    if (distance > limit) above++
  }
  return { count, mean: count === 0 ? 0 : sum / count, above }
}
