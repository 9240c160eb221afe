import { z } from 'zod'
import type { Size } from '../util/geometry.ts'
import { exportSidePxMax } from './limits.ts'

const sidePxSchema = z.int().min(1).max(exportSidePxMax)
const mayEnlarge = z.boolean()

/** Size of the exported image. It exceeds the image's own only with `mayEnlarge`. */
export const exportSizeSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('original') }),
  z.object({ by: z.enum(['longest', 'width', 'height']), px: sidePxSchema, mayEnlarge }),
  z.object({ by: z.literal('percent'), percent: z.number().min(1).max(400), mayEnlarge }),
  z.object({ by: z.literal('megapixels'), megapixels: z.number().min(0.01).max(268), mayEnlarge }),
])
export type ExportSize = z.output<typeof exportSizeSchema>

/** Returns the size of the exported image: same aspect ratio, at least one pixel, within what can be written. */
export function exportedSize({ widthPx, heightPx }: Size, size: ExportSize): Size {
  const limit = exportSidePxMax / Math.max(widthPx, heightPx)
  const requestedScale = wantedScale({ widthPx, heightPx }, size)
  const allowed = size.by !== 'original' && size.mayEnlarge ? requestedScale : Math.min(1, requestedScale)
  const scale = allowed > 1 ? Math.max(1, Math.min(allowed, limit)) : allowed
  return { widthPx: Math.max(1, Math.round(widthPx * scale)), heightPx: Math.max(1, Math.round(heightPx * scale)) }
}

function wantedScale({ widthPx, heightPx }: Size, size: ExportSize): number {
  switch (size.by) {
    case 'original':
      return 1
    case 'longest':
      return size.px / Math.max(widthPx, heightPx)
    case 'width':
      return size.px / widthPx
    case 'height':
      return size.px / heightPx
    case 'percent':
      return size.percent / 100
    case 'megapixels':
      return Math.sqrt((size.megapixels * 1_000_000) / (widthPx * heightPx))
  }
}
