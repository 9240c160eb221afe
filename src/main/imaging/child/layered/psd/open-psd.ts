import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { AppError, toFileError } from '../../../../../shared/errors/index.ts'
import * as messages from '../../../../../shared/messages/en/layered-files.ts'
import { cannotOpen } from '../../../../../shared/messages/en/start.ts'
import type { OpenedProject } from '../../../imaging.ts'
import type { ByteBudget } from '../../source/byte-budget.ts'
import { importLayered, type FoundDocument, type FoundLayer, type FoundGroup } from '../layered-import.ts'
import { damagedPsd } from './damaged-psd.ts'
import { colorModes, readPsdFile, type PsdFile, type PsdRecord } from './psd-file.ts'
import { imageSidePxMax } from '../../../../../shared/domain/library.ts'
import { drawLayer, isEmptyBox, solidColor, type Box } from './draw-psd-layer.ts'
import { type Layer, type Psd, readPsd } from './psd-library.ts'
import { noteLayerLosses, type PsdLosses, noteExtraChannels } from './psd-losses.ts'
import { drawMerged } from './psd-merged.ts'
import { findPsdProfile } from './psd-profile.ts'
import { resourceIds } from './psd-resources.ts'

const layersMax = 1_000
/** For all layers together: the sizes a file claims are not trusted. */
const pixelsMax = 4e9

/** The format's own limit; Atelier does not open the larger variant (PSB). */
const fileBytesMax = 2 * 2 ** 30

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
  return budget.run(fileBytes * 4, signal, async () => {
    const bytes = await readFile(path)
    try {
      return await importLayered(findDocument(bytes, path), folder, signal)
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : damagedPsd(label, thrown)
    }
  })
}

/** Adobe Photoshop File Formats, "File Header Section": the modes besides `colorModes`. */
const otherModes: ReadonlyMap<number, string> = new Map([
  [4, 'CMYK'],
  [7, messages.multichannel],
  [8, messages.duotone],
  [9, 'Lab'],
])

function findDocument(bytes: Buffer, path: string): FoundDocument {
  const label = basename(path)
  const name = basename(path, extname(path))
  const file = readPsdFile(bytes, label)
  const mode = otherModes.get(file.mode)
  if (mode !== undefined) throw new AppError('media/unsupported', messages.otherColorMode({ name: label, mode }))
  straightenBoxes(bytes, file)
  const losses: PsdLosses = { missing: new Set(), asPixels: new Set() }
  const found = findLayers(parse(bytes, label), file, losses)
  const notes = file.depth > 8 ? [messages.openedWith8Bits({ name: label, bits: file.depth })] : []
  const isMerged = isFlatMode(file) || (found.layers.length === 0 && hasMergedImage(file))
  if (isMerged) {
    // Some programs write one empty layer into a document without layers.
    const isWhole = isFlatMode(file) ? file.records.length <= 1 : found.isComplete && losses.missing.size === 0
    if (!isWhole) notes.push(messages.openedMerged)
    losses.missing.clear()
    losses.asPixels.clear()
  } else if (!found.isComplete) throw damagedPsd(label)
  noteExtraChannels(losses, file)
  if (losses.missing.size > 0) notes.push(messages.notImported({ features: [...losses.missing].join(', ') }))
  if (losses.asPixels.size > 0) notes.push(messages.openedAsPixels({ features: [...losses.asPixels].join(', ') }))
  return {
    name,
    size: { widthPx: file.widthPx, heightPx: file.heightPx },
    layers: isMerged ? [mergedLayer(file, name)] : found.layers,
    groups: isMerged ? [] : found.groups,
    icc: findPsdProfile(bytes),
    notes,
  }
}

/** Photoshop has no layers in these color modes. */
function isFlatMode({ mode }: PsdFile): boolean {
  return mode === colorModes.bitmap || mode === colorModes.indexed
}

/** Photoshop leaves the merged image white where a setting says so. */
function hasMergedImage({ resources }: PsdFile): boolean {
  const version = resources.get(resourceIds.version)
  return version === undefined || version.length < 5 || version[4] !== 0
}

function mergedLayer(file: PsdFile, name: string): FoundLayer {
  const load = async () => drawMerged(file)
  return { name, isVisible: true, opacity: 1, isNormal: true, x: 0, y: 0, load }
}

/** Photoshop writes a few empty layers with a bottom above their top, which the library takes for damage. */
function straightenBoxes(bytes: Buffer, { records }: PsdFile): void {
  for (const { at } of records) {
    for (const [start, end] of [
      [at, at + 8],
      [at + 4, at + 12],
    ] as const) {
      const least = bytes.readInt32BE(start)
      if (bytes.readInt32BE(end) < least) bytes.writeInt32BE(least, end)
    }
  }
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
    throw damagedPsd(label, thrown)
  }
}

interface PsdLayers {
  /** Those that can be drawn. */
  readonly layers: readonly FoundLayer[]
  readonly groups: readonly FoundGroup[]
  /** Whether the library read every layer of the file. */
  readonly isComplete: boolean
}

/** Applies to everything in a group. */
interface Inherited {
  readonly isVisible: boolean
  readonly opacity: number
}

/** Flattens the groups of a document. */
function findLayers(psd: Psd, file: PsdFile, losses: PsdLosses): PsdLayers {
  const layers: FoundLayer[] = []
  const groups: FoundGroup[] = []
  const records = recordsOf(psd, file)
  let pixels = 0
  /** Returns the boxes of the drawn layers. */
  const visit = (children: readonly Layer[], inherited: Inherited): Box[] => {
    const boxes: Box[] = []
    for (const layer of children) {
      noteLayerLosses(losses, layer, records.get(layer)!, file)
      const own = opacityOf(layer)
      const isVisible = inherited.isVisible && layer.hidden !== true
      const opacity = inherited.opacity * own
      if (layer.children === undefined) {
        const color = solidColor(layer, file)
        const box = color === null ? layer : { left: 0, top: 0, right: file.widthPx, bottom: file.heightPx }
        if (isEmptyBox(box)) continue
        boxes.push(box)
        pixels += pixelsOf(box)
        layers.push(toFound(layer, box, isVisible, opacity, file, losses))
      } else {
        const inside = visit(layer.children, { isVisible, opacity })
        groups.push({
          name: nameOf(layer),
          isNormal: isNormal(layer),
          isOpacitySpread: own > 0 && own < 1 && hasOverlap(inside),
        })
        boxes.push(...inside)
      }
    }
    return boxes
  }
  visit(psd.children ?? [], { isVisible: true, opacity: 1 })
  if (layers.length > layersMax) throw new AppError('media/too-large', messages.tooManyLayers)
  if (pixels > pixelsMax) throw new AppError('media/too-large', messages.layersTooLarge)
  return { layers, groups, isComplete: records.size === file.records.length }
}

/** Without effects, which are not drawn, the opacity of the fill is the layer's. */
function opacityOf({ opacity = 1, fillOpacity = 1 }: Layer): number {
  return Math.min(1, Math.max(0, opacity * fillOpacity))
}

function nameOf(layer: Layer): string {
  return layer.name?.trim() || messages.layer
}

function isNormal({ blendMode = 'normal', children }: Layer): boolean {
  return blendMode === 'normal' || (blendMode === 'pass through' && children !== undefined)
}

function toFound(
  layer: Layer,
  box: Box,
  isVisible: boolean,
  opacity: number,
  file: PsdFile,
  { missing }: PsdLosses,
): FoundLayer {
  const isTooLarge = [layer, layer.mask ?? {}, layer.realMask ?? {}].some((each) => longestSide(each) > imageSidePxMax)
  if (isTooLarge) missing.add(messages.oversizedLayers)
  return {
    name: nameOf(layer),
    isVisible,
    opacity,
    isNormal: isNormal(layer),
    x: box.left ?? 0,
    y: box.top ?? 0,
    load: async () => (isTooLarge ? null : drawLayer(layer, file)),
  }
}

/** Both list a group after its layers. @throws media/undecodable if they do not fit together */
function recordsOf(psd: Psd, { records, label }: PsdFile): ReadonlyMap<Layer, PsdRecord> {
  const found = new Map<Layer, PsdRecord>()
  const visit = (layers: readonly Layer[]): void => {
    for (const layer of layers) {
      visit(layer.children ?? [])
      const record = records[found.size]
      if (record === undefined) throw damagedPsd(label)
      found.set(layer, record)
    }
  }
  visit(psd.children ?? [])
  return found
}

function hasOverlap(boxes: readonly Box[]): boolean {
  return boxes.some((a, n) => boxes.slice(n + 1).some((b) => isOverlap(a, b)))
}

function isOverlap(a: Box, b: Box): boolean {
  const starts = (side: 'left' | 'top') => Math.max(a[side] ?? 0, b[side] ?? 0)
  const ends = (side: 'right' | 'bottom') => Math.min(a[side] ?? 0, b[side] ?? 0)
  return starts('left') < ends('right') && starts('top') < ends('bottom')
}

function longestSide({ left = 0, right = 0, top = 0, bottom = 0 }: Box): number {
  return Math.max(right - left, bottom - top)
}

function pixelsOf({ left = 0, right = 0, top = 0, bottom = 0 }: Box): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top)
}
