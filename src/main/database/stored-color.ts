import type { ImageColor } from '../../shared/domain/image-color.ts'

/** Returns a color as spelled in the column `asset_looks.colour`: existing libraries keep their spelling. */
export function storedColor(color: ImageColor): string {
  return color === 'gray' ? 'grey' : color
}
