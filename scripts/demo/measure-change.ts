import { sharp } from '../../src/main/platform/pure/sharp.ts'

export interface Change {
  /** Number of mask pixels that are not black. */
  readonly masked: number
  readonly changedInside: number
  readonly changedOutside: number
}

/** Compares two image files under a mask file, reading only those three. */
export async function measureChange(beforePath: string, afterPath: string, maskPath: string): Promise<Change> {
  const before = await readPixels(beforePath)
  const after = await readPixels(afterPath)
  const mask = await readPixels(maskPath)
  requireSameSize(before, after)
  requireSameSize(before, mask)
  const change = { masked: 0, changedInside: 0, changedOutside: 0 }
  for (let at = 0; at < before.data.length; at += 4) {
    const isInside = (mask.data[at] ?? 0) > 0
    const isChanged = [0, 1, 2, 3].some((channel) => before.data[at + channel] !== after.data[at + channel])
    if (isInside) change.masked += 1
    if (isChanged) change[isInside ? 'changedInside' : 'changedOutside'] += 1
  }
  return change
}

interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Reads any image as sRGB with alpha. */
async function readPixels(path: string): Promise<Pixels> {
  const { data, info } = await sharp(path)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

function requireSameSize(a: Pixels, b: Pixels): void {
  if (a.width === b.width && a.height === b.height) return
  throw new Error(`sizes differ: ${a.width} × ${a.height} and ${b.width} × ${b.height}`)
}
