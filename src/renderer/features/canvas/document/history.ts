import { AppError } from '../../../../shared/errors/index.ts'
import type { Command } from './commands.ts'
import { releaseLayers } from './layers.ts'
import type { MaskRaster } from './mask-raster.ts'
import type { CanvasDoc } from './model.ts'

export interface HistoryBudget {
  readonly steps: number
  readonly tileBytes: number
}

const tilesPackedAtOnce = 16

const defaultBudget: HistoryBudget = { steps: 200, tileBytes: 256 * 1024 * 1024 }

interface Step {
  readonly label: string
  readonly doc: CanvasDoc
}

/** Everything from pointer down to pointer up is one step. */
export interface Gesture {
  /** Shows a state on the way; nothing is owned or recorded. */
  show(doc: CanvasDoc): void
  /** Records `doc`, whose layers now belong to the history. */
  commit(doc: CanvasDoc): void
  abandon(): void
}

/** Past and future states of one document. Holds exactly one reference to each layer of each state. */
export class History {
  readonly #raster: MaskRaster
  readonly #budget: HistoryBudget
  readonly #past: Step[] = []
  readonly #future: Step[] = []
  #present: CanvasDoc
  #shown: CanvasDoc
  #openGesture: Gesture | null = null

  /** Takes over the caller's references to the layers of `initial`. */
  constructor(initial: CanvasDoc, raster: MaskRaster, budget: HistoryBudget = defaultBudget) {
    this.#present = Object.freeze(initial)
    this.#shown = this.#present
    this.#raster = raster
    this.#budget = budget
  }

  /** The document as it is seen now, in the middle of a gesture too. */
  get doc(): CanvasDoc {
    return this.#shown
  }

  /** The document without the gesture that is under way. */
  get committed(): CanvasDoc {
    return this.#present
  }

  get undoLabel(): string | null {
    return this.#past.at(-1)?.label ?? null
  }

  get redoLabel(): string | null {
    return this.#future.at(-1)?.label ?? null
  }

  get stepCount(): number {
    return this.#past.length
  }

  run(command: Command): void {
    this.#requireNoGesture()
    this.#record(command.label, command.run(this.#present, this.#raster))
  }

  begin(label: string): Gesture {
    this.#requireNoGesture()
    const end = () => {
      this.#openGesture = null
      this.#shown = this.#present
    }
    const gesture: Gesture = {
      show: (doc) => {
        this.#shown = doc
      },
      commit: (doc) => {
        end()
        this.#record(label, doc)
      },
      abandon: end,
    }
    this.#openGesture = gesture
    return gesture
  }

  undo(): boolean {
    return this.#travel(this.#past, this.#future)
  }

  redo(): boolean {
    return this.#travel(this.#future, this.#past)
  }

  /** Packs, then drops the oldest steps while the tiles take more than the budget. */
  enforceBudget(): void {
    while (this.#past.length > this.#budget.steps) this.#dropOldest()
    while (this.#raster.bytes > this.#budget.tileBytes) {
      if (this.#raster.packOthers([this.#present.mask, this.#present.sampling], tilesPackedAtOnce) === 0) break
    }
    while (this.#past.length > 0 && this.#raster.bytes > this.#budget.tileBytes) this.#dropOldest()
  }

  dispose(): void {
    for (const step of [...this.#past, ...this.#future]) releaseLayers(step.doc, this.#raster)
    this.#past.length = 0
    this.#future.length = 0
    releaseLayers(this.#present, this.#raster)
  }

  #record(label: string, doc: CanvasDoc): void {
    this.#past.push({ label, doc: this.#present })
    for (const step of this.#future) releaseLayers(step.doc, this.#raster)
    this.#future.length = 0
    this.#present = Object.freeze(doc)
    this.#shown = this.#present
    this.enforceBudget()
  }

  #travel(from: Step[], to: Step[]): boolean {
    this.#requireNoGesture()
    const step = from.pop()
    if (step === undefined) return false
    to.push({ label: step.label, doc: this.#present })
    this.#present = step.doc
    this.#shown = step.doc
    return true
  }

  #dropOldest(): void {
    const step = this.#past.shift()
    if (step !== undefined) releaseLayers(step.doc, this.#raster)
  }

  #requireNoGesture(): void {
    if (this.#openGesture !== null)
      throw new AppError('internal/bug', 'The mask was changed in the middle of a stroke.')
  }
}
