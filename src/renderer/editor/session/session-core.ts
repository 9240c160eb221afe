import type { PromptPair } from '../../../shared/domain/canvas-document.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import * as messages from '../../../shared/messages/en/editor.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { DocumentCommand, SlicedCommand } from '../document/commands.ts'
import type { History } from '../document/history.ts'
import type { CanvasDoc, RasterRef } from '../document/model.ts'
import type { PixelReader } from '../document/pixel-reader.ts'
import type { Raster } from '../document/raster.ts'
import { releaseDoc, retainDoc, surfacesOf } from '../document/surfaces.ts'
import type { CanvasStore } from './create-canvas-store.ts'
import { edgeFor, stepState } from './document-state.ts'
import { SlicedStep } from './sliced-step.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

/** Called with the parts of the image in which a surface changed. */
export type PaintListener = (surfaceId: string, dirty: readonly Rect[]) => void

export interface SessionCoreOptions {
  readonly raster: Raster
  readonly history: History
  readonly store: CanvasStore
  readonly pixels: PixelReader
  /** Called before any other change to the document, to end the gesture in progress. */
  readonly discardPress: () => void
  /** Called when the document or something stored with it changed. */
  readonly onChange: () => void
  /** Called when the target may be gone or different. */
  readonly onTarget: () => void
  /** Called when something fails that has no caller to report to. */
  readonly onProblem: (error: unknown) => void
  /** Called when the extent changed; `offset` is the position of the old corner in the new extent. */
  readonly onExtent: (offset: { readonly x: number; readonly y: number }) => void
}

interface WorkLine {
  readonly controller: AbortController
  last: Promise<unknown> | null
}

/** A slider that rests this long ends its step. */
const slideMs = 900

/** Shared basis of all actions on a document: history, listeners, panel state. */
export class SessionCore {
  readonly raster: Raster
  readonly history: History
  readonly store: CanvasStore
  readonly pixels: PixelReader
  readonly #options: SessionCoreOptions
  readonly #painted = createEmitter<Parameters<PaintListener>>()
  /** Contents last cleared or used up, by surface. */
  readonly #former = new Map<string, RasterRef>()
  /** Queue of long work on the document; dropped with the next step. */
  #workLine: WorkLine | null = null
  /** A large step in progress: finished before anything else happens. */
  #sliced: SlicedStep | null = null
  #afterSliced: (() => void)[] = []
  #isApplying = false
  #slide = { name: '', atMs: -Infinity, number: 0 }
  /** As of the last step, to detect what a step changed. */
  #shown: CanvasDoc

  constructor(options: SessionCoreOptions) {
    this.#options = options
    this.raster = options.raster
    this.history = options.history
    this.store = options.store
    this.pixels = options.pixels
    this.#shown = options.history.doc
  }

  get doc(): CanvasDoc {
    return this.history.doc
  }

  get targetId(): string {
    return this.store.getState().targetId
  }

  onPaint(listener: PaintListener): () => void {
    return this.#painted.on(listener)
  }

  markDirty(surfaceId: string, dirty: readonly Rect[]): void {
    if (dirty.length === 0) return
    this.#painted.emit(surfaceId, dirty)
  }

  say(text: string): void {
    this.store.setState({ announcement: { text } })
  }

  /** Cancellation is not a problem. */
  report(error: unknown): void {
    if (error instanceof AppError && error.code === 'request/cancelled') return
    this.#options.onProblem(error)
  }

  /** Runs a command as one step. */
  do(command: DocumentCommand, prompts: PromptPair | null = null): void {
    this.#change(() => this.history.run(command, { prompts }))
  }

  /** Runs a command as one step, which replaces the last one if that has the same `merge`. */
  doMerged(merge: string, command: DocumentCommand): void {
    this.#change(() => this.history.run(command, { merge }))
  }

  /**
   * Runs a command as one step, spread over several frames if it is large. Later changes to the document finish it
   * first; only undo cancels it.
   */
  doSliced({ label, run }: SlicedCommand): void {
    this.#makeRoom()
    const doc = retainDoc(this.history.committed, this.raster)
    const end = () => {
      this.#sliced = null
      this.#showBusy(null)
      releaseDoc(doc, this.raster)
    }
    const step = new SlicedStep(label, run(doc, this.raster), {
      onMade: (made) => {
        this.#record(() => this.history.run({ label, run: () => made }))
        end()
        this.#notifySlicedEnd()
      },
      onCanceled: () => {
        end()
        this.#notifySlicedEnd()
      },
      onProblem: (error) => this.report(error),
    })
    this.#sliced = step
    step.begin()
    if (!step.isOver) this.#showBusy(label)
  }

  /** Calls `listener` when the large step in progress is done or canceled; returns false if there is none. */
  afterSliced(listener: () => void): boolean {
    if (this.#sliced === null) return false
    this.#afterSliced.push(listener)
    return true
  }

  /** Returns the document after finishing any step in progress, unless that would take seconds. */
  settle(): CanvasDoc {
    const step = this.#sliced
    step?.finish()
    if (step?.isCanceled) this.say(messages.stepCanceled({ step: step.label }))
    return this.doc
  }

  /** Merges this step with recent ones of the same name, as a slider does while it is dragged. */
  slide(name: string, command: DocumentCommand): void {
    const nowMs = performance.now()
    const isGoingOn = this.#slide.name === name && nowMs - this.#slide.atMs < slideMs
    this.#slide = { name, atMs: nowMs, number: this.#slide.number + (isGoingOn ? 0 : 1) }
    this.#change(() => this.history.run(command, { merge: `${name} ${this.#slide.number}` }))
  }

  /**
   * Changes all states of the document but not its pixels, without a step. @returns false while a step or long work is in
   * progress, which builds on the document as it was
   */
  revise(change: (doc: CanvasDoc) => CanvasDoc): boolean {
    const isDone = !this.isWorking && this.history.revise(change)
    if (isDone) this.afterStep()
    return isDone
  }

  undo(): void {
    this.#travel('undo')
  }

  redo(): void {
    this.#travel('redo')
  }

  /** Called after a gesture was recorded. */
  afterStep(): void {
    const previous = this.#shown
    const { doc } = this.history
    this.#shown = doc
    this.#forgetFormerOf(doc)
    this.store.setState((state) => stepState(state, previous, this.history, this.raster))
    const offset = { x: previous.origin.x - doc.origin.x, y: previous.origin.y - doc.origin.y }
    const isMoved = offset.x !== 0 || offset.y !== 0
    const isResized = previous.size.widthPx !== doc.size.widthPx || previous.size.heightPx !== doc.size.heightPx
    if (isMoved || isResized) {
      this.store.setState({ box: null })
      this.#options.onExtent(offset)
    }
    this.refreshTarget()
    this.#options.onTarget()
    this.renewEdge()
    this.#options.onChange()
  }

  /** Grow and feather follow the mask until the user sets them. */
  renewEdge(): void {
    const { isEdgeAutomatic, edge, maskBounds, intent, edgeHow } = this.store.getState()
    if (!isEdgeAutomatic) return
    const next = edgeFor({ intent, ...edgeHow }, maskBounds)
    if (next.growPx === edge.growPx && next.featherPx === edge.featherPx) return
    this.store.setState((state) => ({ edge: next, maskRevision: state.maskRevision + 1 }))
  }

  changed(): void {
    this.#options.onChange()
  }

  refreshTarget(): void {
    this.store.setState((state) => ({ canRestore: this.#former.has(state.targetId) }))
  }

  /** Saves the contents that are about to be cleared. */
  remember(surfaceId: string): void {
    this.settle()
    const ref = surfacesOf(this.history.committed).get(surfaceId)
    if (ref === undefined || this.raster.isEmpty(ref)) return
    const former = this.#former.get(surfaceId)
    this.#former.set(surfaceId, this.raster.retain(ref))
    if (former !== undefined) this.raster.release(former)
  }

  formerOf(surfaceId: string): RasterRef | null {
    return this.#former.get(surfaceId) ?? null
  }

  /**
   * Runs work on the document off the main thread and applies its result as one step. Requests in quick succession run
   * one after another, each on the document as it is by then; all of them are dropped if anything else changes the
   * document.
   * @throws request/cancelled in that case
   */
  async work<T, Result>(
    label: string,
    run: (signal: AbortSignal) => Promise<T>,
    apply: (outcome: T) => Result,
  ): Promise<Result> {
    this.#options.discardPress()
    this.settle()
    const line = (this.#workLine ??= { controller: new AbortController(), last: null })
    const turn = this.#runInTurn(line, label, run, apply)
    line.last = turn
    try {
      return await turn
    } finally {
      if (this.#workLine === line && line.last === turn) this.#stopLongWork()
    }
  }

  /** Whether a long operation is in progress. */
  get isWorking(): boolean {
    return this.#workLine !== null || this.#sliced !== null
  }

  /** Resolves when no long operation, such as a crop, will change the document any more. */
  async whenIdle(): Promise<void> {
    // Who began it reports its failure.
    while (this.#workLine?.last) await this.#workLine.last.catch(() => undefined)
    this.settle()
  }

  cancelWork(): void {
    this.#announceCanceled(() => {
      this.#sliced?.cancel()
      this.#stopLongWork()
    })
  }

  /** Called when the user keeps painting: finishes a large step first; cancels work that would undo the stroke. */
  prepareForStroke(): void {
    this.settle()
    this.#announceCanceled(() => this.#stopLongWork())
  }

  dispose(): void {
    this.#sliced?.cancel()
    this.#stopLongWork()
    this.#painted.clear()
    for (const ref of this.#former.values()) this.raster.release(ref)
    this.#former.clear()
    this.history.dispose()
  }

  async #runInTurn<T, Result>(
    { controller: { signal }, last }: WorkLine,
    label: string,
    run: (signal: AbortSignal) => Promise<T>,
    apply: (outcome: T) => Result,
  ): Promise<Result> {
    // A failure was already reported to its caller.
    if (last !== null) await last.catch(() => undefined)
    throwIfAborted(signal)
    this.settle()
    this.#showBusy(label)
    const frozen = retainDoc(this.history.committed, this.raster)
    try {
      const outcome = await run(signal)
      throwIfAborted(signal)
      return this.#applyWork(() => apply(outcome))
    } finally {
      releaseDoc(frozen, this.raster)
    }
  }

  /** The step of the work itself is not an outside change: work queued behind it continues. */
  #applyWork<Result>(apply: () => Result): Result {
    this.#isApplying = true
    try {
      return apply()
    } finally {
      this.#isApplying = false
    }
  }

  #stopLongWork(): void {
    if (this.#isApplying) return
    this.#workLine?.controller.abort()
    this.#workLine = null
    this.#showBusy(null)
  }

  #showBusy(busyWith: string | null): void {
    if (this.store.getState().busyWith !== busyWith) this.store.setState({ busyWith })
  }

  #announceCanceled(cancel: () => void): void {
    const { busyWith } = this.store.getState()
    if (busyWith === null) return
    cancel()
    this.say(messages.stepCanceled({ step: busyWith }))
  }

  #notifySlicedEnd(): void {
    const listeners = this.#afterSliced
    this.#afterSliced = []
    for (const listener of listeners) listener()
  }

  #travel(direction: 'undo' | 'redo'): void {
    this.#change(() => {
      const step = this.history[direction]()
      if (step === null) return
      if (direction === 'undo' && step.prompts !== null) this.store.setState({ prompts: step.prompts })
      this.say((direction === 'undo' ? messages.undone : messages.redone)({ step: step.label }))
    })
  }

  #change(change: () => void): void {
    this.#makeRoom()
    this.#record(change)
  }

  #makeRoom(): void {
    this.#options.discardPress()
    this.settle()
    this.#stopLongWork()
  }

  #record(change: () => void): void {
    const previous = retainDoc(this.doc, this.raster)
    change()
    const hasChanged = this.doc !== previous
    if (hasChanged) this.#reportDifferences(previous)
    releaseDoc(previous, this.raster)
    if (hasChanged) this.afterStep()
  }

  #reportDifferences(previous: CanvasDoc): void {
    const old = surfacesOf(previous)
    for (const [id, ref] of surfacesOf(this.doc)) {
      const former = old.get(id)
      const isComparable =
        former?.size.widthPx === ref.size.widthPx &&
        former.size.heightPx === ref.size.heightPx &&
        former.channels === ref.channels
      if (former !== undefined && isComparable) this.markDirty(id, this.raster.differences(former, ref))
      else this.markDirty(id, [{ x: 0, y: 0, ...ref.size }])
    }
  }

  /** Contents cleared in another extent no longer fit. */
  #forgetFormerOf({ size }: CanvasDoc): void {
    for (const [id, ref] of this.#former) {
      if (ref.size.widthPx === size.widthPx && ref.size.heightPx === size.heightPx) continue
      this.raster.release(ref)
      this.#former.delete(id)
    }
  }
}
