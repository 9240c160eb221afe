import type { DocumentState, StoredTile } from '../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/editor.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { clearSurface, nameOfSurface } from '../document/commands.ts'
import { History } from '../document/history.ts'
import type { CanvasDoc, LayerEntry, MaskEntry, RasterRef } from '../document/model.ts'
import type { PixelReader } from '../document/pixel-reader.ts'
import type { Raster } from '../document/raster.ts'
import { TileRaster } from '../raster/tile-raster.ts'
import { decodeStoredTiles } from '../raster/tile-storage.ts'
import type { Brush } from '../tools/tool.ts'
import { Autosave, type Save } from './autosave.ts'
import { createCanvasStore, type CanvasStore } from './create-canvas-store.ts'
import { inWindowLanguage } from './default-names.ts'
import { stateToSave, documentState } from './document-state.ts'
import { PendingEdit } from './pending-edit.ts'
import { ExtentActions } from './actions/extent-actions.ts'
import { LayerActions } from './actions/layer-actions.ts'
import type { MarkupActions } from './actions/markup-actions.ts'
import { MaskActions } from './actions/mask-actions.ts'
import { SurfaceNames } from './name-surfaces.ts'
import { OutputActions } from './actions/output-actions.ts'
import type { ImageVision } from './image-vision.ts'
import { SelectionActions } from './actions/selection-actions.ts'
import { SessionCore, type PaintListener } from './session-core.ts'
import { TilePacker } from './tile-packer.ts'
import { ToolActions } from './actions/tool-actions.ts'
import { ViewControl } from './view-control.ts'

export interface CanvasSessionOptions {
  readonly id: string
  readonly baseId: AssetId
  /** The response of `canvas.load`. */
  readonly state: DocumentState
  readonly tiles: readonly StoredTile[]
  readonly brush: Brush
  /** Reads the document's pixels, layers included. */
  readonly createPixels: (raster: Raster) => PixelReader
  /** Resolves when on disk; called at most once at a time, within half a second of a change, until it succeeds. */
  readonly onSave: (save: Save) => Promise<void>
  /** Composes what is on disk into one library image. */
  readonly onCompose: () => Promise<{ readonly assetId: AssetId }>
  /** Creates a library image from a part of the base. */
  readonly onCrop: (rect: Rect) => Promise<{ readonly assetId: AssetId }>
  /** Returns a mask of an image's subject by a model, a PNG of its size; null = no model finds one. */
  readonly vision: ImageVision
  /** Called when something fails that has no caller to report to. */
  readonly onProblem: (error: unknown) => void
}

export async function createCanvasSession(options: CanvasSessionOptions): Promise<CanvasSession> {
  const { raster, doc } = await openDocument(options)
  return new CanvasSession(options, raster, doc)
}

/** The other tool actions are called by the session itself. */
export type Tools = Omit<ToolActions, 'back' | 'chooseNew' | 'markup' | 'discardPress' | 'imageMoved' | 'refit'>

/**
 * One open image: document, history, painted surfaces, tools and autosave. Independent of React and Konva. Its parts
 * hold the actions; each change of the document is one history step, with the label that Undo shows, but tool and view
 * settings are not.
 */
export class CanvasSession {
  readonly id: string
  readonly store: CanvasStore
  readonly raster: Raster
  /** What is shown, and how. */
  readonly view: ViewControl
  readonly tools: Tools
  /** Masks and, if it is the target, the sampling area. */
  readonly masks: MaskActions
  readonly layers: LayerActions
  /** Operations that take a moment: by color, or on the whole mask. */
  readonly selection: SelectionActions
  /** Frame, crop, and replacing the base. */
  readonly extent: ExtentActions
  /** The edit to make: intent, edge, prompt, the area that is sent. */
  readonly edit: PendingEdit
  /** Of new masks and layers. */
  readonly names = new SurfaceNames()
  /** Output of the canvas. */
  readonly output: OutputActions
  readonly #core: SessionCore
  readonly #autosave: Autosave
  readonly #tools: ToolActions
  readonly #packer: TilePacker
  #isDisposed = false

  constructor(options: CanvasSessionOptions, raster: Raster, doc: CanvasDoc) {
    const { edit, words: prompts, targetId } = options.state
    this.id = options.id
    this.raster = raster
    this.store = createCanvasStore({
      ...documentState(doc, raster, targetId),
      brush: options.brush,
      edge: { growPx: edit.growPx, featherPx: edit.featherPx },
      isEdgeAutomatic: edit.isEdgeAutomatic,
      intent: edit.intent,
      box: edit.box,
      prompts,
    })
    this.view = new ViewControl(this.store)
    const history = new History(doc, raster)
    this.#core = new SessionCore({
      raster,
      history,
      store: this.store,
      pixels: options.createPixels(raster),
      discardPress: () => this.#tools.discardPress(),
      onChange: () => {
        this.#autosave.touch()
        this.#packer.soon()
      },
      onTarget: () => this.#tools.refit(),
      onExtent: (offset) => {
        this.view.imageMoved(offset)
        this.#tools.imageMoved(offset)
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
    const { names } = this
    const choose = (id: string) => this.#tools.chooseTarget(id)
    this.masks = new MaskActions(this.#core, names, choose)
    this.layers = new LayerActions(this.#core, names, (id) => this.#tools.chooseNew(id))
    this.edit = new PendingEdit(this.#core)
    this.selection = new SelectionActions(this.#core, names, this.edit, {
      chooseTarget: choose,
      vision: options.vision,
    })
    this.extent = new ExtentActions(this.#core, this.view, options.onCrop)
    this.output = new OutputActions(this.#core, () => this.#autosave.flush(), options.onCompose)
    this.#tools = new ToolActions(this.#core, this.view, this)
    this.tools = this.#tools
    this.#packer = new TilePacker(this.#core, () => this.#tools.isPainting)
  }

  /** The document as currently shown, including during a stroke. */
  get doc(): CanvasDoc {
    return this.#core.doc
  }

  get size(): Size {
    return this.#core.doc.size
  }

  /** The pixels are freed: no part of the session may be read any more. */
  get isDisposed(): boolean {
    return this.#isDisposed
  }

  /** Changes all states of the document but not its pixels, without a step. @returns false while the document is at work */
  revise(change: (doc: CanvasDoc) => CanvasDoc): boolean {
    return this.#core.revise(change)
  }

  onPaint(listener: PaintListener): () => void {
    return this.#core.onPaint(listener)
  }

  say(text: string): void {
    this.#core.say(text)
  }

  /** During a stroke, undoes only the stroke; during a contour, its last corner; during a long operation, all of it. */
  undo(): void {
    if (this.#tools.back()) return
    if (this.#core.isWorking) this.#core.cancelWork()
    else this.#core.undo()
  }

  redo(): void {
    if (!this.#tools.isPainting) this.#core.redo()
  }

  /** The marks over the image; loaded with the first use. */
  markup(): Promise<MarkupActions> {
    return this.#tools.markup()
  }

  /** Sets what tools and commands act on: a mask, a layer or the sampling area. */
  chooseTarget(id: string): void {
    // Painting on it implies using it: from then on the sampling area is in effect.
    if (id === samplingSurfaceId && !this.#tools.isPainting) this.masks.changeSampling('painted')
    this.#tools.chooseTarget(id)
  }

  /** Empties the target. */
  clear(): void {
    const { targetId, targetKind } = this.store.getState()
    if (targetKind === 'paint') {
      this.#core.remember(targetId)
      return this.#core.do(clearSurface(targetId, messages.clear({ name: nameOfSurface(this.doc, targetId) })))
    }
    if (targetKind !== 'picture') this.masks.clear(targetId)
  }

  /** Restores what was last cleared or used up on the target. */
  restore(): void {
    this.masks.restore(this.#core.targetId)
  }

  /** Resolves when everything is on disk; rejects if the write fails. */
  flush(): Promise<void> {
    this.#core.settle()
    return this.#autosave.flush()
  }

  /** Likewise, once an operation that is in progress has changed the document: for a file that someone asked for. */
  async finish(): Promise<void> {
    await this.#core.whenIdle()
    await this.#autosave.flush()
  }

  /** Frees the pixels. Call `flush` first: unsaved changes are lost. */
  dispose(): void {
    this.#tools.cancel()
    this.#isDisposed = true
    this.#packer.stop()
    this.#autosave.dispose()
    this.#core.dispose()
  }
}

interface StoredDocument {
  readonly baseId: AssetId
  readonly state: DocumentState
  readonly tiles: readonly StoredTile[]
}

/** Opens a document with its pixels as stored on disk. @throws storage/corrupt if tiles are damaged */
async function openDocument(stored: StoredDocument): Promise<{ raster: TileRaster; doc: CanvasDoc }> {
  const { baseId, state } = stored
  const raster = new TileRaster()
  const open = async (id: string, channels: RasterRef['channels']) =>
    raster.fromTiles(state.size, channels, await decodeStoredTiles(stored.tiles, id, state.size, channels))
  const masks: MaskEntry[] = []
  for (const info of state.masks) {
    masks.push({ ...info, name: inWindowLanguage(info.name), pixels: await open(info.id, 1) })
  }
  const layers: LayerEntry[] = []
  for (const info of state.layers) {
    layers.push(
      info.kind === 'paint' ? { ...info, name: inWindowLanguage(info.name), pixels: await open(info.id, 4) } : info,
    )
  }
  const doc: CanvasDoc = {
    size: state.size,
    origin: { x: 0, y: 0 },
    baseId,
    masks,
    layers,
    sampling: await open(samplingSurfaceId, 1),
    samplingMode: state.sampling,
    frame: state.frame,
    markup: state.markup ?? { marks: [], isVisible: true },
  }
  return { raster, doc }
}
