import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { imageSidePxMax } from '../../../../shared/domain/library.ts'

/** Extra pixels beyond the document's own, for all layers together: a few large photographs. */
const extraPixelsMax = 64e6

/** Whether the layer with this name is written including what reaches beyond the canvas. */
export type WholeLayers = (name: string) => (bounds: Rect) => boolean

/**
 * Writes layers whole, as both formats allow, within a pixel limit: layers enlarged far beyond the canvas would exhaust
 * memory, or be too large to open again.
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
