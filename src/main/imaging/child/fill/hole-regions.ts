import { uniteRects, type PixelRect } from './pixel-rect.ts'

const tilePx = 32

/**
 * Bounding boxes of the holes in a mask. Holes whose context (as `contextOf` gives it) reaches another hole belong
 * together, so that no region's context ever holds a hole that the region does not fill.
 */
export function findHoleRegions(
  width: number,
  height: number,
  mask: Uint8Array,
  contextOf: (hole: PixelRect) => PixelRect,
): PixelRect[] {
  let boxes = tileBoxes(width, height, mask)
  for (;;) {
    const merged = mergeReaching(boxes, contextOf)
    if (merged.length === boxes.length) return merged
    boxes = merged
  }
}

/** Tight boxes of the masked pixels, joined over tiles that touch. */
function tileBoxes(width: number, height: number, mask: Uint8Array): PixelRect[] {
  const columns = Math.ceil(width / tilePx)
  const rows = Math.ceil(height / tilePx)
  const tiles = Array.from({ length: columns * rows }, (): PixelRect | null => null)
  for (let y = 0; y < height; y++) {
    for (let column = 0; column < columns; column++) {
      const run = maskedRun(mask, y * width, column * tilePx, Math.min(width, (column + 1) * tilePx), y)
      if (run === null) continue
      const tile = ((y / tilePx) | 0) * columns + column
      const box = tiles[tile] ?? null
      tiles[tile] = box === null ? run : uniteRects(box, run)
    }
  }
  return joinTouching(tiles, columns, rows)
}

function maskedRun(mask: Uint8Array, row: number, x0: number, x1: number, y: number): PixelRect | null {
  let first = x0
  while (first < x1 && mask[row + first] === 0) first++
  if (first === x1) return null
  let last = x1 - 1
  while (mask[row + last] === 0) last--
  return { x: first, y, width: last - first + 1, height: 1 }
}

function joinTouching(tiles: (PixelRect | null)[], columns: number, rows: number): PixelRect[] {
  const boxes: PixelRect[] = []
  for (let start = 0; start < tiles.length; start++) {
    const seed = tiles[start] ?? null
    if (seed === null) continue
    let box = seed
    const open = [start]
    tiles[start] = null
    for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
      const column = tile % columns
      const row = (tile / columns) | 0
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          const next = tiles[r * columns + c] ?? null
          if (next === null) continue
          box = uniteRects(box, next)
          tiles[r * columns + c] = null
          open.push(r * columns + c)
        }
      }
    }
    boxes.push(box)
  }
  return boxes
}

function mergeReaching(boxes: readonly PixelRect[], contextOf: (hole: PixelRect) => PixelRect): PixelRect[] {
  const merged: PixelRect[] = []
  for (const box of boxes) {
    let grown = box
    for (let k = merged.length - 1; k >= 0; k--) {
      const other = merged[k]!
      if (!meet(contextOf(grown), other) && !meet(contextOf(other), grown)) continue
      grown = uniteRects(grown, other)
      merged.splice(k, 1)
    }
    merged.push(grown)
  }
  return merged
}

function meet(a: PixelRect, b: PixelRect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
