import type { Size } from '../../../../shared/util/geometry.ts'
import type { CutOutRequest } from '../../imaging.ts'
import { blurPlane } from '../composite/blur-plane.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { sharp } from '../source/sharp-engine.ts'
import { nextTurn, rowsPerTurn } from '../turns.ts'
import { EnlargedRows, type WorkImage } from './work-size.ts'

/** How opaque the subject is, in the size of the image. */
export interface FineMatte {
  /** Writes row `y`, values from 0 to 1. */
  readRow(y: number, into: Float32Array): void
}

/** Stretches the matte over the image: smooth, and without the overshoot that would leave a halo around the subject. */
export async function stretchMatte(matte: CutOutRequest['matte'], size: Size): Promise<Uint8Array> {
  if (matte.widthPx === size.widthPx && matte.heightPx === size.heightPx) return matte.opacity
  return sharp(matte.opacity, { raw: { width: matte.widthPx, height: matte.heightPx, channels: 1 } })
    .resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer()
}

export function plainMatte(opacity: Uint8Array, { widthPx }: Size): FineMatte {
  return {
    readRow: (y, into) => {
      for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) into[x] = opacity[at]! / 255
    },
  }
}

/** The mean of the matte in each pixel of a smaller size. */
export async function reduceMatte(
  matte: FineMatte,
  image: Size,
  { widthPx, heightPx }: Size,
  signal: AbortSignal,
): Promise<Float32Array> {
  const sums = new Float32Array(widthPx * heightPx)
  const count = new Float32Array(widthPx * heightPx)
  const line = new Float32Array(image.widthPx)
  for (let y = 0; y < image.heightPx; y++) {
    if (y % rowsPerTurn === 0) await nextTurn(signal)
    matte.readRow(y, line)
    const row = Math.floor((y * heightPx) / image.heightPx) * widthPx
    for (let x = 0; x < line.length; x++) {
      const to = row + Math.floor((x * widthPx) / image.widthPx)
      sums[to]! += line[x]!
      count[to]! += 1
    }
  }
  return sums.map((sum, n) => sum / count[n]!)
}

/** Standard deviation of the box window, in work pixels: hair is thinner, and the model's own edge no more than twice as wide. */
const windowSigmaPx = 2
/** Color differences below its root, 1 % of full scale, count as noise. */
const noise = 1e-4

/**
 * A matte that is smaller than the image follows the image's own edges: within a window it is a linear function of the
 * colors, found where the matte is known and applied to the full image (fast guided filter: He and Sun 2015, arXiv
 * 1505.00996; with the color guide of He, Sun and Tang 2013, equations 14 and 15).
 * @param opacity the matte in work pixels, 0 to 1
 */
export async function guidedMatte(
  opacity: Float32Array,
  work: WorkImage,
  original: OriginalImage,
  signal: AbortSignal,
): Promise<FineMatte> {
  const rows = new EnlargedRows(await fitColors(opacity, work, signal), work, original)
  const { widthPx } = original
  const full = original.bitDepth === 16 ? 65_535 : 255
  const lines = [0, 1, 2, 3].map(() => new Float32Array(widthPx))
  const [red, green, blue, offset] = lines as [Float32Array, Float32Array, Float32Array, Float32Array]
  return {
    readRow: (y, into) => {
      rows.read(y, lines)
      for (let x = 0, at = y * widthPx * 4; x < widthPx; x++, at += 4) {
        const value =
          (red[x]! * original.rgba[at]! + green[x]! * original.rgba[at + 1]! + blue[x]! * original.rgba[at + 2]!) /
            full +
          offset[x]!
        into[x] = value <= 0 ? 0 : value >= 1 ? 1 : value
      }
    },
  }
}

type Planes = readonly [Float32Array, Float32Array, Float32Array, Float32Array]

/** The planes of the linear function: a factor for red, green and blue, and an offset. */
async function fitColors(opacity: Float32Array, work: WorkImage, signal: AbortSignal): Promise<Planes> {
  const mean = async (plane: Float32Array) => {
    await nextTurn(signal)
    return blurPlane(plane, work, windowSigmaPx, 1)
  }
  const product = (a: Float32Array, b: Float32Array) => mean(a.map((value, n) => value * b[n]!))
  const [red, green, blue] = work.colors
  const [meanRed, meanGreen, meanBlue] = [await mean(red), await mean(green), await mean(blue)]
  const meanOpacity = await mean(opacity)
  const [redRed, redGreen, redBlue] = [await product(red, red), await product(red, green), await product(red, blue)]
  const [greenGreen, greenBlue] = [await product(green, green), await product(green, blue)]
  const blueBlue = await product(blue, blue)
  const withOpacity = [
    await product(red, opacity),
    await product(green, opacity),
    await product(blue, opacity),
  ] as const
  const results = [0, 1, 2, 3].map(() => new Float32Array(opacity.length))
  const [byRed, byGreen, byBlue, offset] = results as [Float32Array, Float32Array, Float32Array, Float32Array]
  for (let n = 0; n < opacity.length; n++) {
    const [r, g, b, p] = [meanRed[n]!, meanGreen[n]!, meanBlue[n]!, meanOpacity[n]!]
    const [x, y, z] = [withOpacity[0][n]! - r * p, withOpacity[1][n]! - g * p, withOpacity[2][n]! - b * p]
    // The symmetric matrix of covariances, solved by its adjugate; `noise` keeps it positive definite.
    const [rr, gg, bb] = [redRed[n]! - r * r + noise, greenGreen[n]! - g * g + noise, blueBlue[n]! - b * b + noise]
    const [rg, rb, gb] = [redGreen[n]! - r * g, redBlue[n]! - r * b, greenBlue[n]! - g * b]
    const [c0, c1, c2] = [gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg]
    const scale = 1 / (rr * c0 + rg * c1 + rb * c2)
    const fromRed = (c0 * x + c1 * y + c2 * z) * scale
    const fromGreen = (c1 * x + (rr * bb - rb * rb) * y + (rg * rb - rr * gb) * z) * scale
    const fromBlue = (c2 * x + (rg * rb - rr * gb) * y + (rr * gg - rg * rg) * z) * scale
    byRed[n] = fromRed
    byGreen[n] = fromGreen
    byBlue[n] = fromBlue
    offset[n] = p - fromRed * r - fromGreen * g - fromBlue * b
  }
  const planes = [await mean(byRed), await mean(byGreen), await mean(byBlue), await mean(offset)] as const
  const isEven = findEven(opacity, work)
  for (let n = 0; n < opacity.length; n++) {
    if (isEven[n] === 0) continue
    for (const plane of planes) plane[n] = 0
    planes[3][n] = opacity[n]!
  }
  return planes
}

/** Distance in work pixels, and difference of the matte, within which there is no edge to follow. */
const evenReach = 2
const evenDifference = 8 / 255

/** 1 where the matte hardly changes: inside and outside it stays what the model says, whatever the texture. */
function findEven(opacity: Float32Array, { widthPx, heightPx }: Size): Uint8Array {
  const isEven = new Uint8Array(opacity.length)
  for (let y = 0, n = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, n++) {
      let [low, high] = [1, 0]
      for (let row = Math.max(0, y - evenReach); row <= Math.min(heightPx - 1, y + evenReach); row++) {
        const last = Math.min(widthPx - 1, x + evenReach)
        for (let column = Math.max(0, x - evenReach); column <= last; column++) {
          const value = opacity[row * widthPx + column]!
          if (value < low) low = value
          if (value > high) high = value
        }
      }
      if (high - low <= evenDifference) isEven[n] = 1
    }
  }
  return isEven
}
