import * as messages from '../../../../shared/messages/en/editor.ts'
import { growRect, intersectRects, uniteRects, type Point, type Rect } from '../../../../shared/util/geometry.ts'
import type { CanvasDoc } from '../../document/model.ts'
import type { ColorSource } from '../../document/raster.ts'
import { mapSurfaces, releaseDoc } from '../../document/surfaces.ts'
import { createCloneInk } from '../../raster/ink/create-clone-ink.ts'
import { heal } from '../../raster/ink/heal.ts'
import { solidInk } from '../../raster/ink/solid-ink.ts'
import type { Effect } from '../../tools/tool.ts'
import type { SessionCore } from '../session-core.ts'
import { StrokeGesture } from '../stroke-gesture.ts'

type Begin = Extract<Effect, { type: 'begin' }>
type Points = Extract<Effect, { type: 'stroke' }>['points']
type CloneInk = ReturnType<typeof createCloneInk>

/** Source of a copying stroke: the document as it was when the stroke began. */
interface Copying {
  readonly ink: CloneInk
  readonly frozen: CanvasDoc
  readonly offset: Point
  readonly isHealing: boolean
  /** Set once the stroke has ended and its colors are blended in. */
  healed: { readonly area: Rect; readonly pixels: Uint8ClampedArray } | null
}

interface StrokeEvents {
  readonly onProgress: () => void
  /** Called when a stroke that waited for its last pixels is complete. */
  readonly onEnded: () => void
}

/** Strokes of every type of brush, from the press to the step. */
export class StrokeActions {
  readonly #core: SessionCore
  readonly #gesture: StrokeGesture
  readonly #events: StrokeEvents
  #copying: Copying | null = null
  /** Bounds of everything the stroke has touched. */
  #touched: Rect = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
  /** Offset that clone and heal copy by, kept between strokes while they are aligned. */
  #offset: Point | null = null
  /** Set while the end of a stroke waits for pixels. */
  #ending: AbortController | null = null

  constructor(core: SessionCore, events: StrokeEvents) {
    this.#core = core
    this.#gesture = new StrokeGesture(core.history, core.raster)
    this.#events = events
  }

  get isOpen(): boolean {
    return this.#gesture.surfaceId !== null
  }

  /** Whether the pointer is up and the stroke waits for its last pixels. */
  get isEnding(): boolean {
    return this.#ending !== null
  }

  cloneFrom(at: Point): void {
    this.#offset = null
    this.#core.store.setState({ cloneFrom: at })
    this.#core.say(messages.sourceAt({ x: Math.round(at.x), y: Math.round(at.y) }))
  }

  begin({ label, style, ink }: Begin, firstAt: Point): void {
    this.#core.prepareForStroke()
    const { targetId } = this.#core.store.getState()
    this.#touched = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
    this.#gesture.begin({ surfaceId: targetId, label, style, ink: this.#inkOf(ink, style.mode === 'erase', firstAt) })
    this.#core.store.setState({ isPainting: true })
  }

  add(points: Points): void {
    this.#report(this.#gesture.add(points))
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
    this.#core.markDirty(id, dirty)
    // Part of it may already be on disk.
    if (dirty.length > 0) this.#core.changed()
  }

  #finish(): void {
    // A stroke outside the image changed nothing that could be undone.
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
      // The colors are blended into the pixels around the stroke.
      const area = intersectRects(growRect(this.#touched, 2), { x: 0, y: 0, ...this.#core.doc.size })
      await copying.ink.whenReady([area])
      if (isGivenUp()) return
      this.#report(this.#gesture.refresh())
      if (copying.isHealing && area.widthPx > 0) {
        copying.healed = { area, pixels: await this.#heal(copying, area, signal) }
        if (isGivenUp()) return
        this.#report(this.#gesture.refresh('all'))
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

  /** Copies colors from elsewhere in the document as it was before the stroke. */
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
      onReady: () => this.#report(this.#gesture.refresh()),
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

  #report(dirty: readonly Rect[]): void {
    const id = this.#gesture.surfaceId
    if (id === null || dirty.length === 0) return
    for (const rect of dirty) this.#touched = uniteRects(this.#touched, rect)
    this.#core.markDirty(id, dirty)
    this.#events.onProgress()
  }
}

/** Whole pixels only, so that copied pixels stay sharp. */
function whole({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) }
}

/** Cuts a part out of pixels that cover `area`. */
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
