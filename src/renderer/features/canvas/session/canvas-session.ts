import type { CanvasDocument, MaskSettings, StoredTile } from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { clearMask, invertMask, keepResult, paintRect, replaceMask, type Command } from '../document/commands.ts'
import { History, type Gesture } from '../document/history.ts'
import type { MaskRaster, OpenStroke, PaintMode } from '../document/mask-raster.ts'
import type { CanvasDoc, RasterRef } from '../document/model.ts'
import { encodeMaskPng } from '../raster/mask-png.ts'
import { renderMaskThumbnail, type MaskThumbnail } from '../raster/mask-thumbnail.ts'
import { openRaster } from '../raster/tile-storage.ts'
import { clampBrush } from '../tools/brush-settings.ts'
import { createBrushTool } from '../tools/brush-tool.ts'
import { panTool } from '../tools/pan-tool.ts'
import { resizeTool } from '../tools/resize-tool.ts'
import { ToolHost, toSlot } from '../tools/tool-host.ts'
import type { Brush, Effect, ToolEvent } from '../tools/tool.ts'
import { Autosave } from './autosave.ts'
import { createCanvasStore, type CanvasStore, type PaintTool } from './create-canvas-store.ts'
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

/** The parts of the picture whose mask changed. */
export type MaskListener = (dirty: readonly Rect[]) => void

const packDelayMs = 120
const tilesPackedPerRound = 24

export async function createCanvasSession(options: CanvasSessionOptions): Promise<CanvasSession> {
  const { raster, mask } = await openRaster(options.document, options.tiles)
  return new CanvasSession(options, raster, mask)
}

/** One open picture: document, history, mask, tools and autosave. Knows no React and no Konva. */
export class CanvasSession {
  readonly id: string
  readonly size: Size
  readonly store: CanvasStore
  readonly raster: MaskRaster
  readonly view: ViewControl
  readonly #history: History
  readonly #tools: ToolHost
  readonly #autosave: Autosave
  readonly #maskListeners = new Set<MaskListener>()
  #gesture: Gesture | null = null
  #stroke: OpenStroke | null = null
  #lastMask: RasterRef | null = null
  #isDisposed = false
  #packTimer: ReturnType<typeof setTimeout> | null = null

  constructor(options: CanvasSessionOptions, raster: MaskRaster, mask: RasterRef) {
    const { document } = options
    this.id = document.id
    this.size = { widthPx: document.widthPx, heightPx: document.heightPx }
    this.raster = raster
    this.#history = new History({ size: this.size, baseId: document.baseId, mask }, raster)
    this.store = createCanvasStore({
      brush: clampBrush(options.brush),
      edge: document.mask,
      baseId: document.baseId,
      hasMask: !raster.isEmpty(mask),
    })
    this.view = new ViewControl(this.store, this.size, () => this.#reachOfMask())
    this.#autosave = new Autosave({
      raster,
      mask: () => this.#history.doc.mask,
      edge: () => this.store.getState().edge,
      baseId: () => this.#history.committed.baseId,
      saved: mask,
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

  /** The mask is gone: nothing of it may be read any more. */
  get isDisposed(): boolean {
    return this.#isDisposed
  }

  onMaskChange(listener: MaskListener): () => void {
    this.#maskListeners.add(listener)
    return () => this.#maskListeners.delete(listener)
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
    if (this.#stroke !== null) return
    this.#tools.choose(tool)
    this.store.setState({ tool, activeTool: this.#tools.activeId })
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

  changeEdge(change: Partial<MaskSettings>): void {
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

  // The mask

  /** In the middle of a stroke: takes back just that. */
  undo(): void {
    if (this.#stroke !== null) return this.cancelStroke()
    this.#travel(() => this.#history.undo())
  }

  redo(): void {
    this.#travel(() => this.#history.redo())
  }

  invertMask(): void {
    this.#do(invertMask)
  }

  clearMask(): void {
    if (this.raster.isEmpty(this.doc.mask)) return
    this.#rememberMask()
    this.#do(clearMask)
  }

  /** Brings back the mask that was last cleared or used up. */
  restoreMask(): void {
    if (this.#lastMask !== null) this.#do(replaceMask(this.#lastMask))
  }

  paintRect(rect: Rect, mode: PaintMode): void {
    this.#do(paintRect(rect, mode))
  }

  /** One step: the result becomes the base and the mask is cleared. Undo brings both back. */
  keepResult(baseId: AssetId): void {
    if (!this.raster.isEmpty(this.doc.mask)) this.#rememberMask()
    this.#do(keepResult(baseId))
  }

  /** The painted mask as an 8-bit grey PNG of the picture's size, white = repaint. */
  async exportMaskPng(): Promise<Uint8Array> {
    const frozen = this.raster.freeze(this.doc.mask)
    try {
      return await encodeMaskPng(this.raster, frozen)
    } finally {
      this.raster.release(frozen)
    }
  }

  /** The effective mask as it is sent, made small. Rejects when aborted. */
  async renderMaskThumbnail(longestSidePx: number, signal: AbortSignal): Promise<MaskThumbnail> {
    const frozen = this.raster.freeze(this.#history.committed.mask)
    try {
      return await renderMaskThumbnail(this.raster, frozen, this.store.getState().edge, longestSidePx, signal)
    } finally {
      this.raster.release(frozen)
    }
  }

  /** Resolves when everything is on disk; rejects when it could not be written. */
  flush(): Promise<void> {
    return this.#autosave.flush()
  }

  /** Frees the mask. Call `flush` first: what is unsaved is lost. */
  dispose(): void {
    this.cancelStroke()
    this.#isDisposed = true
    if (this.#packTimer !== null) clearTimeout(this.#packTimer)
    this.#maskListeners.clear()
    this.#autosave.dispose()
    if (this.#lastMask !== null) this.raster.release(this.#lastMask)
    this.#history.dispose()
  }

  #do(command: Command): void {
    this.#travel(() => {
      this.#history.run(command)
      return true
    })
  }

  #travel(change: () => boolean): void {
    this.cancelStroke()
    const before = this.raster.retain(this.doc.mask)
    const hasChanged = change()
    const dirty = hasChanged ? this.raster.differences(before, this.doc.mask) : []
    this.raster.release(before)
    if (hasChanged) this.#afterStep(dirty)
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case 'begin':
        this.#gesture = this.#history.begin(effect.label)
        this.#stroke = this.raster.beginStroke(this.doc.mask, effect.style)
        this.#gesture.show({ ...this.doc, mask: this.#stroke.ref })
        return this.store.setState({ isPainting: true })
      case 'stroke':
        return this.#tell(this.#stroke?.add(effect.points) ?? [])
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
    const doc = this.doc
    if (this.#stroke === null) return
    this.#gesture?.commit({ ...doc, mask: this.#stroke.commit() })
    this.#endStroke()
    this.#afterStep([])
  }

  #abandonStroke(): void {
    const dirty = this.#stroke?.abandon() ?? []
    this.#gesture?.abandon()
    this.#endStroke()
    this.#tell(dirty)
  }

  #endStroke(): void {
    this.#stroke = null
    this.#gesture = null
    this.store.setState({ isPainting: false })
  }

  #afterStep(dirty: readonly Rect[]): void {
    this.#tell(dirty)
    const history = this.#history
    this.store.setState((state) => ({
      baseId: history.doc.baseId,
      hasMask: !this.raster.isEmpty(history.doc.mask),
      undoLabel: history.undoLabel,
      redoLabel: history.redoLabel,
      canUndo: history.undoLabel !== null,
      canRedo: history.redoLabel !== null,
      canRestoreMask: this.#lastMask !== null,
      maskRevision: state.maskRevision + 1,
    }))
    this.#autosave.touch()
    this.#packSoon()
  }

  #tell(dirty: readonly Rect[]): void {
    if (dirty.length === 0) return
    for (const listener of this.#maskListeners) listener(dirty)
    if (this.#stroke !== null) this.#autosave.touch()
  }

  #rememberMask(): void {
    this.cancelStroke()
    if (this.#lastMask !== null) this.raster.release(this.#lastMask)
    this.#lastMask = this.raster.retain(this.doc.mask)
  }

  #reachOfMask(): Rect | null {
    return this.raster.bounds(this.doc.mask)
  }

  /** Tiles that only undo needs are packed while the hand rests. */
  #packSoon(): void {
    this.#packTimer ??= setTimeout(() => {
      this.#packTimer = null
      if (this.#stroke !== null || this.raster.packOthers(this.doc.mask, tilesPackedPerRound) > 0) this.#packSoon()
    }, packDelayMs)
  }
}
