import type { Rect } from '../../../../shared/util/geometry.ts'
import type { DecodedPicture } from '../source/decode-picture.ts'

/**
 * The source's pixels of `area` with the answer's laid over them by the effective mask. An opaque source stays opaque:
 * where the answer is transparent it shows the source. Otherwise both are blended with their colours premultiplied, so
 * that a transparent side adds no colour of its own.
 * @param answer RGBA of `area`
 */
export function blendAnswer(
  source: DecodedPicture,
  answer: Uint8Array,
  effective: Uint8Array,
  area: Rect,
): Uint8Array<ArrayBuffer> {
  const blended = new Uint8Array(area.widthPx * area.heightPx * 4)
  for (let row = 0; row < area.heightPx; row++) {
    const from = (area.y + row) * source.widthPx + area.x
    const to = row * area.widthPx * 4
    blended.set(source.rgba.subarray(from * 4, (from + area.widthPx) * 4), to)
    for (let column = 0; column < area.widthPx; column++) {
      const share = effective[from + column]! / 255
      const at = to + column * 4
      if (share === 0) continue
      if (source.hasAlpha) blendPixel(blended, answer, at, share)
      else layPixel(blended, answer, at, share)
    }
  }
  return blended
}

function layPixel(into: Uint8Array, answer: Uint8Array, at: number, share: number): void {
  const weight = (share * answer[at + 3]!) / 255
  for (let channel = at; channel < at + 3; channel++) {
    into[channel] = into[channel]! + (answer[channel]! - into[channel]!) * weight + 0.5
  }
}

function blendPixel(into: Uint8Array, answer: Uint8Array, at: number, share: number): void {
  const alpha = into[at + 3]! * (1 - share) + answer[at + 3]! * share
  for (let channel = at; channel < at + 3; channel++) {
    const sum = into[channel]! * into[at + 3]! * (1 - share) + answer[channel]! * answer[at + 3]! * share
    into[channel] = alpha < 0.5 ? 0 : Math.min(255, sum / alpha + 0.5)
  }
  into[at + 3] = alpha + 0.5
}
