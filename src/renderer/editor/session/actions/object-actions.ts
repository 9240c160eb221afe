import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/editor.ts'
import type { Point, Rect, Size } from '../../../../shared/util/geometry.ts'
import { coverageOf, type ObjectMask, type ObjectPrompt } from '../../../../shared/util/mask/object-mask.ts'
import type { CanvasDoc } from '../../document/model.ts'
import type { CombineMode, TileMap } from '../../document/raster.ts'
import { requireSurface, withSurface } from '../../document/surfaces.ts'
import { tilesSource } from '../../raster/shapes/tiles-source.ts'
import type { HeldModifiers } from '../../tools/tool.ts'
import type { ImageVision } from '../image-vision.ts'
import { toObjectTiles } from '../object-tiles.ts'
import type { SessionCore } from '../session-core.ts'
import { WordActions, type LastSelection } from './word-actions.ts'

interface Selected extends LastSelection {
  readonly prompt: ObjectPrompt
  /** With the object: as long as this is the current one, the object can be changed. */
  readonly doc: CanvasDoc
}

interface Selection {
  readonly at: Point | null
  readonly box: Rect | null
  readonly keys: HeldModifiers
  readonly mode: CombineMode
}

/** A preview needs no more. */
const previewSidePx = 640
/** The tint of an object under the pointer: blue, which no mask has by default. */
const previewRgb = [60, 140, 255] as const
const previewOpacity = 0.55

/** Selects objects with a Segment-Anything model on this computer. */
export class ObjectActions {
  readonly words: WordActions
  readonly #core: SessionCore
  readonly #vision: ImageVision
  readonly #targetId: () => string
  #last: Selected | null = null
  #steps = 0
  /** Where the pointer is, until it is shown; null = nowhere. */
  #wanted: Point | null = null
  #isShowing = false
  #isPrepared = false

  /** @param targetId the surface that selections are combined with */
  constructor(core: SessionCore, vision: ImageVision, targetId: () => string) {
    this.#core = core
    this.#vision = vision
    this.#targetId = targetId
    this.words = new WordActions(core, vision, targetId)
  }

  /** Analyzes the image, so that clicks take no time. @throws model/missing */
  async prepare(): Promise<void> {
    const { store } = this.#core
    this.#isPrepared = false
    store.setState({ isAnalyzing: true })
    try {
      await this.#vision.prepareObjects(store.getState().baseId, new AbortController().signal)
    } finally {
      store.setState({ isAnalyzing: false })
    }
    this.#isPrepared = true
    this.#core.say(messages.clickObject)
    // The pointer may rest on the image already.
    if (this.#wanted !== null) await this.show(this.#wanted)
  }

  /** Shows the object at a point; null = none. Points in quick succession are skipped. */
  async show(at: Point | null): Promise<void> {
    this.#wanted = at
    if (at === null) this.#core.store.setState({ shownObject: null })
    if (this.#isShowing || !this.#isPrepared) return
    this.#isShowing = true
    try {
      while (this.#wanted !== null && this.#core.store.getState().tool === 'object') {
        const point = this.#wanted
        const found = await this.#find({ points: [{ ...point, isIncluded: true }], box: null })
        if (this.#wanted === null) break
        const { doc } = this.#core
        this.#core.store.setState({ shownObject: found === null ? null : drawPreview(found, doc.size) })
        if (this.#wanted === point) this.#wanted = null
      }
    } finally {
      this.#isShowing = false
    }
  }

  /** One step; Shift and Alt change the object selected last, as long as nothing else was done since. */
  async select({ at, box, keys, mode }: Selection): Promise<void> {
    const surfaceId = this.#targetId()
    const { baseId, options } = this.#core.store.getState()
    this.#wanted = null
    this.#core.store.setState({ shownObject: null })
    await this.#core.work(
      messages.selectingObject,
      async (signal) => {
        // Only now: a click that was still being worked on is the last one by then.
        const last = this.#changeable(surfaceId, keys)
        const points = at === null ? [] : [{ ...at, isIncluded: last === null || !keys.alt }]
        const prompt = { points: [...(last?.prompt.points ?? []), ...points], box: box ?? last?.prompt.box ?? null }
        const mask = await this.#vision.findObject(baseId, prompt, signal)
        const tiles = await toObjectTiles(mask, this.#core.doc.size, options.isAntialiased, signal)
        return { tiles, last, how: { prompt, mode: last?.mode ?? mode, surfaceId } }
      },
      ({ tiles, last, how }) => this.#apply(tiles, how, last),
    )
    this.#isPrepared = true
  }

  #apply(tiles: TileMap, how: Pick<Selected, 'prompt' | 'mode' | 'surfaceId'>, last: Selected | null): void {
    const { raster, doc } = this.#core
    const { surfaceId, mode } = how
    const before = last?.before ?? raster.retain(requireSurface(doc, surfaceId))
    const step = last?.step ?? ++this.#steps
    const found = tilesSource(doc.size, tiles)
    this.#core.doMerged(`object ${step}`, {
      label: messages.selectObject,
      run: (current, pixels) => withSurface(current, surfaceId, pixels.combine(before, found, mode), pixels),
    })
    if (this.#last !== null && this.#last.before !== before) raster.release(this.#last.before)
    this.#last = { ...how, before, step, doc: this.#core.history.committed }
  }

  #changeable(surfaceId: string, { shift, alt }: HeldModifiers): Selected | null {
    const last = this.#last
    const isCurrent = last?.surfaceId === surfaceId && last.doc === this.#core.history.committed
    return isCurrent && shift !== alt ? last : null
  }

  /** A place without an object is nothing to report. */
  async #find(prompt: ObjectPrompt): Promise<ObjectMask | null> {
    const { baseId } = this.#core.store.getState()
    try {
      return await this.#vision.findObject(baseId, prompt, new AbortController().signal)
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'vision/no-subject') return null
      this.#isPrepared = false
      throw thrown
    }
  }
}

function drawPreview(mask: ObjectMask, { widthPx, heightPx }: Size): OffscreenCanvas {
  const scale = Math.min(1, previewSidePx / Math.max(widthPx, heightPx))
  const size = {
    widthPx: Math.max(1, Math.round(widthPx * scale)),
    heightPx: Math.max(1, Math.round(heightPx * scale)),
  }
  const coverage = coverageOf(mask, size, { x: 0, y: 0, ...size }, true)
  const image = new ImageData(size.widthPx, size.heightPx)
  const [red, green, blue] = previewRgb
  for (let at = 0; at < coverage.length; at++) {
    image.data[at * 4] = red
    image.data[at * 4 + 1] = green
    image.data[at * 4 + 2] = blue
    image.data[at * 4 + 3] = coverage[at]! * previewOpacity
  }
  const canvas = new OffscreenCanvas(size.widthPx, size.heightPx)
  canvas.getContext('2d')?.putImageData(image, 0, 0)
  return canvas
}
