import { AppError } from '../../../../../shared/errors/index.ts'
import { imageSidePxMax } from '../../../../../shared/domain/limits.ts'
import * as messages from '../../../../../shared/messages/en/layered-files.ts'
import type { FoundGroup, FoundLayer } from '../layered-import.ts'
import { damagedPsd } from './damaged-psd.ts'
import { drawLayer, isEmptyBox, solidColor, type Box } from './draw-psd-layer.ts'
import type { PsdFile, PsdRecord } from './psd-file.ts'
import type { Layer, Psd } from './psd-library.ts'
import { noteLayerLosses, type PsdLosses } from './psd-losses.ts'

const layersMax = 1_000
/** For all layers together: the sizes a file claims are not trusted. */
const pixelsMax = 4e9

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
export function findLayers(psd: Psd, file: PsdFile, losses: PsdLosses): PsdLayers {
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
