import type { Size } from '../../../shared/util/geometry.ts'
import { lay } from './motif.ts'
import type { Color } from './palette.ts'

/** Five by seven dots per letter, each row as five bits: only the letters the label needs. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  D: [0x1e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1e],
  A: [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11],
  I: [0x0e, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0e],
  d: [0x01, 0x01, 0x0d, 0x13, 0x11, 0x11, 0x0f],
  e: [0x00, 0x00, 0x0e, 0x11, 0x1f, 0x10, 0x0e],
  m: [0x00, 0x00, 0x1a, 0x15, 0x15, 0x15, 0x15],
  n: [0x00, 0x00, 0x16, 0x19, 0x11, 0x11, 0x11],
  o: [0x00, 0x00, 0x0e, 0x11, 0x11, 0x11, 0x0e],
  s: [0x00, 0x00, 0x0f, 0x10, 0x0e, 0x01, 0x1e],
  t: [0x08, 0x08, 0x1c, 0x08, 0x08, 0x09, 0x06],
  '(': [0x02, 0x04, 0x08, 0x08, 0x08, 0x04, 0x02],
  ')': [0x08, 0x04, 0x02, 0x02, 0x02, 0x04, 0x08],
  '0': [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
  '1': [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
  '2': [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
  '3': [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
  '4': [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
  '5': [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
  '6': [0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e],
  '7': [0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
  '8': [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
  '9': [0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c],
}
const glyphHeight = 7
/** Five dots and a gap. */
const advance = 6
const margin = 4

const plate: Color = [0.05, 0.05, 0.06]
const ink: Color = [1, 1, 1]

/**
 * Draws the text over one row: in the lower left corner, or repeated everywhere, for an image of which only a part will
 * be seen.
 * Made for an image of this size; letters missing from the font leave gaps.
 */
export function createLabel(
  text: string,
  size: Size,
  where: 'corner' | 'everywhere',
): (y: number, row: Float32Array) => void {
  const dotPx = Math.max(1, Math.floor(Math.min(size.widthPx, size.heightPx) / 340))
  const box = {
    widthPx: (text.length * advance - 1 + 2 * margin) * dotPx,
    heightPx: (glyphHeight + 2 * margin) * dotPx,
  }
  const positions = where === 'corner' ? [cornerOf(size, box, dotPx)] : positionsAllOver(size, box)
  return (y, row) => {
    for (const position of positions) {
      if (y < position.y || y >= position.y + box.heightPx) continue
      const line = Math.floor((y - position.y) / dotPx) - margin
      const right = Math.min(size.widthPx, position.x + box.widthPx)
      for (let x = Math.max(0, position.x); x < right; x++) {
        lay(row, x, plate, 0.62)
        if (hasDot(text, Math.floor((x - position.x) / dotPx) - margin, line)) lay(row, x, ink, 0.96)
      }
    }
  }
}

function hasDot(text: string, column: number, line: number): boolean {
  const bits = glyphs[text[Math.floor(column / advance)] ?? '']?.[line]
  const dot = column % advance
  return column >= 0 && bits !== undefined && dot < 5 && ((bits >> (4 - dot)) & 1) === 1
}

function cornerOf(size: Size, box: Size, dotPx: number): { x: number; y: number } {
  const gap = 5 * dotPx
  return { x: gap, y: size.heightPx - box.heightPx - gap }
}

/** Like bricks: every second line is offset, so that a part of any shape contains at least one copy. */
function positionsAllOver(size: Size, box: Size): { x: number; y: number }[] {
  const positions: { x: number; y: number }[] = []
  const stepX = Math.round(box.widthPx * 1.6)
  const stepY = box.heightPx * 4
  for (let line = 0; line * stepY < size.heightPx; line++) {
    const shift = line % 2 === 0 ? -Math.round(stepX / 2) : 0
    for (let x = shift; x < size.widthPx; x += stepX) positions.push({ x, y: line * stepY + box.heightPx })
  }
  return positions
}
