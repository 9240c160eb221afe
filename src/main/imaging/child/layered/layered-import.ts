import { formatCount } from '../../../../shared/messages/formats.ts'
import { join } from 'node:path'
import {
  type DocumentState,
  type LayerInfo,
  type StoredTile,
  newDocumentState,
} from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/layered-files.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { newId } from '../../../platform/pure/new-id.ts'
import type { OpenedProject } from '../../imaging.ts'
import { pngProfileChunk } from '../../../platform/pure/png/png-chunk.ts'
import { writePngFile, type PngPixels } from '../../../platform/pure/png/write-png.ts'
import { imageSidePxMax } from '../../../../shared/domain/library.ts'
import { blendRowAt, type Ground } from './blend-over.ts'
import { isMaskLayer, maskNameOf, maskTiles, tintOf } from './mask-layers.ts'
import type { DrawnImage } from './image-rows.ts'
import { pngRows } from './layer-rows.ts'

/** A layer of another program's document, ordered bottom to top, with groups already flattened. */
export interface FoundLayer {
  readonly name: string
  readonly isVisible: boolean
  readonly opacity: number
  /** Uses the normal blend mode; others are not supported here. */
  readonly isNormal: boolean
  /** Position of its top-left corner in the document; may lie outside. */
  readonly x: number
  readonly y: number
  /** null = it has no pixels. Called once; its result is not kept. */
  load(): Promise<DrawnImage | null>
}

/** A group of layers, which is flattened. */
export interface FoundGroup {
  readonly name: string
  readonly isNormal: boolean
  /** Its opacity was multiplied into layers that lie over each other: what is below shows through, as it did not. */
  readonly isOpacitySpread: boolean
}

export interface FoundDocument {
  readonly name: string
  readonly size: Size
  readonly layers: readonly FoundLayer[]
  readonly groups: readonly FoundGroup[]
  /** The RGB profile of every layer's colors; null = sRGB. */
  readonly icc: Uint8Array | null
  readonly notes: readonly string[]
}

const layersMax = 100

interface Import {
  readonly folder: string
  /** Color chunks of the images; absent = sRGB. */
  readonly colors: Pick<PngPixels, 'colorChunks'>
  readonly size: Size
  readonly signal: AbortSignal
  readonly images: OpenedProject['images'][number][]
  readonly layers: LayerInfo[]
  readonly masks: DocumentState['masks']
  readonly tiles: StoredTile[]
  readonly notes: string[]
}

/**
 * Converts another program's document: its lowest layer becomes the base, every other one with pixels an image layer in
 * its place, and hidden layers with mask names the document's masks. One layer is in memory at a time.
 */
export async function importLayered(found: FoundDocument, folder: string, signal: AbortSignal): Promise<OpenedProject> {
  checkSize(found)
  const work: Import = {
    folder,
    colors: found.icc === null ? {} : { colorChunks: [pngProfileChunk(found.icc)] },
    signal,
    size: found.size,
    images: [],
    layers: [],
    masks: [],
    tiles: [],
    notes: [...found.notes],
  }
  const images = found.layers.filter((layer) => !isMaskLayer(layer))
  const baseCount = countForBase(images)
  const baseId = await takeBase(work, found.name, images.slice(0, baseCount))
  for (const layer of images.slice(baseCount)) await takeImage(work, layer)
  for (const layer of found.layers.filter(isMaskLayer)) await takeMask(work, layer)
  work.notes.push(...noteBlending(images, found.groups))
  const state = newDocumentState(found.size)
  const [firstMask] = work.masks
  return {
    name: found.name,
    baseId,
    state: {
      ...state,
      layers: work.layers,
      ...(firstMask === undefined ? { isFresh: true as const } : { masks: work.masks, targetId: firstMask.id }),
    },
    tiles: work.tiles,
    images: work.images,
    notes: work.notes,
  }
}

function checkSize({ name, size: { widthPx, heightPx } }: FoundDocument): void {
  if (widthPx >= 1 && heightPx >= 1 && widthPx <= imageSidePxMax && heightPx <= imageSidePxMax) return
  throw new AppError(
    'media/too-large',
    messages.documentTooLarge({
      name,
      width: formatCount(widthPx),
      height: formatCount(heightPx),
      limit: formatCount(imageSidePxMax),
    }),
  )
}

/**
 * Returns how many of the lowest layers are merged into the base: one that can serve as the base alone, and those
 * beyond the layer limit.
 */
function countForBase(layers: readonly FoundLayer[]): number {
  const tooMany = Math.max(0, layers.length - layersMax)
  const [lowest] = layers
  const canStand = lowest !== undefined && lowest.isVisible && lowest.opacity === 1 && lowest.isNormal
  return Math.max(tooMany, canStand ? 1 : 0)
}

async function takeBase(work: Import, name: string, lowest: readonly FoundLayer[]): Promise<AssetId> {
  const { widthPx, heightPx } = work.size
  const ground: Ground & { hasAlpha: boolean; rgba: Uint8Array } = {
    widthPx,
    heightPx,
    hasAlpha: true,
    rgba: new Uint8Array(widthPx * heightPx * 4),
  }
  for (const layer of lowest) {
    if (!layer.isVisible) continue
    const drawn = await layer.load()
    if (drawn !== null) drawAt(ground, drawn, layer)
  }
  if (lowest.length > 1) {
    work.notes.push(messages.lowestMerged({ most: layersMax, count: lowest.length }))
  }
  ground.hasAlpha = hasTransparency(ground.rgba)
  return writeImage(work, name, ground)
}

function drawAt(ground: Ground, drawn: DrawnImage, { x, y, opacity }: FoundLayer): void {
  const rowBytes = drawn.widthPx * 4
  for (let row = 0; row < drawn.heightPx; row++) {
    blendRowAt(ground, { x, y: y + row }, drawn.rgba.subarray(row * rowBytes, (row + 1) * rowBytes), opacity)
  }
}

async function takeImage(work: Import, layer: FoundLayer): Promise<void> {
  const drawn = await layer.load()
  if (drawn === null || drawn.widthPx === 0 || drawn.heightPx === 0) return
  if (drawn.widthPx > imageSidePxMax || drawn.heightPx > imageSidePxMax) {
    work.notes.push(messages.layerTooLarge({ name: layer.name }))
    return
  }
  const { widthPx, heightPx } = drawn
  const assetId = await writeImage(work, layer.name, { ...drawn, hasAlpha: hasTransparency(drawn.rgba) })
  work.layers.push({
    id: `layer-${work.layers.length + 1}`,
    kind: 'picture',
    name: layer.name.slice(0, 200) || messages.layer,
    isVisible: layer.isVisible,
    opacity: layer.opacity,
    assetId,
    pictureSize: { widthPx, heightPx },
    placement: {
      centreX: layer.x + widthPx / 2,
      centreY: layer.y + heightPx / 2,
      scaleX: 1,
      scaleY: 1,
      rotationDeg: 0,
      isFlippedX: false,
      isFlippedY: false,
    },
  })
}

async function takeMask(work: Import, layer: FoundLayer): Promise<void> {
  const drawn = await layer.load()
  if (work.masks.length >= 32 || drawn === null) return
  const id = `mask-${work.masks.length + 1}`
  work.masks.push({
    id,
    name: maskNameOf(layer.name),
    tint: tintOf(drawn),
    strength: 1,
    isOn: work.masks.length === 0,
  })
  work.tiles.push(...maskTiles(drawn, layer, work.size, id))
}

function noteBlending(layers: readonly FoundLayer[], groups: readonly FoundGroup[]): string[] {
  const modes = listNames([...layers, ...groups].filter(({ isNormal }) => !isNormal))
  const opacities = listNames(groups.filter(({ isOpacitySpread }) => isOpacitySpread))
  return [
    ...(modes === null ? [] : [messages.blendModesLost({ names: modes })]),
    ...(opacities === null ? [] : [messages.groupOpacitySpread({ names: opacities })]),
  ]
}

/** Names the first of them; null = there are none. */
function listNames(named: readonly { readonly name: string }[]): string | null {
  if (named.length === 0) return null
  const names = named.map(({ name }) => messages.quoted({ name }))
  const first = names.slice(0, 5).join(', ')
  return names.length > 5 ? messages.andMore({ names: first, count: names.length - 5 }) : first
}

async function writeImage(
  work: Import,
  name: string,
  image: DrawnImage & { readonly hasAlpha: boolean },
): Promise<AssetId> {
  const id = newId<AssetId>()
  const path = join(work.folder, `${work.images.length + 1}.png`)
  await writePngFile(path, { ...pngRows(image), ...work.colors }, work.signal)
  const { widthPx, heightPx, hasAlpha } = image
  const facts = { id, name: name || messages.layer, path, mime: 'image/png', widthPx, heightPx, hasAlpha }
  work.images.push({ ...facts, recipe: null, parentId: null, maskPath: null, paintPath: null, answer: null })
  return id
}

function hasTransparency(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return true
  return false
}
