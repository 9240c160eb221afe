import { Konva } from 'konva/lib/Core.js'
import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import type { MaskEdge } from '../../../../shared/util/effective-mask.ts'
import type { Point, Rect } from '../../../../shared/util/geometry.ts'
import type { CanvasSession } from '../session/canvas-session.ts'
import type { CanvasState } from '../session/create-canvas-store.ts'
import { visibleRect, type ViewSize } from '../session/viewport.ts'
import { drawBrushCursor } from './brush-cursor.ts'
import { drawCheckerboard, drawDetail, drawPicture, setSmoothing, toDeviceRect } from './draw-picture.ts'
import { MaskTint } from './mask-tint.ts'
import { PictureSource } from './picture-source.ts'
import { tints } from './tint-pixels.ts'

export interface CanvasViewOptions {
  readonly container: HTMLDivElement
  readonly session: CanvasSession
  readonly onPictureFailure: (id: string) => void
}

const noEdge: MaskEdge = { growPx: 0, featherPx: 0 }
const ringColours: Readonly<Record<MaskLayer, string>> = { mask: '#ffffff', sampling: '#7df0b8' }

/** An image that belongs somewhere on the picture. */
export interface PlacedImage {
  readonly url: string
  readonly box: Rect
}

/** The only place that knows Konva: three layers (pictures, mask, cursor). Written to, never read from. */
export class CanvasView {
  readonly #session: CanvasSession
  readonly #options: CanvasViewOptions
  readonly #stage: Konva.Stage
  readonly #layers: { readonly picture: Konva.Layer; readonly mask: Konva.Layer; readonly overlay: Konva.Layer }
  readonly #tints: Readonly<Record<MaskLayer, MaskTint>>
  readonly #sources = new Map<string, PictureSource>()
  readonly #stopListening: (() => void)[] = []
  #baseId: string
  /** The base last drawn, kept until the new one has pixels. */
  #formerBaseId: string | null = null
  #resultId: string | null = null
  #preview: { readonly url: string; readonly image: ImageBitmap; readonly box: Rect } | null = null
  #previewUrl: string | null = null
  /** Share of the picture's width left of the divider, which shows the original. */
  #split: number | null = null
  #pointer: Point | null = null
  /** Counts every change of what is painted, as of when a result or preview came up. */
  #paintRevisionShown = -1

  constructor(options: CanvasViewOptions) {
    const { session } = options
    this.#options = options
    this.#session = session
    this.#baseId = session.store.getState().baseId
    this.#tints = {
      mask: new MaskTint(session.raster, tints.mask),
      sampling: new MaskTint(session.raster, tints.sampling),
    }
    for (const tint of Object.values(this.#tints)) tint.markAllDirty()
    this.#stage = new Konva.Stage({ container: options.container, listening: false })
    this.#layers = {
      picture: this.#addLayer((context, view) => this.#drawPictures(context, view)),
      mask: this.#addLayer((context, view) => this.#drawMask(context, view)),
      overlay: this.#addLayer((context, view) => this.#drawOverlay(context, view)),
    }
    this.#stopListening.push(
      session.store.subscribe((state, before) => this.#follow(state, before)),
      session.onPaint((layer, dirty) => {
        this.#tints[layer].markDirty(dirty, this.#edgeOf(layer))
        this.#layers.mask.batchDraw()
      }),
    )
    this.#applySize(session.store.getState().viewSize)
  }

  setBase(id: string): void {
    if (id === this.#baseId) return
    if (this.#sources.get(this.#baseId)?.hasPixels) this.#formerBaseId = this.#baseId
    this.#baseId = id
    this.#forgetUnused()
    this.#layers.picture.batchDraw()
  }

  setResult(id: string | null): void {
    if (id === this.#resultId) return
    this.#resultId = id
    this.#rememberPaintRevision()
    this.#forgetUnused()
    this.#layers.picture.batchDraw()
  }

  setPreview(preview: PlacedImage | null): void {
    if ((preview === null) !== (this.#previewUrl === null)) this.#rememberPaintRevision()
    this.#previewUrl = preview?.url ?? null
    if (preview !== null) void this.#loadPreview(preview)
    else this.#showPreview(null)
  }

  setSplit(split: number | null): void {
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
    for (const source of this.#sources.values()) source.dispose()
    this.#sources.clear()
    this.#previewUrl = null
    this.#preview?.image.close()
    for (const tint of Object.values(this.#tints)) tint.dispose()
    this.#stage.destroy()
  }

  #addLayer(draw: (context: CanvasRenderingContext2D, view: ViewSize) => void): Konva.Layer {
    const layer = new Konva.Layer({ listening: false })
    const sceneFunc = () => {
      const view = this.#session.store.getState().viewSize
      const context = layer.getNativeCanvasElement().getContext('2d')
      if (view === null || context === null) return
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
    if (state.edge !== before.edge) this.#tints.mask.markAllDirty()
    const hasMoved = state.viewport !== before.viewport || state.viewSize !== before.viewSize
    const hasToggled = state.isOriginalHeld !== before.isOriginalHeld
    if (hasMoved || hasToggled) this.#layers.picture.batchDraw()
    if (hasMoved || hasToggled || hasChanged(state, before, ['edge', 'sampling', 'isOverlayVisible'])) {
      this.#layers.mask.batchDraw()
    }
    if (hasMoved || hasChanged(state, before, ['brush', 'activeTool', 'target'])) this.#layers.overlay.batchDraw()
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
    const frame = toDeviceRect(viewport, { x: 0, y: 0, ...this.#session.size })
    drawCheckerboard(context, frame, view.dpr)
    const isBaseThere = this.#drawSource(context, this.#baseId, view)
    if (this.#formerBaseId !== null) {
      if (isBaseThere) this.#forgetFormerBase()
      else this.#drawSource(context, this.#formerBaseId, view)
    }
    if (isOriginalHeld) return
    if (this.#resultId !== null) this.#drawResult(context, this.#resultId, frame, view)
    this.#drawPreview(context)
  }

  /** Returns false while there is nothing of it to show. */
  #drawSource(context: CanvasRenderingContext2D, id: string, view: ViewSize): boolean {
    const { viewport } = this.#session.store.getState()
    const { size } = this.#session
    const source = this.#source(id)
    const image = source.imageFor(viewport.zoom)
    if (image === null) return false
    drawPicture(context, image, size, viewport, view)
    const detail = source.detailFor(viewport.zoom, visibleRect(viewport, view, size))
    if (detail !== null) drawDetail(context, detail, size, viewport, view)
    return true
  }

  #forgetFormerBase(): void {
    this.#formerBaseId = null
    this.#forgetUnused()
  }

  #drawResult(context: CanvasRenderingContext2D, id: string, frame: Rect, view: ViewSize): void {
    if (!this.#source(id).hasPixels) return void this.#source(id).imageFor(this.#session.store.getState().viewport.zoom)
    context.save()
    if (this.#split !== null) {
      const left = Math.round(frame.x + frame.widthPx * this.#split)
      context.beginPath()
      context.rect(left, frame.y, frame.x + frame.widthPx - left, frame.heightPx)
      context.clip()
    }
    drawCheckerboard(context, frame, view.dpr)
    this.#drawSource(context, id, view)
    context.restore()
  }

  #drawPreview(context: CanvasRenderingContext2D): void {
    if (this.#preview === null) return
    const { viewport } = this.#session.store.getState()
    const to = toDeviceRect(viewport, this.#preview.box)
    setSmoothing(context, Math.min(1, viewport.zoom))
    context.drawImage(this.#preview.image, to.x, to.y, to.widthPx, to.heightPx)
  }

  #drawMask(context: CanvasRenderingContext2D, view: ViewSize): void {
    const { viewport, sampling, isOriginalHeld, isOverlayVisible } = this.#session.store.getState()
    if (this.#session.isDisposed || isOriginalHeld || !isOverlayVisible || this.#isTintInTheWay()) return
    const { doc } = this.#session
    const draw = (layer: MaskLayer) => this.#tints[layer].draw(context, doc[layer], this.#edgeOf(layer), viewport, view)
    // Below the mask: nothing is copied from under it.
    const isAreaLate = sampling === 'painted' && draw('sampling')
    const isMaskLate = draw('mask')
    if (isAreaLate || isMaskLate) requestAnimationFrame(() => this.#layers.mask.batchDraw())
  }

  /** The sampling area is sent as it is painted. */
  #edgeOf(layer: MaskLayer): MaskEdge {
    return layer === 'mask' ? this.#session.store.getState().edge : noEdge
  }

  /** A result or preview is looked at without the layers, until one of them is painted on again. */
  #isTintInTheWay(): boolean {
    if (this.#resultId === null && this.#previewUrl === null) return false
    return this.#paintRevision() === this.#paintRevisionShown && !this.#session.store.getState().isPainting
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
    const { activeTool, brush, viewport, target } = this.#session.store.getState()
    if (this.#pointer === null || activeTool === 'pan') return
    // The ring shows what will happen: a sampling area has no soft rim.
    const shown = target === 'mask' ? brush : { ...brush, hardness: 1 }
    const look = { colour: ringColours[target], isErasing: activeTool === 'eraser' }
    drawBrushCursor(context, this.#pointer, shown, viewport.zoom, view.dpr, look)
  }

  #source(id: string): PictureSource {
    const known = this.#sources.get(id)
    if (known !== undefined) return known
    const source = new PictureSource({
      url: assetUrl(id, 'full'),
      thumbnailUrl: assetUrl(id, 'thumb-512'),
      size: this.#session.size,
      onProgress: () => this.#layers.picture.batchDraw(),
      onFailure: () => this.#options.onPictureFailure(id),
    })
    this.#sources.set(id, source)
    return source
  }

  #forgetUnused(): void {
    for (const [id, source] of this.#sources) {
      if (id === this.#baseId || id === this.#resultId || id === this.#formerBaseId) continue
      source.dispose()
      this.#sources.delete(id)
    }
  }

  async #loadPreview({ url, box }: PlacedImage): Promise<void> {
    try {
      const image = await createImageBitmap(await (await fetch(url)).blob())
      if (this.#previewUrl === url) this.#showPreview({ url, image, box })
      else image.close()
    } catch {
      // A preview may be gone before it is fetched; the next one or the result takes its place.
    }
  }

  #showPreview(preview: { readonly url: string; readonly image: ImageBitmap; readonly box: Rect } | null): void {
    this.#preview?.image.close()
    this.#preview = preview
    this.#layers.picture.batchDraw()
  }
}

function hasChanged(state: CanvasState, before: CanvasState, keys: readonly (keyof CanvasState)[]): boolean {
  return keys.some((key) => state[key] !== before[key])
}
