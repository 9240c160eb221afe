import { AppError } from '../../../shared/errors/index.ts'
import { compareNeedsSameSize } from '../../../shared/messages/en/imaging.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { HeatMapRequest } from '../imaging.ts'
import type { DecodedImage } from './source/decode-image.ts'
import { loadSource, type SourceServices } from './source/load-source.ts'
import { sharp } from './source/sharp-engine.ts'

const webpQuality = 90

/** Renders where and how much two images differ as shown: transparent where equal, from yellow to red by magnitude. */
export async function heatMap(
  request: HeatMapRequest,
  signal: AbortSignal,
  services: Pick<SourceServices, 'cache' | 'budget'>,
): Promise<void> {
  const before = await untilAborted(loadSource(request.beforePath, services), signal)
  const after = await untilAborted(loadSource(request.afterPath, services), signal)
  if (before.widthPx !== after.widthPx || before.heightPx !== after.heightPx) {
    throw new AppError('request/invalid', compareNeedsSameSize)
  }
  const scale = Math.min(1, request.longestSidePx / Math.max(before.widthPx, before.heightPx))
  const width = Math.max(1, Math.round(before.widthPx * scale))
  const height = Math.max(1, Math.round(before.heightPx * scale))
  const rgba = colorDifferences(largestDifferences(before, after, width, height))
  const raw = { width, height, channels: 4 as const }
  const webp = sharp(rgba, { raw }).webp({ quality: webpQuality, alphaQuality: 100, effort: 2 }).toBuffer()
  await writeFileAtomic(request.targetPath, await untilAborted(webp, signal))
}

/**
 * Each map pixel holds the largest channel difference among the pixels it covers: a single changed pixel stays visible.
 */
function largestDifferences(before: DecodedImage, after: DecodedImage, width: number, height: number): Uint8Array {
  const { widthPx, heightPx } = before
  const result = new Uint8Array(width * height)
  const rows = [before, after].map(({ rgba }) => Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength))
  const columns = Int32Array.from({ length: widthPx }, (_, x) => Math.floor((x * width) / widthPx))
  for (let y = 0; y < heightPx; y++) {
    const [a, b] = rows.map((row) => row.subarray(y * widthPx * 4, (y + 1) * widthPx * 4)) as [Buffer, Buffer]
    if (a.equals(b)) continue
    const to = Math.floor((y * height) / heightPx) * width
    for (let x = 0, at = 0; x < widthPx; x++, at += 4) {
      const difference = Math.max(
        Math.abs(a[at]! - b[at]!),
        Math.abs(a[at + 1]! - b[at + 1]!),
        Math.abs(a[at + 2]! - b[at + 2]!),
        Math.abs(a[at + 3]! - b[at + 3]!),
      )
      const n = to + columns[x]!
      if (difference > result[n]!) result[n] = difference
    }
  }
  return result
}

/** Yellow, orange, red, dark red, and their opacity. Most changes are small, so the scale is a square root. */
const ramp = [
  [255, 232, 120, 110],
  [255, 176, 48, 165],
  [240, 84, 36, 205],
  [168, 12, 32, 235],
] as const

export function colorDifferences(differences: Uint8Array): Uint8Array {
  const rgba = new Uint8Array(differences.length * 4)
  for (const [n, difference] of differences.entries()) {
    if (difference === 0) continue
    const position = Math.sqrt(difference / 255) * (ramp.length - 1)
    const low = Math.min(ramp.length - 2, Math.floor(position))
    for (let channel = 0; channel < 4; channel++) {
      const from = ramp[low]![channel]!
      rgba[n * 4 + channel] = from + (ramp[low + 1]![channel]! - from) * (position - low) + 0.5
    }
  }
  return rgba
}
