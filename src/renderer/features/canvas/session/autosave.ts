import type { MaskSettings, StoredTile } from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { maskLayers, type MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import { mapLayers, releaseLayers, retainLayers } from '../document/layers.ts'
import type { MaskRaster, MaskTile } from '../document/mask-raster.ts'
import type { Layers } from '../document/model.ts'
import { encodeTiles } from '../raster/tile-storage.ts'

export interface AutosaveOptions {
  readonly raster: MaskRaster
  /** The layers as they are now, in the middle of a stroke too. */
  readonly layers: () => Layers
  readonly settings: () => MaskSettings
  readonly baseId: () => AssetId
  /** The tiles that are on disk already. */
  readonly saved: Layers
  readonly onSave: (tiles: StoredTile[], settings: MaskSettings) => Promise<void>
  readonly onBaseChange: (baseId: AssetId) => Promise<void>
  readonly onState: (state: 'saved' | 'pending' | 'failed') => void
}

/** From a change to the start of its save: with the write itself this stays under the second that may be lost. */
const delayMs = 400
const longestRetryMs = 5_000

type LayerTiles = Readonly<Record<MaskLayer, readonly (MaskTile | null)[]>>

/** Writes what changed, one save at a time, until it is on disk. */
export class Autosave {
  readonly #options: AutosaveOptions
  #savedTiles: LayerTiles
  #savedLayers: Layers
  #savedSettings: MaskSettings
  #savedBaseId: AssetId
  #timer: ReturnType<typeof setTimeout> | null = null
  #running: Promise<void> | null = null
  #isDirty = false
  #failures = 0
  #isDisposed = false

  constructor(options: AutosaveOptions) {
    this.#options = options
    this.#savedLayers = retainLayers(options.saved, options.raster)
    this.#savedTiles = mapLayers(options.saved, (ref) => options.raster.tiles(ref))
    this.#savedSettings = options.settings()
    this.#savedBaseId = options.baseId()
  }

  /** Something changed. A save starts soon, also while the change goes on. */
  touch(): void {
    if (!this.#isDirty) this.#options.onState(this.#failures > 0 ? 'failed' : 'pending')
    this.#isDirty = true
    this.#schedule(delayMs)
  }

  /** Saves now. Rejects when it could not be written; what is unsaved stays and is tried again. */
  async flush(): Promise<void> {
    this.#stopTimer()
    await this.#running?.catch(() => undefined)
    while (this.#isDirty && !this.#isDisposed) {
      this.#stopTimer()
      await this.#start()
    }
  }

  dispose(): void {
    this.#isDisposed = true
    this.#stopTimer()
    if (this.#running === null) releaseLayers(this.#savedLayers, this.#options.raster)
  }

  #schedule(ms: number): void {
    if (this.#timer !== null || this.#running !== null || this.#isDisposed) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      // The failure is shown by the state and repeated; nobody waits for this one.
      this.#start().catch(() => undefined)
    }, ms)
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #start(): Promise<void> {
    this.#isDirty = false
    this.#running = this.#save().finally(() => {
      this.#running = null
      if (this.#isDisposed) releaseLayers(this.#savedLayers, this.#options.raster)
      else if (this.#isDirty) this.#schedule(this.#failures > 0 ? this.#retryMs() : delayMs)
    })
    return this.#running
  }

  #retryMs(): number {
    return Math.min(longestRetryMs, delayMs * 2 ** (this.#failures - 1))
  }

  async #save(): Promise<void> {
    const { raster, onSave, onState } = this.#options
    const layers = mapLayers(this.#options.layers(), (ref) => raster.freeze(ref))
    const settings = this.#options.settings()
    const tiles: LayerTiles = mapLayers(layers, (ref) => raster.tiles(ref))
    try {
      await this.#saveBase()
      const changed = await this.#changedTiles(tiles)
      if (changed.length > 0 || !areSame(settings, this.#savedSettings)) await onSave(changed, settings)
    } catch (error) {
      releaseLayers(layers, raster)
      this.#isDirty = true
      this.#failures++
      onState('failed')
      throw error
    }
    releaseLayers(this.#savedLayers, raster)
    this.#savedLayers = layers
    this.#savedTiles = tiles
    this.#savedSettings = settings
    this.#failures = 0
    onState(this.#isDirty ? 'pending' : 'saved')
  }

  async #changedTiles(tiles: LayerTiles): Promise<StoredTile[]> {
    const changed: StoredTile[] = []
    for (const layer of maskLayers) {
      changed.push(...(await encodeTiles(this.#options.raster, layer, tiles[layer], this.#savedTiles[layer])))
    }
    return changed
  }

  async #saveBase(): Promise<void> {
    const baseId = this.#options.baseId()
    if (baseId === this.#savedBaseId) return
    await this.#options.onBaseChange(baseId)
    this.#savedBaseId = baseId
  }
}

function areSame(a: MaskSettings, b: MaskSettings): boolean {
  return a.growPx === b.growPx && a.featherPx === b.featherPx && a.sampling === b.sampling
}
