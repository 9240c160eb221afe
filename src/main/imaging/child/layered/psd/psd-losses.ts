import * as messages from '../../../../../shared/messages/en/layered-files.ts'
import { hasVectorShape, isEmptyBox, solidColor } from './draw-psd-layer.ts'
import type { PsdFile, PsdRecord } from './psd-file.ts'
import type { Layer, LayerMaskData } from './psd-library.ts'
import { colorChannels, hasTransparency } from './psd-merged.ts'
import { resourceIds } from './psd-resources.ts'

/** What of a document is not kept as it was, as messages. */
export interface PsdLosses {
  /** Left out of the picture. */
  readonly missing: Set<string>
  /** In the picture, but only as pixels. */
  readonly asPixels: Set<string>
}

/** Keys of a layer's blocks: Adobe Photoshop File Formats, "Additional Layer Information". */
const adjustmentKeys = [
  ...'brit levl curv expA vibA hue2 blnc blwh phfl mixr clrL nvrt post thrs grdm selc'.split(' '),
  'hue ',
]
const fillKeys = ['SoCo', 'GdFl', 'PtFl', 'vscg']
const effectKeys = ['lfx2', 'lmfx', 'lfxs', 'lrFX']
const pathKeys = ['vmsk', 'vsms']
const textKeys = ['TySh', 'tySh']
const smartObjectKeys = ['SoLd', 'SoLE', 'PlLd', 'plLd']
const artboardKeys = ['artb', 'artd', 'abdd']

/** @param record the layer's in the file; the library leaves out what it cannot read */
export function noteLayerLosses(losses: PsdLosses, layer: Layer, record: PsdRecord, file: PsdFile): void {
  const { missing } = losses
  const has = (keys: readonly string[]) => keys.some((key) => record.blocks.has(key))
  if (layer.clipping === true) missing.add(messages.clippingMasks)
  if (has(effectKeys) && hasEffects(layer)) missing.add(messages.layerEffects)
  if (hasBlendRanges(layer)) missing.add(messages.blendIf)
  if ((record.blocks.get('knko')?.[0] ?? 0) !== 0) missing.add(messages.knockout)
  if ((record.blocks.get('brst')?.length ?? 0) > 0) missing.add(messages.blendChannels)
  if (layer.children !== undefined) {
    if (has(artboardKeys)) missing.add(messages.artboards)
    if (hidesSomething(layer.mask) || (has(pathKeys) && isCutByPath(layer))) missing.add(messages.groupMasks)
    return
  }
  const kind = kindOf(layer, record)
  const isDrawn = !isEmptyBox(layer) || solidColor(layer, file) !== null
  if (isDrawn) noteMasks(losses, layer, kind, has(pathKeys))
  if (kind === null) return
  const isInPixels = isDrawn && kind !== messages.adjustmentLayers
  if (isInPixels) losses.asPixels.add(kind)
  else if (layer.text?.text.trim() !== '') missing.add(kind)
}

/** Returns what a layer is other than its pixels. */
function kindOf(layer: Layer, { blocks, isPixelless }: PsdRecord): string | null {
  const has = (keys: readonly string[]) => keys.some((key) => blocks.has(key))
  if (has(adjustmentKeys) || layer.adjustment !== undefined) return messages.adjustmentLayers
  if (has(fillKeys)) return has(pathKeys) && isCutByPath(layer) ? messages.shapes : messages.fillLayers
  if (has(textKeys)) return messages.text
  if (has(smartObjectKeys)) return messages.smartObjects
  return isPixelless && isEmptyBox(layer) ? messages.unknownLayers : null
}

function noteMasks({ missing, asPixels }: PsdLosses, layer: Layer, kind: string | null, hasPath: boolean): void {
  const { mask, realMask } = layer
  const isDrawnPath = mask?.fromVectorData === true
  if (hasPath && isCutByPath(layer) && kind !== messages.shapes) {
    if (isDrawnPath && mask.disabled !== true) asPixels.add(messages.vectorMasks)
    else missing.add(messages.vectorMasks)
  }
  const layerMask = isDrawnPath ? realMask : mask
  if (layerMask?.disabled === true) missing.add(messages.disabledMasks)
  else if (hidesSomething(layerMask)) asPixels.add(messages.layerMasks)
  if ((mask?.userMaskFeather ?? 0) > 0 || (mask?.vectorMaskFeather ?? 0) > 0) missing.add(messages.maskFeather)
  // Of a mask that is drawn from both, only the path's density is known to be left out.
  const isDensityLost = isDrawnPath && kind !== messages.shapes && hidesSomething(realMask)
  if (isDensityLost && (mask.userMaskDensity ?? 1) < 1) missing.add(messages.maskDensity)
}

function hidesSomething(mask: LayerMaskData | undefined): boolean {
  return mask !== undefined && mask.disabled !== true && !(isEmptyBox(mask) && mask.defaultColor === 255)
}

/** A path that the library could not read is taken to cut. */
function isCutByPath(layer: Layer): boolean {
  return layer.vectorMask === undefined || hasVectorShape(layer)
}

/** Effects that the library could not read are taken to be on. */
function hasEffects({ effects }: Layer): boolean {
  if (effects === undefined) return true
  if (effects.disabled === true) return false
  return Object.values(effects)
    .flat()
    .some(
      (effect: unknown) =>
        typeof effect === 'object' && effect !== null && !('enabled' in effect && effect.enabled === false),
    )
}

/** Blend If: which levels of the layer and of those below it are blended, as pairs of limits. */
function hasBlendRanges({ blendingRanges }: Layer): boolean {
  if (blendingRanges === undefined) return false
  const { compositeGrayBlendSource, compositeGraphBlendDestinationRange, ranges } = blendingRanges
  const all = [compositeGrayBlendSource, compositeGraphBlendDestinationRange]
  for (const { sourceRange, destRange } of ranges) all.push(sourceRange, destRange)
  // Some programs write zeros.
  return all.some(
    (range) => range.some((value, n) => value !== (n < 2 ? 0 : 255)) && range.some((value) => value !== 0),
  )
}

/** Channels beyond the colors and the transparency. */
export function noteExtraChannels({ missing }: PsdLosses, file: PsdFile): void {
  const transparency = hasTransparency(file) ? 1 : 0
  const extra = file.channels - colorChannels(file)
  const kinds = channelKinds(file)
  for (let n = transparency; n < extra; n++)
    missing.add(kinds[n] === 2 ? messages.spotColors : messages.savedSelections)
}

/** Of each extra channel: 0 and 1 are selections, 2 is a spot color. */
function channelKinds({ resources }: PsdFile): number[] {
  const withVersion = resources.get(resourceIds.channelKindsWithVersion)
  // Colors, opacity and kind of each channel: 13 bytes after a version, or padded to 14.
  const data = withVersion?.subarray(4) ?? resources.get(resourceIds.channelKinds) ?? Buffer.alloc(0)
  const bytes = withVersion === undefined ? 14 : 13
  return Array.from({ length: Math.ceil(data.length / bytes) }, (_, n) => data[n * bytes + 12] ?? 0)
}
