import { join } from 'node:path'
import type { DocumentState, LayerInfo, StoredTile } from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { newDocumentState } from '../../../../shared/domain/new-document-state.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { newId } from '../../../platform/pure/new-id.ts'
import type { OpenedProject } from '../../imaging.ts'
import { pngProfileChunk } from '../../../platform/pure/png/png-chunk.ts'
import { writePngFile, type PngPixels } from '../../../platform/pure/png/write-png.ts'
import { imageSidePxMax } from '../../../../shared/domain/image-side-px-max.ts'
import { blendRowAt, type Ground } from './blend-over.ts'
import { isMaskLayer, maskNameOf, maskTiles, tintOf } from './mask-layers.ts'
import type { DrawnPicture } from './picture-rows.ts'
import { pngRows } from './png-rows.ts'

/** A layer of another program's document, from the bottom up, groups already taken apart. */
export interface FoundLayer {
  readonly name: string
  readonly isVisible: boolean
  readonly opacity: number
  /** Laid over what is below it in the usual way; other ways are not known here. */
  readonly isNormal: boolean
  /** Of its top-left corner in the document; may lie outside. */
  readonly x: number
  readonly y: number
  /** null = it has no pixels. Called once; what it gives is not kept. */
  load(): Promise<DrawnPicture | null>
}

export interface FoundDocument {
  readonly name: string
  readonly size: Size
  readonly layers: readonly FoundLayer[]
  /** The RGB profile of every layer's colors; null = sRGB. */
  readonly icc: Uint8Array | null
  readonly notes: readonly string[]
}

const layersMax = 100

interface Import {
  readonly folder: string
  /** What the pictures say of their colors; absent = sRGB. */
  readonly colors: Pick<PngPixels, 'colorChunks'>
  readonly size: Size
  readonly signal: AbortSignal
  readonly pictures: OpenedProject['pictures'][number][]
  readonly layers: LayerInfo[]
  readonly masks: DocumentState['masks']
  readonly tiles: StoredTile[]
  readonly notes: string[]
}

/**
 * What another program's document becomes here: its lowest layer the base, every other one with pixels a picture layer in
 * its place, and hidden layers named as masks the document's masks. One layer is in memory at a time.
 */
export async function importLayered(found: FoundDocument, folder: string, signal: AbortSignal): Promise<OpenedProject> {
  checkSize(found)
  const work: Import = {
    folder,
    colors: found.icc === null ? {} : { colorChunks: [pngProfileChunk(found.icc)] },
    signal,
    size: found.size,
    pictures: [],
    layers: [],
    masks: [],
    tiles: [],
    notes: [...found.notes],
  }
  const pictures = found.layers.filter((layer) => !isMaskLayer(layer))
  const baseCount = countForBase(pictures)
  const baseId = await takeBase(work, found.name, pictures.slice(0, baseCount))
  for (const layer of pictures.slice(baseCount)) await takePicture(work, layer)
  for (const layer of found.layers.filter(isMaskLayer)) await takeMask(work, layer)
  noteModes(work, pictures)
  const state = newDocumentState(found.size)
  const [firstMask] = work.masks
  return {
    name: found.name,
    baseId,
    state: {
      ...state,
      layers: work.layers,
      ...(firstMask !== undefined && { masks: work.masks, targetId: firstMask.id }),
    },
    tiles: work.tiles,
    pictures: work.pictures,
    notes: work.notes,
  }
}

function checkSize({ name, size: { widthPx, heightPx } }: FoundDocument): void {
  if (widthPx >= 1 && heightPx >= 1 && widthPx <= imageSidePxMax && heightPx <= imageSidePxMax) return
  throw new AppError(
    'media/too-large',
    `“${name}” is ${widthPx.toLocaleString('en')} × ${heightPx.toLocaleString('en')} pixels; Atelier opens images of up to ${imageSidePxMax.toLocaleString('en')} pixels a side.`,
  )
}

/** How many of the lowest layers make the base: one that can stand for itself, and those that are too many. */
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
    work.notes.push(`Atelier opens ${layersMax} layers: the lowest ${lowest.length} are together in the base.`)
  }
  ground.hasAlpha = hasTransparency(ground.rgba)
  return writePicture(work, name, ground)
}

function drawAt(ground: Ground, drawn: DrawnPicture, { x, y, opacity }: FoundLayer): void {
  const rowBytes = drawn.widthPx * 4
  for (let row = 0; row < drawn.heightPx; row++) {
    blendRowAt(ground, { x, y: y + row }, drawn.rgba.subarray(row * rowBytes, (row + 1) * rowBytes), opacity)
  }
}

async function takePicture(work: Import, layer: FoundLayer): Promise<void> {
  const drawn = await layer.load()
  if (drawn === null || drawn.widthPx === 0 || drawn.heightPx === 0) return
  if (drawn.widthPx > imageSidePxMax || drawn.heightPx > imageSidePxMax) {
    work.notes.push(`The layer “${layer.name}” is larger than Atelier opens and was left out.`)
    return
  }
  const { widthPx, heightPx } = drawn
  const assetId = await writePicture(work, layer.name, { ...drawn, hasAlpha: hasTransparency(drawn.rgba) })
  work.layers.push({
    id: `layer-${work.layers.length + 1}`,
    kind: 'picture',
    name: layer.name.slice(0, 200) || 'Layer',
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

function noteModes(work: Import, layers: readonly FoundLayer[]): void {
  const names = layers.filter(({ isNormal }) => !isNormal).map(({ name }) => `“${name}”`)
  if (names.length === 0) return
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '')
  work.notes.push(`Layers lie over one another in the usual way here; blend modes of ${shown} were not taken over.`)
}

async function writePicture(
  work: Import,
  name: string,
  picture: DrawnPicture & { readonly hasAlpha: boolean },
): Promise<AssetId> {
  const id = newId<AssetId>()
  const path = join(work.folder, `${work.pictures.length + 1}.png`)
  await writePngFile(path, { ...pngRows(picture), ...work.colors }, work.signal)
  const { widthPx, heightPx, hasAlpha } = picture
  const facts = { id, name: name || 'Layer', path, mime: 'image/png', widthPx, heightPx, hasAlpha }
  work.pictures.push({ ...facts, recipe: null, parentId: null, maskPath: null, paintPath: null, answer: null })
  return id
}

function hasTransparency(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return true
  return false
}
