import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { writePngFile, type PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { CutOutRequest } from '../../imaging.ts'
import { loadOriginal, type SourceServices } from '../source/load-source.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { packRow } from '../verify/finished-image.ts'
import { withProfile } from '../verify/profile-colors.ts'
import { createBackdrop, type Backdrop } from './backdrop.ts'
import { guidedMatte, plainMatte, stretchMatte, type FineMatte } from './fine-matte.ts'
import { blurPlane } from '../composite/blur-plane.ts'
import { nextTurn, rowsPerTurn } from '../turns.ts'
import { type WorkImage, EnlargedRows, matteSizeOf, toWorkImage } from './work-size.ts'

/** Writes the subject alone or before another background, or the matte itself, in the size of the image. */
export async function cutOut(request: CutOutRequest, signal: AbortSignal, services: SourceServices): Promise<Size> {
  const { originalPath, content, background, resultPath } = request
  const original = await untilAborted(loadOriginal(originalPath, services), signal)
  const write = (pixels: PngPixels) =>
    replaceWithTemporary(resultPath, (temporaryPath) => writePngFile(temporaryPath, pixels, signal))
  const { matte, scene } = await untilAborted(readMatte(request, original, signal), signal)
  if (content === 'mask' || scene === null) await write(maskPixels(original, matte))
  else {
    await withProfile(original.colors.profile, async (profile) => {
      const backdrop =
        background === null
          ? null
          : await untilAborted(
              createBackdrop(background, { original, matte, profile, budget: services.budget, signal }),
              signal,
            )
      await write(await subjectPixels(original, matte, { ...scene, backdrop }, signal))
    })
  }
  return { widthPx: original.widthPx, heightPx: original.heightPx }
}

interface WorkScene {
  readonly work: WorkImage
  /** Of the subject, in work pixels, 0 to 1. */
  readonly opacity: Float32Array
}

async function readMatte(
  { matte, content, refinesEdges }: CutOutRequest,
  original: OriginalImage,
  signal: AbortSignal,
): Promise<{ readonly matte: FineMatte; readonly scene: WorkScene | null }> {
  const isGuided = refinesEdges && (matte.widthPx < original.widthPx || matte.heightPx < original.heightPx)
  const work =
    isGuided || content === 'subject' ? await toWorkImage(original, matteSizeOf(original, matte), signal) : null
  const scene = work && { work, opacity: Float32Array.from(await stretchMatte(matte, work), (value) => value / 255) }
  if (isGuided && scene !== null) {
    return { matte: await guidedMatte(scene.opacity, scene.work, original, signal), scene }
  }
  return { matte: plainMatte(await stretchMatte(matte, original), original), scene }
}

function maskPixels({ widthPx, heightPx }: Size, matte: FineMatte): PngPixels {
  const line = new Float32Array(widthPx)
  const readRow = (y: number, into: Uint8Array): void => {
    matte.readRow(y, line)
    for (let x = 0; x < widthPx; x++) into[x] = Math.round(line[x]! * 255)
  }
  return { widthPx, heightPx, channels: 1, readRow }
}

/** Beyond 2 %, a pixel shows the subject or the background alone. */
const certain = 5 / 255

/**
 * Pixels of the subject alone keep their exact values. Where a pixel shows the background, too, as in hair, it gets the
 * subject's own color. What is transparent in the original stays so, unless there is a backdrop.
 */
async function subjectPixels(
  original: OriginalImage,
  matte: FineMatte,
  { work, opacity, backdrop }: WorkScene & { readonly backdrop: Backdrop | null },
  signal: AbortSignal,
): Promise<PngPixels> {
  const { widthPx, heightPx, bitDepth, colors, rgba } = original
  const full = bitDepth === 16 ? 65_535 : 255
  const channels = backdrop === null ? 4 : 3
  const near = await findNearColors(opacity, work, signal)
  const nearRows = new EnlargedRows([...near.subject, ...near.background], work, original)
  const lines = (count: number) => Array.from({ length: count }, () => new Float32Array(widthPx))
  const [nearLines, behind, share] = [lines(6), lines(3), new Float32Array(widthPx)]
  const pixels = bitDepth === 16 ? new Uint16Array(widthPx * 4) : new Uint8Array(widthPx * 4)

  function mixPixel(x: number, from: number): void {
    const alpha = rgba[from + 3]! / full
    const inside = share[x]!
    const isMixed = inside > certain && inside < 1 - certain
    const opaque = inside * alpha
    for (let channel = 0; channel < 3; channel++) {
      const seen = rgba[from + channel]! / full
      const color = isMixed ? subjectColor(seen, inside, nearLines[channel]![x]!, nearLines[channel + 3]![x]!) : seen
      const shown = backdrop === null ? color : color * opaque + behind[channel]![x]! * (1 - opaque)
      pixels[x * 4 + channel] = Math.round(Math.min(1, Math.max(0, shown)) * full)
    }
    pixels[x * 4 + 3] = backdrop === null ? Math.round(opaque * full) : full
  }

  const readRow = (y: number, into: Uint8Array): void => {
    matte.readRow(y, share)
    nearRows.read(y, nearLines)
    backdrop?.readRow(y, behind)
    for (let x = 0; x < widthPx; x++) mixPixel(x, (y * widthPx + x) * 4)
    packRow(pixels, channels, into)
  }
  // A row takes as long as its compression: without a pause nothing else would get a turn.
  const prepare = async (y: number): Promise<void> => {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
  }
  return { widthPx, heightPx, channels, bitDepth, colorChunks: colors.chunks, prepare, readRow }
}

type Colors = readonly [Float32Array, Float32Array, Float32Array]

/** The colors that subject and background have near each pixel, in work pixels, 0 to 1. */
interface NearColors {
  readonly subject: Colors
  readonly background: Colors
}

/** Standard deviations of the two box blurs of the paper, 90 and 6 pixels wide. */
const wideSigmaPx = 26

const fineSigmaPx = 1.7

/** Below, there is nothing near to take a color from. */
const shareMin = 1e-4

/**
 * Estimates the colors of the subject and of the background apart, where a pixel shows both: Forte 2021, “Approximate
 * Fast Foreground Colour Estimation” (blur-fusion, twice).
 * @param opacity of the subject in work pixels, 0 to 1
 */
async function findNearColors(opacity: Float32Array, work: WorkImage, signal: AbortSignal): Promise<NearColors> {
  const inside = opacity.map((value, n) => value * work.alpha[n]!)
  const outside = opacity.map((value, n) => (1 - value) * work.alpha[n]!)
  /** Box blur normalized by the weights: pixels of weight 0 do not bleed into the others. */
  const spread = async ([red, green, blue]: Colors, weights: Float32Array, sigmaPx: number): Promise<Colors> => {
    const shares = blurPlane(weights, work, sigmaPx, 1)
    const blur = async (plane: Float32Array) => {
      await nextTurn(signal)
      const weighted = plane.map((value, n) => value * weights[n]!)
      return blurPlane(weighted, work, sigmaPx, 1).map((sum, n) => (shares[n]! > shareMin ? sum / shares[n]! : 0))
    }
    return [await blur(red), await blur(green), await blur(blue)]
  }
  const subject = await spread(work.colors, inside, wideSigmaPx)
  const background = await spread(work.colors, outside, wideSigmaPx)
  const first = ([0, 1, 2] as const).map((channel) =>
    subject[channel].map((color, n) =>
      subjectColor(work.colors[channel][n]!, opacity[n]!, color, background[channel][n]!),
    ),
  ) as [Float32Array, Float32Array, Float32Array]
  return {
    subject: await spread(first, inside, fineSigmaPx),
    background: await spread(background, outside, fineSigmaPx),
  }
}

/** What of a mixed color belongs to the subject: equation 7 of the paper, all values 0 to 1. */
function subjectColor(seen: number, opacity: number, subject: number, background: number): number {
  const color = subject + opacity * (seen - opacity * subject - (1 - opacity) * background)
  return color <= 0 ? 0 : color >= 1 ? 1 : color
}
