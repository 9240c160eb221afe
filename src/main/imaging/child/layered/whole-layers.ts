import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { imageSidePxMax } from '../../../../shared/domain/image-side-px-max.ts'

/** Beyond what the document has itself, of all layers together: a few large photographs. */
const extraPixelsMax = 64e6

/** Whether the layer of this name is written with what reaches beyond the canvas. */
export type WholeLayers = (name: string) => (bounds: Rect) => boolean

/**
 * Layers are written whole, as both formats allow, while there is room for that: what is enlarged far beyond the canvas
 * would fill the memory, or be too large to be opened again.
 */
export function createWholeLayers({ widthPx, heightPx }: Size): {
  wholeLayers: WholeLayers
  cut: () => readonly string[]
} {
  const cut: string[] = []
  let extraPixels = 0
  return {
    wholeLayers: (name) => (bounds) => {
      const extra = Math.max(0, bounds.widthPx * bounds.heightPx - widthPx * heightPx)
      const fits = Math.max(bounds.widthPx, bounds.heightPx) <= imageSidePxMax && extraPixels + extra <= extraPixelsMax
      if (fits) extraPixels += extra
      else cut.push(name)
      return fits
    },
    cut: () => cut,
  }
}
