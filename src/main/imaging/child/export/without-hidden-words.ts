import type { Sharp } from 'sharp'
import type { PictureSource } from '../source/picture-source.ts'
import { findHiddenBits, hiddenColumns } from '../metadata/read/hidden-bits.ts'

/**
 * Words that another program hid in the lowest bits of the pixels do not leave with a picture that is to tell nothing:
 * the bits that carry them are all set, which moves a number by 1 of 255 at most. Scaling and lossy formats lose them
 * anyway.
 */
export async function withoutHiddenWords(pipeline: Sharp, source: PictureSource): Promise<Sharp> {
  const hidden = await findHiddenBits(source)
  if (hidden === null) return pipeline
  const { size, channels, hasAlpha } = hidden
  const bit = channels === 1 ? [0, 0, 0, 1] : hasAlpha ? [1, 1, 1, 0] : [1, 1, 1]
  const columns = hiddenColumns(hidden)
  const bits = Buffer.alloc(size.widthPx * size.heightPx * bit.length)
  for (let at = 0; at < bits.length; at += 1) {
    if (Math.floor(at / bit.length) % size.widthPx < columns) bits[at] = bit[at % bit.length]!
  }
  const raw = { width: size.widthPx, height: size.heightPx, channels: bit.length === 4 ? (4 as const) : (3 as const) }
  return pipeline.boolean(bits, 'or', { raw })
}
