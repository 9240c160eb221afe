import sharp from 'sharp'
import type { Point, Size } from '../../../src/shared/util/geometry.ts'

export type Colour = readonly [red: number, green: number, blue: number]

/** A picture made for a test: a colour for each place. */
export async function writeCard(path: string, size: Size, colourAt: (x: number, y: number) => Colour): Promise<void> {
  const { widthPx, heightPx } = size
  const data = Buffer.alloc(widthPx * heightPx * 3)
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) data.set(colourAt(x, y), (y * widthPx + x) * 3)
  }
  await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(path)
}

/** At most 512 pixels a side: every pixel's colour tells where it is, also after it was made smaller or turned. */
export function placeColour(x: number, y: number): Colour {
  return [x >> 1, y >> 1, 32 + ((x & 1) * 2 + (y & 1)) * 64]
}

/** The place whose colour this is, or null where it was mixed with others. */
export function placeOfColour([red, green, blue]: Colour): Point | null {
  const step = (blue - 32) / 64
  if (!Number.isInteger(step) || step < 0 || step > 3) return null
  return { x: red * 2 + (step >> 1), y: green * 2 + (step & 1) }
}

export const red: Colour = [200, 40, 40]
export const nearRed: Colour = [215, 40, 40]
export const blue: Colour = [40, 60, 190]
export const green: Colour = [40, 150, 60]
export const grey: Colour = [120, 120, 120]

interface Block {
  readonly x: number
  readonly y: number
  readonly side: number
  readonly colour: Colour
}

/** What lies on the card of blocks: two red squares apart from one another, a nearly red one at the first, a blue one. */
export const blocks = {
  first: { x: 60, y: 60, side: 100, colour: red },
  beside: { x: 160, y: 60, side: 100, colour: nearRed },
  second: { x: 400, y: 60, side: 100, colour: red },
  blue: { x: 60, y: 240, side: 100, colour: blue },
  green: { x: 400, y: 240, side: 100, colour: green },
} as const satisfies Record<string, Block>

/** Flat colours with hard edges, 600 × 400, on grey; a band of many colours in the middle tells that it is shown. */
export function blockColour(x: number, y: number): Colour {
  if (Math.abs(y - 200) < 4 && x >= 200 && x < 380) return [x, 255 - x / 2, 90]
  const block = Object.values(blocks).find(
    (each) => x >= each.x && x < each.x + each.side && y >= each.y && y < each.y + each.side,
  )
  return block?.colour ?? grey
}

export const cardSize: Size = { widthPx: 600, heightPx: 400 }
