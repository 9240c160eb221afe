import { AppError } from '../../../shared/errors/index.ts'
import type { PromptPair } from '../../../shared/domain/canvas-document.ts'
import type { DocumentCommand } from './commands.ts'
import type { CanvasDoc, RasterRef } from './model.ts'
import type { Raster } from './raster.ts'
import { releaseDoc, surfacesOf } from './surfaces.ts'

export interface HistoryBudget {
  readonly steps: number
  readonly tileBytes: number
}

const bytesPackedAtOnce = 1024 * 1024

const defaultBudget: HistoryBudget = { steps: 200, tileBytes: 256 * 1024 * 1024 }

interface Step {
  readonly label: string
  readonly doc: CanvasDoc
  /** Prompts of the request, if the step keeps a result: undoing it restores them. */
  readonly prompts: PromptPair | null
  /** Consecutive steps with the same key merge into one, such as while a slider is dragged. */
  readonly merge: string | null
}

/** Everything from pointer down to pointer up is one step. */
export interface Gesture {
  /** Shows an intermediate state; nothing is owned or recorded. */
  show(doc: CanvasDoc): void
  /** Records `doc`, whose surfaces now belong to the history. */
  commit(doc: CanvasDoc): void
  abandon(): void
}

/** Past and future states of one document. Holds exactly one reference to each surface of each state. */
export class History {
  readonly #raster: Raster
  readonly #budget: HistoryBudget
  readonly #past: Step[] = []
  readonly #future: Step[] = []
  #present: CanvasDoc
  #shown: CanvasDoc
  #openGesture: Gesture | null = null

  /** Takes ownership of the caller's references to the surfaces of `initial`. */
  constructor(initial: CanvasDoc, raster: Raster, budget: HistoryBudget = defaultBudget) {
    this.#present = Object.freeze(initial)
    this.#shown = this.#present
    this.#raster = raster
    this.#budget = budget
  }

  /** The document as currently shown, including during a gesture. */
  get doc(): CanvasDoc {
    return this.#shown
  }

  /** The document without the gesture in progress. */
  get committed(): CanvasDoc {
    return this.#present
  }

  get undoLabel(): string | null {
    return this.#past.at(-1)?.label ?? null
  }

  get redoLabel(): string | null {
    return this.#future.at(-1)?.label ?? null
  }

  run(
    command: DocumentCommand,
    { prompts = null, merge = null }: { prompts?: PromptPair | null; merge?: string | null } = {},
  ): void {
    this.#requireNoGesture()
    this.#record(command.run(this.#present, this.#raster), { label: command.label, prompts, merge })
  }

  /** Changes every state, without a step. What each holds stays the same; @returns false if a gesture is open. */
  revise(change: (doc: CanvasDoc) => CanvasDoc): boolean {
    if (this.#openGesture !== null) return false
    const revised = (doc: CanvasDoc) => Object.freeze(change(doc))
    for (const steps of [this.#past, this.#future]) {
      for (const [at, step] of steps.entries()) steps[at] = { ...step, doc: revised(step.doc) }
    }
    this.#present = revised(this.#present)
    this.#shown = this.#present
    return true
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
        this.#record(doc, { label, prompts: null, merge: null })
      },
      abandon: end,
    }
    this.#openGesture = gesture
    return gesture
  }

  /** Returns the undone step; null = nothing to undo. */
  undo(): Step | null {
    return this.#travel(this.#past, this.#future)
  }

  redo(): Step | null {
    return this.#travel(this.#future, this.#past)
  }

  /** Packs tiles that only undo needs, then the rest, then drops the oldest steps while the tiles exceed the budget. */
  enforceBudget(): void {
    while (this.#past.length > this.#budget.steps) this.#dropOldest()
    this.#packOver([...surfacesOf(this.#present).values()])
    this.#packOver([])
    while (this.#past.length > 0 && this.#raster.bytes > this.#budget.tileBytes) this.#dropOldest()
  }

  #packOver(kept: readonly RasterRef[]): void {
    while (this.#raster.bytes > this.#budget.tileBytes) {
      if (this.#raster.packOthers(kept, bytesPackedAtOnce) === 0) return
    }
  }

  dispose(): void {
    for (const step of [...this.#past, ...this.#future]) releaseDoc(step.doc, this.#raster)
    this.#past.length = 0
    this.#future.length = 0
    releaseDoc(this.#present, this.#raster)
  }

  #record(doc: CanvasDoc, facts: Omit<Step, 'doc'>): void {
    const isMerged = facts.merge !== null && this.#past.at(-1)?.merge === facts.merge && this.#future.length === 0
    if (isMerged) releaseDoc(this.#present, this.#raster)
    else this.#past.push({ ...facts, doc: this.#present })
    for (const step of this.#future) releaseDoc(step.doc, this.#raster)
    this.#future.length = 0
    this.#present = Object.freeze(doc)
    this.#shown = this.#present
    this.enforceBudget()
  }

  #travel(from: Step[], to: Step[]): Step | null {
    this.#requireNoGesture()
    const step = from.pop()
    if (step === undefined) return null
    to.push({ ...step, doc: this.#present })
    this.#present = step.doc
    this.#shown = step.doc
    return step
  }

  #dropOldest(): void {
    const step = this.#past.shift()
    if (step !== undefined) releaseDoc(step.doc, this.#raster)
  }

  #requireNoGesture(): void {
    if (this.#openGesture !== null)
      throw new AppError('internal/bug', 'Something was changed in the middle of a stroke.')
  }
}
