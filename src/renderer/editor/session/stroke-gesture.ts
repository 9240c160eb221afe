import * as messages from '../../../shared/messages/en/editor.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { Gesture, History } from '../document/history.ts'
import type { ColorSource, OpenStroke, Raster, StrokePoint, StrokeStyle } from '../document/raster.ts'
import { mapSurfaces, requireSurface, withSurface } from '../document/surfaces.ts'

interface Open {
  readonly surfaceId: string
  readonly gesture: Gesture
  readonly stroke: OpenStroke
}

export interface NewStroke {
  readonly surfaceId: string
  readonly label: string
  readonly style: StrokeStyle
  /** Ink on a paint layer; null when erasing, and on coverage. */
  readonly ink: ColorSource | null
}

/** The stroke in progress, on one surface: one history step on release. */
export class StrokeGesture {
  readonly #history: History
  readonly #raster: Raster
  #open: Open | null = null

  constructor(history: History, raster: Raster) {
    this.#history = history
    this.#raster = raster
  }

  /** The surface being painted on; null = no stroke in progress. */
  get surfaceId(): string | null {
    return this.#open?.surfaceId ?? null
  }

  begin({ surfaceId, label, style, ink }: NewStroke): void {
    const { doc } = this.#history
    const from = requireSurface(doc, surfaceId)
    const gesture = this.#history.begin(
      surfaceId === samplingSurfaceId ? messages.inSamplingArea({ step: label }) : label,
    )
    const stroke =
      from.channels === 4
        ? this.#raster.beginColorStroke(from, style, ink)
        : this.#raster.beginStroke(from, surfaceId === samplingSurfaceId ? { ...style, hardness: 1 } : style)
    gesture.show(mapSurfaces(doc, (ref, id) => (id === surfaceId ? stroke.ref : ref)))
    this.#open = { surfaceId, gesture, stroke }
  }

  /** Returns the changed parts of the image. The sampling area is binary: strength applies only to masks. */
  add(points: readonly StrokePoint[]): readonly Rect[] {
    if (this.#open === null) return []
    const { surfaceId, stroke } = this.#open
    return stroke.add(surfaceId === samplingSurfaceId ? points.map((point) => ({ ...point, strength: 1 })) : points)
  }

  /** Paints what the ink could not provide earlier; `all`: repaints everything because the ink has changed. */
  refresh(all?: 'all'): readonly Rect[] {
    return this.#open?.stroke.refresh(all) ?? []
  }

  coverageOf(area: Rect): Uint8Array {
    return this.#open?.stroke.coverageOf(area) ?? new Uint8Array(area.widthPx * area.heightPx)
  }

  commit(): void {
    if (this.#open === null) return
    const { surfaceId, gesture, stroke } = this.#open
    gesture.commit(withSurface(this.#history.committed, surfaceId, stroke.commit(), this.#raster))
    this.#open = null
  }

  /** Returns the parts to redraw. */
  abandon(): readonly Rect[] {
    if (this.#open === null) return []
    const { gesture, stroke } = this.#open
    const dirty = stroke.abandon()
    gesture.abandon()
    this.#open = null
    return dirty
  }
}
