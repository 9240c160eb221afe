import type { MaskSettings, StoredTile } from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { MaskRaster, MaskTile } from '../document/mask-raster.ts'
import type { RasterRef } from '../document/model.ts'
import { encodeTiles } from '../raster/tile-storage.ts'

export interface AutosaveOptions {
  readonly raster: MaskRaster
  /** The mask as it is now, in the middle of a stroke too. */
  readonly mask: () => RasterRef
  readonly edge: () => MaskSettings
  readonly baseId: () => AssetId
  /** The tiles that are on disk already. */
  readonly saved: RasterRef
  readonly onSave: (tiles: StoredTile[], settings: MaskSettings) => Promise<void>
  readonly onBaseChange: (baseId: AssetId) => Promise<void>
  readonly onState: (state: 'saved' | 'pending' | 'failed') => void
}

/** From a change to the start of its save: with the write itself this stays under the second that may be lost. */
const delayMs = 400
const longestRetryMs = 5_000

/** Writes what changed, one save at a time, until it is on disk. */
export class Autosave {
  readonly #options: AutosaveOptions
  #savedTiles: readonly (MaskTile | null)[]
  #savedRef: RasterRef
  #savedEdge: MaskSettings
  #savedBaseId: AssetId
  #timer: ReturnType<typeof setTimeout> | null = null
  #running: Promise<void> | null = null
  #isDirty = false
  #failures = 0
  #isDisposed = false

  constructor(options: AutosaveOptions) {
    this.#options = options
    this.#savedRef = options.raster.retain(options.saved)
    this.#savedTiles = options.raster.tiles(options.saved)
    this.#savedEdge = options.edge()
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
    if (this.#running === null) this.#options.raster.release(this.#savedRef)
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
      if (this.#isDisposed) this.#options.raster.release(this.#savedRef)
      else if (this.#isDirty) this.#schedule(this.#failures > 0 ? this.#retryMs() : delayMs)
    })
    return this.#running
  }

  #retryMs(): number {
    return Math.min(longestRetryMs, delayMs * 2 ** (this.#failures - 1))
  }

  async #save(): Promise<void> {
    const { raster, onSave, onState } = this.#options
    const ref = raster.freeze(this.#options.mask())
    const edge = this.#options.edge()
    const tiles = raster.tiles(ref)
    try {
      await this.#saveBase()
      const changed = await encodeTiles(raster, tiles, this.#savedTiles)
      if (changed.length > 0 || edge !== this.#savedEdge) await onSave(changed, edge)
    } catch (error) {
      raster.release(ref)
      this.#isDirty = true
      this.#failures++
      onState('failed')
      throw error
    }
    raster.release(this.#savedRef)
    this.#savedRef = ref
    this.#savedTiles = tiles
    this.#savedEdge = edge
    this.#failures = 0
    onState(this.#isDirty ? 'pending' : 'saved')
  }

  async #saveBase(): Promise<void> {
    const baseId = this.#options.baseId()
    if (baseId === this.#savedBaseId) return
    await this.#options.onBaseChange(baseId)
    this.#savedBaseId = baseId
  }
}
