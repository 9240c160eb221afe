import { getCompositeImageData, readPsd, type Layer, type Psd } from './psd-library.ts'
import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { AppError, toFileError } from '../../../../../shared/errors/index.ts'
import type { OpenedProject } from '../../../imaging.ts'
import type { ByteBudget } from '../../source/byte-budget.ts'
import { imageSidePxMax } from '../../../../../shared/domain/image-side-px-max.ts'
import { importLayered, type FoundLayer } from '../layered-import.ts'
import { drawLayer, to8Bit } from './layer-pixels.ts'
import { findPsdProfile } from './psd-profile.ts'

/** The format's own limit; Atelier does not open the larger kind (PSB). */
const fileBytesMax = 2 * 2 ** 30
const layersMax = 1_000
/** Of all layers together: what a file says costs nothing to say. */
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
    throw toFileError(thrown, `open “${label}”`)
  })
  if (fileBytes > fileBytesMax) {
    throw new AppError('media/too-large', `“${label}” is larger than 2 GB, which Atelier does not open.`)
  }
  const name = basename(path, extname(path))
  return budget.run(fileBytes * 4, signal, async () => {
    const bytes = await readFile(path)
    const psd = parse(bytes, label)
    const size = { widthPx: psd.width, heightPx: psd.height }
    const notes: string[] = []
    if ((psd.bitsPerChannel ?? 8) > 8) {
      notes.push(`“${label}” has ${psd.bitsPerChannel} bits per color; its layers were opened with 8.`)
    }
    const layers = findLayers(psd, notes)
    // Some programs write one empty layer into a document that has none.
    const flat = (psd.children ?? []).some(hasPixels) ? layers : [flattened(psd, name)]
    try {
      return await importLayered({ name, size, layers: flat, icc: findPsdProfile(bytes), notes }, folder, signal)
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : damaged(label, thrown)
    }
  })
}

/** Only the structure: pixels are unpacked one layer at a time, when they are asked for. */
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
      throw new AppError(
        'media/unsupported',
        `“${label}” is not in RGB or gray. Convert it to RGB, then open it again.`,
      )
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
        if (layer.mask !== undefined) missed.add('masks of groups')
        visit(layer.children, { isVisible, opacity })
      }
    }
  }
  visit(psd.children ?? [], { isVisible: true, opacity: 1 })
  if (found.length > layersMax)
    throw new AppError('media/too-large', 'This document has more layers than Atelier opens.')
  if (pixels > pixelsMax) throw new AppError('media/too-large', 'This document has larger layers than Atelier opens.')
  if (missed.size > 0) notes.push(`Not taken over: ${[...missed].join(', ')}.`)
  return found
}

function hasPixels({ children, left = 0, right = 0, top = 0, bottom = 0 }: Layer): boolean {
  return (right > left && bottom > top) || (children ?? []).some(hasPixels)
}

function toFound(layer: Layer, isVisible: boolean, opacity: number, missed: Set<string>): FoundLayer {
  const isTooLarge = [layer, layer.mask ?? {}].some((one) => longestSide(one) > imageSidePxMax)
  if (isTooLarge) missed.add('layers larger than Atelier opens')
  if (layer.clipping === true) missed.add('clipping to the layer below')
  if (layer.adjustment !== undefined) missed.add('adjustment layers')
  if (layer.effects !== undefined) missed.add('layer effects')
  if (layer.vectorMask !== undefined) missed.add('vector masks')
  return {
    name: layer.name?.trim() || 'Layer',
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
  return new AppError('media/undecodable', `“${label}” is damaged or not a Photoshop document. Nothing was opened.`, {
    cause,
  })
}
