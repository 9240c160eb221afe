import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point, Size } from '../../../shared/util/geometry.ts'
import type { Placement } from '../../../shared/domain/canvas-document.ts'
import { boxOfPlacement, fromBox, gripDirections, isGrip, turn, type HandleBox } from './handles.ts'
import {
  type Grip,
  type Handle,
  type HeldModifiers,
  type ToolEvent,
  stay,
  type Step,
  type Effect,
  type Scene,
  type Tool,
} from './tool.ts'
import { isClick } from './travel.ts'

interface Drag extends PlacementDrag {
  readonly hasMoved: boolean
}

export interface MoveState {
  readonly drag: Drag | null
}

const idle: MoveState = { drag: null }
const nothingPlaced: Effect = { type: 'hint', text: messages.onlyImageLayers }
const keyHints: Effect = {
  type: 'hint',
  text: messages.moveKeys,
}

/** Moves, scales and rotates the targeted image layer. A drag is one step, and so is an arrow key. */
export const moveTool: Tool<MoveState> = {
  id: 'move',
  idle,
  isBusy: (state) => state.drag !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return press(event, scene)
      case 'move': {
        const at = event.samples.at(-1)?.at
        return state.drag === null || at === undefined ? stay(state) : drag(state.drag, at, event.keys, scene)
      }
      case 'up':
        return state.drag === null ? stay(state) : lift(state.drag, event, scene)
      case 'unpress':
      case 'cancel':
        return { state: idle, effects: state.drag?.hasMoved ? [{ type: 'abandon' }] : [] }
      case 'nudge': {
        if (state.drag !== null) return stay(state)
        if (scene.placed === null) return { state, effects: [nothingPlaced] }
        const placement = nudgePlacement(scene.placed.placement, scene.placed.pictureSize, event)
        return { state, effects: [{ type: 'place', placement }, { type: 'commit' }] }
      }
      case 'confirm':
        return { state, effects: [scene.placed === null ? nothingPlaced : keyHints] }
      case 'back':
      case 'double':
        return stay(state)
    }
  },
}

function press({ handle, sample }: Extract<ToolEvent, { on: 'down' }>, scene: Scene): Step<MoveState> {
  if (scene.placed === null) return { state: idle, effects: [nothingPlaced] }
  const { placement, pictureSize: imageSize } = scene.placed
  if (handle === null || handle === 'start' || handle === 'end') return stay(idle)
  return stay({ drag: { hold: handle, start: placement, pictureSize: imageSize, from: sample.at, hasMoved: false } })
}

function drag(held: Drag, at: Point, keys: HeldModifiers, scene: Scene): Step<MoveState> {
  if (!held.hasMoved && isClick(held.from, at, scene)) return stay({ drag: held })
  const placement = dragPlacement(held, at, keys)
  return { state: { drag: { ...held, hasMoved: true } }, effects: [{ type: 'place', placement }] }
}

function lift(held: Drag, { sample, keys }: Extract<ToolEvent, { on: 'up' }>, scene: Scene): Step<MoveState> {
  const { effects } = drag(held, sample.at, keys, scene)
  return { state: idle, effects: effects.length === 0 ? [] : [...effects, { type: 'commit' }] }
}

interface PlacementDrag {
  readonly hold: Exclude<Handle, 'start' | 'end'>
  readonly start: Placement
  readonly pictureSize: Size
  readonly from: Point
}

const turnStepDeg = 15

/**
 * Placement of an image while it is dragged. Inside: moved, with Shift along one axis. At a handle: scaled in
 * proportion about the opposite handle, with Shift freely, with Alt about its center; past that point it is flipped.
 * Next to a corner: rotated about its center, with Shift in steps of 15°.
 */
function dragPlacement(
  { hold, start, pictureSize: imageSize, from }: PlacementDrag,
  at: Point,
  keys: HeldModifiers,
): Placement {
  if (hold === 'inside') return shift(start, alongOneAxis({ x: at.x - from.x, y: at.y - from.y }, keys.shift))
  if (isGrip(hold)) return scale(start, imageSize, hold, { from, at }, keys)
  return rotate(start, from, at, keys.shift)
}

/** Arrows: one pixel, with Shift ten. With Alt, up and down scale by 1 %, left and right rotate by 1°. */
function nudgePlacement(
  placement: Placement,
  imageSize: Size,
  { byX, byY, keys }: Extract<ToolEvent, { on: 'nudge' }>,
): Placement {
  const step = keys.shift ? 10 : 1
  if (!keys.alt) return shift(placement, { x: byX * step, y: byY * step })
  const factor = 1.01 ** -byY
  const rotationDeg = normalize(placement.rotationDeg + byX)
  return { ...placement, rotationDeg, ...scales(placement, imageSize, factor, factor) }
}

function shift(placement: Placement, { x, y }: Point): Placement {
  return { ...placement, centreX: placement.centreX + x, centreY: placement.centreY + y }
}

function alongOneAxis({ x, y }: Point, isLocked: boolean): Point {
  if (!isLocked) return { x, y }
  return Math.abs(x) >= Math.abs(y) ? { x, y: 0 } : { x: 0, y }
}

function rotate(start: Placement, from: Point, at: Point, isStepped: boolean): Placement {
  const angle = (point: Point) => Math.atan2(point.y - start.centreY, point.x - start.centreX)
  const turned = start.rotationDeg + ((angle(at) - angle(from)) * 180) / Math.PI
  return { ...start, rotationDeg: normalize(isStepped ? Math.round(turned / turnStepDeg) * turnStepDeg : turned) }
}

/** Greater than -180, up to 180. */
function normalize(deg: number): number {
  const turned = ((deg % 360) + 360) % 360
  return turned > 180 ? turned - 360 : turned
}

function scale(
  start: Placement,
  imageSize: Size,
  grip: Grip,
  { from, at }: { readonly from: Point; readonly at: Point },
  keys: HeldModifiers,
): Placement {
  const box = boxOfPlacement(start, imageSize)
  const direction = gripDirections[grip]
  const share = keys.alt ? 1 : 2
  // From the fixed point to the handle, in the box's own axes, before and now.
  const initial = { x: direction.x * box.halfWidth * share, y: direction.y * box.halfHeight * share }
  const travel = turn({ x: at.x - from.x, y: at.y - from.y }, -start.rotationDeg)
  const dragged = { x: initial.x + (direction.x && travel.x), y: initial.y + (direction.y && travel.y) }
  const factors = keys.shift ? freeFactors(initial, dragged) : proportionalFactors(initial, dragged)
  const isOver = { x: dragged.x * direction.x < 0, y: dragged.y * direction.y < 0 }
  const next = {
    ...start,
    ...scales(start, imageSize, factors.x, factors.y),
    isFlippedX: start.isFlippedX !== isOver.x,
    isFlippedY: start.isFlippedY !== isOver.y,
  }
  const reaches = { x: isOver.x ? -direction.x : direction.x, y: isOver.y ? -direction.y : direction.y }
  return keys.alt ? next : keepOpposite(box, direction, next, reaches, imageSize)
}

function freeFactors(initial: Point, dragged: Point): Point {
  return {
    x: initial.x === 0 ? 1 : Math.abs(dragged.x / initial.x),
    y: initial.y === 0 ? 1 : Math.abs(dragged.y / initial.y),
  }
}

/** Projects the pointer onto the line to the handle, on either side. */
function proportionalFactors(initial: Point, dragged: Point): Point {
  const reach = Math.abs(dragged.x * initial.x) + Math.abs(dragged.y * initial.y)
  const factor = reach / (initial.x ** 2 + initial.y ** 2)
  return { x: factor, y: factor }
}

/** Each side keeps at least one pixel. */
function scales(
  { scaleX, scaleY }: Placement,
  { widthPx, heightPx }: Size,
  x: number,
  y: number,
): Pick<Placement, 'scaleX' | 'scaleY'> {
  return { scaleX: Math.max(1 / widthPx, scaleX * x), scaleY: Math.max(1 / heightPx, scaleY * y) }
}

/**
 * Moves the center so that the point opposite the handle stays in place.
 * @param direction to the handle before, and `reaches` now
 */
function keepOpposite(
  startBox: HandleBox,
  direction: Point,
  next: Placement,
  reaches: Point,
  imageSize: Size,
): Placement {
  const box = boxOfPlacement(next, imageSize)
  const stays = fromBox(startBox, { x: -direction.x * startBox.halfWidth, y: -direction.y * startBox.halfHeight })
  const wouldBe = fromBox(box, { x: -reaches.x * box.halfWidth, y: -reaches.y * box.halfHeight })
  return shift(next, { x: stays.x - wouldBe.x, y: stays.y - wouldBe.y })
}
