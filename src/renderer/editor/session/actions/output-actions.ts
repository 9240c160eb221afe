import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'
import type { CanvasDoc } from '../../document/model.ts'
import { requireSurface, withFrozen } from '../../document/surfaces.ts'
import { flattenMasks, enabledMasks } from '../../raster/flatten-masks.ts'
import type { MaskThumbnail, MaskThumbnails } from '../../raster/mask-thumbnail.ts'
import type { SessionCore } from '../session-core.ts'

/** Output of the canvas: always what is currently drawn. */
export class OutputActions {
  readonly #core: SessionCore
  readonly #flush: () => Promise<void>
  readonly #onCompose: () => Promise<{ readonly assetId: AssetId }>
  /** By longest side. */
  readonly #thumbnails = new Map<number, MaskThumbnails>()

  constructor(core: SessionCore, flush: () => Promise<void>, onCompose: () => Promise<{ readonly assetId: AssetId }>) {
    this.#core = core
    this.#flush = flush
    this.#onCompose = onCompose
  }

  /** All enabled masks combined as an 8-bit gray PNG of the image's size, white = repaint. */
  maskPng(): Promise<Uint8Array> {
    return this.#png((doc, area) => flattenMasks(doc, this.#core.raster, area))
  }

  /** One mask alone, as painted. */
  oneMaskPng(id: string): Promise<Uint8Array> {
    return this.#png((doc, area) => this.#core.raster.read(requireSurface(doc, id), area))
  }

  /** Where the fill may copy from, white, in the same format; null = everywhere. */
  async samplingPng(): Promise<Uint8Array | null> {
    const { raster } = this.#core
    const doc = this.#core.settle()
    if (doc.samplingMode === 'automatic' || raster.isEmpty(doc.sampling)) return null
    return this.#png(({ sampling }, area) => raster.read(sampling, area))
  }

  /** A small version of the effective mask as it is sent. Rejects when aborted. */
  async maskThumbnail(longestSidePx: number, signal: AbortSignal): Promise<MaskThumbnail> {
    const loaded = await import('../../raster/mask-thumbnail.ts')
    throwIfAborted(signal)
    const { raster, history, store } = this.#core
    const thumbnails = this.#thumbnails.get(longestSidePx) ?? new loaded.MaskThumbnails(raster, longestSidePx)
    this.#thumbnails.set(longestSidePx, thumbnails)
    return withFrozen(raster, history.committed, (doc) =>
      thumbnails.render(doc.size, enabledMasks(doc), store.getState().edge, signal),
    )
  }

  /** The image to work on: the base, or, if there are visible layers over it, both composed into one library image. */
  async compose(): Promise<{ readonly assetId: AssetId; readonly hasLayers: boolean }> {
    const doc = this.#core.settle()
    const hasLayers = doc.layers.some((layer) => layer.isVisible && layer.opacity > 0)
    if (!hasLayers) return { assetId: doc.baseId, hasLayers }
    // Composing reads from disk, so everything is saved first.
    await this.#flush()
    const { assetId } = await this.#onCompose()
    return { assetId, hasLayers }
  }

  #png(read: (doc: CanvasDoc, area: Rect) => Uint8Array): Promise<Uint8Array> {
    const { raster } = this.#core
    return withFrozen(raster, this.#core.settle(), async (frozen) => {
      const { encodeMaskPng } = await import('../../raster/mask-png.ts')
      return encodeMaskPng(frozen.size, (area) => read(frozen, area))
    })
  }
}
