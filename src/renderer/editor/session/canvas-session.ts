import type {
  DocumentState,
  LayerInfo,
  MaskInfo,
  Placement,
  SamplingMode,
  StoredTile,
  Words,
} from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import { outlineEdge } from '../../../shared/domain/edit-defaults.ts'
import type { EditIntent } from '../../../shared/domain/edit.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { MaskEdge } from '../../../shared/util/effective-mask.ts'
import { isSameSize, type Point, type Rect, type Size } from '../../../shared/util/geometry.ts'
import { changeFrame, clearSurface, nameOfSurface } from '../document/commands.ts'
import { History } from '../document/history.ts'
import type { CanvasDoc } from '../document/model.ts'
import type { PixelReader } from '../document/pixel-reader.ts'
import type { CombineMode, CoverageSource, Raster } from '../document/raster.ts'
import type { MaskThumbnail } from '../raster/mask-thumbnail.ts'
import type { RefineOperation } from '../raster/refine/index.ts'
import type { Brush, HeldToolId, ToolEvent, ToolId, ToolOptions } from '../tools/tool.ts'
import { Autosave, type Save } from './autosave.ts'
import type { CanvasActions, NewBase } from './canvas-actions.ts'
import {
  createCanvasStore,
  type CanvasState,
  type CanvasStore,
  type IncomingMask,
  type Overlay,
} from './create-canvas-store.ts'
import { stateToSave } from './document-settings.ts'
import { ExtentActions } from './extent-actions.ts'
import { LayerActions } from './layer-actions.ts'
import { MaskActions } from './mask-actions.ts'
import { SurfaceNames } from './name-surfaces.ts'
import { openDocument } from './open-document.ts'
import { OutputActions } from './output-actions.ts'
import { SelectionActions } from './selection-actions.ts'
import { SessionCore, type PaintListener } from './session-core.ts'
import { documentState } from './step-state.ts'
import { TilePacker } from './tile-packer.ts'
import { ToolActions } from './tool-actions.ts'
import { ViewControl } from './view-control.ts'

export interface CanvasSessionOptions {
  readonly id: string
  readonly baseId: AssetId
  /** What `canvas.load` returned. */
  readonly state: DocumentState
  readonly tiles: readonly StoredTile[]
  readonly brush: Brush
  /** Reads the document's pixels, layers included. */
  readonly createPixels: (raster: Raster) => PixelReader
  /** Resolves when on disk; called at most once at a time, within half a second of a change, until it succeeds. */
  readonly onSave: (save: Save) => Promise<void>
  /** Makes one library picture of what is on disk. */
  readonly onCompose: () => Promise<{ readonly assetId: AssetId }>
  /** Makes a library picture of a part of the base. */
  readonly onCrop: (rect: Rect) => Promise<{ readonly assetId: AssetId }>
  /** Something that nobody waits for went wrong. */
  readonly onProblem: (error: unknown) => void
}

export async function createCanvasSession(options: CanvasSessionOptions): Promise<CanvasSession> {
  const { raster, doc } = await openDocument(options)
  return new CanvasSession(options, raster, doc)
}

/** One open picture: document, history, painted surfaces, tools and autosave. Knows no React and no Konva. */
export class CanvasSession implements CanvasActions {
  readonly id: string
  readonly store: CanvasStore
  readonly raster: Raster
  readonly view: ViewControl
  readonly #core: SessionCore
  readonly #autosave: Autosave
  readonly #tools: ToolActions
  readonly #masks: MaskActions
  readonly #layers: LayerActions
  readonly #selections: SelectionActions
  readonly #extent: ExtentActions
  readonly #output: OutputActions
  readonly #packer: TilePacker
  #lastOverlay: Overlay = 'tint'
  #isDisposed = false

  constructor(options: CanvasSessionOptions, raster: Raster, doc: CanvasDoc) {
    const { edit, words, targetId } = options.state
    this.id = options.id
    this.raster = raster
    this.store = createCanvasStore({
      ...documentState(doc, raster, targetId),
      brush: options.brush,
      edge: { growPx: edit.growPx, featherPx: edit.featherPx },
      isEdgeAutomatic: edit.isEdgeAutomatic,
      intent: edit.intent,
      box: edit.box,
      words,
    })
    this.view = new ViewControl(this.store)
    const history = new History(doc, raster)
    this.#core = new SessionCore({
      raster,
      history,
      store: this.store,
      pixels: options.createPixels(raster),
      giveWay: () => this.#tools.giveWay(),
      onChange: () => {
        this.#autosave.touch()
        this.#packer.soon()
      },
      onTarget: () => this.#tools.refit(),
      onExtent: (offset) => {
        this.view.pictureMoved(offset)
        this.#tools.pictureMoved(offset)
      },
      onProblem: options.onProblem,
    })
    this.#autosave = new Autosave({
      raster,
      doc: () => history.doc,
      state: (saved) => stateToSave(saved, this.store.getState()),
      saved: doc,
      onSave: options.onSave,
      onState: (saveState) => this.store.setState({ saveState }),
    })
    const names = new SurfaceNames()
    const choose = (id: string) => this.#tools.chooseTarget(id)
    this.#masks = new MaskActions(this.#core, names, choose)
    this.#layers = new LayerActions(this.#core, names, (id) => this.#tools.chooseNew(id))
    this.#selections = new SelectionActions(this.#core, names)
    this.#extent = new ExtentActions(this.#core, options.onCrop)
    this.#output = new OutputActions(this.#core, () => this.#autosave.flush(), options.onCompose)
    this.#tools = new ToolActions(this.#core, this.view, {
      masks: this.#masks,
      layers: this.#layers,
      selections: this.#selections,
      extent: this.#extent,
    })
    this.#packer = new TilePacker(this.#core, () => this.#tools.isPainting)
  }

  /** The document as it is seen now, in the middle of a stroke too. */
  get doc(): CanvasDoc {
    return this.#core.doc
  }

  get size(): Size {
    return this.#core.doc.size
  }

  /** The pixels are gone: nothing of it may be read any more. */
  get isDisposed(): boolean {
    return this.#isDisposed
  }

  get isToolBusy(): boolean {
    return this.#tools.isBusy
  }

  onPaint(listener: PaintListener): () => void {
    return this.#core.onPaint(listener)
  }

  // Tools

  dispatch(event: ToolEvent): void {
    this.#tools.dispatch(event)
  }

  chooseTool(tool: ToolId): void {
    this.#tools.chooseTool(tool)
  }

  holdTool(id: HeldToolId): void {
    this.#tools.hold(id)
  }

  letGoTool(id: HeldToolId): void {
    this.#tools.letGo(id)
  }

  letGoAllTools(): void {
    this.#tools.letGoAll()
  }

  cancelTool(): void {
    this.#tools.cancel()
  }

  finishStroke(): void {
    this.#tools.finishStroke()
  }

  changeBrush(change: Partial<Brush>): void {
    this.#tools.changeBrush(change)
  }

  changeOptions(change: Partial<ToolOptions>): void {
    this.store.setState(({ options }) => ({ options: { ...options, ...change } }))
  }

  say(text: string): void {
    this.#core.say(text)
  }

  // Steps

  /** In the middle of a stroke: takes back just that; of a contour, its last corner; of what takes a moment, all. */
  undo(): void {
    if (this.#tools.back()) return
    if (this.#core.isWorking) this.#core.giveUpWork()
    else this.#core.undo()
  }

  redo(): void {
    if (!this.#tools.isPainting) this.#core.redo()
  }

  // The target

  chooseTarget(id: string): void {
    // Nobody paints what does nothing: from then on the sampling area counts.
    if (id === samplingSurfaceId && !this.#tools.isPainting) this.#masks.changeSampling('painted')
    this.#tools.chooseTarget(id)
  }

  clear(): void {
    const { targetId, targetKind } = this.store.getState()
    if (targetKind === 'paint') {
      this.#core.remember(targetId)
      return this.#core.do(clearSurface(targetId, `Clear ${nameOfSurface(this.doc, targetId)}`))
    }
    if (targetKind !== 'picture') this.#masks.clear(targetId)
  }

  restore(): void {
    this.#masks.restore(this.#core.targetId)
  }

  // Masks

  addMask(change?: Partial<Omit<MaskInfo, 'id'>>): string {
    return this.#masks.add(change)
  }

  removeMask(id: string): void {
    this.#masks.remove(id)
  }

  duplicateMask(id: string): void {
    this.#masks.duplicate(id)
  }

  changeMask(id: string, change: Partial<Omit<MaskInfo, 'id'>>): void {
    this.#masks.change(id, change)
  }

  invert(): void {
    this.#masks.invert()
  }

  combine(label: string, source: CoverageSource, mode: CombineMode): void {
    this.#masks.combine(label, source, mode)
  }

  combineMask(id: string, mode: CombineMode): void {
    this.#masks.combineMask(id, mode)
  }

  selectAll(): void {
    this.#masks.selectAll()
  }

  selectBorder(widthPx: number): void {
    this.#masks.selectBorder(widthPx)
  }

  refine(operation: RefineOperation): Promise<void> {
    return this.#selections.refine(operation)
  }

  selectSimilar(at: Point, mode: CombineMode): Promise<void> {
    return this.#selections.similar(at, mode)
  }

  selectColor(color: string, tolerance: number, mode: CombineMode): Promise<void> {
    return this.#selections.color(color, tolerance, mode)
  }

  async selectSubject(mode: CombineMode): Promise<void> {
    const { targetKind, intent } = this.store.getState()
    await this.#selections.subject(mode)
    // A new background has a narrow edge by itself.
    if (targetKind === 'mask' && intent !== 'background') this.changeEdge(outlineEdge(this.size))
  }

  async importMask(maskPng: Uint8Array, how: Parameters<CanvasActions['importMask']>[1]): Promise<void> {
    const id = await this.#selections.import(maskPng, how)
    if (id !== null) this.chooseTarget(id)
  }

  offerMask(incomingMask: IncomingMask): void {
    this.store.setState({ incomingMask, dialog: 'import-mask' })
  }

  changeSampling(mode: SamplingMode): void {
    this.#masks.changeSampling(mode)
  }

  // Layers

  addPaintLayer(): string {
    return this.#layers.addPaint()
  }

  addPictureLayer(picture: { readonly assetId: AssetId; readonly size: Size; readonly name: string }): string {
    return this.#layers.addPicture(picture)
  }

  removeLayer(id: string): void {
    this.#layers.remove(id)
  }

  duplicateLayer(id: string): void {
    this.#layers.duplicate(id)
  }

  changeLayer(id: string, change: Partial<Pick<LayerInfo, 'name' | 'isVisible' | 'opacity'>>): void {
    this.#layers.change(id, change)
  }

  moveLayer(id: string, to: number): void {
    this.#layers.move(id, to)
  }

  placeLayer(id: string, placement: Placement): void {
    this.#layers.place(id, placement)
  }

  fillWithColor(): void {
    this.#selections.fillWithColor()
  }

  // Extent

  changeFrame(frame: Rect | null): void {
    const hadFrame = this.doc.frame !== null
    this.#core.do(changeFrame(frame))
    // The view was made wide for it.
    if (frame !== null) this.view.showFrame()
    else if (hadFrame) this.view.fit()
  }

  extendFrame(side: Parameters<CanvasActions['extendFrame']>[0], share: number): void {
    this.#extent.extend(side, share)
    this.view.showFrame()
  }

  crop(rect: Rect): Promise<void> {
    return this.#extent.crop(rect)
  }

  keep(base: NewBase): void {
    const isOfSize = isSameSize(base.size, this.size)
    this.#extent.keep(base)
    if (!isOfSize) this.view.fit()
  }

  // What is to be done with it

  changeEdge(change: Partial<MaskEdge>): void {
    this.store.setState((state) => ({
      edge: { ...state.edge, ...change },
      isEdgeAutomatic: false,
      maskRevision: state.maskRevision + 1,
    }))
    this.#core.changed()
  }

  automateEdge(): void {
    this.store.setState({ isEdgeAutomatic: true })
    this.#core.renewEdge()
    this.#core.changed()
  }

  changeIntent(intent: EditIntent, how?: Parameters<CanvasActions['changeIntent']>[1]): void {
    const { edgeHow } = this.store.getState()
    this.store.setState({ intent, edgeHow: { ...edgeHow, ...how } })
    this.#core.renewEdge()
    this.#core.changed()
  }

  changeBox(box: Rect | null): void {
    this.store.setState({ box })
    this.#core.changed()
  }

  showPlannedBox(plannedBox: Rect | null): void {
    this.store.setState({ plannedBox })
  }

  changeWords(words: Partial<Words>): void {
    this.store.setState((state) => ({ words: { ...state.words, ...words } }))
    this.#core.changed()
  }

  // View

  changeOverlay(overlay: Overlay): void {
    const { overlay: before } = this.store.getState()
    if (before !== 'off') this.#lastOverlay = before
    this.store.setState({ overlay })
  }

  toggleOverlay(): void {
    this.changeOverlay(this.store.getState().overlay === 'off' ? this.#lastOverlay : 'off')
  }

  toggleNavigator(): void {
    this.store.setState(({ isNavigatorShown }) => ({ isNavigatorShown: !isNavigatorShown }))
  }

  holdOriginal(isOriginalHeld: boolean): void {
    this.store.setState({ isOriginalHeld })
  }

  openDialog(dialog: CanvasState['dialog']): void {
    this.store.setState(dialog === null ? { dialog, incomingMask: null } : { dialog })
  }

  // What is sent

  exportMaskPng(): Promise<Uint8Array> {
    return this.#output.maskPng()
  }

  exportOneMaskPng(id: string): Promise<Uint8Array> {
    return this.#output.oneMaskPng(id)
  }

  exportSamplingPng(): Promise<Uint8Array | null> {
    return this.#output.samplingPng()
  }

  renderMaskThumbnail(longestSidePx: number, signal: AbortSignal): Promise<MaskThumbnail> {
    return this.#output.maskThumbnail(longestSidePx, signal)
  }

  compose(): Promise<{ readonly assetId: AssetId; readonly hasLayers: boolean }> {
    return this.#output.compose()
  }

  flush(): Promise<void> {
    this.#core.settle()
    return this.#autosave.flush()
  }

  /** Frees the pixels. Call `flush` first: what is unsaved is lost. */
  dispose(): void {
    this.#tools.cancel()
    this.#isDisposed = true
    this.#packer.stop()
    this.#autosave.dispose()
    this.#core.dispose()
  }
}
