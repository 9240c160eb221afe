import type { Size } from '../../../../shared/util/geometry.ts'
import { sharp } from '../source/sharp-engine.ts'

const rawOf = ({ widthPx, heightPx }: Size) => ({ width: widthPx, height: heightPx, channels: 1 as const })

/** Scales a mask. Linear: sharper filters ring, and would add values the mask never had. */
export async function scaleCoverage(coverage: Uint8Array, from: Size, to: Size): Promise<Uint8Array> {
  if (from.widthPx === to.widthPx && from.heightPx === to.heightPx) return coverage
  return sharp(coverage, { raw: rawOf(from) })
    .resize(to.widthPx, to.heightPx, { fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
}

/** Returns a mask as a PNG, 8-bit gray. */
export async function encodeCoverage(coverage: Uint8Array, size: Size): Promise<Uint8Array<ArrayBuffer>> {
  const png = sharp(coverage, { raw: rawOf(size) }).toColourspace('b-w')
  return Uint8Array.from(await png.png({ compressionLevel: 3 }).toBuffer())
}
