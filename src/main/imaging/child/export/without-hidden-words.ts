import type { Sharp } from 'sharp'
import type { OpenedForExport } from './open-for-export.ts'
import type { InspectedPicture } from '../source/inspect-picture.ts'
import { sharp } from '../source/sharp-engine.ts'
import { findHiddenBits, hiddenColumns } from '../metadata/read/hidden-bits.ts'

/**
 * Text that another program hid in the lowest bits of the pixels does not leave with an image that is to say nothing:
 * the bits that carry it are all set, which changes a value by 1 of 255 at most. Any format but JPEG may keep alpha
 * exact, also where it is lossy.
 */
export async function withoutHiddenWords(
  pipeline: Sharp,
  picture: InspectedPicture,
  { depth, isGray }: Pick<OpenedForExport, 'depth' | 'isGray'>,
): Promise<Sharp> {
  const hidden = await findHiddenBits(picture.source)
  if (hidden === null) return pipeline
  const { channels, hasAlpha } = hidden
  // Of 16 bits those that remain in 8 are erased too.
  const one = depth === 16 ? 0x0101 : 1
  const light = isGray ? [1] : [1, 1, 1]
  const alpha = channels === 1 ? [1] : hasAlpha ? [0] : []
  const mask = [...light.map(() => (channels === 1 ? 0 : one)), ...alpha.map((bit) => bit * one)]
  // A turned image has its columns elsewhere: there all of it is erased.
  const { widthPx, heightPx } = picture.facts
  const columns = picture.orientation === 1 ? hiddenColumns(hidden) : widthPx
  const length = widthPx * heightPx * mask.length
  const bits = depth === 16 ? new Uint16Array(length) : Buffer.alloc(length)
  for (let at = 0; at < length; at += 1) {
    if (Math.floor(at / mask.length) % widthPx < columns) bits[at] = mask[at % mask.length]!
  }
  const raw = { width: widthPx, height: heightPx, channels: mask.length as 1 | 2 | 3 | 4 }
  if (bits instanceof Buffer) return pipeline.boolean(bits, 'or', { raw })
  // The second operand of 16 bit is taken from a file only.
  return pipeline.boolean(
    await sharp(bits, { raw })
      .toColourspace(isGray ? 'grey16' : 'rgb16')
      .png({ compressionLevel: 1 })
      .toBuffer(),
    'or',
  )
}
