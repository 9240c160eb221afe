import type { Placement } from '../../../shared/domain/canvas-document.ts'
import * as messages from '../../../shared/messages/en/editor.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import { describeLayer, type DocumentCommand } from '../document/commands.ts'
import type { Gesture } from '../document/history.ts'
import type { CanvasDoc } from '../document/model.ts'
import { retainDoc, toLayerInfo } from '../document/surfaces.ts'
import type { SessionCore } from './session-core.ts'

/** A drag of a layer or the frame: shown while dragging, one step on release. */
export class DragGesture {
  readonly #core: SessionCore
  #gesture: Gesture | null = null

  constructor(core: SessionCore) {
    this.#core = core
  }

  get isOpen(): boolean {
    return this.#gesture !== null
  }

  place(id: string, placement: Placement): void {
    this.#show(messages.moveLayer, (doc) => describeLayer(doc, id, { placement }))
  }

  frame(frame: Rect | null): void {
    this.#show(messages.frame, (doc) => ({ ...doc, frame }))
  }

  /** `joins`: merges this step with recent ones. */
  commit(joins: boolean): void {
    if (this.#gesture === null) return
    const { frame, layers } = this.#core.history.doc
    const { committed } = this.#core.history
    this.#gesture.abandon()
    this.#gesture = null
    if (frame === committed.frame && layers === committed.layers) return this.#core.changed()
    const label = frame === committed.frame ? messages.moveLayer : messages.frame
    const command: DocumentCommand = { label, run: (doc, raster) => retainDoc({ ...doc, frame, layers }, raster) }
    if (joins) this.#core.slide(`${label} ${this.#core.targetId}`, command)
    else this.#core.do(command)
  }

  abandon(): void {
    if (this.#gesture === null) return
    this.#gesture.abandon()
    this.#gesture = null
    this.#publish()
    // A save in between may have written the intermediate state.
    this.#core.changed()
  }

  #show(label: string, change: (doc: CanvasDoc) => CanvasDoc): void {
    if (this.#gesture === null) this.#core.prepareForStroke()
    this.#gesture ??= this.#core.history.begin(label)
    this.#gesture.show(change(this.#core.doc))
    this.#publish()
  }

  #publish(): void {
    const { doc, store } = this.#core
    store.setState((state) => ({
      frame: doc.frame,
      layers: doc.layers.map(toLayerInfo),
      layerRevision: state.layerRevision + 1,
    }))
  }
}
