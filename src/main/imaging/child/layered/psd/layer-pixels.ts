import { getLayerImageData, getLayerMaskImageData, type Layer, type PixelData } from './psd-library.ts'
import type { DrawnImage } from '../image-rows.ts'

/** Returns a layer's pixels with its mask applied; null if it has none, like an adjustment layer. */
export function drawLayer(layer: Layer): DrawnImage | null {
  const found = getLayerImageData(layer)
  if (found === undefined || found.width === 0 || found.height === 0) return null
  const drawn = to8Bit(found)
  const { mask } = layer
  if (mask === undefined || mask.disabled === true) return drawn
  const pixels = getLayerMaskImageData(layer)
  const left = mask.positionRelativeToLayer === true ? (mask.left ?? 0) : (mask.left ?? 0) - (layer.left ?? 0)
  const top = mask.positionRelativeToLayer === true ? (mask.top ?? 0) : (mask.top ?? 0) - (layer.top ?? 0)
  applyMask(drawn, pixels === undefined ? null : to8Bit(pixels), { left, top, outside: mask.defaultColor ?? 0 })
  return drawn
}

/** Outside the mask's bounds, `outside` applies. */
function applyMask(
  { widthPx, heightPx, rgba }: DrawnImage,
  mask: DrawnImage | null,
  { left, top, outside }: { readonly left: number; readonly top: number; readonly outside: number },
): void {
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [mx, my] = [x - left, y - top]
      const isIn = mask !== null && mx >= 0 && my >= 0 && mx < mask.widthPx && my < mask.heightPx
      const coverage = isIn ? mask.rgba[(my * mask.widthPx + mx) * 4]! : outside
      const at = (y * widthPx + x) * 4 + 3
      rgba[at] = Math.round((rgba[at]! * coverage) / 255)
    }
  }
}

/** 16 bit is rounded to the nearest value; 32 bit is linear light and gets the sRGB curve. */
export function to8Bit({ width, height, data }: PixelData): DrawnImage {
  const size = { widthPx: width, heightPx: height }
  if (data instanceof Uint16Array) return { ...size, rgba: Uint8Array.from(data, (value) => Math.round(value / 257)) }
  if (data instanceof Float32Array) {
    return {
      ...size,
      rgba: Uint8Array.from(data, (value, n) => Math.round(255 * (n % 4 === 3 ? clamp(value) : curve(clamp(value))))),
    }
  }
  return { ...size, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}

/** IEC 61966-2-1. */
function curve(linear: number): number {
  return linear <= 0.003_130_8 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055
}
