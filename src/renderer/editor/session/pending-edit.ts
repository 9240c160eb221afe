import type { PromptPair } from '../../../shared/domain/canvas-document.ts'
import type { EditIntent } from '../../../shared/domain/edit.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { CanvasState } from './create-canvas-store.ts'
import type { SessionCore } from './session-core.ts'

/** The edit to make in the masked area. Stored with the document, but not a step of its history. */
export class PendingEdit {
  readonly #core: SessionCore

  constructor(core: SessionCore) {
    this.#core = core
  }

  changeEdge(change: Partial<MaskEdge>): void {
    this.#core.store.setState((state) => ({
      edge: { ...state.edge, ...change },
      isEdgeAutomatic: false,
      maskRevision: state.maskRevision + 1,
    }))
    this.#core.changed()
  }

  automateEdge(): void {
    this.#core.store.setState({ isEdgeAutomatic: true })
    this.#core.renewEdge()
    this.#core.changed()
  }

  /** `isLocalFill`: without a model, which needs almost no edge; `strength`: denoising strength, 0 to 1. */
  changeIntent(intent: EditIntent, how?: Partial<CanvasState['edgeHow']>): void {
    const { edgeHow } = this.#core.store.getState()
    this.#core.store.setState({ intent, edgeHow: { ...edgeHow, ...how } })
    this.#core.renewEdge()
    this.#core.changed()
  }

  changeBox(box: Rect | null): void {
    this.#core.store.setState({ box })
    this.#core.changed()
  }

  showPlannedBox(plannedBox: Rect | null): void {
    this.#core.store.setState({ plannedBox })
  }

  changePrompts(prompts: Partial<PromptPair>): void {
    this.#core.store.setState((state) => ({ prompts: { ...state.prompts, ...prompts } }))
    this.#core.changed()
  }
}
