import { Layer } from 'konva/lib/Layer.js'
import { Shape } from 'konva/lib/Shape.js'
import { Stage } from 'konva/lib/Stage.js'
import { Util } from 'konva/lib/Util.js'
import { uniteRects, type Point, type Rect } from '../../../shared/util/geometry.ts'
import type { CanvasSession } from '../session/canvas-session.ts'
import type { CanvasState } from '../session/create-canvas-store.ts'
import type { Extent, Viewport, ViewSize } from '../session/viewport.ts'
import type { Handle } from '../tools/tool.ts'
import { activeBox } from './overlay/active-box.ts'
import { drawOverlay } from './overlay/draw-overlay.ts'
import type { OverlayNodes } from './overlay/overlay-nodes.ts'
import { ImageStack, type PlacedImage, type ShownResult } from './images/image-stack.ts'
import { drawPixelGrid } from './overlay/screen-lines.ts'
import { PreviewImage } from './images/preview-image.ts'
import { SheetDrawer } from './sheet.ts'
import { antsStepMs } from './surfaces/ants.ts'
import { MaskStack } from './surfaces/mask-stack.ts'
import { hasChanged, maskKeys, overlayKeys, imageKeys } from './what-changes.ts'

/** Konva's first shape would draw and read a canvas to find browsers that alter pixels, which Chromium does not. */
Util.isCanvasFarblingActive = () => false

/** Konva's shapes and its transformer are not part of the startup bundle. */
export const loadOverlayNodes = async () => import('./overlay/overlay-nodes.ts')

export interface CanvasViewOptions {
  readonly container: HTMLDivElement
  readonly session: CanvasSession
  readonly onImageFailure: (id: string) => void
  readonly onImageSharp: (id: string) => void
}

interface Layers {
  readonly image: Layer
  readonly mask: Layer
  readonly overlay: Layer
}

/**
 * The stage: three layers (images, masks, overlay) under one transform, the viewport. Pixels are tiles that their layer
 * draws itself; interactive objects are nodes. Only this folder uses Konva, as an output and for hit testing; Konva
 * holds no document state.
 */
export class CanvasView {
  readonly #session: CanvasSession
  readonly #stage: Stage
  readonly #layers: Layers
  #nodes: OverlayNodes | null = null
  #isLoadingNodes = false
  readonly #images: ImageStack
  readonly #masks: MaskStack
  readonly #preview: PreviewImage
  readonly #drawer = new SheetDrawer()
  readonly #stillMotion = window.matchMedia('(prefers-reduced-motion: reduce)')
  readonly #stopListening: (() => void)[] = []
  #result: ShownResult | null = null
  /** Share of the image's width left of the divider, which shows the original. */
  #split: number | null = null
  #pointer: Point | null = null
  #isDisposed = false
  #isResizing = false
  #walk: ReturnType<typeof setTimeout> | null = null
  /** Value of the paint counter when a result or preview appeared. */
  #paintRevisionShown = -1

  constructor({ container, session, onImageFailure, onImageSharp }: CanvasViewOptions) {
    this.#session = session
    this.#stage = new Stage({ container })
    this.#layers = {
      image: this.#addLayer((context, view) => this.#drawImages(context, view)),
      mask: this.#addLayer((context, view) => this.#drawMasks(context, view)),
      overlay: this.#addLayer((context, view) => this.#drawOverlay(context, view)),
    }
    const onProgress = () => this.#layers.image.batchDraw()
    this.#images = new ImageStack({
      raster: session.raster,
      onProgress,
      onFailure: onImageFailure,
      onSharp: onImageSharp,
    })
    this.#masks = new MaskStack(session.raster, this.#drawer, () => this.#layers.mask.batchDraw())
    this.#preview = new PreviewImage(onProgress)
    this.#stopListening.push(
      session.store.subscribe((state, previous) => this.#follow(state, previous)),
      session.onPaint((surfaceId, dirty) => {
        const { edge } = session.store.getState()
        if (this.#masks.markDirty(surfaceId, dirty, edge)) this.#layers.mask.batchDraw()
        if (this.#images.markDirty(surfaceId, dirty)) this.#layers.image.batchDraw()
      }),
    )
    const { viewport, viewSize } = session.store.getState()
    this.#resize(viewport, viewSize)
    this.#showNodes()
  }

  /** The image shown over the base; null = none. */
  setResult(result: ShownResult | null): void {
    if (result?.id === this.#result?.id) return
    this.#result = result
    this.#rememberPaintRevision()
    this.#layers.image.batchDraw()
    this.#showNodes()
  }

  setPreview(preview: PlacedImage | null): void {
    if ((preview === null) !== (this.#preview.url === null)) this.#rememberPaintRevision()
    this.#preview.show(preview)
    this.#showNodes()
  }

  setSplit(split: number | null): void {
    if (split === this.#split) return
    this.#split = split
    this.#layers.image.batchDraw()
  }

  /** Pointer position over the view, in device pixels; null = not over it. */
  setPointer(pointer: Point | null): void {
    this.#pointer = pointer
    this.#layers.overlay.batchDraw()
  }

  /**
   * Returns the active tool's handle under a point.
   * @param at device pixels of the view
   */
  handleAt(at: Point): Handle | null {
    const dpr = this.#session.store.getState().viewSize?.dpr ?? 1
    return this.#nodes?.handleAt({ x: at.x / dpr, y: at.y / dpr }) ?? null
  }

  dispose(): void {
    this.#isDisposed = true
    for (const stop of this.#stopListening) stop()
    if (this.#walk !== null) clearTimeout(this.#walk)
    this.#images.dispose()
    this.#masks.dispose()
    this.#preview.dispose()
    this.#stage.destroy()
  }

  #addLayer(draw: (context: CanvasRenderingContext2D, view: ViewSize) => void): Layer {
    const layer = new Layer({ listening: false })
    const sceneFunc = () => {
      const view = this.#session.store.getState().viewSize
      const canvas = layer.getNativeCanvasElement()
      const context = canvas.getContext('2d')
      const hasRoom = canvas.width > 0 && canvas.height > 0
      if (view === null || context === null || !hasRoom || this.#isResizing || this.#session.isDisposed) return
      context.save()
      // Exact whole device pixels: the stage's transform is fractional on most displays.
      context.setTransform(1, 0, 0, 1, 0, 0)
      draw(context, view)
      context.restore()
    }
    layer.add(new Shape({ sceneFunc, listening: false, perfectDrawEnabled: false }))
    this.#stage.add(layer)
    return layer
  }

  #follow(state: CanvasState, previous: CanvasState): void {
    if (state.viewSize !== previous.viewSize) this.#resize(state.viewport, state.viewSize)
    else if (state.viewport !== previous.viewport) this.#applyViewport(state.viewport)
    if (hasChanged(state, previous, imageKeys)) this.#layers.image.batchDraw()
    if (hasChanged(state, previous, maskKeys)) this.#layers.mask.batchDraw()
    if (hasChanged(state, previous, overlayKeys)) this.#showNodes()
  }

  /** Draws at once, since a canvas of another size is empty; the stage itself would draw for each of its two sides. */
  #resize(viewport: Viewport, view: ViewSize | null): void {
    this.#isResizing = true
    if (view !== null) {
      for (const layer of Object.values(this.#layers)) layer.getCanvas().setPixelRatio(view.dpr)
      this.#stage.size({ width: view.widthPx / view.dpr, height: view.heightPx / view.dpr })
    }
    this.#applyViewport(viewport)
    this.#isResizing = false
    this.#stage.draw()
  }

  /** Nodes are positioned in image pixels and drawn in CSS pixels. */
  #applyViewport({ zoom, originX, originY, rotationDeg, isMirrored }: Viewport): void {
    const dpr = this.#session.store.getState().viewSize?.dpr ?? 1
    this.#stage.setAttrs({
      x: Math.round(originX) / dpr,
      y: Math.round(originY) / dpr,
      scaleX: (isMirrored ? -zoom : zoom) / dpr,
      scaleY: zoom / dpr,
      rotation: rotationDeg,
    })
  }

  #showNodes(): void {
    const state = this.#session.store.getState()
    // The box that would be sent next does not apply to the result being shown.
    const shown = this.#isLookedAt ? { ...state, plannedBox: null } : state
    if (this.#nodes !== null) this.#nodes.show(shown)
    else if (hasNodes(shown) && !this.#isLoadingNodes) void this.#loadNodes()
    this.#layers.overlay.batchDraw()
  }

  async #loadNodes(): Promise<void> {
    this.#isLoadingNodes = true
    const loaded = await loadOverlayNodes()
    if (this.#isDisposed) return
    this.#nodes = new loaded.OverlayNodes(this.#layers.overlay)
    this.#showNodes()
  }

  #drawImages(context: CanvasRenderingContext2D, view: ViewSize): void {
    const { viewport, isOriginalHeld } = this.#session.store.getState()
    const { doc } = this.#session
    const scene = {
      doc,
      result: this.#result,
      preview: this.#preview.image,
      split: this.#split,
      isOriginalHeld,
      dpr: view.dpr,
    }
    let isLate = false
    this.#drawer.draw(context, viewport, view, this.#extent(), (sheet) => {
      isLate = this.#images.draw(sheet, scene)
    })
    drawPixelGrid({ context, viewport, view }, doc.size)
    if (isLate) requestAnimationFrame(() => this.#layers.image.batchDraw())
  }

  /** Everything that is drawn: the image with its frame, and any result that extends beyond it. */
  #extent(): Extent {
    const { size, frame } = this.#session.doc
    const image = { x: 0, y: 0, ...size }
    const boxes = [frame, this.#result?.box, this.#preview.image?.box]
    return boxes.reduce<Rect>((all, box) => (box ? uniteRects(all, box) : all), image)
  }

  #drawMasks(context: CanvasRenderingContext2D, view: ViewSize): void {
    const { viewport, isOriginalHeld, overlay, edge, targetId } = this.#session.store.getState()
    if (overlay === 'off' || isOriginalHeld || this.#isMaskInTheWay()) return
    const { doc } = this.#session
    const nowMs = this.#stillMotion.matches ? 0 : performance.now()
    const scene = { doc, edge, overlay, targetId, viewport, view, nowMs }
    const { isLate, isAnimated } = this.#masks.draw(context, scene)
    if (isLate) requestAnimationFrame(() => this.#layers.mask.batchDraw())
    if (isAnimated && !this.#stillMotion.matches) this.#walkOn()
  }

  /** Schedules the next step of the marching ants; stops while the window is hidden, as nothing is drawn then. */
  #walkOn(): void {
    this.#walk ??= setTimeout(() => {
      this.#walk = null
      this.#layers.mask.batchDraw()
    }, antsStepMs)
  }

  /** A result or preview is shown without the masks until one of them is painted on again. */
  #isMaskInTheWay(): boolean {
    if (!this.#isLookedAt) return false
    return this.#paintRevision() === this.#paintRevisionShown && !this.#session.store.getState().isPainting
  }

  get #isLookedAt(): boolean {
    return this.#result !== null || this.#preview.url !== null
  }

  #paintRevision(): number {
    const { maskRevision, samplingRevision } = this.#session.store.getState()
    return maskRevision + samplingRevision
  }

  #rememberPaintRevision(): void {
    this.#paintRevisionShown = this.#paintRevision()
    this.#layers.mask.batchDraw()
  }

  #drawOverlay(context: CanvasRenderingContext2D, view: ViewSize): void {
    const state = this.#session.store.getState()
    if (!this.#isLookedAt) this.#nodes?.drawMarks({ context, viewport: state.viewport, view }, state)
    drawOverlay({ context, viewport: state.viewport, view }, state, this.#pointer)
  }
}

function hasNodes(state: CanvasState): boolean {
  return (
    state.frame !== null ||
    state.markup.marks.length > 0 ||
    state.plannedBox !== null ||
    state.preview !== null ||
    state.shownObject !== null ||
    activeBox(state) !== null
  )
}
