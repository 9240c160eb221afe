import type {
  CanvasDocument,
  MaskSettings,
  SamplingMode,
  StoredTile,
} from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { maskLayers, type MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import type { MaskEdge } from '../../../../shared/util/effective-mask.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import {
  changeSampling,
  clearLayer,
  invertLayer,
  keepResult,
  paintRect,
  replaceLayer,
  type Command,
} from '../document/commands.ts'
import { History } from '../document/history.ts'
import { releaseLayers, retainLayers } from '../document/layers.ts'
import type { MaskRaster, PaintMode } from '../document/mask-raster.ts'
import type { CanvasDoc, Layers, RasterRef } from '../document/model.ts'
import { encodeMaskPng } from '../raster/mask-png.ts'
import { renderMaskThumbnail, type MaskThumbnail } from '../raster/mask-thumbnail.ts'
import { openRaster } from '../raster/tile-storage.ts'
import { withFrozen } from '../raster/with-frozen.ts'
import { clampBrush } from '../tools/brush-settings.ts'
import { createBrushTool } from '../tools/brush-tool.ts'
import { panTool } from '../tools/pan-tool.ts'
import { resizeTool } from '../tools/resize-tool.ts'
import { ToolHost, toSlot } from '../tools/tool-host.ts'
import type { Brush, Effect, ToolEvent } from '../tools/tool.ts'
import { Autosave } from './autosave.ts'
import { createCanvasStore, type CanvasStore, type PaintTool } from './create-canvas-store.ts'
import { PaintGesture } from './paint-gesture.ts'
import { stepState } from './step-state.ts'
import { ViewControl } from './view-control.ts'

export interface CanvasSessionOptions {
  /** The open picture as `canvas.open` returned it. */
  readonly document: CanvasDocument
  /** What `canvas.loadMask` returned. */
  readonly tiles: readonly StoredTile[]
  readonly brush: Brush
  /** Resolves when on disk; called at most once at a time, within half a second of a change, until it succeeds. */
  readonly onSave: (tiles: StoredTile[], settings: MaskSettings) => Promise<void>
  /** Another picture became the base: a result was kept, or that was undone or redone. */
  readonly onBaseChange: (baseId: AssetId) => Promise<void>
}

/** The parts of the picture in which the layer changed. */
export type PaintListener = (layer: MaskLayer, dirty: readonly Rect[]) => void

const packDelayMs = 120
const tilesPackedPerRound = 24

export async function createCanvasSession(options: CanvasSessionOptions): Promise<CanvasSession> {
  const { raster, layers } = await openRaster(options.document, options.tiles)
  return new CanvasSession(options, raster, layers)
}

/** One open picture: document, history, painted layers, tools and autosave. Knows no React and no Konva. */
export class CanvasSession {
  readonly id: string
  readonly size: Size
  readonly store: CanvasStore
  readonly raster: MaskRaster
  readonly view: ViewControl
  readonly #history: History
  readonly #tools: ToolHost
  readonly #autosave: Autosave
  readonly #gesture: PaintGesture
  readonly #paintListeners = new Set<PaintListener>()
  /** What was last cleared or used up. */
  readonly #former: Record<MaskLayer, RasterRef | null> = { mask: null, sampling: null }
  /** As of the last step, to know which layer a step changed. */
  #shown: CanvasDoc
  #isDisposed = false
  #packTimer: ReturnType<typeof setTimeout> | null = null

  constructor(options: CanvasSessionOptions, raster: MaskRaster, layers: Layers) {
    const { document } = options
    this.id = document.id
    this.size = { widthPx: document.widthPx, heightPx: document.heightPx }
    this.raster = raster
    const { sampling, ...edge } = document.mask
    const { baseId } = document
    this.#history = new History({ size: this.size, baseId, samplingMode: sampling, ...layers }, raster)
    this.#shown = this.#history.doc
    this.#gesture = new PaintGesture(this.#history, raster)
    this.store = createCanvasStore({
      brush: clampBrush(options.brush),
      edge,
      sampling,
      baseId,
      hasMask: !raster.isEmpty(layers.mask),
      hasSampling: !raster.isEmpty(layers.sampling),
    })
    this.view = new ViewControl(this.store, this.size, () => this.#reachOfMask())
    this.#autosave = new Autosave({
      raster,
      layers: () => this.#history.doc,
      settings: () => ({ ...this.store.getState().edge, sampling: this.#history.doc.samplingMode }),
      baseId: () => this.#history.committed.baseId,
      saved: layers,
      onSave: options.onSave,
      onBaseChange: options.onBaseChange,
      onState: (saveState) => this.store.setState({ saveState }),
    })
    this.#tools = new ToolHost({
      tools: [toSlot(createBrushTool('paint')), toSlot(createBrushTool('erase')), toSlot(panTool), toSlot(resizeTool)],
      scene: () => ({ brush: this.store.getState().brush, zoom: this.store.getState().viewport.zoom }),
      run: (effect) => this.#run(effect),
    })
    this.#tools.choose('brush')
  }

  /** The document as it is seen now, in the middle of a stroke too. */
  get doc(): CanvasDoc {
    return this.#history.doc
  }

  /** The pixels are gone: nothing of it may be read any more. */
  get isDisposed(): boolean {
    return this.#isDisposed
  }

  onPaint(listener: PaintListener): () => void {
    this.#paintListeners.add(listener)
    return () => this.#paintListeners.delete(listener)
  }

  // Tools

  dispatch(event: ToolEvent): void {
    this.#tools.dispatch(event)
  }

  get isToolBusy(): boolean {
    return this.#tools.isBusy
  }

  /** In the middle of a stroke the tool stays as it is. */
  chooseTool(tool: PaintTool): void {
    if (this.#gesture.layer !== null) return
    this.#tools.choose(tool)
    this.store.setState({ tool, activeTool: this.#tools.activeId })
  }

  /** What is painted on. The sampling area counts from then on: nobody paints what does nothing. */
  chooseTarget(target: MaskLayer): void {
    if (this.#gesture.layer !== null) return
    if (target === 'sampling') this.changeSampling('painted')
    this.store.setState({ target })
  }

  /** What was painted as sampling area is kept while it is `automatic`, but neither shown nor sent. */
  changeSampling(mode: SamplingMode): void {
    if (mode === this.#history.committed.samplingMode) return
    this.#do(changeSampling(mode))
    if (mode === 'painted' && !this.store.getState().hasSampling) this.store.setState({ target: 'sampling' })
  }

  holdTool(id: 'pan' | 'resize-brush'): void {
    this.#tools.push(id)
    this.store.setState({ activeTool: this.#tools.activeId })
  }

  letGoTool(id: 'pan' | 'resize-brush'): void {
    this.#tools.pop(id)
    this.store.setState({ activeTool: this.#tools.activeId })
  }

  /** The window lost the focus, so no key up will come. */
  letGoAllTools(): void {
    this.#tools.popAll()
    this.store.setState({ activeTool: this.#tools.activeId, isOriginalHeld: false })
  }

  /** Abandons the stroke under way. */
  cancelStroke(): void {
    this.#tools.cancel()
  }

  changeBrush(change: Partial<Brush>): void {
    this.store.setState((state) => ({ brush: clampBrush({ ...state.brush, ...change }) }))
  }

  changeEdge(change: Partial<MaskEdge>): void {
    this.store.setState((state) => ({
      edge: { ...state.edge, ...change },
      maskRevision: state.maskRevision + 1,
    }))
    this.#autosave.touch()
  }

  toggleOverlay(): void {
    this.store.setState((state) => ({ isOverlayVisible: !state.isOverlayVisible }))
  }

  holdOriginal(isOriginalHeld: boolean): void {
    this.store.setState({ isOriginalHeld })
  }

  // The painted layers

  /** In the middle of a stroke: takes back just that. */
  undo(): void {
    if (this.#gesture.layer !== null) return this.cancelStroke()
    this.#travel(() => this.#history.undo())
  }

  redo(): void {
    this.#travel(() => this.#history.redo())
  }

  invert(): void {
    this.#do(invertLayer(this.#target))
  }

  clear(): void {
    const layer = this.#target
    if (this.raster.isEmpty(this.doc[layer])) return
    this.#remember(layer)
    this.#do(clearLayer(layer))
  }

  /** Brings back what was last cleared or used up. */
  restore(): void {
    const layer = this.#target
    const former = this.#former[layer]
    if (former !== null) this.#do(replaceLayer(layer, former))
  }

  paintRect(rect: Rect, mode: PaintMode): void {
    this.#do(paintRect(this.#target, rect, mode))
  }

  askRectangle(isAskingRectangle: boolean): void {
    this.store.setState({ isAskingRectangle })
  }

  /** One step: the result becomes the base and the mask is cleared. Undo brings both back. */
  keepResult(baseId: AssetId): void {
    if (!this.raster.isEmpty(this.doc.mask)) this.#remember('mask')
    this.#do(keepResult(baseId))
  }

  /** The painted mask as an 8-bit grey PNG of the picture's size, white = repaint. */
  exportMaskPng(): Promise<Uint8Array> {
    return this.#exportPng('mask')
  }

  /** Where the fill may copy from, white, as an 8-bit grey PNG; null = everywhere. */
  async exportSamplingPng(): Promise<Uint8Array | null> {
    const { samplingMode, sampling } = this.doc
    return samplingMode === 'automatic' || this.raster.isEmpty(sampling) ? null : this.#exportPng('sampling')
  }

  /** The effective mask as it is sent, made small. Rejects when aborted. */
  renderMaskThumbnail(longestSidePx: number, signal: AbortSignal): Promise<MaskThumbnail> {
    const { edge } = this.store.getState()
    return withFrozen(this.raster, this.#history.committed.mask, (frozen) =>
      renderMaskThumbnail(this.raster, frozen, edge, longestSidePx, signal),
    )
  }

  /** Resolves when everything is on disk; rejects when it could not be written. */
  flush(): Promise<void> {
    return this.#autosave.flush()
  }

  /** Frees the pixels. Call `flush` first: what is unsaved is lost. */
  dispose(): void {
    this.cancelStroke()
    this.#isDisposed = true
    if (this.#packTimer !== null) clearTimeout(this.#packTimer)
    this.#paintListeners.clear()
    this.#autosave.dispose()
    for (const former of Object.values(this.#former)) if (former !== null) this.raster.release(former)
    this.#history.dispose()
  }

  get #target(): MaskLayer {
    return this.store.getState().target
  }

  #do(command: Command): void {
    this.#travel(() => {
      this.#history.run(command)
      return true
    })
  }

  #travel(change: () => boolean): void {
    this.cancelStroke()
    const before = retainLayers(this.doc, this.raster)
    const hasChanged = change()
    if (hasChanged) {
      for (const layer of maskLayers) this.#tell(layer, this.raster.differences(before[layer], this.doc[layer]))
    }
    releaseLayers(before, this.raster)
    if (hasChanged) this.#afterStep()
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case 'begin':
        this.#gesture.begin(this.#target, effect.label, effect.style)
        return this.store.setState({ isPainting: true })
      case 'stroke':
        return this.#tell(this.#gesture.layer ?? this.#target, this.#gesture.add(effect.points))
      case 'commit':
        return this.#commitStroke()
      case 'abandon':
        return this.#abandonStroke()
      case 'pan':
        return this.view.panBy(effect.byX, effect.byY)
      case 'brush':
        return this.changeBrush(effect.change)
    }
  }

  #commitStroke(): void {
    if (this.#gesture.layer === null) return
    this.#gesture.commit()
    this.store.setState({ isPainting: false })
    this.#afterStep()
  }

  #abandonStroke(): void {
    const { layer } = this.#gesture
    if (layer === null) return
    const dirty = this.#gesture.abandon()
    this.store.setState({ isPainting: false })
    this.#tell(layer, dirty)
  }

  #afterStep(): void {
    const canRestore = { mask: this.#former.mask !== null, sampling: this.#former.sampling !== null }
    this.store.setState((state) => ({ ...stepState(state, this.#shown, this.#history, this.raster), canRestore }))
    this.#shown = this.#history.doc
    this.#autosave.touch()
    this.#packSoon()
  }

  #tell(layer: MaskLayer, dirty: readonly Rect[]): void {
    if (dirty.length === 0) return
    for (const listener of this.#paintListeners) listener(layer, dirty)
    if (this.#gesture.layer !== null) this.#autosave.touch()
  }

  #remember(layer: MaskLayer): void {
    this.cancelStroke()
    const former = this.#former[layer]
    if (former !== null) this.raster.release(former)
    this.#former[layer] = this.raster.retain(this.doc[layer])
  }

  #exportPng(layer: MaskLayer): Promise<Uint8Array> {
    return withFrozen(this.raster, this.doc[layer], (frozen) => encodeMaskPng(this.raster, frozen))
  }

  #reachOfMask(): Rect | null {
    return this.raster.bounds(this.doc.mask)
  }

  /** Tiles that only undo needs are packed while the hand rests. */
  #packSoon(): void {
    this.#packTimer ??= setTimeout(() => {
      this.#packTimer = null
      const { mask, sampling } = this.doc
      const hasPacked = this.raster.packOthers([mask, sampling], tilesPackedPerRound) > 0
      if (this.#gesture.layer !== null || hasPacked) this.#packSoon()
    }, packDelayMs)
  }
}
