import { beforeEach, describe, expect, it } from 'vitest'
import { openPaint, type PaintDriver } from '../session/paint-driver.ts'
import { PointerInput, type PointerPress, type WheelTurn } from './pointer-input.ts'

let paint: PaintDriver
let input: PointerInput
let hovered: ({ x: number; y: number } | null)[]

beforeEach(async () => {
  paint = await openPaint({ widthPx: 400, heightPx: 300, brush: { sizePx: 10 } })
  hovered = []
  input = new PointerInput({
    session: paint.session,
    corner: () => ({ x: 50, y: 20 }),
    isMac: false,
    onHover: (at) => hovered.push(at),
  })
})

/** Coordinates are the picture's; the driver's view is 800 × 600, so a 400 × 300 picture lies at 200, 150. */
function event(x: number, y: number, change: Partial<PointerPress> = {}): PointerPress {
  return {
    pointerId: 1,
    pointerType: 'mouse',
    button: 0,
    buttons: 1,
    clientX: x + 250,
    clientY: y + 170,
    pressure: 0.5,
    timeStamp: 10_000,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    getCoalescedEvents: () => [],
    ...change,
  }
}

function turn(deltaY: number, change: Partial<WheelTurn> = {}): WheelTurn {
  return { clientX: 450, clientY: 320, deltaX: 0, deltaY, deltaMode: 0, ctrlKey: false, shiftKey: false, ...change }
}

const zoom = () => paint.session.store.getState().viewport.zoom

describe('PointerInput', () => {
  it('paints where the pointer is, through every coalesced point', () => {
    input.down(event(50, 50))
    input.move(event(150, 50, { getCoalescedEvents: () => [event(100, 90), event(150, 50)] }))
    input.up(event(150, 50))
    expect([paint.at(50, 50), paint.at(100, 90), paint.at(150, 50), paint.at(100, 50)]).toEqual([255, 255, 255, 0])
  })

  it('takes a mouse as full pressure and a pen by its own', () => {
    paint.session.changeBrush({ pressure: 'size', sizePx: 40 })
    input.down(event(50, 50))
    input.up(event(50, 50))
    input.down(event(200, 50, { pointerType: 'pen', pressure: 0.25 }))
    input.up(event(200, 50, { pointerType: 'pen', pressure: 0 }))
    expect([paint.at(50, 65), paint.at(200, 53), paint.at(200, 58)]).toEqual([255, 255, 0])
  })

  it('erases with the eraser end and with the barrel button', () => {
    paint.session.invert()
    input.down(event(50, 50, { pointerType: 'pen', button: 5, buttons: 32 }))
    input.up(event(50, 50, { pointerType: 'pen' }))
    input.down(event(90, 50, { pointerType: 'pen', button: 2, buttons: 2 }))
    input.up(event(90, 50, { pointerType: 'pen' }))
    expect([paint.at(50, 50), paint.at(90, 50), paint.at(70, 50)]).toEqual([0, 0, 255])
  })

  it('ignores a hand on the tablet while a pen is near', () => {
    input.move(event(10, 10, { pointerType: 'pen', timeStamp: 1_000, pointerId: 2 }))
    expect(input.down(event(50, 50, { pointerType: 'touch', timeStamp: 1_300, pointerId: 3 }))).toBe(false)
    expect(input.down(event(50, 50, { pointerType: 'touch', timeStamp: 1_800, pointerId: 4 }))).toBe(true)
  })

  it('turns two fingers into pan and zoom and forgets the dab of the first', () => {
    const finger = { pointerType: 'touch' }
    input.down(event(100, 100, { ...finger, pointerId: 1 }))
    input.down(event(200, 100, { ...finger, pointerId: 2 }))
    input.move(event(300, 100, { ...finger, pointerId: 2 }))
    input.up(event(100, 100, { ...finger, pointerId: 1 }))
    input.move(event(310, 110, { ...finger, pointerId: 2 }))
    input.up(event(300, 100, { ...finger, pointerId: 2 }))
    expect(zoom()).toBeCloseTo(2)
    expect(paint.session.raster.isEmpty(paint.session.doc.mask)).toBe(true)
    input.down(event(0, 0, { ...finger, pointerId: 3 }))
    input.up(event(0, 0, { ...finger, pointerId: 3 }))
    expect(paint.session.raster.isEmpty(paint.session.doc.mask)).toBe(false)
  })

  it('pans with the middle button and lets go of it', () => {
    const before = paint.session.store.getState().viewport.originX
    input.down(event(50, 50, { button: 1, buttons: 4 }))
    input.move(event(80, 50))
    input.up(event(80, 50))
    expect(paint.session.store.getState().viewport.originX).toBe(before + 30)
    expect(paint.session.store.getState().activeTool).toBe('brush')
  })

  it('sizes the brush with Alt and the right button, the ring staying where it was', () => {
    input.down(event(50, 50, { button: 2, buttons: 2, altKey: true }))
    input.move(event(75, 50, { button: -1, altKey: true }))
    input.up(event(75, 50, { button: 2, altKey: true }))
    expect(paint.session.store.getState().brush.sizePx).toBeCloseTo(50)
    expect(hovered.at(-1)).toEqual(hovered[0])
  })

  it('does nothing with the right button alone', () => {
    expect(input.down(event(50, 50, { button: 2, buttons: 2 }))).toBe(false)
    expect(paint.session.store.getState().isPainting).toBe(false)
  })

  it('keeps what was painted when the system takes the pointer away', () => {
    input.down(event(50, 50))
    input.cancel(event(50, 50))
    expect(paint.at(50, 50)).toBe(255)
    expect(paint.session.store.getState().canUndo).toBe(true)
  })

  it('goes on after a release that never came', () => {
    input.down(event(50, 50))
    input.down(event(90, 50))
    input.up(event(90, 50))
    expect(paint.at(90, 50)).toBe(255)
    expect(paint.session.store.getState().isPainting).toBe(false)
  })

  it('zooms at the pointer with the wheel', () => {
    input.wheel(turn(-360))
    expect(zoom()).toBeCloseTo(2)
    input.wheel(turn(360))
    expect(zoom()).toBeCloseTo(1)
    input.wheel(turn(-22.5, { deltaMode: 1 }))
    expect(zoom()).toBeCloseTo(2)
  })

  it('tells a pinch from a wheel with Ctrl', () => {
    input.wheel(turn(-70, { ctrlKey: true }))
    expect(zoom()).toBeCloseTo(2)
    input.controlKeyChanged(true)
    input.wheel(turn(-120, { ctrlKey: true }))
    expect(zoom()).toBeCloseTo(2)
    expect(paint.session.store.getState().brush.sizePx).toBe(15)
    input.blur()
    input.wheel(turn(70, { ctrlKey: true }))
    expect(zoom()).toBeCloseTo(1)
  })

  it('moves sideways with Shift and the wheel', () => {
    const before = paint.session.store.getState().viewport.originX
    input.wheel(turn(40, { shiftKey: true }))
    expect(paint.session.store.getState().viewport.originX).toBe(before - 40)
  })
})
