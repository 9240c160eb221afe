import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/** A part of an image as a model sees it: RGBA with straight alpha, in row order. */
export interface SmallCrop extends Size {
  readonly rgba: Uint8Array
  /** 255 where any pixel below is unknown. */
  readonly hole: Uint8Array
  /** 255 where every pixel below is the image's own. */
  readonly sources: Uint8Array
  readonly isOpaque: boolean
  readonly hasKnown: boolean
}

/** One row of the crop. */
export interface CropRow {
  /** RGBA. */
  readonly rgba: Uint8Array
  /** Above 0 = unknown. */
  readonly pending: Uint8Array
  /** Above 0 = not the image's own: unknown, or filled before. */
  readonly mask: Uint8Array
}

/** Per cell: red, green and blue by opacity, opacity, and area, all of known pixels. */
const sums = 5

/**
 * Shrinks a crop, each cell the mean of what is known of it, weighted by area and opacity: colors of a hole never reach
 * what is around it. Cells of which nothing is known get the mean of all.
 * @param readRow called for each row in order; may reuse its arrays @param pause called every few rows
 */
export async function shrinkCrop(
  crop: Rect,
  { widthPx, heightPx }: Size,
  readRow: (y: number) => CropRow,
  pause: () => Promise<void>,
): Promise<SmallCrop> {
  const total = new Float32Array(widthPx * heightPx * sums)
  const hole = new Uint8Array(widthPx * heightPx)
  const sources = new Uint8Array(widthPx * heightPx).fill(255)
  const columns = overlaps(crop.widthPx, widthPx)
  const rows = overlaps(crop.heightPx, heightPx)
  let isOpaque = true
  for (let y = 0; y < crop.heightPx; y++) {
    if (y % pauseRows === 0) await pause()
    const row = readRow(crop.y + y)
    for (let x = 0; x < crop.widthPx; x++) {
      const isKnown = row.pending[x] === 0
      if (isKnown && row.rgba[x * 4 + 3] !== 255) isOpaque = false
      for (let k = 0; k < 4; k++) {
        const weight = rows.share[y * 2 + (k >> 1)]! * columns.share[x * 2 + (k & 1)]!
        if (weight === 0) continue
        const cell = (rows.first[y]! + (k >> 1)) * widthPx + columns.first[x]! + (k & 1)
        if (row.mask[x]! > 0) sources[cell] = 0
        if (!isKnown) hole[cell] = 255
        else addPixel(total, cell * sums, row.rgba, x * 4, weight)
      }
    }
  }
  return { widthPx, heightPx, hole, sources, isOpaque, ...toPixels(total) }
}

const pauseRows = 128

function addPixel(total: Float32Array, to: number, rgba: Uint8Array, from: number, weight: number): void {
  const opacity = (weight * rgba[from + 3]!) / 255
  total[to] = total[to]! + opacity * rgba[from]!
  total[to + 1] = total[to + 1]! + opacity * rgba[from + 1]!
  total[to + 2] = total[to + 2]! + opacity * rgba[from + 2]!
  total[to + 3] = total[to + 3]! + opacity
  total[to + 4] = total[to + 4]! + weight
}

/** For each pixel of a side the first cell it lies in, and its share of that and of the next; below 1e-4 none. */
function overlaps(pixels: number, cells: number): { readonly first: Int32Array; readonly share: Float32Array } {
  const first = new Int32Array(pixels)
  const share = new Float32Array(pixels * 2)
  const scale = cells / pixels
  for (let at = 0; at < pixels; at++) {
    const cell = Math.min(cells - 1, Math.floor(at * scale + 1e-9))
    const inside = cell === cells - 1 ? 1 : Math.min(1, (cell + 1) / scale - at)
    first[at] = cell
    share[at * 2] = inside
    share[at * 2 + 1] = 1 - inside < 1e-4 ? 0 : 1 - inside
  }
  return { first, share }
}

function toPixels(total: Float32Array): Pick<SmallCrop, 'rgba' | 'hasKnown'> {
  const all = [0, 0, 0, 0]
  for (let at = 0; at < total.length; at += sums) for (let k = 0; k < 4; k++) all[k]! += total[at + k]!
  const mean = all.map((sum) => (all[3]! > 0 ? sum / all[3]! : 0))
  const rgba = new Uint8Array((total.length / sums) * 4)
  let hasKnown = false
  for (let at = 0, to = 0; at < total.length; at += sums, to += 4) {
    const [opacity, area] = [total[at + 3]!, total[at + 4]!]
    if (area > 0) hasKnown = true
    for (let k = 0; k < 3; k++) rgba[to + k] = Math.round(opacity > 1e-6 ? total[at + k]! / opacity : mean[k]!)
    rgba[to + 3] = area > 0 ? Math.min(255, Math.round((255 * opacity) / area)) : 255
  }
  return { rgba, hasKnown }
}
