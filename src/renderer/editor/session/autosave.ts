import type { DocumentState, StoredTile } from '../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { CanvasDoc } from '../document/model.ts'
import type { Raster, RasterTile } from '../document/raster.ts'
import { mapSurfaces, releaseDoc, retainDoc, surfacesOf } from '../document/surfaces.ts'
import { PackingWork } from '../raster/off-thread/packing-work.ts'
import { encodeTiles } from '../raster/tile-storage.ts'

/** One save: written to disk completely or not at all. */
export interface Save {
  readonly baseId: AssetId
  readonly state: DocumentState
  /** The changed tiles; with `isWhole`, all of them. */
  readonly tiles: readonly StoredTile[]
  readonly isWhole: boolean
}

export interface AutosaveOptions {
  readonly raster: Raster
  /** The current document, including during a stroke. */
  readonly doc: () => CanvasDoc
  readonly state: (doc: CanvasDoc) => DocumentState
  /** What is already on disk. */
  readonly saved: CanvasDoc
  readonly onSave: (save: Save) => Promise<void>
  readonly onState: (state: 'saved' | 'pending' | 'failed') => void
}

/** Delay from a change to the start of its save: with the write, this stays under the one second that may be lost. */
const delayMs = 400
const longestRetryMs = 5_000

type Tiles = ReadonlyMap<string, readonly (RasterTile | null)[]>

/** Writes changes, one save at a time, until they are on disk. */
export class Autosave {
  readonly #options: AutosaveOptions
  readonly #packing = new PackingWork()
  #savedDoc: CanvasDoc
  #savedTiles: Tiles
  #savedState: string
  #timer: ReturnType<typeof setTimeout> | null = null
  #running: Promise<void> | null = null
  #isDirty = false
  #failures = 0
  #isDisposed = false

  constructor(options: AutosaveOptions) {
    this.#options = options
    this.#savedDoc = retainDoc(options.saved, options.raster)
    this.#savedTiles = tilesOf(options.saved, options.raster)
    this.#savedState = JSON.stringify(options.state(options.saved))
  }

  /** Marks the document as changed. A save starts soon, even while changes continue. */
  touch(): void {
    if (!this.#isDirty) this.#options.onState(this.#failures > 0 ? 'failed' : 'pending')
    this.#isDirty = true
    this.#schedule(delayMs)
  }

  /** Saves now. Rejects if the write fails; unsaved changes are kept and retried. */
  async flush(): Promise<void> {
    this.#stopTimer()
    await this.#running?.catch(() => undefined)
    // Also waits for a save that another caller has started: its changes are not on disk before.
    while ((this.#isDirty || this.#running !== null) && !this.#isDisposed) {
      this.#stopTimer()
      await (this.#running ?? this.#start())
    }
  }

  dispose(): void {
    this.#isDisposed = true
    this.#stopTimer()
    if (this.#running === null) this.#free()
  }

  #free(): void {
    this.#packing.dispose()
    releaseDoc(this.#savedDoc, this.#options.raster)
  }

  #schedule(ms: number): void {
    if (this.#timer !== null || this.#running !== null || this.#isDisposed) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      // The failure is shown by the state and retried; there is no caller to report it to.
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
      if (this.#isDisposed) this.#free()
      else if (this.#isDirty) this.#schedule(this.#failures > 0 ? this.#retryMs() : delayMs)
    })
    return this.#running
  }

  #retryMs(): number {
    return Math.min(longestRetryMs, delayMs * 2 ** (this.#failures - 1))
  }

  async #save(): Promise<void> {
    const { raster, onSave, onState } = this.#options
    const doc = mapSurfaces(this.#options.doc(), (ref) => raster.freeze(ref))
    const state = this.#options.state(doc)
    const tiles = tilesOf(doc, raster)
    const written = JSON.stringify(state)
    try {
      const isWhole = !isSameSize(doc, this.#savedDoc)
      const changed = await this.#changedTiles(doc, tiles, isWhole)
      const isNew =
        changed.length > 0 || isWhole || written !== this.#savedState || doc.baseId !== this.#savedDoc.baseId
      if (isNew) await onSave({ baseId: doc.baseId, state, tiles: changed, isWhole })
    } catch (error) {
      releaseDoc(doc, raster)
      this.#isDirty = true
      this.#failures++
      onState('failed')
      throw error
    }
    releaseDoc(this.#savedDoc, raster)
    this.#savedDoc = doc
    this.#savedTiles = tiles
    this.#savedState = written
    this.#failures = 0
    onState(this.#isDirty ? 'pending' : 'saved')
  }

  /** Tiles that are new or gone, including those of removed surfaces. */
  async #changedTiles(doc: CanvasDoc, tiles: Tiles, isWhole: boolean): Promise<StoredTile[]> {
    const known: Tiles = isWhole ? new Map() : this.#savedTiles
    const changed: StoredTile[] = []
    for (const id of new Set([...tiles.keys(), ...known.keys()])) {
      const { raster } = this.#options
      const [current, saved] = [tiles.get(id) ?? [], known.get(id) ?? []]
      changed.push(...(await encodeTiles(raster, id, doc.size, current, saved, this.#packing)))
    }
    return changed
  }
}

function tilesOf(doc: CanvasDoc, raster: Raster): Tiles {
  return new Map([...surfacesOf(doc)].map(([id, ref]) => [id, raster.tiles(ref)]))
}

function isSameSize({ size: a }: CanvasDoc, { size: b }: CanvasDoc): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}
