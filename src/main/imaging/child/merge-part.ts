import { AppError } from '../../../shared/errors/index.ts'
import { mergeNeedsSameShape } from '../../../shared/messages/en/imaging.ts'
import { hasSameShape } from '../../../shared/util/same-shape.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import { uniteRects, type Rect } from '../../../shared/util/geometry.ts'
import type { BlendFacts, FillOutcome, MergePartsRequest, MergeRequest } from '../imaging.ts'
import { scalePixels } from './composite/scale-pixels.ts'
import { copyPatch, type FinishedPatch } from './verify/finished-image.ts'
import { compositeColors } from './verify/composite-colors.ts'
import { compositePixels, readShare } from './verify/composite-pixels.ts'
import { writeFinished } from './verify/write-finished.ts'
import { countMask, loadEffectiveMask, type EffectiveMask } from './masked-fill/load-effective-mask.ts'
import { copyPixelRows } from './upload/load-response.ts'
import { loadOriginal, loadShown, loadSourceAndOriginal, type SourceServices } from './source/load-source.ts'
import type { OriginalImage } from './source/original-image.ts'

/** Copies the part of another image under the effective mask into the original unchanged. */
export async function mergePart(
  request: MergeRequest,
  signal: AbortSignal,
  services: SourceServices,
): Promise<FillOutcome & Pick<BlendFacts, 'insidePx' | 'outsidePx'>> {
  const { source, original } = await untilAborted(loadSourceAndOriginal(request, services), signal)
  const mask = await untilAborted(loadEffectiveMask(request, source), signal)
  const patch = await untilAborted(takePart(request, original, mask, services), signal)
  const outcome = await writeFinished(request, original, [patch], mask.effective, signal)
  return { ...outcome, ...countMask(mask, source) }
}

/** Copies from each image everything its effective mask touches into the original, unchanged. */
export async function mergeParts(
  request: MergePartsRequest,
  signal: AbortSignal,
  services: SourceServices,
): Promise<FillOutcome & Pick<BlendFacts, 'insidePx' | 'outsidePx'>> {
  const { source, original } = await untilAborted(loadSourceAndOriginal(request, services), signal)
  const union = new Uint8Array(source.widthPx * source.heightPx)
  const patch = copyPatch(original, { x: 0, y: 0, widthPx: original.widthPx, heightPx: original.heightPx })
  let area: Rect | null = null
  for (const part of request.parts) {
    const mask = await untilAborted(loadEffectiveMask(part, source), signal)
    // The image is already blended along its soft edge: copying it as strongly as the mask would blend it twice.
    mask.effective.forEach((value, n) => {
      if (value > 0) mask.effective[n] = union[n] = 255
    })
    const taken = await untilAborted(takePart(part, original, mask, services), signal)
    copyMasked(taken, mask.effective, patch)
    area = area === null ? mask.area : uniteRects(area, mask.area)
  }
  const outcome = await writeFinished(request, original, [patch], union, signal)
  return { ...outcome, ...countMask({ effective: union, area: area! }, source) }
}

/** `onto`: of the whole image. */
function copyMasked(from: FinishedPatch, effective: Uint8Array, onto: FinishedPatch): void {
  for (let row = 0; row < from.heightPx; row++) {
    for (let column = 0; column < from.widthPx; column++) {
      const at = (from.y + row) * onto.widthPx + from.x + column
      if (!(effective[at]! > 0)) continue
      const start = (row * from.widthPx + column) * 4
      for (let channel = 0; channel < 4; channel++) onto.rgba[at * 4 + channel] = from.rgba[start + channel]!
    }
  }
}

/**
 * Copies exact values from an image of the same size and color space, otherwise the colors it shows. An image of
 * another size is scaled to the original's: a position is the same fraction of the sides in both.
 */
async function takePart(
  { fromPath }: Pick<MergeRequest, 'fromPath'>,
  original: OriginalImage,
  mask: EffectiveMask,
  services: SourceServices,
): Promise<FinishedPatch> {
  const from = await loadOriginal(fromPath, services)
  checkShape(from, original)
  const isSameSize = from.widthPx === original.widthPx && from.heightPx === original.heightPx
  if (isSameSize && hasSameColors(from, original)) return takeNumbers(from, original, mask)
  const scaled = await scalePixels(await loadShown(from, fromPath, services), original)
  return compositePixels(original, { ...mask.area, rgba: copyPixelRows(scaled, mask.area) }, mask.effective)
}

function checkShape(from: OriginalImage, original: OriginalImage): void {
  if (hasSameShape(from, original)) return
  const { widthPx, heightPx } = original
  throw new AppError(
    'request/invalid',
    mergeNeedsSameShape({
      width: from.widthPx,
      height: from.heightPx,
      otherWidth: widthPx,
      otherHeight: heightPx,
    }),
  )
}

function hasSameColors(a: OriginalImage, b: OriginalImage): boolean {
  const [one, other] = [a.colors.profile, b.colors.profile]
  if (one === null || other === null) return one === other
  return Buffer.compare(one, other) === 0
}

async function takeNumbers(
  from: OriginalImage,
  original: OriginalImage,
  { effective, area }: EffectiveMask,
): Promise<FinishedPatch> {
  const patch = copyPatch(original, area)
  const scale = from.bitDepth === 16 ? 1 / 257 : 1
  const plane = (): Float32Array => new Float32Array(area.widthPx)
  for (let row = 0; row < area.heightPx; row++) {
    const line = { x: area.x, y: area.y + row, widthPx: area.widthPx, heightPx: 1 }
    const colors = { red: plane(), green: plane(), blue: plane(), opacity: plane() }
    for (let x = 0, at = (line.y * from.widthPx + line.x) * 4; x < area.widthPx; x++, at += 4) {
      colors.red[x] = from.rgba[at]! * scale
      colors.green[x] = from.rgba[at + 1]! * scale
      colors.blue[x] = from.rgba[at + 2]! * scale
      colors.opacity[x] = (from.rgba[at + 3]! * scale) / 255
    }
    const share = readShare(effective, original.widthPx, line)
    await compositeColors(original, patch, { area: line, ...colors, share }, null)
  }
  return patch
}
