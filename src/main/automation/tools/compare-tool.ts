import { z } from 'zod'
import * as messages from '../../../shared/messages/en/tools.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { mapLongestPx } from '../../compare/create-measuring.ts'
import { defineTool, exampleOf } from './tool.ts'
import { shownImageSchema } from './images/tool-images.ts'
import { withImageFile } from './images/with-image-file.ts'

export const compareImagesTool = defineTool({
  name: 'compare_images',
  title: messages.compareTitle,
  description: messages.compareDescription({ example: exampleOf({ first: 'LIBRARY_ID', second: 'LIBRARY_ID' }) }),
  input: z.strictObject({ first: shownImageSchema, second: shownImageSchema }),
  output: z.object({
    width: z.int(),
    height: z.int(),
    /** The second image had another size and was scaled to the first. */
    is_scaled: z.boolean(),
    pixels: z.int(),
    changed_pixels: z.int(),
    /** 0 to 1. */
    changed_share: z.number(),
    /** Around the changed pixels: x, y, width, height; null = none changed. */
    changed_box: z.tuple([z.int(), z.int(), z.int(), z.int()]).nullable(),
    /** Largest difference of a channel, 0 to 255. */
    max_difference: z.int(),
    ssim: z.number(),
  }),
  isReadOnly: true,
  async run({ first, second }, context) {
    const { services, signal } = context
    const difference = await withImageFile(first, context, (firstPath) =>
      withImageFile(second, context, (secondPath) =>
        services.imaging.measureDifference({ firstPath, secondPath, longestSidePx: mapLongestPx }, { signal }),
      ),
    )
    const { widthPx, heightPx, isScaled, counts, ssim } = difference
    const map = { ...difference.map, bytes: difference.mapBytes }
    const pixels = counts.reduce((sum, count) => sum + count, 0)
    const changed = pixels - counts[0]!
    return {
      width: widthPx,
      height: heightPx,
      is_scaled: isScaled,
      pixels,
      changed_pixels: changed,
      changed_share: pixels === 0 ? 0 : changed / pixels,
      changed_box: changedBox(map, difference),
      max_difference: Math.max(
        0,
        counts.findLastIndex((count) => count > 0),
      ),
      ssim,
    }
  },
})

interface DifferenceMap extends Size {
  /** One per cell: the largest difference in it. */
  readonly bytes: Uint8Array
}

/** To a cell of the map, which has a cell for each pixel of images that are not large. */
function changedBox(
  { widthPx: columns, heightPx: rows, bytes }: DifferenceMap,
  { widthPx, heightPx }: Size,
): [number, number, number, number] | null {
  let [left, top, right, bottom] = [columns, rows, -1, -1]
  bytes.forEach((value, at) => {
    if (value === 0) return
    const [x, y] = [at % columns, Math.floor(at / columns)]
    ;[left, right] = [Math.min(left, x), Math.max(right, x)]
    ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y)]
  })
  if (right < 0) return null
  const [toX, toY] = [widthPx / columns, heightPx / rows]
  const [x, y] = [Math.floor(left * toX), Math.floor(top * toY)]
  return [
    x,
    y,
    Math.min(widthPx, Math.ceil((right + 1) * toX)) - x,
    Math.min(heightPx, Math.ceil((bottom + 1) * toY)) - y,
  ]
}
