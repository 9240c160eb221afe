import { AppError } from '../../../../shared/errors/index.ts'
import type { FoundObject } from '../../../../shared/domain/vision.ts'
import * as messages from '../../../../shared/messages/en/found-objects.ts'
import type { CanvasDoc, RasterRef } from '../../document/model.ts'
import type { CombineMode, TileMap } from '../../document/raster.ts'
import { requireSurface, withSurface } from '../../document/surfaces.ts'
import { tilesSource } from '../../raster/shapes/tiles-source.ts'
import type { ImageVision } from '../image-vision.ts'
import { toObjectTiles, uniteTiles } from '../object-tiles.ts'
import type { SessionCore } from '../session-core.ts'

/** What was selected last and can still be changed: each change starts again from `before`. */
export interface LastSelection {
  readonly surfaceId: string
  readonly mode: CombineMode
  /** The target without what is selected. */
  readonly before: RasterRef
  /** Its changes are one step. */
  readonly step: number
}

/** What was found last, as long as nothing else changes the document. */
interface Found extends LastSelection {
  readonly words: string
  readonly objects: readonly FoundObject[]
  /** Of the objects that were selected once; null = it has no clear outline. */
  readonly tiles: Map<number, TileMap | null>
  /** Their places in the list, as last asked for: clicks in quick succession build on each other. */
  chosen: ReadonlySet<number>
  isRecorded: boolean
  /** With those that are selected. */
  doc: CanvasDoc
}

/** Selects objects by words with models on this computer: a detector finds boxes, Segment Anything what is in them. */
export class WordActions {
  readonly #core: SessionCore
  readonly #vision: ImageVision
  readonly #targetId: () => string
  #found: Found | null = null
  #steps = 0
  #isApplying = false

  /** @param targetId the surface that selections are combined with */
  constructor(core: SessionCore, vision: ImageVision, targetId: () => string) {
    this.#core = core
    this.#vision = vision
    this.#targetId = targetId
    core.store.subscribe(() => this.#forgetIfChanged())
  }

  /** Reports what fails: the panel has nobody else to tell. */
  run(act: (actions: this) => Promise<void>): void {
    act(this).catch((thrown: unknown) => this.#core.report(thrown))
  }

  /** Finds objects and selects the best one, as one step. @throws model/missing, vision/no-subject */
  async find(words: string): Promise<void> {
    const { baseId, options } = this.#core.store.getState()
    const surfaceId = this.#targetId()
    await this.#core.work(
      messages.findingObjects({ words }),
      async (signal) => {
        const { objects } = await this.#vision.findByWords(baseId, words, signal)
        const best = objects[0] === undefined ? null : await this.#tilesOf(objects[0], signal)
        return { objects, best }
      },
      ({ objects, best }) => {
        const { raster, doc } = this.#core
        this.#forget()
        this.#found = {
          words,
          objects,
          tiles: new Map([[0, best]]),
          surfaceId,
          mode: options.combine,
          before: raster.retain(requireSurface(doc, surfaceId)),
          step: ++this.#steps,
          chosen: new Set([0]),
          isRecorded: false,
          doc: this.#core.history.committed,
        }
        this.#apply(this.#found, new Set(best === null ? [] : [0]))
        this.#core.say(
          best === null ? messages.noClearOutline : messages.objectsFoundBestSelected({ count: objects.length, words }),
        )
      },
    )
  }

  /** Selects or removes one of the found objects, by its place in the list: the same step as finding them. */
  async toggle(at: number): Promise<void> {
    const chosen = new Set(this.#found?.chosen)
    if (!chosen.delete(at)) chosen.add(at)
    await this.#choose(chosen)
  }

  async selectAll(): Promise<void> {
    await this.#choose(new Set(this.#found?.objects.keys()))
  }

  async #choose(chosen: ReadonlySet<number>): Promise<void> {
    const found = this.#found
    if (found === null) return
    found.chosen = chosen
    await this.#core.work(
      messages.selectByWords({ words: found.words }),
      async (signal) => {
        for (const at of chosen) {
          if (!found.tiles.has(at)) found.tiles.set(at, await this.#tilesOf(found.objects[at]!, signal))
        }
      },
      () => {
        // A later choice is on its way.
        if (found !== this.#found || found.chosen !== chosen) return
        const clear = new Set([...chosen].filter((at) => found.tiles.get(at) !== null))
        this.#apply(found, clear)
        if (clear.size < chosen.size) this.#core.say(messages.noClearOutline)
      },
    )
  }

  /** Highlights one of the found objects; null = none. */
  point(at: number | null): void {
    const { foundObjects } = this.#core.store.getState()
    if (foundObjects !== null) this.#core.store.setState({ foundObjects: { ...foundObjects, pointed: at } })
  }

  /** @param chosen of objects with an outline */
  #apply(found: Found, chosen: ReadonlySet<number>): void {
    const { words, objects } = found
    this.#isApplying = true
    try {
      if (chosen.size > 0 || found.isRecorded) this.#record(found, chosen)
      found.doc = this.#core.history.committed
      found.chosen = chosen
      const shown = objects.map((each, at) => ({ ...each, isSelected: chosen.has(at) }))
      this.#core.store.setState({ foundObjects: { words, objects: shown, pointed: null } })
    } finally {
      this.#isApplying = false
    }
  }

  #record(found: Found, chosen: ReadonlySet<number>): void {
    const { words, step, surfaceId, before } = found
    const tiles = uniteTiles([...chosen].flatMap((at) => found.tiles.get(at) ?? []))
    const source = tilesSource(this.#core.doc.size, tiles)
    // Replacing by nothing would clear the mask.
    const mode = chosen.size === 0 ? 'add' : found.mode
    found.isRecorded = true
    this.#core.doMerged(`words ${step}`, {
      label: messages.selectByWords({ words }),
      run: (current, pixels) => withSurface(current, surfaceId, pixels.combine(before, source, mode), pixels),
    })
  }

  /** null = Segment Anything finds no outline in the box. */
  async #tilesOf({ box }: FoundObject, signal: AbortSignal): Promise<TileMap | null> {
    const { baseId, options } = this.#core.store.getState()
    try {
      const mask = await this.#vision.findObject(baseId, { points: [], box }, signal)
      return await toObjectTiles(mask, this.#core.doc.size, options.isAntialiased, signal)
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'vision/no-subject') return null
      throw thrown
    }
  }

  /** Undo, a stroke, another object: the list would no longer say what is selected. */
  #forgetIfChanged(): void {
    if (this.#isApplying || this.#found === null || this.#found.doc === this.#core.history.committed) return
    this.#forget()
  }

  #forget(): void {
    const found = this.#found
    if (found === null) return
    this.#found = null
    this.#core.raster.release(found.before)
    this.#core.store.setState({ foundObjects: null })
  }
}
