import type { DocumentState, StoredTile } from '../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import * as messages from '../../../shared/messages/en/editor.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { clearSurface, nameOfSurface } from '../document/commands.ts'
import { History } from '../document/history.ts'
import type { CanvasDoc, LayerEntry, MaskEntry, RasterRef } from '../document/model.ts'
import type { PixelReader } from '../document/pixel-reader.ts'
import type { Raster } from '../document/raster.ts'
import { TileRaster } from '../raster/tile-raster.ts'
import { decodeTiles } from '../raster/tile-storage.ts'
import type { Brush } from '../tools/tool.ts'
import { Autosave, type Save } from './autosave.ts'
import { createCanvasStore, type CanvasStore } from './create-canvas-store.ts'
import { stateToSave } from './document-settings.ts'
import { PendingEdit } from './pending-edit.ts'
import { ExtentActions } from './extent-actions.ts'
import { LayerActions } from './layer-actions.ts'
import { MaskActions } from './mask-actions.ts'
import { SurfaceNames } from './name-surfaces.ts'
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

/** What else tools do, the session asks for. */
export type Tools = Omit<ToolActions, 'back' | 'chooseNew' | 'giveWay' | 'pictureMoved' | 'refit'>

/**
 * One open image: document, history, painted surfaces, tools and autosave. Knows no React and no Konva. What can be done
 * with it is in its parts; each change of the document is one step of the history, with the label that Undo shows, and
 * settings of tools and view are none.
 */
export class CanvasSession {
  readonly id: string
  readonly store: CanvasStore
  readonly raster: Raster
  /** What is shown, and how. */
  readonly view: ViewControl
  readonly tools: Tools
  /** Masks and, where it is the target, the sampling area. */
  readonly masks: MaskActions
  readonly layers: LayerActions
  /** What takes a moment: by colors, or by the mask as a whole. */
  readonly selection: SelectionActions
  /** Frame, crop, and another base. */
  readonly extent: ExtentActions
  /** What is to be done: intent, edge, prompt, the part that is sent. */
  readonly edit: PendingEdit
  /** What leaves the canvas. */
  readonly output: OutputActions
  readonly #core: SessionCore
  readonly #autosave: Autosave
  readonly #tools: ToolActions
  readonly #packer: TilePacker
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
    this.masks = new MaskActions(this.#core, names, choose)
    this.layers = new LayerActions(this.#core, names, (id) => this.#tools.chooseNew(id))
    this.edit = new PendingEdit(this.#core)
    this.selection = new SelectionActions(this.#core, names, this.edit, choose)
    this.extent = new ExtentActions(this.#core, this.view, options.onCrop)
    this.output = new OutputActions(this.#core, () => this.#autosave.flush(), options.onCompose)
    this.#tools = new ToolActions(this.#core, this.view, this)
    this.tools = this.#tools
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

  onPaint(listener: PaintListener): () => void {
    return this.#core.onPaint(listener)
  }

  say(text: string): void {
    this.#core.say(text)
  }

  /** In the middle of a stroke: takes back just that; of a contour, its last corner; of what takes a moment, all. */
  undo(): void {
    if (this.#tools.back()) return
    if (this.#core.isWorking) this.#core.giveUpWork()
    else this.#core.undo()
  }

  redo(): void {
    if (!this.#tools.isPainting) this.#core.redo()
  }

  /** A mask, a layer or the sampling area: what tools and commands act on. */
  chooseTarget(id: string): void {
    // Nobody paints what does nothing: from then on the sampling area counts.
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

  /** Brings back what was last cleared or used up of the target. */
  restore(): void {
    this.masks.restore(this.#core.targetId)
  }

  /** Resolves when everything is on disk; rejects when it could not be written. */
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

interface StoredDocument {
  readonly baseId: AssetId
  readonly state: DocumentState
  readonly tiles: readonly StoredTile[]
}

/** A document with its pixels, as it was on disk. @throws storage/corrupt where tiles are damaged */
async function openDocument(stored: StoredDocument): Promise<{ raster: TileRaster; doc: CanvasDoc }> {
  const { baseId, state } = stored
  const raster = new TileRaster()
  const open = async (id: string, channels: RasterRef['channels']) =>
    raster.fromTiles(state.size, channels, await decodeTiles(stored.tiles, id, state.size, channels))
  const masks: MaskEntry[] = []
  for (const info of state.masks) masks.push({ ...info, pixels: await open(info.id, 1) })
  const layers: LayerEntry[] = []
  for (const info of state.layers) {
    layers.push(info.kind === 'paint' ? { ...info, pixels: await open(info.id, 4) } : info)
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
  }
  return { raster, doc }
}
