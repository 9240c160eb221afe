import type { Konva } from 'konva/lib/Core.js'
import { Group } from 'konva/lib/Group.js'
import type { Node } from 'konva/lib/Node.js'
import { Shape } from 'konva/lib/Shape.js'
import { Circle } from 'konva/lib/shapes/Circle.js'
import { Ellipse } from 'konva/lib/shapes/Ellipse.js'
import { Line } from 'konva/lib/shapes/Line.js'
import { Image as ImageNode } from 'konva/lib/shapes/Image.js'
import { Rect as RectNode } from 'konva/lib/shapes/Rect.js'
import { type Point, type Rect, intersectRects, isEmptyRect, type Size } from '../../../../shared/util/geometry.ts'
import type { CanvasState } from '../../session/create-canvas-store.ts'
import type { Handle, PreviewShape } from '../../tools/tool.ts'
import { activeBox } from './active-box.ts'
import { BoxTransformer } from './box-transformer.ts'
import { drawMarks } from './draw-marks.ts'
import { lightLine, OutlineShape } from './outline.ts'
import type { Screen } from './screen-lines.ts'

/** CSS pixels; with the stroke of the hit graph, a target of 24. */
const radiusPx = 4.5

const hitStrokePx = 15

/** The ends of a line: draggable circles of constant size at every zoom. */
class LineEnds {
  readonly node = new Group()
  readonly #ends = { start: createAnchor(), end: createAnchor() }

  constructor() {
    this.node.add(this.#ends.start, this.#ends.end)
  }

  /**
   * Null hides them.
   * @param zoomCss CSS pixels per image pixel
   */
  show(line: { readonly from: Point; readonly to: Point } | null, zoomCss: number): void {
    this.node.visible(line !== null)
    if (line === null) return
    const radius = radiusPx / zoomCss
    this.#ends.start.setAttrs({ ...line.from, radius })
    this.#ends.end.setAttrs({ ...line.to, radius })
  }

  handleOf(node: Node): Handle | null {
    if (node === this.#ends.start) return 'start'
    return node === this.#ends.end ? 'end' : null
  }
}

/** Darkens the image outside a given part. */
class Shade {
  readonly node: Shape
  #image: Size = { widthPx: 0, heightPx: 0 }
  #part: Rect | null = null

  constructor(color: string) {
    this.node = new Shape({
      visible: false,
      listening: false,
      fill: color,
      fillRule: 'evenodd',
      perfectDrawEnabled: false,
      sceneFunc: (context, shape) => {
        if (this.#part === null) return
        const inside = intersectRects(this.#part, { x: 0, y: 0, ...this.#image })
        context.beginPath()
        context.rect(0, 0, this.#image.widthPx, this.#image.heightPx)
        if (!isEmptyRect(inside)) context.rect(inside.x, inside.y, inside.widthPx, inside.heightPx)
        context.fillShape(shape)
      },
    })
  }

  /** Null hides it. */
  show(part: Rect | null, image: Size): void {
    this.#image = image
    this.#part = part
    this.node.visible(part !== null)
  }
}

/** Overlay objects with a position in the image, as Konva nodes in image pixels: the stage applies the viewport. */
export class OverlayNodes {
  readonly #frameShade = new Shade('rgba(0,0,0,0.45)')
  readonly #frame = new OutlineShape(RectNode)
  readonly #plannedBox = new OutlineShape(RectNode, [6, 5])
  readonly #object = new ImageNode({ image: undefined, visible: false, listening: false })
  readonly #cropShade = new Shade('rgba(0,0,0,0.6)')
  readonly #crop = new OutlineShape(RectNode)
  readonly #thirds = [1 / 3, 2 / 3].map((share) => ({ share, across: createThird(), down: createThird() }))
  readonly #rect = new OutlineShape(RectNode, [5, 4])
  readonly #ellipse = new OutlineShape(Ellipse, [5, 4])
  readonly #path = new OutlineShape(Line, [5, 4])
  readonly #line = new OutlineShape(Line)
  readonly #ends = new LineEnds()
  readonly #box = new BoxTransformer()
  readonly #all = new Group()
  readonly #layer: Konva.Layer
  #isHitGraphLate = false

  constructor(layer: Konva.Layer) {
    this.#layer = layer
    const outlines = [this.#plannedBox, this.#crop, this.#rect, this.#ellipse, this.#path, this.#line]
    layer.add(this.#all)
    // Below what the layer draws itself.
    this.#all.moveToBottom()
    this.#all.add(
      this.#object,
      this.#frameShade.node,
      ...this.#frame.nodes,
      this.#cropShade.node,
      ...this.#thirds.flatMap(({ across, down }) => [across, down]),
      ...outlines.flatMap(({ nodes }) => [...nodes]),
      this.#ends.node,
      ...this.#box.nodes,
    )
  }

  show(state: CanvasState): void {
    const box = activeBox(state)
    const { activeTool, isOriginalHeld, plannedBox, preview, viewport, viewSize } = state
    this.#all.visible(!isOriginalHeld)
    // A listening layer has a hit graph, which costs a canvas, so it listens only while there are handles.
    const hasHandles = box !== null || (activeTool === 'gradient' && preview?.type === 'line' && preview.hasHandles)
    this.#layer.listening(hasHandles === true && !isOriginalHeld)
    this.#isHitGraphLate = true
    this.#box.show(box, viewport.isMirrored)
    this.#showObject(state)
    this.#showFrame(state)
    this.#plannedBox.show(plannedBox === null || preview?.type === 'crop' ? null : rectAttributes(plannedBox))
    this.#showPreview(preview, viewport.zoom / (viewSize?.dpr ?? 1))
    this.#showCrop(state)
  }

  /** Below the rest of what the layer draws itself. */
  drawMarks(screen: Screen, state: CanvasState): void {
    if (!state.isOriginalHeld) drawMarks(screen, state)
  }

  /** @param at CSS pixels of the view */
  handleAt(at: Point): Handle | null {
    // Konva draws with the next frame; a press may arrive earlier.
    if (this.#isHitGraphLate && this.#layer.isListening()) this.#layer.drawHit()
    this.#isHitGraphLate = false
    const node = this.#layer.getIntersection(at)
    return node === null ? null : (this.#ends.handleOf(node) ?? this.#box.handleOf(node))
  }

  #showObject({ shownObject, size }: CanvasState): void {
    this.#object.visible(shownObject !== null)
    this.#object.setAttrs({ image: shownObject ?? undefined, width: size.widthPx, height: size.heightPx })
  }

  #showFrame(state: CanvasState): void {
    const { frame, size, activeTool } = state
    const hasHandles = activeTool === 'frame' || activeTool === 'frame-held'
    this.#frameShade.show(frame, size)
    this.#frame.show(frame === null || hasHandles ? null : rectAttributes(frame))
  }

  #showCrop({ preview, size, activeTool }: CanvasState): void {
    const rect = preview?.type === 'crop' ? preview.rect : null
    this.#cropShade.show(rect, size)
    this.#crop.show(rect === null || activeTool === 'crop' ? null : rectAttributes(rect))
    for (const { share, across, down } of this.#thirds) {
      across.visible(rect !== null)
      down.visible(rect !== null)
      if (rect === null) continue
      const [x, y] = [rect.x + rect.widthPx * share, rect.y + rect.heightPx * share]
      across.points([rect.x, y, rect.x + rect.widthPx, y])
      down.points([x, rect.y, x, rect.y + rect.heightPx])
    }
  }

  #showPreview(shape: PreviewShape | null, zoomCss: number): void {
    this.#rect.show(shape?.type === 'rect' ? rectAttributes(shape.rect) : null)
    this.#ellipse.show(shape?.type === 'ellipse' ? ellipseAttributes(shape.rect) : null)
    this.#path.show(shape?.type === 'path' ? { points: toPoints(shape.points), closed: shape.isClosed } : null)
    this.#line.show(shape?.type === 'line' ? { points: toPoints([shape.from, shape.to]) } : null)
    this.#ends.show(shape?.type === 'line' ? shape : null, zoomCss)
  }
}

function createThird(): Line {
  return new Line({ ...lightLine, stroke: 'rgba(255,255,255,0.35)', visible: false, listening: false })
}

function rectAttributes({ x, y, widthPx, heightPx }: Rect): Konva.ShapeConfig {
  return { x, y, width: widthPx, height: heightPx }
}

function ellipseAttributes({ x, y, widthPx, heightPx }: Rect): Konva.ShapeConfig {
  const [radiusX, radiusY] = [widthPx / 2, heightPx / 2]
  return { x: x + radiusX, y: y + radiusY, radiusX, radiusY }
}

function toPoints(points: readonly Point[]): number[] {
  return points.flatMap(({ x, y }) => [x, y])
}

function createAnchor(): Circle {
  return new Circle({
    hitStrokeWidth: hitStrokePx,
    fill: '#ffffff',
    stroke: 'rgba(0,0,0,0.65)',
    strokeWidth: 1,
    strokeScaleEnabled: false,
    perfectDrawEnabled: false,
  })
}
