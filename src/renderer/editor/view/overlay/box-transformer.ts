import type { Konva } from 'konva/lib/Core.js'
import { Rect } from 'konva/lib/shapes/Rect.js'
import { Transformer } from 'konva/lib/shapes/Transformer.js'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { Grip, Handle } from '../../tools/tool.ts'
import type { ActiveBox } from './active-box.ts'
import { darkLine, lightLine } from './outline.ts'

/** Side of the drawn square, CSS pixels. */
const anchorPx = 9
/** From the center of an anchor, or of a side, to the edge of its hit area: a target of 24 CSS pixels. */
const reachPx = 12
/** From a corner to the edge of the rotation zone outside it, CSS pixels. */
const rotateReachPx = 26

const gripOfAnchor: Readonly<Record<string, Grip>> = {
  'top-left': 'nw',
  'top-center': 'n',
  'top-right': 'ne',
  'middle-right': 'e',
  'bottom-right': 'se',
  'bottom-center': 's',
  'bottom-left': 'sw',
  'middle-left': 'w',
}
const upsideDown: Readonly<Record<Grip, Grip>> = {
  nw: 'sw',
  n: 's',
  ne: 'se',
  e: 'e',
  se: 'ne',
  s: 'n',
  sw: 'nw',
  w: 'w',
}

/**
 * The handles of the active box: a rectangle in image pixels with Konva's transformer around it. Konva lays out, draws
 * and hit-tests the handles. The tool computes the result of a drag, in whole pixels, at the image's border and within
 * its ratio, so the transformer's own dragging is off.
 */
export class BoxTransformer {
  readonly #inside = new Rect({
    name: 'inside',
    visible: false,
    fill: 'transparent',
    ...darkLine,
    hitStrokeWidth: 0,
  })
  readonly #transformer = new Transformer({
    visible: false,
    ignoreStroke: true,
    rotateMode: 'corners',
    borderStroke: lightLine.stroke,
    borderStrokeWidth: lightLine.strokeWidth,
    anchorSize: anchorPx,
    anchorFill: '#ffffff',
    anchorStroke: darkLine.stroke,
    anchorStrokeWidth: 1,
  })

  #isMirrored = false

  constructor() {
    for (const anchor of this.#transformer.find<Rect>('._anchor')) this.#takeOver(anchor, reachOfAnchor)
    for (const zone of this.#transformer.find<Rect>('._rotate-zone')) this.#takeOver(zone, reachOfZone)
    this.#transformer.nodes([this.#inside])
  }

  get nodes(): readonly [Rect, Transformer] {
    return [this.#inside, this.#transformer]
  }

  show(active: ActiveBox | null, isMirrored: boolean): void {
    this.#isMirrored = isMirrored
    this.#inside.visible(active !== null)
    this.#transformer.visible(active !== null)
    if (active === null) return
    const { box, canMove, canRotate } = active
    this.#inside.setAttrs({
      x: box.center.x,
      y: box.center.y,
      width: box.halfWidth * 2,
      height: box.halfHeight * 2,
      offsetX: box.halfWidth,
      offsetY: box.halfHeight,
      rotation: box.rotationDeg,
      listening: canMove,
    })
    this.#transformer.rotateEnabled(canRotate)
  }

  /** Maps a node of the hit graph to a handle; null = not part of this box. */
  handleOf(node: Konva.Node): Handle | null {
    if (node === this.#inside) return 'inside'
    const [name = ''] = node.name().split(' ')
    if (name.startsWith('rotater')) return 'rotate'
    const grip = gripOfAnchor[name]
    if (grip === undefined) return null
    // Konva treats a mirrored view as rotated and upside down.
    return this.#isMirrored ? upsideDown[grip] : grip
  }

  #takeOver(part: Rect, addReach: AddReach): void {
    part.draggable(false)
    part.off('mousedown touchstart mouseenter mouseout dragstart dragend')
    part.hitFunc((context) => {
      context.beginPath()
      addReach(context, part, { widthPx: this.#transformer.width(), heightPx: this.#transformer.height() })
      context.closePath()
      context.fillShape(part)
    })
  }
}

/** @param box its size on screen, CSS pixels */
type AddReach = (context: Konva.Context, part: Rect, box: Size) => void

/** A corner is hit all around, a side from corner to corner. The inner half of a tiny box remains its inside. */
function reachOfAnchor(context: Konva.Context, anchor: Rect, { widthPx, heightPx }: Size): void {
  const across = reachAlong(anchor, 'left', 'right', widthPx)
  const down = reachAlong(anchor, 'top', 'bottom', heightPx)
  context.rect(across.from, down.from, across.to - across.from, down.to - down.from)
}

/** Along one axis, from the anchor's own corner. */
function reachAlong(anchor: Rect, start: string, end: string, lengthPx: number): { from: number; to: number } {
  const middle = anchorPx / 2
  const inward = Math.min(reachPx, lengthPx / 4)
  if (anchor.name().includes(start)) return { from: middle - reachPx, to: middle + inward }
  if (anchor.name().includes(end)) return { from: middle - inward, to: middle + reachPx }
  const half = lengthPx / 2 - inward
  return { from: middle - half, to: middle + half }
}

/** Three quarters of a circle around the corner: the part outside the box. */
function reachOfZone(context: Konva.Context, zone: Rect): void {
  const name = zone.name()
  const x = name.includes('left') ? zone.width() : 0
  const y = name.includes('top') ? zone.height() : 0
  const quarters = zoneStarts.findIndex((corner) => name.includes(corner))
  const start = (quarters * Math.PI) / 2
  context.moveTo(x, y)
  context.arc(x, y, rotateReachPx, start, start + 1.5 * Math.PI)
}

/** Indexed by the quarter turn, clockwise from the right, at which the outside of each corner begins. */
const zoneStarts = ['bottom-left', 'top-left', 'top-right', 'bottom-right'] as const
