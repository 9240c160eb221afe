import { gunzipSync } from 'node:zlib'
import type { PictureSource } from '../../source/picture-source.ts'
import { findHiddenBits, readHiddenBits } from './hidden-bits.ts'
import { textBytesMax } from './metadata-limits.ts'

/** Of what is hidden, as it lies there; no prompt comes near it. */
const hiddenBytesMax = 1024 * 1024

/** The words in the lowest bits of a PNG's pixels; null where nothing is hidden, or nothing that can be read. */
export async function readHiddenText(source: PictureSource): Promise<string | null> {
  try {
    const hidden = await findHiddenBits(source)
    if (hidden === null || hidden.claimed > hiddenBytesMax * 8) return null
    const bytes = await readHiddenBits(source, hidden)
    if (bytes === null) return null
    return (hidden.isCompressed ? gunzipSync(bytes, { maxOutputLength: textBytesMax }) : bytes).toString('utf8')
  } catch {
    // A picture that cannot be decoded is told of by whoever shows it.
    return null
  }
}
