import type { LayerInfo, Placement } from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/editor.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { addLayer, changeLayerInfo, inkSurface, moveLayer, removeLayer } from '../../document/commands.ts'
import type { LayerEntry } from '../../document/model.ts'
import { findSurface } from '../../document/surfaces.ts'
import { solidInk } from '../../raster/ink/solid-ink.ts'
import { rectSource } from '../../raster/shapes/rect-source.ts'
import type { SurfaceNames } from '../name-surfaces.ts'
import type { SessionCore } from '../session-core.ts'

/** Immediate actions on layers. */
export class LayerActions {
  readonly #core: SessionCore
  readonly #names: SurfaceNames
  readonly #chooseTarget: (id: string) => void

  constructor(core: SessionCore, names: SurfaceNames, chooseTarget: (id: string) => void) {
    this.#core = core
    this.#names = names
    this.#chooseTarget = chooseTarget
  }

  addPaint(): string {
    const { id, number } = this.#names.next(this.#core.doc, 'layer')
    return this.#add(
      { kind: 'paint', id, name: messages.paintName({ number }), isVisible: true, opacity: 1 },
      messages.newPaintLayer,
    )
  }

  /** Centered, scaled down to fit. */
  addImage(image: { readonly assetId: AssetId; readonly size: Size; readonly name: string }): string {
    const { doc } = this.#core
    const { id } = this.#names.next(doc, 'layer')
    const scale = Math.min(1, doc.size.widthPx / image.size.widthPx, doc.size.heightPx / image.size.heightPx)
    const placement: Placement = {
      centreX: doc.size.widthPx / 2,
      centreY: doc.size.heightPx / 2,
      scaleX: scale,
      scaleY: scale,
      rotationDeg: 0,
      isFlippedX: false,
      isFlippedY: false,
    }
    const { assetId, size: imageSize } = image
    const common = { id, name: image.name.slice(0, 200) || messages.image, isVisible: true, opacity: 1 }
    return this.#add({ kind: 'picture', ...common, assetId, pictureSize: imageSize, placement }, messages.placeImage)
  }

  remove(id: string): void {
    if (this.#find(id) !== null) this.#core.do(removeLayer(id))
  }

  duplicate(id: string): void {
    const layer = this.#find(id)
    if (layer === null) return
    const { doc } = this.#core
    const copyId = this.#names.next(doc, 'layer').id
    const at = doc.layers.indexOf(layer) + 1
    const info = { ...layer, id: copyId, name: messages.nameCopy({ name: layer.name }).slice(0, 200) }
    this.#core.do(addLayer(info, at, layer.kind === 'paint' ? layer.pixels : null, messages.duplicateLayer))
    this.#chooseTarget(copyId)
  }

  change(id: string, change: Partial<Pick<LayerInfo, 'name' | 'isVisible' | 'opacity'>>): void {
    const layer = this.#find(id)
    if (layer === null) return
    const { name, isVisible, opacity } = { ...layer, ...change }
    if (name === layer.name && isVisible === layer.isVisible && opacity === layer.opacity) return
    const command = changeLayerInfo(id, change, labelOf(change))
    if (change.opacity === undefined) this.#core.do(command)
    else this.#core.slide(`${command.label} ${id}`, command)
  }

  /** `to`: index from the bottom, from 0. */
  move(id: string, to: number): void {
    const { layers } = this.#core.doc
    const from = layers.findIndex((layer) => layer.id === id)
    const at = Math.min(layers.length - 1, Math.max(0, to))
    if (from >= 0 && from !== at) this.#core.do(moveLayer(id, at))
  }

  place(id: string, placement: Placement): void {
    if (this.#find(id)?.kind !== 'picture') return
    this.#core.slide(`place ${id}`, changeLayerInfo(id, { placement }, messages.moveLayer))
  }

  /** Fills the whole target, if it is a paint layer. */
  fillWithColor(): void {
    const { targetId, options } = this.#core.store.getState()
    const { doc } = this.#core
    if (findSurface(doc, targetId)?.channels !== 4) return
    const all = rectSource({ x: 0, y: 0, ...doc.size }, false)
    this.#core.do(inkSurface(targetId, all, solidInk(options.color), messages.fillLayer))
  }

  #add(info: LayerInfo, label: string): string {
    this.#core.do(addLayer(info, this.#core.doc.layers.length, null, label))
    this.#chooseTarget(info.id)
    return info.id
  }

  #find(id: string): LayerEntry | null {
    return this.#core.doc.layers.find((layer) => layer.id === id) ?? null
  }
}

function labelOf(change: Partial<Pick<LayerInfo, 'name' | 'isVisible' | 'opacity'>>): string {
  if (change.name !== undefined) return messages.renameLayer
  if (change.isVisible !== undefined) return change.isVisible ? messages.showLayer : messages.hideLayer
  return messages.layerOpacity
}
