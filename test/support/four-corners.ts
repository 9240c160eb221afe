import type { Sharp } from 'sharp'
import { decodeImage } from '../../src/main/imaging/child/source/decode-image.ts'
import { bytesSource } from '../../src/main/imaging/child/source/image-source.ts'
import { inspectImage } from '../../src/main/imaging/child/source/inspect-image.ts'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { AppError } from '../../src/shared/errors/index.ts'

/** A size that tiles of 16 and strips of 5 do not divide. */
export const [widthPx, heightPx] = [20, 18]

/** What the four quarters of an image are made of: all different, so that a turn, a shift or a swap shows. */
export const corners = {
  grays: [200, 90, 30, 60],
  colors: [
    [200, 30, 40],
    [30, 180, 40],
    [20, 60, 220],
    [90, 100, 110],
  ],
  alphas: [255, 128, 64, 32],
} as const

/** Rows of pixels: the quarters row by row. */
export function quartersOf<T>(four: readonly T[]): T[][] {
  return Array.from({ length: heightPx }, (_, y) =>
    Array.from({ length: widthPx }, (__, x) => four[(y < heightPx / 2 ? 0 : 2) + (x < widthPx / 2 ? 0 : 1)]!),
  )
}

/** An image of four quarters, to be encoded. */
export function imageOf(samples: readonly (readonly number[])[]): Sharp {
  const channels = samples[0]!.length as 1 | 2 | 3 | 4
  const image = sharp(Uint8Array.from(quartersOf(samples).flat(2)), {
    raw: { width: widthPx, height: heightPx, channels },
  })
  return channels < 3 ? image.toColourspace('b-w') : image
}

/** ITU-R BT.601 with all 256 levels, as in JPEG and TIFF. */
export function toYCbCr([red, green, blue]: readonly [number, number, number]): number[] {
  const y = 0.299 * red + 0.587 * green + 0.114 * blue
  return [y, (blue - y) / 1.772 + 128, (red - y) / 1.402 + 128].map(Math.round)
}

export interface Expected {
  /** RGBA of the four corners. */
  readonly corners: readonly (readonly number[])[]
  /** How far each number may be away; default 0. */
  readonly tolerance?: number
  /** Only the corners are compared: between the quarters, compression mixes them. */
  readonly isLossy?: boolean
}

/** Opens an image as the program does. Says how it differs, or why it is not opened; empty = it is what it should be. */
export async function findDifference(bytes: Uint8Array, expected: Expected): Promise<string> {
  try {
    const image = await inspectImage(bytesSource('it', bytes))
    const { rgba, ...size } = await decodeImage(image)
    if (size.widthPx !== widthPx || size.heightPx !== heightPx) return `${size.widthPx} × ${size.heightPx} pixels`
    const at = (x: number, y: number) => [...rgba.subarray((y * widthPx + x) * 4, (y * widthPx + x + 1) * 4)]
    const found = [at(0, 0), at(widthPx - 1, 0), at(0, heightPx - 1), at(widthPx - 1, heightPx - 1)]
    if (found.some((pixel, n) => !isNear(pixel, expected.corners[n]!, expected)))
      return `${found.map(String).join(' ')} instead of ${expected.corners.map(String).join(' ')}`
    if (expected.isLossy) return ''
    const wrong = quartersOf(expected.corners).flatMap((row, y) =>
      row.filter((pixel, x) => !isNear(at(x, y), pixel, expected)),
    )
    return wrong.length === 0 ? '' : `${wrong.length} pixels inside differ`
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.message
    throw thrown
  }
}

function isNear(pixel: readonly number[], other: readonly number[], { tolerance = 0 }: Expected): boolean {
  return pixel.every((value, n) => Math.abs(value - other[n]!) <= tolerance)
}
