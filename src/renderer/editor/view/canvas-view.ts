import { Konva } from 'konva/lib/Core.js'
import { uniteRects, type Point, type Rect, type Size } from '../../../shared/util/geometry.ts'
import type { CanvasSession } from '../session/canvas-session.ts'
import type { CanvasState } from '../session/create-canvas-store.ts'
import { visibleRect, type Extent, type ViewSize } from '../session/viewport.ts'
import { drawOverlay } from './overlay/draw-overlay.ts'
import { pathThrough, toPlaces, type Screen } from './overlay/screen-lines.ts'
import { PictureStack, type PlacedImage, type ShownResult } from './pictures/picture-stack.ts'
import { PreviewImage } from './pictures/preview-image.ts'
import { SheetDrawer } from './sheet.ts'
import { antsStepMs } from './surfaces/ants.ts'
import { MaskStack } from './surfaces/mask-stack.ts'
import { hasChanged, maskKeys, overlayKeys, pictureKeys } from './what-changes.ts'

/** Pixels are told apart from here on. */
const gridFromZoom = 8

export interface CanvasViewOptions {
  readonly container: HTMLDivElement
  readonly session: CanvasSession
  readonly onPictureFailure: (id: string) => void
  readonly onPictureSharp: (id: string) => void
}

interface Layers {
  readonly picture: Konva.Layer
  readonly mask: Konva.Layer
  readonly overlay: Konva.Layer
}

/** The only place that knows Konva: three layers (pictures, masks, overlay). Written to, never read from. */
export class CanvasView {
  readonly #session: CanvasSession
  readonly #stage: Konva.Stage
  readonly #layers: Layers
  readonly #pictures: PictureStack
  readonly #masks: MaskStack
  readonly #preview: PreviewImage
  readonly #drawer = new SheetDrawer()
  readonly #stillMotion = window.matchMedia('(prefers-reduced-motion: reduce)')
  readonly #stopListening: (() => void)[] = []
  #result: ShownResult | null = null
  /** Share of the picture's width left of the divider, which shows what was before. */
  #split: number | null = null
  #pointer: Point | null = null
  #walk: ReturnType<typeof setTimeout> | null = null
  /** Counts every change of what is painted, as of when a result or preview came up. */
  #paintRevisionShown = -1

  constructor({ container, session, onPictureFailure, onPictureSharp }: CanvasViewOptions) {
    this.#session = session
    this.#stage = new Konva.Stage({ container, listening: false })
    this.#layers = {
      picture: this.#addLayer((context, view) => this.#drawPictures(context, view)),
      mask: this.#addLayer((context, view) => this.#drawMasks(context, view)),
      overlay: this.#addLayer((context, view) => this.#drawOverlay(context, view)),
    }
    const onProgress = () => this.#layers.picture.batchDraw()
    this.#pictures = new PictureStack({
      raster: session.raster,
      onProgress,
      onFailure: onPictureFailure,
      onSharp: onPictureSharp,
    })
    this.#masks = new MaskStack(session.raster, this.#drawer, () => this.#layers.mask.batchDraw())
    this.#preview = new PreviewImage(onProgress)
    this.#stopListening.push(
      session.store.subscribe((state, before) => this.#follow(state, before)),
      session.onPaint((surfaceId, dirty) => {
        const { edge } = session.store.getState()
        if (this.#masks.markDirty(surfaceId, dirty, edge)) this.#layers.mask.batchDraw()
        if (this.#pictures.markDirty(surfaceId, dirty)) this.#layers.picture.batchDraw()
      }),
    )
    this.#applySize(session.store.getState().viewSize)
  }

  /** The picture looked at over the base; null = none. */
  setResult(result: ShownResult | null): void {
    if (result?.id === this.#result?.id) return
    this.#result = result
    this.#rememberPaintRevision()
    this.#layers.picture.batchDraw()
    this.#layers.overlay.batchDraw()
  }

  setPreview(preview: PlacedImage | null): void {
    if ((preview === null) !== (this.#preview.url === null)) this.#rememberPaintRevision()
    this.#preview.show(preview)
    this.#layers.overlay.batchDraw()
  }

  setSplit(split: number | null): void {
    if (split === this.#split) return
    this.#split = split
    this.#layers.picture.batchDraw()
  }

  /** Where the pointer is over the view, in device pixels; null = not there. */
  setPointer(pointer: Point | null): void {
    this.#pointer = pointer
    this.#layers.overlay.batchDraw()
  }

  dispose(): void {
    for (const stop of this.#stopListening) stop()
    if (this.#walk !== null) clearTimeout(this.#walk)
    this.#pictures.dispose()
    this.#masks.dispose()
    this.#preview.dispose()
    this.#stage.destroy()
  }

  #addLayer(draw: (context: CanvasRenderingContext2D, view: ViewSize) => void): Konva.Layer {
    const layer = new Konva.Layer({ listening: false })
    const sceneFunc = () => {
      const view = this.#session.store.getState().viewSize
      const canvas = layer.getNativeCanvasElement()
      const context = canvas.getContext('2d')
      // The stage draws once for its width and once for its height.
      const hasRoom = canvas.width > 0 && canvas.height > 0
      if (view === null || context === null || !hasRoom || this.#session.isDisposed) return
      context.save()
      // Konva scales by the display's ratio; here everything is in device pixels already.
      context.setTransform(1, 0, 0, 1, 0, 0)
      draw(context, view)
      context.restore()
    }
    layer.add(new Konva.Shape({ sceneFunc, listening: false, perfectDrawEnabled: false }))
    this.#stage.add(layer)
    return layer
  }

  #follow(state: CanvasState, before: CanvasState): void {
    if (state.viewSize !== before.viewSize) this.#applySize(state.viewSize)
    if (hasChanged(state, before, pictureKeys)) this.#layers.picture.batchDraw()
    if (hasChanged(state, before, maskKeys)) this.#layers.mask.batchDraw()
    if (hasChanged(state, before, overlayKeys)) this.#layers.overlay.batchDraw()
  }

  #applySize(view: ViewSize | null): void {
    if (view === null) return
    for (const layer of Object.values(this.#layers)) layer.getCanvas().setPixelRatio(view.dpr)
    this.#stage.size({ width: view.widthPx / view.dpr, height: view.heightPx / view.dpr })
    // Nothing is ever picked from these layers.
    for (const layer of Object.values(this.#layers)) layer.getHitCanvas().setSize(1, 1)
    this.#stage.batchDraw()
  }

  #drawPictures(context: CanvasRenderingContext2D, view: ViewSize): void {
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
      isLate = this.#pictures.draw(sheet, scene)
    })
    drawPixelGrid({ context, viewport, view }, doc.size)
    if (isLate) requestAnimationFrame(() => this.#layers.picture.batchDraw())
  }

  /** Everything that is drawn: the picture with what its frame adds, and what is looked at beyond it. */
  #extent(): Extent {
    const { size, frame } = this.#session.doc
    const picture = { x: 0, y: 0, ...size }
    const boxes = [frame, this.#result?.box, this.#preview.image?.box]
    return boxes.reduce<Rect>((all, box) => (box ? uniteRects(all, box) : all), picture)
  }

  #drawMasks(context: CanvasRenderingContext2D, view: ViewSize): void {
    const { viewport, isOriginalHeld, overlay, edge, targetId } = this.#session.store.getState()
    if (overlay === 'off' || isOriginalHeld || this.#isMaskInTheWay()) return
    const { doc } = this.#session
    const nowMs = this.#stillMotion.matches ? 0 : performance.now()
    const scene = { doc, edge, overlay, targetId, viewport, view, nowMs }
    const { isLate, isWalking } = this.#masks.draw(context, scene)
    if (isLate) requestAnimationFrame(() => this.#layers.mask.batchDraw())
    if (isWalking && !this.#stillMotion.matches) this.#walkOn()
  }

  /** The next step of the outline; nothing runs while the window is hidden, as nothing is drawn then. */
  #walkOn(): void {
    this.#walk ??= setTimeout(() => {
      this.#walk = null
      this.#layers.mask.batchDraw()
    }, antsStepMs)
  }

  /** A result or preview is looked at without the masks, until one of them is painted on again. */
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
    // What would be sent next is no frame for what has come.
    const shown = this.#isLookedAt ? { ...state, plannedBox: null } : state
    drawOverlay({ context, viewport: state.viewport, view }, shown, this.#pointer)
  }
}

/** A line between all pixels of the picture, where they are large enough. */
function drawPixelGrid(screen: Screen, picture: Size): void {
  const { context, viewport, view } = screen
  if (viewport.zoom <= gridFromZoom) return
  const { x, y, widthPx, heightPx } = visibleRect(viewport, view, picture)
  const lines = new Path2D()
  const draw = (fromX: number, fromY: number, toX: number, toY: number): void => {
    const places = toPlaces(screen, [
      { x: fromX, y: fromY },
      { x: toX, y: toY },
    ])
    lines.addPath(
      pathThrough(
        places.map((place) => ({ x: Math.round(place.x) + 0.5, y: Math.round(place.y) + 0.5 })),
        false,
      ),
    )
  }
  for (let column = x; column <= x + widthPx; column++) draw(column, y, column, y + heightPx)
  for (let row = y; row <= y + heightPx; row++) draw(x, row, x + widthPx, row)
  context.lineWidth = 1
  context.strokeStyle = 'rgba(0,0,0,0.28)'
  context.stroke(lines)
  context.strokeStyle = 'rgba(255,255,255,0.16)'
  context.stroke(lines)
}
