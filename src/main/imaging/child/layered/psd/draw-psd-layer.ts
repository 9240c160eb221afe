import type { Size } from '../../../../../shared/util/geometry.ts'
import type { DrawnImage } from '../image-rows.ts'
import { colorModes, type PsdFile } from './psd-file.ts'
import {
  getLayerImageData,
  getLayerMaskImageData,
  getLayerRealMaskImageData,
  type Layer,
  type LayerMaskData,
  type PixelData,
} from './psd-library.ts'
import { from16Bits, from32Bits } from './psd-levels.ts'

export type Box = Pick<Layer, 'left' | 'top' | 'right' | 'bottom'>

export function isEmptyBox({ left = 0, right = 0, top = 0, bottom = 0 }: Box): boolean {
  return right <= left || bottom <= top
}

/** A fill layer of one color has no pixels of its own in some files: it fills the canvas. */
export function solidColor(layer: Layer, { mode, depth }: PsdFile): readonly [number, number, number] | null {
  const fill = layer.vectorFill
  // Colors of other color modes depend on profiles; 32 bits have colors of their own.
  if (!isEmptyBox(layer) || mode !== colorModes.rgb || depth === 32) return null
  if (fill?.type !== 'color' || !('r' in fill.color) || hasVectorShape(layer)) return null
  const { r, g, b } = fill.color
  return [r, g, b].map((value) => Math.min(255, Math.max(0, Math.round(value)))) as [number, number, number]
}

/** Whether a path cuts the layer. */
export function hasVectorShape({ vectorMask }: Layer): boolean {
  return vectorMask !== undefined && vectorMask.disable !== true && vectorMask.paths.length > 0
}

/** Returns a layer's pixels with its masks applied; null if it has none, like an adjustment layer. */
export function drawLayer(layer: Layer, file: PsdFile): DrawnImage | null {
  const color = solidColor(layer, file)
  const drawn = color === null ? readPixels(layer) : filled(file, color)
  if (drawn === null) return null
  const origin = color === null ? layer : {}
  for (const mask of masksOf(layer)) applyMask(drawn, mask, origin)
  return drawn
}

function filled({ widthPx, heightPx }: Size, color: readonly [number, number, number]): DrawnImage {
  const rgba = new Uint8Array(widthPx * heightPx * 4)
  for (let at = 0; at < rgba.length; at += 4) {
    rgba.set(color, at)
    rgba[at + 3] = 255
  }
  return { widthPx, heightPx, rgba }
}

function readPixels(layer: Layer): DrawnImage | null {
  const found = getLayerImageData(layer)
  return found === undefined || found.width === 0 || found.height === 0 ? null : to8Bit(found, false)
}

interface AppliedMask {
  readonly data: LayerMaskData
  /** null = nothing but what lies outside. */
  readonly pixels: DrawnImage | null
  /** 0 to 1: how much the mask hides. */
  readonly density: number
}

function masksOf(layer: Layer): AppliedMask[] {
  const { mask, realMask } = layer
  const applied: AppliedMask[] = []
  const add = (data: LayerMaskData, read: (layer: Layer) => PixelData | undefined, density = 1) => {
    const pixels = isEmptyBox(data) ? undefined : read(layer)
    applied.push({ data, pixels: pixels === undefined ? null : to8Bit(pixels, true), density })
  }
  const isDrawnPath = mask?.fromVectorData === true
  // The pixels of a fill layer are cut by its path already; elsewhere the path is drawn as a mask, which includes the
  // layer mask where there is one too ("real").
  if (mask !== undefined && mask.disabled !== true && !(isDrawnPath && layer.vectorFill !== undefined)) {
    add(mask, getLayerMaskImageData, isDrawnPath ? mask.vectorMaskDensity : mask.userMaskDensity)
  } else if (realMask !== undefined && realMask.disabled !== true) {
    add(realMask, getLayerRealMaskImageData, mask?.userMaskDensity)
  }
  return applied
}

/** Outside the mask's bounds, its default color applies. */
function applyMask({ widthPx, heightPx, rgba }: DrawnImage, { data, pixels, density }: AppliedMask, layer: Box): void {
  const isRelative = data.positionRelativeToLayer === true
  const left = (data.left ?? 0) - (isRelative ? 0 : (layer.left ?? 0))
  const top = (data.top ?? 0) - (isRelative ? 0 : (layer.top ?? 0))
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [mx, my] = [x - left, y - top]
      const isIn = pixels !== null && mx >= 0 && my >= 0 && mx < pixels.widthPx && my < pixels.heightPx
      const shown = isIn ? pixels.rgba[(my * pixels.widthPx + mx) * 4]! : (data.defaultColor ?? 0)
      const at = (y * widthPx + x) * 4 + 3
      rgba[at] = Math.round((rgba[at]! * (255 - density * (255 - shown))) / 255)
    }
  }
}

function to8Bit({ width, height, data }: PixelData, isCoverage: boolean): DrawnImage {
  const size = { widthPx: width, heightPx: height }
  if (data instanceof Uint16Array) return { ...size, rgba: Uint8Array.from(data, from16Bits) }
  if (data instanceof Float32Array) {
    return { ...size, rgba: Uint8Array.from(data, (value, n) => from32Bits(value, isCoverage || n % 4 === 3)) }
  }
  return { ...size, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
}
