import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import type { Point, Size } from '../../../src/shared/util/geometry.ts'

export type Color = readonly [red: number, green: number, blue: number]

/** Writes an image for a test, with a color for each pixel. */
export async function writeCard(path: string, size: Size, colorAt: (x: number, y: number) => Color): Promise<void> {
  const { widthPx, heightPx } = size
  const data = Buffer.alloc(widthPx * heightPx * 3)
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) data.set(colorAt(x, y), (y * widthPx + x) * 3)
  }
  await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(path)
}

/** At most 512 pixels a side: every pixel's color encodes its position, also after scaling down or rotating. */
export function placeColor(x: number, y: number): Color {
  return [x >> 1, y >> 1, 32 + ((x & 1) * 2 + (y & 1)) * 64]
}

/** The position that this color encodes, or null for a mix with other colors. */
export function placeOfColor([red, green, blue]: Color): Point | null {
  const step = (blue - 32) / 64
  if (!Number.isInteger(step) || step < 0 || step > 3) return null
  return { x: red * 2 + (step >> 1), y: green * 2 + (step & 1) }
}

export const red: Color = [200, 40, 40]
export const nearRed: Color = [215, 40, 40]
export const blue: Color = [40, 60, 190]
export const green: Color = [40, 150, 60]
export const gray: Color = [120, 120, 120]

interface Block {
  readonly x: number
  readonly y: number
  readonly side: number
  readonly color: Color
}

/** The card of blocks: two separate red squares, a nearly red one beside the first, a blue and a green one. */
export const blocks = {
  first: { x: 60, y: 60, side: 100, color: red },
  beside: { x: 160, y: 60, side: 100, color: nearRed },
  second: { x: 400, y: 60, side: 100, color: red },
  blue: { x: 60, y: 240, side: 100, color: blue },
  green: { x: 400, y: 240, side: 100, color: green },
} as const satisfies Record<string, Block>

/** Flat colors with hard edges, 600 × 400, on gray; a band of many colors in the middle proves that it is shown. */
export function blockColor(x: number, y: number): Color {
  if (Math.abs(y - 200) < 4 && x >= 200 && x < 380) return [x, 255 - x / 2, 90]
  const block = Object.values(blocks).find(
    (item) => x >= item.x && x < item.x + item.side && y >= item.y && y < item.y + item.side,
  )
  return block?.color ?? gray
}

export const cardSize: Size = { widthPx: 600, heightPx: 400 }
