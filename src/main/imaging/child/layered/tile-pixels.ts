import { inflateSync } from 'node:zlib'
import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { damagedTile } from '../../../../shared/messages/en/layered-files.ts'

/** Returns the pixels of a stored tile in row order, `tilePx * tilePx * channels` bytes. @throws storage/corrupt */
export function inflateTile(deflated: Uint8Array, channels: 1 | 4): Uint8Array {
  const length = tilePx * tilePx * channels
  try {
    const pixels = inflateSync(deflated, { maxOutputLength: length })
    if (pixels.length === length) return pixels
  } catch {
    // Reported below, regardless of the kind of damage.
  }
  throw new AppError('storage/corrupt', damagedTile)
}
