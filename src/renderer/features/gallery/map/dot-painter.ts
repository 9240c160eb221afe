import { clamp } from '../../../../shared/util/clamp.ts'
import type { MapColors, MapFrame } from './map-frame.ts'
import { brightPoint, dimPoint } from './map-scene.ts'

/** Draws every image as a dot, pixel by pixel: a hundred thousand rectangles would take too long. */
export class DotPainter {
  /** Of the last frame: new pixels would cost more than all dots. */
  #image: ImageData | null = null

  paint(context: CanvasRenderingContext2D, frame: MapFrame): void {
    const { scene, selected, colors } = frame
    const { width, height } = context.canvas
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#image = context.createImageData(width, height)
    }
    const pixels = new Uint32Array(this.#image.data.buffer)
    pixels.fill(0)
    const dots = new Dots(pixels, width, height, frame)
    const palette = paletteOf(colors)
    const { states } = scene
    // Those looked for are never hidden by others.
    const dim = toPixel(colors.dim)
    for (let point = 0; point < states.length; point++) if (states[point] === dimPoint) dots.paint(point, dim)
    for (let point = 0; point < states.length; point++) {
      if (states[point] === brightPoint) dots.paint(point, palette[scene.points.colors[point]!]!)
    }
    const accent = toPixel(colors.accent)
    for (const id of selected) {
      const point = scene.points.indexOf.get(id)
      if (point !== undefined) dots.paint(point, accent)
    }
    context.putImageData(this.#image, 0, 0)
  }
}

/** Sides of dots, CSS pixels: of a third of the least distance of images, within these limits. */
const dotPxMin = 2
const dotPxMax = 6

class Dots {
  readonly #pixels: Uint32Array
  readonly #width: number
  readonly #height: number
  readonly #positions: Float32Array
  readonly #scale: number
  readonly #left: number
  readonly #top: number
  readonly #sidePx: number

  constructor(pixels: Uint32Array, width: number, height: number, { scene, camera, area }: MapFrame) {
    const { ids, positions } = scene.points
    this.#pixels = pixels
    this.#width = width
    this.#height = height
    this.#positions = positions
    this.#scale = camera.scale
    this.#sidePx = Math.round(clamp((0.13 * camera.scale) / Math.sqrt(ids.length), dotPxMin, dotPxMax))
    this.#left = area.widthPx / 2 - camera.x * camera.scale - this.#sidePx / 2
    this.#top = area.heightPx / 2 - camera.y * camera.scale - this.#sidePx / 2
  }

  paint(point: number, color: number): void {
    const x = Math.round(this.#positions[2 * point]! * this.#scale + this.#left)
    const y = Math.round(this.#positions[2 * point + 1]! * this.#scale + this.#top)
    const sidePx = this.#sidePx
    if (x < 0 || y < 0 || x > this.#width - sidePx || y > this.#height - sidePx) return
    const end = (y + sidePx) * this.#width + x
    for (let row = y * this.#width + x; row < end; row += this.#width) {
      for (let at = row; at < row + sidePx; at++) this.#pixels[at] = color
    }
  }
}

/** Part of an image's color in its dot: with some gray, black and white stand out from the background, too. */
const colorShare = 0.65

/** A pixel for each index of a color. */
function paletteOf({ dot, swatches }: MapColors): Uint32Array {
  const palette = new Uint32Array(256).fill(toPixel(dot))
  const gray = channelsOf(dot)
  for (const [index, swatch] of swatches.entries()) {
    const channels = channelsOf(swatch).map((value, at) =>
      Math.round(colorShare * value + (1 - colorShare) * gray[at]!),
    )
    palette[index] = packPixel(channels)
  }
  return palette
}

/** Red, green and blue of `#rrggbb`. */
function channelsOf(color: string): number[] {
  const value = Number.parseInt(color.slice(1, 7), 16)
  return [value >>> 16, (value >>> 8) & 0xff, value & 0xff]
}

function toPixel(color: string): number {
  return packPixel(channelsOf(color))
}

/** An opaque pixel of image data, on the little-endian machines that Electron runs on. */
function packPixel([red = 0, green = 0, blue = 0]: readonly number[]): number {
  return (0xff00_0000 | (blue << 16) | (green << 8) | red) >>> 0
}
