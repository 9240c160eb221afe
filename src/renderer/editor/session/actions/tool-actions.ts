import { samplingSurfaceId } from '../../../../shared/domain/surfaces.ts'
import * as messages from '../../../../shared/messages/en/editor.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import { createToolSlots } from '../../tools/all-tools.ts'
import { clampBrush } from '../../tools/brush-settings.ts'
import { ToolHost } from '../../tools/tool-host.ts'
import type {
  Brush,
  Effect,
  HeldToolId,
  PreviewShape,
  Scene,
  ToolEvent,
  ToolId,
  ToolOptions,
} from '../../tools/tool.ts'
import type { CanvasState } from '../create-canvas-store.ts'
import { paintTargetOf } from '../document-state.ts'
import { DragGesture } from '../drag-gesture.ts'
import type { ExtentActions } from './extent-actions.ts'
import type { LayerActions } from './layer-actions.ts'
import type { MarkupActions } from './markup-actions.ts'
import type { MaskActions } from './mask-actions.ts'
import type { ObjectActions } from './object-actions.ts'
import type { SelectionActions } from './selection-actions.ts'
import type { SessionCore } from '../session-core.ts'
import { StrokeActions } from './stroke-actions.ts'
import { brushKindOf, targetFor, toolFor, toolForNew, type BrushKind } from '../tool-targets.ts'
import type { ViewControl } from '../view-control.ts'

export interface ActionsForTools {
  readonly masks: MaskActions
  readonly layers: LayerActions
  readonly selection: SelectionActions
  readonly extent: ExtentActions
}

/** Selects matching tools and targets, and runs the effects of tools. */
export class ToolActions {
  readonly #core: SessionCore
  readonly #view: ViewControl
  readonly #actions: ActionsForTools
  readonly #host: ToolHost
  readonly #strokes: StrokeActions
  readonly #drag: DragGesture
  /** Brushes not currently in use. */
  readonly #brushes: Partial<Record<BrushKind, Brush>> = {}
  #lastMaskId: string
  /** Consecutive arrow-key nudges are one step. */
  #isNudging = false
  /** Events received while the previous stroke waits for its last pixels, so that no input is lost. */
  #waiting: (() => void)[] = []
  /** Loaded with the markup tool. */
  #markup: MarkupActions | null = null
  /** Set until the next point begins the stroke. */
  #beginning: Extract<Effect, { type: 'begin' }> | null = null

  constructor(core: SessionCore, view: ViewControl, actions: ActionsForTools) {
    this.#core = core
    this.#view = view
    this.#actions = actions
    this.#strokes = new StrokeActions(core, {
      onProgress: () => core.changed(),
      onEnded: () => this.#replayWaiting(),
    })
    this.#drag = new DragGesture(core)
    this.#lastMaskId = core.store.getState().targetId
    this.#host = new ToolHost({
      tools: createToolSlots(),
      scene: () => this.#scene(),
      run: (effect) => this.#run(effect),
    })
    const { targetKind, brush } = core.store.getState()
    core.store.setState({ tool: toolFor('brush', targetKind), brush: clampBrush(brush) })
    this.#host.choose(core.store.getState().tool)
    this.#publish()
  }

  get isPainting(): boolean {
    return this.#strokes.isOpen || this.#drag.isOpen || this.#markup?.isOpen === true
  }

  get isBusy(): boolean {
    return this.#host.isBusy
  }

  dispatch(event: ToolEvent): void {
    if (this.#strokes.isEnding && event.on !== 'cancel') {
      // Hover events need no replay.
      if (this.#waiting.length > 0 || !passing.has(event.on)) this.#waiting.push(() => this.dispatch(event))
      return
    }
    this.#isNudging = event.on === 'nudge'
    this.#host.dispatch(event)
    this.#publish()
  }

  /** Selects a tool with a target it works on; ignored during a stroke. */
  choose(tool: ToolId): void {
    if (this.#waits(() => this.choose(tool)) || this.isPainting) return
    const { targetId, targetKind } = this.#state
    const suitableId = targetFor(tool, this.#core.doc, { id: targetId, kind: targetKind }, this.#lastMaskId)
    if (suitableId !== null && suitableId !== targetId) this.#setTarget(suitableId)
    else if (suitableId === null && brushKindOf(tool) !== 'mask') this.#actions.layers.addPaint()
    else if (suitableId === null) this.#core.say(messages.placeImageFirst)
    this.#activate(tool)
  }

  chooseTarget(id: string): void {
    if (this.#waits(() => this.chooseTarget(id)) || this.isPainting) return
    this.#setTarget(id)
    this.refit()
  }

  /** Makes a newly added layer the target. */
  chooseNew(id: string): void {
    if (this.isPainting) return
    this.#setTarget(id)
    const { tool, targetKind } = this.#state
    const fitting = toolForNew(tool, targetKind)
    if (fitting !== tool) this.#activate(fitting)
  }

  /** The target may be gone or of another type, so the tool may no longer fit. */
  refit(): void {
    const { tool, targetKind } = this.#state
    const fitting = toolFor(tool, targetKind)
    if (fitting !== tool) this.#activate(fitting)
  }

  hold(id: HeldToolId): void {
    if (this.#waits(() => this.hold(id))) return
    this.#host.push(id)
    this.#publish()
  }

  release(id: HeldToolId): void {
    if (this.#waits(() => this.release(id))) return
    this.#host.pop(id)
    this.#publish()
  }

  /** The window lost focus, so no key-up event will arrive. */
  releaseAll(): void {
    if (this.#waits(() => this.releaseAll())) return
    this.#host.popAll()
    this.#core.store.setState({ isOriginalHeld: false })
    this.#publish()
  }

  /** Ends a stroke held by the keyboard; one held by the pointer continues. */
  finishStroke(): void {
    if (this.#strokes.isOpen && !this.#strokes.isEnding) this.dispatch({ on: 'confirm' })
  }

  /** Cancels everything in progress. */
  cancel(): void {
    this.#waiting = []
    this.#host.cancel()
    this.#strokes.abandon()
    this.#drag.abandon()
    this.#markup?.abandon()
    this.#publish()
  }

  /** Called before another change makes a step: discards the press in progress, keeps an unfinished contour. */
  discardPress(): void {
    this.#waiting = []
    if (this.#strokes.isEnding) this.#core.say(messages.strokeDiscarded)
    this.#host.discardPress()
    this.#strokes.abandon()
    this.#drag.abandon()
    this.#markup?.abandon()
    this.#publish()
  }

  /** The document's extent changed: positions that tools remember are invalid. */
  imageMoved(offset: Point): void {
    this.#host.forget()
    this.#core.store.setState(({ cloneFrom }) => ({
      preview: null,
      cloneFrom: cloneFrom === null ? null : { x: cloneFrom.x + offset.x, y: cloneFrom.y + offset.y },
    }))
  }

  /** Undoes the last part of what a tool is doing; false = it is doing nothing. */
  back(): boolean {
    if (this.#waiting.length > 0) this.#waiting = []
    else if (this.isPainting) this.cancel()
    else if (this.#host.isBusy) this.dispatch({ on: 'back' })
    else return false
    return true
  }

  changeBrush(change: Partial<Brush>): void {
    this.#core.store.setState((state) => ({ brush: clampBrush({ ...state.brush, ...change }) }))
  }

  /** The brush of a kind of tool, in use or not. */
  brushOf(kind: BrushKind): Brush {
    const { tool, brush } = this.#state
    return brushKindOf(tool) === kind ? brush : (this.#brushes[kind] ?? brush)
  }

  changeBrushOf(kind: BrushKind, change: Partial<Brush>): void {
    if (brushKindOf(this.#state.tool) === kind) this.changeBrush(change)
    else this.#brushes[kind] = clampBrush({ ...this.brushOf(kind), ...change })
  }

  changeOptions(change: Partial<ToolOptions>): void {
    this.#core.store.setState(({ options }) => ({ options: { ...options, ...change } }))
  }

  get #state(): CanvasState {
    return this.#core.store.getState()
  }

  #waits(act: () => void): boolean {
    if (this.#strokes.isEnding) this.#waiting.push(act)
    return this.#strokes.isEnding
  }

  /** The stroke is complete: replays the waiting events, up to the end of the next stroke. */
  #replayWaiting(): void {
    while (!this.#strokes.isEnding) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      next()
    }
  }

  async markup(): Promise<MarkupActions> {
    const { MarkupActions: Actions, markupSlot } = await import('./markup-actions.ts')
    if (this.#markup === null) {
      this.#markup = new Actions(this.#core, this.#actions.masks)
      this.#host.exchange(markupSlot())
    }
    return this.#markup
  }

  #activate(tool: ToolId): void {
    const { tool: previousTool, brush } = this.#state
    const [from, to] = [brushKindOf(previousTool), brushKindOf(tool)]
    this.#brushes[from] = brush
    this.#host.choose(tool)
    this.#core.store.setState({ tool, preview: null, shownObject: null, brush: this.#brushes[to] ?? brush })
    if (tool === 'markup') this.#await(this.markup())
    if (tool === 'object') this.#withObjects((objects) => objects.prepare())
    this.#publish()
  }

  #setTarget(id: string): void {
    const target = paintTargetOf(this.#core.doc, id)
    if (target.targetKind === 'mask' || target.targetKind === 'sampling') this.#lastMaskId = target.targetId
    this.#core.store.setState((state) => ({
      ...target,
      isTargetEmpty: isEmptyTarget(this.#core, target.targetId),
      maskRevision: state.maskRevision,
    }))
    this.#core.refreshTarget()
    this.#core.changed()
  }

  #publish(): void {
    const activeTool = this.#host.activeId
    if (activeTool !== this.#state.activeTool) this.#core.store.setState({ activeTool })
  }

  #scene(): Scene {
    const { brush, options, viewport, viewSize, size, targetKind, targetId, frame, cloneFrom, markup, markupTool } =
      this.#state
    const layer = this.#core.doc.layers.find(({ id }) => id === targetId)
    return {
      brush,
      options,
      zoom: viewport.zoom,
      view: viewSize ?? { widthPx: 1, heightPx: 1, dpr: 1 },
      size,
      target: targetKind,
      placed: layer?.kind === 'picture' ? { placement: layer.placement, pictureSize: layer.pictureSize } : null,
      frame,
      cloneFrom,
      markup: { ...markup, ...markupTool },
    }
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'begin':
        this.#beginning = effect
        return
      case 'stroke':
        return this.#stroke(effect.points)
      case 'commit':
        return this.#drag.isOpen ? this.#drag.commit(this.#isNudging) : this.#strokes.commit()
      case 'abandon':
        this.#beginning = null
        return this.#drag.isOpen ? this.#drag.abandon() : this.#strokes.abandon()
      case 'place':
        return this.#drag.place(this.#core.targetId, effect.placement)
      case 'frame':
        return this.#drag.frame(effect.rect)
      case 'preview':
        return this.#core.store.setState({ preview: effect.shape })
      case 'show-object':
        return this.#withObjects((objects) => objects.show(effect.at))
      case 'markup':
        return this.#markup?.run(effect.change)
      case 'pan':
        return this.#view.panBy(effect.byX, effect.byY)
      case 'zoom':
        return this.#view.zoomBy(effect.factor, effect.screen)
      case 'rotate-view':
        return this.#view.rotateBy(effect.byDeg)
      case 'brush':
        return this.changeBrush(effect.change)
      case 'hint':
        return this.#core.say(effect.text)
      default:
        return this.#runStep(effect)
    }
  }

  /** Effects that are complete steps: any open gesture ends first. */
  #runStep(
    effect: Extract<
      Effect,
      { type: 'combine' | 'select-similar' | 'select-object' | 'bucket' | 'pick-color' | 'clone-from' | 'crop' }
    >,
  ): void {
    const { masks, selection, extent } = this.#actions
    switch (effect.type) {
      case 'combine':
        masks.combine(effect.label, effect.source, effect.mode)
        return this.#showMeanwhile(effect.outline)
      case 'select-similar':
        return this.#await(selection.similar(effect.at, effect.mode))
      case 'select-object':
        return this.#withObjects((objects) => objects.select(effect))
      case 'bucket':
        return this.#await(selection.bucket(effect.at))
      case 'pick-color':
        return this.#await(this.#pick(effect.at))
      case 'clone-from':
        return this.#strokes.cloneFrom(effect.at)
      case 'crop':
        return this.#await(extent.crop(effect.rect))
    }
  }

  /** Shows the outline until the requested shape is ready. */
  #showMeanwhile(outline: PreviewShape): void {
    const { store } = this.#core
    const hide = () => {
      if (store.getState().preview === outline) store.setState({ preview: null })
    }
    if (this.#core.afterSliced(hide)) store.setState({ preview: outline })
  }

  #stroke(points: Extract<Effect, { type: 'stroke' }>['points']): void {
    const [first] = points
    if (this.#beginning !== null && first !== undefined) {
      const beginning = this.#beginning
      this.#beginning = null
      this.#strokes.begin(beginning, first)
    }
    this.#strokes.add(points)
  }

  #withObjects(act: (objects: ObjectActions) => Promise<unknown> | void): void {
    this.#await(this.#actions.selection.objects().then(act))
  }

  async #pick(at: Point): Promise<void> {
    const color = await this.#actions.selection.pickColor(at)
    if (color === null) return
    this.changeOptions({ color })
    this.#core.say(messages.colorPicked({ color }))
  }

  #await(work: Promise<unknown>): void {
    work.catch((thrown: unknown) => this.#core.report(thrown))
  }
}

const passing: ReadonlySet<ToolEvent['on']> = new Set(['move', 'up', 'double', 'unpress'])

function isEmptyTarget({ doc, raster }: SessionCore, id: string): boolean {
  if (id === samplingSurfaceId) return raster.isEmpty(doc.sampling)
  const mask = doc.masks.find((each) => each.id === id)
  if (mask !== undefined) return raster.isEmpty(mask.pixels)
  const layer = doc.layers.find((each) => each.id === id)
  return layer?.kind !== 'paint' || raster.isEmpty(layer.pixels)
}
