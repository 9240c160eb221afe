import { beforeEach, describe, expect, it } from 'vitest'
import { createKeymap } from '../../../../lib/keymap/keymap.ts'
import type { ToolEvent } from '../../../../editor/tools/tool.ts'
import { InputDriver } from '../../../../../../test/support/window/input-driver.ts'
import { PenMemory } from './pointer-memory.ts'

let hand: InputDriver

beforeEach(() => {
  hand = new InputDriver()
})

/** The events sent to tools, without hover events. */
const eventsOf = (driver: InputDriver) => driver.session.tools.events.map((event) => event.on)
const last = <On extends ToolEvent['on']>(driver: InputDriver, on: On) =>
  driver.session.tools.events.findLast((event): event is Extract<ToolEvent, { on: On }> => event.on === on)
const zoom = (driver: InputDriver) => driver.state.viewport.zoom

const finger = (pointerId: number) => ({ pointerType: 'touch', pointerId })

/** Two fingers twisted by this many degrees. */
const turned = (deg: number) => {
  const driver = new InputDriver()
  driver.down(400, 300, finger(1))
  driver.down(500, 300, finger(2))
  for (let step = 1; step <= 10; step++) {
    const angle = ((deg * step) / 10) * (Math.PI / 180)
    driver.move(400 + 100 * Math.cos(angle), 300 + 100 * Math.sin(angle), finger(2))
  }
  return driver.state.viewport.rotationDeg
}

describe('mouse', () => {
  it('sends down, every coalesced point and up', () => {
    hand.down(250, 200)
    hand.move(350, 200, { getCoalescedEvents: () => [hand.event(300, 240), hand.event(350, 200)] }).up(350, 200)
    expect(eventsOf(hand)).toEqual(['down', 'move', 'up'])
    expect(last(hand, 'move')?.samples.map(({ at, pressure }) => [at.x, at.y, pressure])).toEqual([
      [100, 90, 1],
      [150, 50, 1],
    ])
    expect(hand.doings).toEqual(['begin', 'commit'])
  })

  it('does nothing with the right button alone', () => {
    expect(hand.down(250, 200, { button: 2, buttons: 2 })).toBe(false)
    expect(eventsOf(hand)).toEqual([])
  })

  it('reports its hover position for the brush ring and contours', () => {
    hand.move(250, 200, { buttons: 0 })
    expect(hand.hovered).toEqual([{ x: 250, y: 200 }])
    expect(last(hand, 'move')?.samples[0]?.at).toEqual({ x: 50, y: 50 })
  })

  it('detects a double click by position and time', () => {
    hand.click(250, 200).wait(100).click(252, 201)
    expect(eventsOf(hand)).toEqual(['down', 'up', 'down', 'up', 'double'])
    hand.wait(100).click(252, 201).wait(100).click(262, 201).wait(600).click(262, 201)
    expect(eventsOf(hand).filter((on) => on === 'double')).toHaveLength(1)
  })

  it('recovers from a missing release', () => {
    hand.down(250, 200)
    hand.down(290, 200)
    hand.up(290, 200)
    expect(hand.doings).toEqual(['begin', 'commit', 'begin', 'commit'])
  })

  it('ends the stroke when its button is up, even while another button is down', () => {
    hand.down(250, 200)
    hand.move(260, 200, { buttons: 0 })
    expect(hand.pointer.isPressed).toBe(false)
    hand.down(250, 200)
    hand.move(260, 200, { buttons: 3, button: 2 })
    expect(hand.pointer.isPressed).toBe(true)
    hand.move(270, 200, { buttons: 2, button: 0 })
    expect(hand.pointer.isPressed).toBe(false)
    expect(hand.doings).toEqual(['begin', 'commit', 'begin', 'commit'])
  })

  it('commits the stroke when pointer capture is lost', () => {
    hand.down(250, 200)
    hand.move(280, 200)
    hand.pointer.cancel(hand.event(280, 200))
    expect(hand.doings).toEqual(['begin', 'commit'])
    hand.up(280, 200)
    expect(hand.doings).toEqual(['begin', 'commit'])
  })

  it('commits the stroke when the window loses focus', () => {
    hand.down(250, 200)
    hand.move(280, 200)
    hand.keys.blur()
    expect(hand.doings).toEqual(['begin', 'commit'])
    expect(last(hand, 'up')?.sample.at).toEqual({ x: 80, y: 50 })
    hand.move(300, 200).up(300, 200)
    expect(hand.doings).toEqual(['begin', 'commit'])
  })
})

describe.each([1, 1.25, 1.5, 2])('at display scale %d', (dpr) => {
  it('maps the pointer to the pixel under it', () => {
    const scaled = new InputDriver({ dpr, widthPx: 400, heightPx: 300 })
    const { viewport } = scaled.state
    // A point of the image, and its position in the window in CSS pixels.
    const at = { x: 123, y: 45 }
    const css = {
      x: (Math.round(viewport.originX) + at.x * viewport.zoom) / dpr,
      y: (Math.round(viewport.originY) + at.y * viewport.zoom) / dpr,
    }
    scaled.click(css.x, css.y)
    expect(last(scaled, 'down')?.sample.at.x).toBeCloseTo(123, 6)
    expect(last(scaled, 'down')?.sample.at.y).toBeCloseTo(45, 6)
    expect(last(scaled, 'down')?.sample.screen.x).toBeCloseTo(css.x * dpr, 6)
  })

  it('maps the pointer to that pixel in a rotated and mirrored view', () => {
    const scaled = new InputDriver({ dpr })
    scaled.session.view.rotateBy(30)
    scaled.session.view.toggleMirror()
    scaled.session.view.zoomBy(2, { x: 300, y: 200 })
    scaled.click(400, 300)
    // The center of the view stays over one point however the view is rotated.
    const before = last(scaled, 'down')?.sample.at
    scaled.session.view.rotateBy(77)
    scaled.wait(1_000).click(400, 300)
    expect(last(scaled, 'down')?.sample.at.x).toBeCloseTo(before?.x ?? NaN, 0)
    expect(last(scaled, 'down')?.sample.at.y).toBeCloseTo(before?.y ?? NaN, 0)
  })
})

describe('pen', () => {
  const pen = { pointerType: 'pen' }

  it('applies the pressure curve', () => {
    hand.down(250, 200, { ...pen, pressure: 0.25 })
    expect(last(hand, 'down')?.sample.pressure).toBe(0.25)
    const soft = new InputDriver({ pressureCurve: (raw) => Math.sqrt(raw) })
    soft.down(250, 200, { ...pen, pressure: 0.25 })
    expect(last(soft, 'down')?.sample.pressure).toBe(0.5)
  })

  it.each([
    ['eraser end', { button: 5, buttons: 32 }],
    ['barrel button', { button: 2, buttons: 2 }],
    ['barrel button held at the press', { button: 0, buttons: 3 }],
  ])('erases with its %s', (_name, change) => {
    hand.down(250, 200, { ...pen, ...change })
    expect(last(hand, 'down')?.isEraserEnd).toBe(true)
    expect(hand.session.tools.effects[0]).toMatchObject({ type: 'begin', style: { mode: 'erase' } })
  })

  it('paints with its tip', () => {
    hand.down(250, 200, pen)
    expect(last(hand, 'down')?.isEraserEnd).toBe(false)
  })

  it('ignores other pens during a stroke', () => {
    hand.down(250, 200, { ...pen, pointerId: 1 })
    expect(hand.down(260, 200, { ...pen, pointerId: 2 })).toBe(false)
    hand.move(300, 250, { ...pen, pointerId: 2 }).up(300, 250, { ...pen, pointerId: 2 })
    hand.move(270, 200, { ...pen, pointerId: 1 }).up(270, 200, { ...pen, pointerId: 1 })
    expect(hand.doings).toEqual(['begin', 'commit'])
    expect(last(hand, 'up')?.sample.at).toEqual({ x: 70, y: 50 })
  })

  it('ignores touches shortly after a pen event', () => {
    const touch = { pointerType: 'touch', pointerId: 9 }
    hand.move(250, 200, { ...pen, buttons: 0 })
    expect(hand.wait(300).down(300, 250, touch)).toBe(false)
    expect(hand.wait(600).down(300, 250, touch)).toBe(true)
  })

  it('abandons a stroke started by a resting palm', () => {
    const palm = { pointerType: 'touch', pointerId: 9 }
    hand.down(300, 250, palm)
    hand.move(320, 250, palm)
    hand.down(250, 200, { ...pen, pointerId: 2 })
    hand.move(340, 250, palm).up(340, 250, palm)
    hand.up(250, 200, { ...pen, pointerId: 2 })
    expect(hand.doings).toEqual(['begin', 'abandon', 'begin', 'commit'])
  })
})

describe('fingers', () => {
  it('paint with a single finger, starting at the touch point', () => {
    hand.down(250, 200, finger(1))
    expect(eventsOf(hand)).toEqual([])
    hand.move(252, 200, finger(1)).move(270, 200, finger(1)).up(270, 200, finger(1))
    expect(hand.doings).toEqual(['begin', 'commit'])
    expect(hand.session.tools.events[0]).toMatchObject({ on: 'down', sample: { at: { x: 50, y: 50 }, pressure: 1 } })
  })

  it('paint a dab with a tap', () => {
    hand.down(250, 200, finger(1))
    hand.up(250, 200, finger(1))
    expect(hand.doings).toEqual(['begin', 'commit'])
  })

  it('pinch without leaving a dab', () => {
    hand.down(300, 300, finger(1))
    hand.down(400, 300, finger(2))
    hand.move(500, 300, finger(2)).up(300, 300, finger(1)).move(510, 310, finger(2)).up(510, 310, finger(2))
    expect(zoom(hand)).toBeCloseTo(2)
    expect(eventsOf(hand)).toEqual([])
    hand.wait(500).down(250, 200, finger(3))
    hand.up(250, 200, finger(3))
    expect(hand.doings).toEqual(['begin', 'commit'])
  })

  it('abandon a stroke that becomes a pinch, but commit an older one', () => {
    hand.down(300, 300, finger(1))
    hand.move(320, 300, finger(1)).down(400, 300, finger(2))
    expect(hand.doings).toEqual(['begin', 'abandon'])
    hand.up(320, 300, finger(1)).up(400, 300, finger(2))
    hand.wait(500).down(300, 300, finger(3))
    hand.move(340, 300, finger(3)).wait(800).down(400, 300, finger(4))
    expect(hand.doings).toEqual(['begin', 'abandon', 'begin', 'commit'])
  })

  it('do not end an unfinished contour', () => {
    hand.session.tools.choose('polygon')
    for (const [x, y] of [
      [250, 200],
      [300, 200],
    ] as const) {
      hand.down(x, y, finger(1))
      hand.up(x, y, finger(1)).wait(600)
    }
    hand.down(300, 300, finger(1))
    hand.down(400, 300, finger(2))
    hand.move(500, 300, finger(2)).up(500, 300, finger(2)).up(300, 300, finger(1))
    expect(hand.state.preview).toMatchObject({ type: 'path', points: { length: 3 } })
  })

  it('pan with two fingers', () => {
    const { originX } = hand.state.viewport
    hand.down(300, 300, finger(1))
    hand.down(400, 300, finger(2))
    hand.move(320, 300, finger(1)).move(420, 300, finger(2))
    expect(hand.state.viewport.originX - originX).toBeGreaterThan(5)
    expect(zoom(hand)).toBeCloseTo(1, 1)
  })

  it('rotate the view beyond a twist of 15°, without a jump', () => {
    expect(turned(14)).toBe(0)
    expect(turned(35)).toBeCloseTo(20, 0)
    expect(turned(-35)).toBeCloseTo(-20, 0)
  })

  it('undo with a two-finger tap and redo with a three-finger tap', () => {
    hand.down(300, 300, finger(1))
    hand.down(400, 300, finger(2))
    hand.up(300, 300, finger(1)).up(401, 301, finger(2))
    hand.wait(500).down(300, 300, finger(1))
    hand.down(350, 300, finger(2))
    hand.down(400, 300, finger(3))
    hand.up(300, 300, finger(1)).up(350, 300, finger(2)).up(400, 300, finger(3))
    expect(hand.session.undone).toEqual(['undo', 'redo'])
    expect([eventsOf(hand), zoom(hand)]).toEqual([[], 1])
  })

  it('do not undo after moving, holding or a cancellation', () => {
    hand.down(300, 300, finger(1))
    hand.down(400, 300, finger(2))
    hand.move(430, 300, finger(2)).up(300, 300, finger(1)).up(430, 300, finger(2))
    hand.wait(500).down(300, 300, finger(1))
    hand.down(400, 300, finger(2))
    hand.wait(600).up(300, 300, finger(1)).up(400, 300, finger(2))
    hand.wait(500).down(300, 300, finger(1))
    hand.down(400, 300, finger(2))
    hand.pointer.cancel(hand.event(300, 300, finger(1)))
    hand.pointer.cancel(hand.event(400, 300, finger(2)))
    expect(hand.session.undone).toEqual([])
  })

  it('only pan once a pen was detected', () => {
    hand.move(250, 200, { pointerType: 'pen', buttons: 0 }).wait(1_000)
    hand.down(300, 300, finger(5))
    hand.move(330, 300, finger(5)).up(330, 300, finger(5))
    expect(new Set(hand.doings)).toEqual(new Set(['pan']))
    expect(hand.state.activeTool).toBe('brush')
  })

  it('share pen detection between canvases', () => {
    const pen = new PenMemory()
    new InputDriver({ pen }).move(250, 200, { pointerType: 'pen', buttons: 0 })
    const other = new InputDriver({ pen })
    expect(other.down(300, 300, finger(5))).toBe(false)
    other.wait(1_000).down(300, 300, finger(5))
    other.move(330, 300, finger(5)).up(330, 300, finger(5))
    expect(new Set(other.doings)).toEqual(new Set(['pan']))
    expect(other.down(300, 300, { ...finger(6), width: 90, height: 70 })).toBe(false)
  })

  it('ignore palms', () => {
    hand.move(250, 200, { pointerType: 'pen', buttons: 0 }).wait(1_000)
    expect(hand.down(300, 300, { ...finger(5), width: 90, height: 70 })).toBe(false)
  })
})

describe('gestures', () => {
  it('pan while the middle button is down', () => {
    const { originX } = hand.state.viewport
    hand.down(250, 200, { button: 1, buttons: 4 })
    expect(hand.state.activeTool).toBe('pan')
    hand.move(280, 200, { buttons: 4 }).up(280, 200, { button: 1 })
    expect(hand.state.viewport.originX).toBe(originX + 30)
    expect(hand.state.activeTool).toBe('brush')
  })

  it('resize the brush with Alt and the right button while the ring stays in place', () => {
    const alt = { altKey: true, buttons: 2 }
    hand.down(250, 200, { ...alt, button: 2 })
    hand.move(275, 200, alt).up(275, 200, { ...alt, button: 2 })
    expect(hand.state.brush.sizePx).toBeCloseTo(50)
    expect(hand.hovered.at(-1)).toEqual(hand.hovered[0])
  })

  it('resize the brush on macOS with Ctrl+Option, where Ctrl makes a right click', () => {
    const mac = new InputDriver({ isMac: true })
    mac.down(250, 200, { altKey: true, ctrlKey: true })
    mac.move(275, 200, { altKey: true, ctrlKey: true })
    expect(mac.state.brush.sizePx).toBeCloseTo(50)
    expect(new InputDriver({ isMac: true }).down(250, 200, { ctrlKey: true })).toBe(false)
  })

  it('resize the brush with Shift in the Krita key map, where a Shift click still draws a line', () => {
    const krita = new InputDriver({ keymap: createKeymap({ preset: 'krita', overrides: {} }) })
    krita.click(250, 200).wait(1_000)
    krita.down(300, 200, { shiftKey: true })
    krita.move(320, 180, { shiftKey: true }).up(320, 180, { shiftKey: true })
    expect(krita.session.tools.effects.at(-1)).toEqual({ type: 'brush', change: { sizePx: expect.closeTo(40) } })
    krita.wait(1_000).click(300, 250, { shiftKey: true })
    const strokes = krita.session.tools.effects.filter((effect) => effect.type === 'stroke')
    expect(strokes.at(-1)).toMatchObject({
      points: [
        { x: 50, y: 50 },
        { x: 100, y: 100 },
      ],
    })
  })

  it('pass Shift to other tools in the Krita key map', () => {
    const krita = new InputDriver({ keymap: createKeymap({ preset: 'krita', overrides: {} }), tool: 'lasso' })
    krita.down(300, 200, { shiftKey: true })
    expect(last(krita, 'down')?.keys.shift).toBe(true)
  })

  it('zoom with Ctrl and the middle button in the Invoke key map', () => {
    const invoke = new InputDriver({ keymap: createKeymap({ preset: 'invoke', overrides: {} }) })
    const keys = { ctrlKey: true, buttons: 4 }
    invoke.down(400, 300, { ...keys, button: 1 })
    invoke.move(640, 300, keys)
    expect(zoom(invoke)).toBeCloseTo(2)
  })

  it('treat AltGr as neither Ctrl nor Alt', () => {
    const altGraph = { ctrlKey: true, altKey: true, getModifierState: (name: string) => name === 'AltGraph' }
    expect(hand.down(250, 200, { ...altGraph, button: 2, buttons: 2 })).toBe(false)
    hand.down(250, 200, altGraph)
    expect(last(hand, 'down')?.keys).toEqual({ shift: false, alt: false, mod: false })
  })
})
