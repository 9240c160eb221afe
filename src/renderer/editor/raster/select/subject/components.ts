import type { Size } from '../../../../../shared/util/geometry.ts'

/**
 * Keeps, of what is set, the pieces that are at least this share of the largest, and fills holes that are smaller than
 * this share of it; pieces hang together by the four sides.
 */
export function tidy(mask: Uint8Array, size: Size, leastPiece: number, largestHole: number): Uint8Array {
  const out = mask.slice()
  const pieces = findPieces(out, size, 1)
  const largest = Math.max(0, ...pieces.map((piece) => piece.length))
  for (const piece of pieces) if (piece.length < leastPiece * largest) for (const at of piece) out[at] = 0
  for (const hole of findPieces(out, size, 0)) {
    if (hole.length < largestHole * largest) for (const at of hole) out[at] = 1
  }
  return out
}

function findPieces(mask: Uint8Array, { widthPx }: Size, value: number): number[][] {
  const isSeen = new Uint8Array(mask.length)
  const pieces: number[][] = []
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== value || isSeen[start] === 1) continue
    const piece = [start]
    isSeen[start] = 1
    for (let i = 0; i < piece.length; i++) {
      const at = piece[i]!
      const x = at % widthPx
      if (x > 0) visit(at - 1)
      if (x < widthPx - 1) visit(at + 1)
      if (at >= widthPx) visit(at - widthPx)
      if (at + widthPx < mask.length) visit(at + widthPx)
    }
    pieces.push(piece)

    function visit(at: number): void {
      if (mask[at] !== value || isSeen[at] === 1) return
      isSeen[at] = 1
      piece.push(at)
    }
  }
  return pieces
}
