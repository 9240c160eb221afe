import { inflateSync } from 'node:zlib'
import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { AppError } from '../../../../shared/errors/index.ts'

/** The pixels of a stored tile, row by row, `tilePx * tilePx * channels` bytes. @throws storage/corrupt */
export function inflateTile(deflated: Uint8Array, channels: 1 | 4): Uint8Array {
  const length = tilePx * tilePx * channels
  try {
    const pixels = inflateSync(deflated, { maxOutputLength: length })
    if (pixels.length === length) return pixels
  } catch {
    // Said below, whichever way it is damaged.
  }
  throw new AppError('storage/corrupt', 'A painted part of this document is damaged on disk.')
}
