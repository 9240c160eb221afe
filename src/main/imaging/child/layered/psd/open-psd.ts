import {
  getCompositeImageData,
  readPsd,
  type Layer,
  type Psd,
  getLayerImageData,
  getLayerMaskImageData,
  type PixelData,
} from './psd-library.ts'
import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { AppError, toFileError } from '../../../../../shared/errors/index.ts'
import * as messages from '../../../../../shared/messages/en/layered-files.ts'
import type { OpenedProject } from '../../../imaging.ts'
import type { ByteBudget } from '../../source/byte-budget.ts'
import { imageSidePxMax } from '../../../../../shared/domain/limits.ts'
import { cannotOpen } from '../../../../../shared/messages/en/start.ts'
import { importLayered, type FoundLayer } from '../layered-import.ts'
import { findPsdProfile } from './psd-profile.ts'
import type { DrawnImage } from '../image-rows.ts'

/** The format's own limit; Atelier does not open the larger variant (PSB). */
const fileBytesMax = 2 * 2 ** 30
const layersMax = 1_000
/** For all layers together: the sizes a file claims are not trusted. */
const pixelsMax = 4e9

interface Group {
  readonly isVisible: boolean
  readonly opacity: number
}

export async function openPsd(
  path: string,
  folder: string,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<OpenedProject> {
  const label = basename(path)
  const { size: fileBytes } = await stat(path).catch((thrown: unknown) => {
    throw toFileError(thrown, cannotOpen({ name: label }))
  })
  if (fileBytes > fileBytesMax) {
    throw new AppError('media/too-large', messages.largerThan2Gb({ name: label }))
  }
  const name = basename(path, extname(path))
  return budget.run(fileBytes * 4, signal, async () => {
    const bytes = await readFile(path)
    const psd = parse(bytes, label)
    const size = { widthPx: psd.width, heightPx: psd.height }
    const notes: string[] = []
    const { bitsPerChannel: bits = 8 } = psd
    if (bits > 8) notes.push(messages.openedWith8Bits({ name: label, bits }))
    const layers = findLayers(psd, notes)
    // Some programs write one empty layer into a document without layers.
    const flat = (psd.children ?? []).some(hasPixels) ? layers : [flattened(psd, name)]
    try {
      return await importLayered({ name, size, layers: flat, icc: findPsdProfile(bytes), notes }, folder, signal)
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : damaged(label, thrown)
    }
  })
}

/** Parses only the structure: pixels are decompressed one layer at a time, on demand. */
function parse(bytes: Buffer, label: string): Psd {
  try {
    return readPsd(bytes, {
      useImageData: true,
      useRawData: true,
      skipThumbnail: true,
      skipLinkedFilesData: true,
      logMissingFeatures: false,
    })
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.startsWith('Color mode not supported')) {
      throw new AppError('media/unsupported', messages.otherColorMode({ name: label }))
    }
    throw damaged(label, thrown)
  }
}

function findLayers(psd: Psd, notes: string[]): FoundLayer[] {
  const found: FoundLayer[] = []
  const missed = new Set<string>()
  let pixels = 0
  const visit = (layers: readonly Layer[], group: Group): void => {
    for (const layer of layers) {
      const isVisible = group.isVisible && layer.hidden !== true
      const opacity = group.opacity * (layer.opacity ?? 1)
      pixels += pixelsOf(layer)
      if (layer.children === undefined) found.push(toFound(layer, isVisible, opacity, missed))
      else {
        if (layer.mask !== undefined) missed.add(messages.groupMasks)
        visit(layer.children, { isVisible, opacity })
      }
    }
  }
  visit(psd.children ?? [], { isVisible: true, opacity: 1 })
  if (found.length > layersMax) throw new AppError('media/too-large', messages.tooManyLayers)
  if (pixels > pixelsMax) throw new AppError('media/too-large', messages.layersTooLarge)
  if (missed.size > 0) notes.push(messages.notImported({ features: [...missed].join(', ') }))
  return found
}

function hasPixels({ children, left = 0, right = 0, top = 0, bottom = 0 }: Layer): boolean {
  return (right > left && bottom > top) || (children ?? []).some(hasPixels)
}

function toFound(layer: Layer, isVisible: boolean, opacity: number, missed: Set<string>): FoundLayer {
  const isTooLarge = [layer, layer.mask ?? {}].some((box) => longestSide(box) > imageSidePxMax)
  if (isTooLarge) missed.add(messages.oversizedLayers)
  if (layer.clipping === true) missed.add(messages.clippingMasks)
  if (layer.adjustment !== undefined) missed.add(messages.adjustmentLayers)
  if (layer.effects !== undefined) missed.add(messages.layerEffects)
  if (layer.vectorMask !== undefined) missed.add(messages.vectorMasks)
  return {
    name: layer.name?.trim() || messages.layer,
    isVisible,
    opacity: Math.min(1, Math.max(0, opacity)),
    isNormal: (layer.blendMode ?? 'normal') === 'normal',
    x: layer.left ?? 0,
    y: layer.top ?? 0,
    load: async () => (isTooLarge ? null : drawLayer(layer)),
  }
}

type Box = Pick<Layer, 'left' | 'top' | 'right' | 'bottom'>

function longestSide({ left = 0, right = 0, top = 0, bottom = 0 }: Box): number {
  return Math.max(right - left, bottom - top)
}

function pixelsOf({ left = 0, right = 0, top = 0, bottom = 0 }: Box): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top)
}

function flattened(psd: Psd, name: string): FoundLayer {
  const load = async () => {
    const merged = getCompositeImageData(psd)
    return merged === undefined ? null : to8Bit(merged)
  }
  return { name, isVisible: true, opacity: 1, isNormal: true, x: 0, y: 0, load }
}

function damaged(label: string, cause: unknown): AppError {
  return new AppError('media/undecodable', messages.damagedPhotoshopDocument({ name: label }), {
    cause,
  })
}

/** Returns a layer's pixels with its mask applied; null if it has none, like an adjustment layer. */
function drawLayer(layer: Layer): DrawnImage | null {
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
function to8Bit({ width, height, data }: PixelData): DrawnImage {
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
