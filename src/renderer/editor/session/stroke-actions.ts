import * as messages from '../../../shared/messages/en/editor.ts'
import { growRect, intersectRects, uniteRects, type Point, type Rect } from '../../../shared/util/geometry.ts'
import type { CanvasDoc } from '../document/model.ts'
import type { ColorSource } from '../document/raster.ts'
import { mapSurfaces, releaseDoc } from '../document/surfaces.ts'
import { createCloneInk } from '../raster/ink/create-clone-ink.ts'
import { heal } from '../raster/ink/heal.ts'
import { solidInk } from '../raster/ink/solid-ink.ts'
import type { Effect } from '../tools/tool.ts'
import type { SessionCore } from './session-core.ts'
import { StrokeGesture } from './stroke-gesture.ts'

type Begin = Extract<Effect, { do: 'begin' }>
type Points = Extract<Effect, { do: 'stroke' }>['points']
type CloneInk = ReturnType<typeof createCloneInk>

/** What a stroke copies from: a document that stays as it was when the stroke began. */
interface Copying {
  readonly ink: CloneInk
  readonly frozen: CanvasDoc
  readonly offset: Point
  readonly isHealing: boolean
  /** Set once the stroke has ended and its colors are made to fit. */
  healed: { readonly area: Rect; readonly pixels: Uint8ClampedArray } | null
}

interface StrokeEvents {
  readonly onProgress: () => void
  /** A stroke that had to wait for its last pixels is whole. */
  readonly onEnded: () => void
}

/** Strokes of every kind of brush, from the press to the step. */
export class StrokeActions {
  readonly #core: SessionCore
  readonly #gesture: StrokeGesture
  readonly #events: StrokeEvents
  #copying: Copying | null = null
  /** Everything the stroke has touched. */
  #touched: Rect = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
  /** From where to where clone and heal copy, kept from stroke to stroke while they are aligned. */
  #offset: Point | null = null
  /** The end of a stroke that still waits for pixels. */
  #ending: AbortController | null = null

  constructor(core: SessionCore, events: StrokeEvents) {
    this.#core = core
    this.#gesture = new StrokeGesture(core.history, core.raster)
    this.#events = events
  }

  get isOpen(): boolean {
    return this.#gesture.surfaceId !== null
  }

  /** Whether the hand is up and the stroke waits for the last pixels. */
  get isEnding(): boolean {
    return this.#ending !== null
  }

  cloneFrom(at: Point): void {
    this.#offset = null
    this.#core.store.setState({ cloneFrom: at })
    this.#core.say(messages.sourceAt({ x: Math.round(at.x), y: Math.round(at.y) }))
  }

  begin({ label, style, ink }: Begin, firstAt: Point): void {
    this.#core.handGoesOn()
    const { targetId } = this.#core.store.getState()
    this.#touched = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
    this.#gesture.begin({ surfaceId: targetId, label, style, ink: this.#inkOf(ink, style.mode === 'erase', firstAt) })
    this.#core.store.setState({ isPainting: true })
  }

  add(points: Points): void {
    this.#tell(this.#gesture.add(points))
  }

  commit(): void {
    if (!this.isOpen) return
    if (this.#copying === null) return this.#finish()
    const controller = new AbortController()
    this.#ending = controller
    void this.#endCopy(this.#copying, controller.signal)
  }

  abandon(): void {
    const id = this.#gesture.surfaceId
    if (id === null) return
    this.#ending?.abort()
    this.#ending = null
    const dirty = this.#gesture.abandon()
    this.#stopCopying()
    this.#core.store.setState({ isPainting: false })
    this.#core.tell(id, dirty)
    // Part of it may be on disk already.
    if (dirty.length > 0) this.#core.changed()
  }

  #finish(): void {
    // A stroke beside the image has changed nothing that could be undone.
    if (this.#touched.widthPx === 0) return this.abandon()
    this.#gesture.commit()
    this.#ending = null
    this.#stopCopying()
    this.#core.store.setState({ isPainting: false })
    this.#core.afterStep()
  }

  async #endCopy(copying: Copying, signal: AbortSignal): Promise<void> {
    const isGivenUp = () => signal.aborted
    try {
      // What lies around the stroke is what its colors are made to fit.
      const area = intersectRects(growRect(this.#touched, 2), { x: 0, y: 0, ...this.#core.doc.size })
      await copying.ink.whenReady([area])
      if (isGivenUp()) return
      this.#tell(this.#gesture.refresh())
      if (copying.isHealing && area.widthPx > 0) {
        copying.healed = { area, pixels: await this.#heal(copying, area, signal) }
        if (isGivenUp()) return
        this.#tell(this.#gesture.refresh('all'))
      }
      this.#finish()
    } catch (thrown) {
      if (isGivenUp()) return
      this.abandon()
      this.#core.report(thrown)
    }
    this.#events.onEnded()
  }

  async #heal({ ink, frozen }: Copying, area: Rect, signal: AbortSignal): Promise<Uint8ClampedArray> {
    const target = await this.#core.pixels.read(frozen, area, 'all', signal)
    const source = ink.read(area) ?? target
    return heal({ area, coverage: this.#gesture.coverageOf(area), target, source }, signal)
  }

  #inkOf(ink: Begin['ink'], isErasing: boolean, firstAt: Point): ColorSource | null {
    const { options } = this.#core.store.getState()
    if (ink === 'coverage' || isErasing) return null
    return ink === 'color' ? solidInk(options.color) : this.#copyInk(ink === 'heal', firstAt)
  }

  /** Colors from elsewhere in the document as it is before the stroke. */
  #copyInk(isHealing: boolean, firstAt: Point): ColorSource {
    const { raster, pixels } = this.#core
    const { cloneFrom, options } = this.#core.store.getState()
    const from = cloneFrom ?? firstAt
    const isKept = options.isAligned && this.#offset !== null
    const offset =
      isKept && this.#offset !== null ? this.#offset : whole({ x: from.x - firstAt.x, y: from.y - firstAt.y })
    this.#offset = offset
    const frozen = mapSurfaces(this.#core.doc, (ref) => raster.freeze(ref))
    const ink = createCloneInk({
      read: (area) => pixels.read(frozen, area, options.samplesAll ? 'all' : 'base', new AbortController().signal),
      size: frozen.size,
      offset,
      onReady: () => this.#tell(this.#gesture.refresh()),
    })
    const copying: Copying = { ink, frozen, offset, isHealing, healed: null }
    this.#copying = copying
    return { read: (part) => (copying.healed === null ? ink.read(part) : cut(copying.healed, part)) }
  }

  #stopCopying(): void {
    if (this.#copying === null) return
    this.#copying.ink.dispose()
    releaseDoc(this.#copying.frozen, this.#core.raster)
    this.#copying = null
  }

  #tell(dirty: readonly Rect[]): void {
    const id = this.#gesture.surfaceId
    if (id === null || dirty.length === 0) return
    for (const rect of dirty) this.#touched = uniteRects(this.#touched, rect)
    this.#core.tell(id, dirty)
    this.#events.onProgress()
  }
}

/** Copied pixels stay sharp: whole pixels only. */
function whole({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) }
}

/** A part of pixels that lie at `area`. */
function cut({ area, pixels }: NonNullable<Copying['healed']>, part: Rect): Uint8ClampedArray | null {
  const shared = intersectRects(area, part)
  if (shared.widthPx !== part.widthPx || shared.heightPx !== part.heightPx) return null
  const out = new Uint8ClampedArray(part.widthPx * part.heightPx * 4)
  for (let row = 0; row < part.heightPx; row++) {
    const from = ((part.y - area.y + row) * area.widthPx + part.x - area.x) * 4
    out.set(pixels.subarray(from, from + part.widthPx * 4), row * part.widthPx * 4)
  }
  return out
}
