import { samplingSurfaceId } from '../../../../shared/domain/surfaces.ts'
import type { MaskEdge } from '../../../../shared/util/mask/effective-mask.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { CanvasDoc, MaskEntry } from '../../document/model.ts'
import type { Raster } from '../../document/raster.ts'
import type { Overlay } from '../../session/create-canvas-store.ts'
import { visibleRect, type Viewport, type ViewSize } from '../../session/viewport.ts'
import { toSheetRect } from '../../../lib/image/draw-part.ts'
import type { Sheet, SheetDrawer } from '../sheet.ts'
import { drawAnts } from './ants.ts'
import { openEdgeWork } from './edge-work.ts'
import { MaskTint } from './mask-tint.ts'
import { createGray, createTint, type Tint } from './tint-pixels.ts'

/** Time per frame for images and outlines that are out of date. */
const budgetMs = 5
const samplingColor = '#4cc38a'
const samplingOpacity = 0.35
const maskOpacity = 0.45
/** Opacity of the target mask, if there are several, and of the others. */
const targetOpacity = 0.55
const otherOpacity = 0.35

const noEdge: MaskEdge = { growPx: 0, featherPx: 0 }

/** Everything that is drawn in one frame. */
export interface MaskScene {
  readonly doc: CanvasDoc
  readonly edge: MaskEdge
  readonly overlay: Exclude<Overlay, 'off'>
  readonly targetId: string
  readonly viewport: Viewport
  readonly view: ViewSize
  readonly nowMs: number
}

interface Shown {
  readonly tint: MaskTint
  /** The appearance its images were rendered for. */
  appearance: string
}

/** The masks in effect and the sampling area, as displayed. */
export class MaskStack {
  readonly #raster: Raster
  readonly #drawer: SheetDrawer
  readonly #onProgress: () => void
  readonly #work = openEdgeWork()
  readonly #shown = new Map<string, Shown>()

  /** @param onProgress called when a background result can be drawn */
  constructor(raster: Raster, drawer: SheetDrawer, onProgress: () => void) {
    this.#raster = raster
    this.#onProgress = onProgress
    this.#drawer = drawer
  }

  /** Marks pixels of a surface as changed. Returns whether the surface is one of these. */
  markDirty(surfaceId: string, dirty: readonly Rect[], edge: MaskEdge): boolean {
    const shown = this.#shown.get(surfaceId)
    shown?.tint.markDirty(dirty, surfaceId === samplingSurfaceId ? noEdge : edge)
    return shown !== undefined
  }

  /** `isLate`: draw again next frame; `isAnimated`: an animated outline is shown. */
  draw(
    context: CanvasRenderingContext2D,
    scene: MaskScene,
  ): { readonly isLate: boolean; readonly isAnimated: boolean } {
    const { doc, overlay, viewport, view } = scene
    const deadlineMs = performance.now() + budgetMs
    const masks = doc.masks.filter((mask) => mask.isOn)
    this.#forgetUnused(masks)
    let isLate = false
    this.#drawer.draw(context, viewport, view, doc.size, (sheet) => {
      if (overlay === 'black-white') isLate = this.#drawAlone(sheet, masks, scene, deadlineMs)
      else isLate = this.#drawTints(sheet, overlay === 'tint' ? masks : [], scene, deadlineMs)
    })
    if (overlay !== 'ants') return { isLate, isAnimated: false }
    const outlines = this.#drawOutlines(context, masks, scene, deadlineMs)
    return { isLate: isLate || outlines.isLate, isAnimated: outlines.isAnimated }
  }

  dispose(): void {
    this.#work.dispose()
    this.#shown.clear()
  }

  #drawTints(sheet: Sheet, masks: readonly MaskEntry[], scene: MaskScene, deadlineMs: number): boolean {
    const { doc, edge, targetId } = scene
    let isLate = false
    sheet.context.save()
    if (doc.samplingMode === 'painted') {
      sheet.context.globalAlpha = samplingOpacity
      const tint = this.#tint(samplingSurfaceId, samplingColor, () => createTint(samplingColor))
      isLate = tint.draw(sheet, { ref: doc.sampling, edge: noEdge }, deadlineMs)
    }
    for (const { id, tint, strength, pixels } of masks) {
      sheet.context.globalAlpha = opacityOf(masks, id, targetId) * strength
      const drawn = this.#tint(id, tint, () => createTint(tint)).draw(sheet, { ref: pixels, edge }, deadlineMs)
      isLate ||= drawn
    }
    sheet.context.restore()
    return isLate
  }

  #drawAlone(sheet: Sheet, masks: readonly MaskEntry[], { doc, edge }: MaskScene, deadlineMs: number): boolean {
    const { context, zoom } = sheet
    const all = toSheetRect(zoom, { x: 0, y: 0, ...doc.size })
    let isLate = false
    context.save()
    context.fillStyle = '#000'
    context.fillRect(all.x, all.y, all.widthPx, all.heightPx)
    // Where masks overlap, the strongest wins.
    context.globalCompositeOperation = 'lighten'
    for (const { id, strength, pixels } of masks) {
      const tint = this.#tint(id, `gray ${strength}`, () => createGray(strength))
      const drawn = tint.draw(sheet, { ref: pixels, edge }, deadlineMs)
      isLate ||= drawn
    }
    context.restore()
    return isLate
  }

  #drawOutlines(
    context: CanvasRenderingContext2D,
    masks: readonly MaskEntry[],
    { doc, edge, viewport, view, nowMs }: MaskScene,
    deadlineMs: number,
  ): { readonly isLate: boolean; readonly isAnimated: boolean } {
    const visible = visibleRect(viewport, view, doc.size)
    let isLate = false
    let isAnimated = false
    for (const { id, tint, pixels } of masks) {
      const shown = this.#tint(id, tint, () => createTint(tint))
      const outline = shown.outline(viewport.zoom, visible, { ref: pixels, edge }, deadlineMs)
      isLate ||= outline.isLate
      if (outline.isEmpty) continue
      isAnimated = true
      drawAnts(context, outline, viewport, view, nowMs)
    }
    return { isLate, isAnimated }
  }

  #tint(id: string, appearance: string, create: () => Tint): MaskTint {
    const known = this.#shown.get(id)
    if (known === undefined) {
      const tint = new MaskTint(this.#raster, create(), this.#work, this.#onProgress)
      this.#shown.set(id, { tint, appearance })
      return tint
    }
    if (known.appearance !== appearance) known.tint.setTint(create())
    known.appearance = appearance
    return known.tint
  }

  #forgetUnused(masks: readonly MaskEntry[]): void {
    for (const id of this.#shown.keys()) {
      if (id !== samplingSurfaceId && !masks.some((mask) => mask.id === id)) this.#shown.delete(id)
    }
  }
}

function opacityOf(masks: readonly MaskEntry[], id: string, targetId: string): number {
  if (masks.length < 2 || !masks.some((mask) => mask.id === targetId)) return maskOpacity
  return id === targetId ? targetOpacity : otherOpacity
}
