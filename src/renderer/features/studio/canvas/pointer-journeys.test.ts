import { beforeEach, describe, expect, it } from 'vitest'
import { openPaint, type PaintDriver } from '../../../../../test/support/window/paint-driver.ts'
import type { Handle } from '../../../editor/tools/tool.ts'
import { usualInput } from './input/canvas-input.ts'
import { HeldKeys } from './input/held-keys.ts'
import { InputDriver } from '../../../../../test/support/window/input-driver.ts'
import { PenMemory } from './input/pointer-memory.ts'
import { PointerInput } from './input/pointer-input.ts'

let paint: PaintDriver
let pointer: PointerInput
let keys: HeldKeys
/** Only creates events: its coordinates are CSS pixels of the view. */
let hand: InputDriver
/** The handle under the pointer. */
let handle: Handle | null

beforeEach(async () => {
  handle = null
  paint = await openPaint({ widthPx: 400, heightPx: 300, brush: { sizePx: 10 } })
  hand = new InputDriver()
  const options = { session: paint.session, input: usualInput, isMac: false }
  pointer = new PointerInput({
    ...options,
    pen: new PenMemory(),
    corner: () => ({ x: 50, y: 20 }),
    handleAt: () => handle,
    onHover: () => undefined,
    onPress: (isPressed) => keys.pressed(isPressed),
  })
  keys = new HeldKeys({ ...options, pointer })
})

/** The image of 400 × 300 is at 200, 150 in the view. */
const at = (x: number, y: number) => [x + 200, y + 150] as const

function drag(from: readonly [number, number], ...through: readonly (readonly [number, number])[]): void {
  pointer.down(hand.event(...at(...from)))
  for (const place of through) pointer.move(hand.event(...at(...place), { button: -1 }))
  pointer.up(hand.event(...at(...(through.at(-1) ?? from)), { buttons: 0 }))
  hand.wait(1_000)
}

const state = () => paint.session.store.getState()
const down = (key: string, code: string, modifiers = '') => keys.down(hand.key(key, code, modifiers), 'free')
const onStage = (key: string) => keys.down(hand.key(key, key), 'stage')
const finger = (pointerId: number) => ({ pointerType: 'touch', pointerId })
const up = (key: string, code: string) => keys.up(hand.key(key, code))

describe('pointer input on a real canvas', () => {
  it('paints with the brush as one undo step', () => {
    drag([50, 50], [150, 50])
    expect([paint.at(50, 50), paint.at(100, 50), paint.at(100, 70)]).toEqual([255, 255, 0])
    paint.session.undo()
    expect(paint.at(100, 50)).toBe(0)
  })

  it('adds a lasso and subtracts a rectangle', () => {
    paint.session.tools.choose('lasso')
    drag([20, 20], [120, 20], [120, 120], [20, 120])
    paint.session.tools.choose('rectangle')
    pointer.down(hand.event(...at(40, 40), { altKey: true }))
    pointer.move(hand.event(...at(80, 80), { altKey: true }))
    pointer.up(hand.event(...at(80, 80), { altKey: true, buttons: 0 }))
    expect([paint.at(30, 30), paint.at(60, 60), paint.at(100, 100), paint.at(130, 60)]).toEqual([255, 0, 255, 0])
    expect(state().undoLabel).toBe('Rectangle')
  })

  it('pans during a polygon, which Enter closes as one step', () => {
    paint.session.tools.choose('polygon')
    drag([20, 20])
    drag([120, 20])
    down(' ', 'Space')
    drag([200, 200], [210, 200])
    up(' ', 'Space')
    expect(state().viewport.originX).toBe(210)
    // The image is now 10 px further right.
    drag([130, 120])
    drag([30, 120])
    expect(down('Enter', 'Enter')).toBe(true)
    expect([paint.at(60, 60), paint.at(119, 119), paint.at(125, 60)]).toEqual([255, 255, 0])
    expect(state()).toMatchObject({ undoLabel: 'Polygon', preview: null })
    paint.session.undo()
    expect(state().hasMask).toBe(false)
  })

  it('extends the frame while C is held and returns to the brush', () => {
    handle = 'e'
    down('c', 'KeyC')
    drag([400, 150], [460, 150])
    up('c', 'KeyC')
    expect(state()).toMatchObject({
      frame: { x: 0, y: 0, widthPx: 460, heightPx: 300 },
      tool: 'brush',
      activeTool: 'brush',
    })
    expect(state().undoLabel).toBe('Frame')
    paint.session.undo()
    expect(state().frame).toBeNull()
  })

  it('moves and nudges a placed image as one step each, and cancels a drag with Escape', () => {
    const image = { assetId: state().baseId, size: { widthPx: 100, heightPx: 100 }, name: 'Cup' }
    const id = paint.session.layers.addImage(image)
    paint.session.chooseTarget(id)
    const placed = () => state().layers.flatMap((layer) => (layer.kind === 'picture' ? [layer.placement] : []))[0]
    const before = placed()
    handle = 'inside'
    drag([200, 150], [230, 150])
    expect(placed()?.centreX).toBe((before?.centreX ?? NaN) + 30)
    pointer.down(hand.event(...at(230, 150)))
    pointer.move(hand.event(...at(300, 150), { button: -1 }))
    expect(down('Escape', 'Escape')).toBe(true)
    expect(placed()?.centreX).toBe((before?.centreX ?? NaN) + 30)
    pointer.up(hand.event(...at(300, 150), { buttons: 0 }))
    expect(down('ArrowRight', 'ArrowRight', 'Shift')).toBe(true)
    expect(placed()?.centreX).toBe((before?.centreX ?? NaN) + 40)
    paint.session.undo()
    paint.session.undo()
    expect(placed()?.centreX).toBe(before?.centreX)
  })

  it('paints with the keyboard', () => {
    for (const key of ['Enter', 'Enter', 'ArrowRight', 'ArrowRight', 'Enter', 'Escape']) expect(onStage(key)).toBe(true)
    expect([paint.at(200, 150), paint.at(216, 150), paint.at(240, 150)]).toEqual([255, 255, 0])
    expect(state()).toMatchObject({ undoLabel: 'Paint', preview: null })
  })

  it('combines a shape drawn with the keyboard and keeps the keyboard pointer', () => {
    paint.session.tools.choose('lasso')
    for (const key of ['Enter', 'Enter', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'Enter']) onStage(key)
    expect(paint.at(214, 152)).toBe(255)
    expect(state().preview).not.toBeNull()
  })

  it('abandons a stroke that becomes a pinch', () => {
    pointer.down(hand.event(...at(50, 50), finger(1)))
    pointer.move(hand.event(...at(80, 50), finger(1)))
    expect(paint.at(60, 50)).toBe(255)
    pointer.down(hand.event(...at(150, 50), finger(2)))
    expect(paint.at(60, 50)).toBe(0)
    expect(state()).toMatchObject({ isPainting: false, canUndo: false })
  })

  it('cancels a running mask operation with Escape', async () => {
    drag([50, 50], [150, 50])
    const refining = paint.session.selection.refine({ type: 'grow', px: 20 })
    expect(state().busyWith).toBe('Grow mask')
    expect(down('Escape', 'Escape')).toBe(true)
    await expect(refining).rejects.toMatchObject({ code: 'request/cancelled' })
    expect([state().busyWith, state().undoLabel]).toEqual([null, 'Paint'])
    expect(down('Escape', 'Escape')).toBe(false)
  })
})
