import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { ExpandMaskRequest, MeasureMaskRequest } from '../../imaging.ts'
import { boundsOfCoverage } from '../masked-fill/effective-area.ts'
import { decodeCoverage } from '../mask/decode-coverage.ts'
import { sharp } from '../source/sharp-engine.ts'

/** @throws request/invalid if the mask's size differs from the image's */
export async function measureMask({ maskPng, size }: MeasureMaskRequest, signal: AbortSignal): Promise<Rect | null> {
  return boundsOfCoverage(await untilAborted(decodeCoverage(maskPng, size, 'mask'), signal), size)
}

/**
 * Returns the mask of an expanded image: everything new plus what was painted. An 8-bit gray PNG of the frame's size.
 */
export async function expandMask(
  { maskPng, size, frame }: ExpandMaskRequest,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const painted = maskPng === null ? null : await untilAborted(decodeCoverage(maskPng, size, 'mask'), signal)
  const raw = { width: frame.widthPx, height: frame.heightPx, channels: 1 as const }
  const png = sharp(moveInto(frame, size, painted), { raw })
    .toColourspace('b-w')
    .png({ compressionLevel: 3 })
    .toBuffer()
  return Uint8Array.from(await untilAborted(png, signal))
}

function moveInto(frame: Rect, size: Size, painted: Uint8Array | null): Uint8Array {
  const result = new Uint8Array(frame.widthPx * frame.heightPx).fill(255)
  const left = Math.max(0, frame.x)
  const length = Math.min(size.widthPx, frame.x + frame.widthPx) - left
  if (length <= 0) return result
  for (let y = Math.max(0, frame.y); y < Math.min(size.heightPx, frame.y + frame.heightPx); y++) {
    const at = (y - frame.y) * frame.widthPx + left - frame.x
    const from = y * size.widthPx + left
    if (painted === null) result.fill(0, at, at + length)
    else result.set(painted.subarray(from, from + length), at)
  }
  return result
}
