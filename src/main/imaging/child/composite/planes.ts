import type { Rect, Size } from '../../../../shared/util/geometry.ts'

/** An image as four planes with premultiplied colors; all values are 0 to 255, in row order. */
export interface Planes extends Size {
  readonly red: Float32Array
  readonly green: Float32Array
  readonly blue: Float32Array
  readonly alpha: Float32Array
}

/** RGBA pixels with straight alpha, `widthPx * heightPx * 4` bytes. */
export interface RgbaPixels extends Size {
  readonly rgba: Uint8Array
}

/**
 * Downscales the part `area` of an image to `size`, each pixel the exact mean of the area it covers. `size` must not be
 * larger than `area`.
 */
export function shrinkToPlanes(image: RgbaPixels, area: Rect, size: Size): Planes {
  const { widthPx, heightPx } = size
  const sums = new Float32Array(widthPx * heightPx * 4)
  const line = new Float32Array(widthPx * 4)
  const columns = area.widthPx / widthPx
  const rows = area.heightPx / heightPx
  for (let y = 0; y < heightPx; y++) {
    const from = y * rows
    const to = Math.min(area.heightPx, (y + 1) * rows)
    for (let row = Math.floor(from); row < to; row++) {
      const share = Math.min(to, row + 1) - Math.max(from, row)
      if (share < 1e-6) continue
      shrinkLine(image.rgba, ((area.y + row) * image.widthPx + area.x) * 4, area.widthPx, columns, line)
      const at = y * widthPx * 4
      for (let n = 0; n < line.length; n++) sums[at + n]! += line[n]! * share
    }
  }
  return takeApart(sums, size, 1 / (columns * rows))
}

/** Area sums for each pixel of the smaller line, with colors weighted by opacity. */
function shrinkLine(rgba: Uint8Array, start: number, length: number, columns: number, line: Float32Array): void {
  let [red, green, blue, alpha] = [0, 0, 0, 0]
  let to = 0
  let border = columns
  for (let column = 0, at = start; column < length; column++, at += 4) {
    const opacity = rgba[at + 3]!
    const weight = opacity === 255 ? 1 : opacity / 255
    const [r, g, b] = [rgba[at]! * weight, rgba[at + 1]! * weight, rgba[at + 2]! * weight]
    const share = border - column
    if (share > 1 + 1e-9) {
      red += r
      green += g
      blue += b
      alpha += opacity
      continue
    }
    // The remainder of the last pixel belongs to the next.
    const rest = Math.max(0, 1 - share)
    line[to] = red + r * share
    line[to + 1] = green + g * share
    line[to + 2] = blue + b * share
    line[to + 3] = alpha + opacity * share
    red = r * rest
    green = g * rest
    blue = b * rest
    alpha = opacity * rest
    to = Math.min(to + 4, line.length - 4)
    border += columns
  }
}

function takeApart(sums: Float32Array, { widthPx, heightPx }: Size, factor: number): Planes {
  const plane = (): Float32Array => new Float32Array(widthPx * heightPx)
  const [red, green, blue, alpha] = [plane(), plane(), plane(), plane()]
  for (let n = 0, at = 0; n < red.length; n++, at += 4) {
    red[n] = sums[at]! * factor
    green[n] = sums[at + 1]! * factor
    blue[n] = sums[at + 2]! * factor
    alpha[n] = sums[at + 3]! * factor
  }
  return { widthPx, heightPx, red, green, blue, alpha }
}

/** Rec. 709 luma of the stored values, 0 to 255. Encoded values are roughly perceptually uniform. */
export function lumaOf({ red, green, blue }: Planes): Float32Array {
  const luma = new Float32Array(red.length)
  for (let n = 0; n < luma.length; n++) luma[n] = 0.2126 * red[n]! + 0.7152 * green[n]! + 0.0722 * blue[n]!
  return luma
}

/** Each pixel is the mean of four; an odd last row or column is dropped. */
export function halvePlanes(planes: Planes): Planes {
  const size = { widthPx: planes.widthPx >> 1, heightPx: planes.heightPx >> 1 }
  const halve = (plane: Float32Array): Float32Array => halvePlane(plane, planes.widthPx, size)
  const { red, green, blue, alpha } = planes
  return { ...size, red: halve(red), green: halve(green), blue: halve(blue), alpha: halve(alpha) }
}

/** @param stride row length of `plane`, at least twice that of `size` */
export function halvePlane(plane: Float32Array, stride: number, { widthPx, heightPx }: Size): Float32Array {
  const result = new Float32Array(widthPx * heightPx)
  for (let y = 0, n = 0; y < heightPx; y++) {
    for (let x = 0, at = 2 * y * stride; x < widthPx; x++, n++, at += 2) {
      result[n] = (plane[at]! + plane[at + 1]! + plane[at + stride]! + plane[at + stride + 1]!) / 4
    }
  }
  return result
}
