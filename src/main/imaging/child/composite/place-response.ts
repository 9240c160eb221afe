import type { Alignment, BlendSettings, MaskVerdict } from '../../../../shared/domain/edit.ts'
import { alignResponse, type FoundPlacement } from './align-response.ts'
import { cropToResponse, inPicturePx, searchedPx, type EditScene } from './edit-scene.ts'
import { judgeMask } from './judge-mask.ts'
import { compareColors } from './compare-colors.ts'
import { measureMatch, type ColorMatch } from './match-colors.ts'
import { keptWeights, overviewOf, type Overview } from './overview.ts'
import { composeAffine, affineOf, inPlace, resizePlacement, type Affine, type Similarity } from './placement.ts'
import { halvePlanes, lumaOf } from './planes.ts'

/** Where an answer lies, how its colors differ, and what the model made of the mask. */
export interface PlacedResponse {
  /** null where none was asked for. */
  readonly alignment: Alignment | null
  readonly placement: Similarity
  readonly match: ColorMatch
  readonly maskVerdict: MaskVerdict
  /** It does not fit what surrounds the mask: not to be pasted unless forced. */
  readonly isMisfit: boolean
}

/** The longer side of what is aligned, pixels: larger finds nothing more exactly, and takes longer. */
const alignSidePx = 512
const colorSidePx = 256
/** Below this correlation the surroundings are others than the picture's. */
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
    searchPx: inPicturePx(searchedPx, scene) / overview.factor,
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

/** Colors need fewer pixels than edges; each the mean of four says more than one would. */
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

/** From the crop's pixels to the answer's, the answer in its place and then moved by hand. */
export function mapToResponse(scene: EditScene, placement: Similarity, offsetXPx: number, offsetYPx: number): Affine {
  const byHand: Affine = { ax: 1, bx: 0, cx: -offsetXPx, ay: 0, by: 1, cy: -offsetYPx }
  return composeAffine(cropToResponse(scene), composeAffine(affineOf(placement, scene.crop), byHand))
}
