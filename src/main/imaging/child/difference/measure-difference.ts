import { setImmediate as breathe } from 'node:timers/promises'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { DifferenceRequest, MeasuredDifference } from '../../imaging.ts'
import { scalePixels } from '../composite/scale-pixels.ts'
import type { DecodedImage } from '../source/decode-image.ts'
import { loadSource, type SourceServices } from '../source/load-source.ts'
import { ssim, type LumaPlane } from './ssim.ts'

/** Pixels compared before yielding to other calls and cancellation. */
const pixelsPerTurn = 2_000_000

/** Compares two images as shown, pixel by pixel; the second is scaled to the size of the first. */
export async function measureDifference(
  request: DifferenceRequest,
  signal: AbortSignal,
  services: Pick<SourceServices, 'cache' | 'budget'>,
): Promise<MeasuredDifference> {
  const first = await untilAborted(loadSource(request.firstPath, services), signal)
  const loaded = await untilAborted(loadSource(request.secondPath, services), signal)
  const { widthPx, heightPx } = first
  const isScaled = loaded.widthPx !== widthPx || loaded.heightPx !== heightPx
  const second = isScaled ? (await untilAborted(scalePixels(loaded, first), signal)).rgba : loaded.rgba
  const scale = Math.min(1, request.longestSidePx / Math.max(widthPx, heightPx))
  const map = { widthPx: Math.max(1, Math.round(widthPx * scale)), heightPx: Math.max(1, Math.round(heightPx * scale)) }
  const counts = Array.from({ length: 256 }, () => 0)
  const mapBytes = new Uint8Array(map.widthPx * map.heightPx)
  const rowsPerTurn = Math.max(1, Math.floor(pixelsPerTurn / widthPx))
  for (let row = 0; row < heightPx; row += rowsPerTurn) {
    const end = Math.min(heightPx, row + rowsPerTurn)
    countRows({ first: first.rgba, second, widthPx, heightPx, row, end }, map, counts, mapBytes)
    await breathe()
    signal.throwIfAborted()
  }
  const similarity = ssim(lumaOf(first.rgba, first), lumaOf(second, first))
  return { widthPx, heightPx, isScaled, counts, ssim: similarity, map, mapBytes }
}

interface Rows {
  readonly first: Uint8Array
  readonly second: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
  readonly row: number
  readonly end: number
}

/** Each map pixel holds the largest difference among the pixels it covers: a single changed pixel stays visible. */
function countRows(
  { first, second, widthPx, heightPx, row, end }: Rows,
  map: MeasuredDifference['map'],
  counts: number[],
  mapBytes: Uint8Array,
): void {
  for (let y = row; y < end; y++) {
    const to = Math.floor((y * map.heightPx) / heightPx) * map.widthPx
    for (let x = 0, at = y * widthPx * 4; x < widthPx; x++, at += 4) {
      const difference = pixelDifference(first, second, at)
      counts[difference]!++
      const n = to + Math.floor((x * map.widthPx) / widthPx)
      if (difference > mapBytes[n]!) mapBytes[n] = difference
    }
  }
}

/**
 * The largest difference over all channels; transparent pixels are compared over black and over white, whichever
 * differs more.
 */
function pixelDifference(first: Uint8Array, second: Uint8Array, at: number): number {
  const [one, other] = [first[at + 3]!, second[at + 3]!]
  let most = 0
  for (let channel = at; channel < at + 3; channel++) {
    const onBlack =
      one === 255 && other === 255
        ? first[channel]! - second[channel]!
        : (first[channel]! * one - second[channel]! * other) / 255
    most = Math.max(most, Math.abs(onBlack), Math.abs(onBlack - (one - other)))
  }
  return Math.round(most)
}

/** ITU-R BT.601, as used by the authors of SSIM. Transparent pixels are composited over black. */
function lumaOf(rgba: Uint8Array, { widthPx, heightPx }: Pick<DecodedImage, 'widthPx' | 'heightPx'>): LumaPlane {
  const values = new Float32Array(widthPx * heightPx)
  for (let n = 0, at = 0; n < values.length; n++, at += 4) {
    const luma = 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!
    values[n] = (luma * rgba[at + 3]!) / 255
  }
  return { widthPx, heightPx, values }
}
