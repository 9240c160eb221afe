import type { Columns } from './columns.ts'

/** Sides that differ by less than a hundredth look the same. */
const squareShare = 0.01

export function shapeOf({ widthPx, heightPx }: Columns, number: number): 'square' | 'landscape' | 'portrait' {
  const width = widthPx[number] ?? 1
  const height = heightPx[number] ?? 1
  if (Math.abs(width - height) < squareShare * Math.max(width, height)) return 'square'
  return width > height ? 'landscape' : 'portrait'
}
