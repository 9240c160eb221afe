import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { Gesture, History } from '../document/history.ts'
import { withLayer } from '../document/layers.ts'
import type { MaskRaster, OpenStroke, StrokePoint, StrokeStyle } from '../document/mask-raster.ts'

interface Open {
  readonly layer: MaskLayer
  readonly gesture: Gesture
  readonly stroke: OpenStroke
}

/** The stroke under the hand, on one layer: one step of the history once it is lifted. */
export class PaintGesture {
  readonly #history: History
  readonly #raster: MaskRaster
  #open: Open | null = null

  constructor(history: History, raster: MaskRaster) {
    this.#history = history
    this.#raster = raster
  }

  /** The layer being painted on; null = no stroke is under way. */
  get layer(): MaskLayer | null {
    return this.#open?.layer ?? null
  }

  begin(layer: MaskLayer, label: string, style: StrokeStyle): void {
    const { doc } = this.#history
    const gesture = this.#history.begin(layer === 'mask' ? label : `${label} sampling area`)
    const stroke = this.#raster.beginStroke(doc[layer], layer === 'mask' ? style : { ...style, hardness: 1 })
    gesture.show({ ...doc, [layer]: stroke.ref })
    this.#open = { layer, gesture, stroke }
  }

  /** Returns the parts of the picture that changed. A place may be copied from or not: strength is for the mask. */
  add(points: readonly StrokePoint[]): readonly Rect[] {
    if (this.#open === null) return []
    const { layer, stroke } = this.#open
    return stroke.add(layer === 'mask' ? points : points.map((point) => ({ ...point, strength: 1 })))
  }

  commit(): void {
    if (this.#open === null) return
    const { layer, gesture, stroke } = this.#open
    gesture.commit(withLayer(this.#history.committed, layer, stroke.commit(), this.#raster))
    this.#open = null
  }

  /** Returns what has to be drawn again. */
  abandon(): readonly Rect[] {
    if (this.#open === null) return []
    const { gesture, stroke } = this.#open
    const dirty = stroke.abandon()
    gesture.abandon()
    this.#open = null
    return dirty
  }
}
