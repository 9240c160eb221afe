import type { Sharp } from 'sharp'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import type { Size } from '../../../src/shared/util/geometry.ts'

/** How a synthetic response is placed over the image: a point p is at `middle + scale · R(turn) · (p − middle) + move`. */
export interface Move {
  readonly x?: number
  readonly y?: number
  readonly scale?: number
  readonly turn?: number
}

export type ColorAt = (x: number, y: number) => readonly [number, number, number]

/** Rises from 0 to 1 within a pixel on either side of a border, like a lens. */
function edge(distance: number): number {
  const t = Math.max(0, Math.min(1, distance / 2 + 0.5))
  return t * t * (3 - 2 * t)
}

/** A scene with edges, texture, and light that can be sampled between pixels. */
export const courtyard: ColorAt = (x, y) => {
  const tile = 26 * edge((Math.sin(x / 6.3) * Math.sin(y / 5.1) - 0.2) * 6)
  const wall = 60 * edge(150 + 20 * Math.sin(x / 80) - y)
  const column = 16 - Math.abs(x - 90 * Math.floor(x / 90) - 45)
  const window = -55 * edge(column) * edge(24 - Math.abs(y - 120 * Math.floor(y / 120) - 50))
  const light = 95 + x / 12 - y / 16 + 18 * Math.sin((x + 2 * y) / 47)
  return [light + tile + wall + window, light + tile * 0.8 + wall * 0.7, light - 12 + wall * 0.5 - window * 0.4]
}

/** A completely different scene. */
export const orchard: ColorAt = (x, y) => {
  const trunk = Math.abs(((x + 20 * Math.sin(y / 60)) % 74) - 30) < 9 ? -70 : 0
  const crown = Math.sin(x / 11 + Math.sin(y / 17) * 2) * Math.cos(y / 9) * 40
  return [100 + crown + trunk, 140 + crown + trunk / 2, 70 + crown / 2 + trunk / 3]
}

/** A soft gradient without features to align by. */
export const sky: ColorAt = (x, y) => [110 + y / 20 + x / 90, 150 + y / 22, 215 - y / 40]

/** Each scene is drawn once: that takes longer than to edit it. */
const drawn = new Map<ColorAt, Record<string, Uint8Array>>()

export function render(colorAt: ColorAt, size: Size, move: Move = {}): Sharp {
  const ofScene = drawn.get(colorAt) ?? {}
  drawn.set(colorAt, ofScene)
  const data = (ofScene[JSON.stringify([size, move])] ??= draw(colorAt, size, move))
  return sharp(data, { raw: { width: size.widthPx, height: size.heightPx, channels: 3 } })
}

function draw(
  colorAt: ColorAt,
  { widthPx, heightPx }: Size,
  { x: mx = 0, y: my = 0, scale = 1, turn = 0 }: Move,
): Uint8Array {
  const data = new Uint8Array(widthPx * heightPx * 3)
  const [middleX, middleY] = [widthPx / 2, heightPx / 2]
  const [cosine, sine] = [Math.cos(turn) / scale, Math.sin(turn) / scale]
  for (let y = 0, offset = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, offset += 3) {
      const [dx, dy] = [x + 0.5 - middleX - mx, y + 0.5 - middleY - my]
      const color = colorAt(middleX + cosine * dx + sine * dy, middleY - sine * dx + cosine * dy)
      color.forEach((value, channel) => (data[offset + channel] = Math.max(0, Math.min(255, Math.round(value)))))
    }
  }
  return data
}

/** Adds reproducible grain with the given standard deviation. */
export async function withGrain(image: Sharp, deviation: number): Promise<Sharp> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let state = 1
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296
  const grainy = Uint8Array.from(data, (value) => {
    const speck = (next() + next() + next() - 1.5) * 2 * deviation
    return Math.max(0, Math.min(255, Math.round(value + speck)))
  })
  return sharp(grainy, { raw: { width: info.width, height: info.height, channels: 3 } })
}
