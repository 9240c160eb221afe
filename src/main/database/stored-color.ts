import type { PictureColor } from '../../shared/domain/picture-color.ts'

/** How the column `asset_looks.colour` spells a color: libraries written before keep their spelling. */
export function storedColor(color: PictureColor): string {
  return color === 'gray' ? 'grey' : color
}
