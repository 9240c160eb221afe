import { beforeEach, describe, expect, it } from 'vitest'
import { createKeymap } from '../../../../lib/keymap/keymap.ts'
import { InputDriver } from '../../../../../../test/support/window/input-driver.ts'

let hand: InputDriver

beforeEach(() => {
  hand = new InputDriver()
})

const tool = (driver = hand) => driver.state.activeTool

/** The movement caused by the right arrow. */
const arrow = (prepare: (driver: InputDriver) => void, chosen: 'rectangle' | 'hand' = 'rectangle') => {
  const driver = new InputDriver({ tool: chosen })
  prepare(driver)
  driver.keyDown('ArrowRight', 'ArrowRight', '', 'stage')
  const event = driver.session.tools.events[0]
  return event?.on === 'nudge' ? [event.byX + 0, event.byY + 0] : null
}

describe('held keys', () => {
  it('pan while Space is down', () => {
    expect(hand.keyDown(' ', 'Space')).toBe(true)
    expect(tool()).toBe('pan')
    expect(hand.keyDown(' ', 'Space')).toBe(true)
    hand.keyUp(' ', 'Space')
    expect(tool()).toBe('brush')
  })

  it('zoom with Ctrl and Space, pressed in either order', () => {
    hand.keyDown('Control', 'ControlLeft', 'Control')
    hand.keyDown(' ', 'Space', 'Control')
    expect(tool()).toBe('zoom-drag')
    hand.keyUp('Control', 'ControlLeft')
    expect(tool()).toBe('pan')
    hand.keyUp(' ', 'Space')
    hand.keyDown(' ', 'Space')
    hand.keyDown('Control', 'ControlLeft', 'Control')
    expect(tool()).toBe('zoom-drag')
    hand.keyUp(' ', 'Space', 'Control').keyUp('Control', 'ControlLeft')
    expect(tool()).toBe('brush')
  })

  it('rotate the view with R', () => {
    hand.keyDown('r', 'KeyR')
    expect(tool()).toBe('rotate-view')
    hand.down(500, 300)
    hand.move(400, 400).up(400, 400)
    expect(hand.state.viewport.rotationDeg).toBeCloseTo(90)
    hand.keyUp('r', 'KeyR')
    expect(tool()).toBe('brush')
  })

  it('ignore keys in a text field, and Space on a focused button', () => {
    expect(hand.keyDown(' ', 'Space', '', 'typing')).toBe(false)
    expect(hand.keyDown(' ', 'Space', '', 'control')).toBe(false)
    expect(tool()).toBe('brush')
    expect(hand.keyDown('\\', 'Backslash', '', 'control')).toBe(true)
  })

  it('ignore keys during input method composition', () => {
    expect(hand.keys.down({ ...hand.key(' ', 'Space'), isComposing: true }, 'free')).toBe(false)
  })

  it('switch the tool only after the current stroke', () => {
    hand.down(250, 200)
    hand.keyDown(' ', 'Space')
    hand.move(270, 200)
    expect(tool()).toBe('brush')
    hand.up(270, 200)
    expect(hand.doings).toEqual(['begin', 'commit'])
    expect(tool()).toBe('pan')
    hand.keyUp(' ', 'Space')
    expect(tool()).toBe('brush')
  })

  it('keep the tool until the pointer is released', () => {
    hand.keyDown(' ', 'Space')
    hand.down(250, 200)
    hand.move(260, 200).keyUp(' ', 'Space')
    hand.move(270, 200)
    expect(hand.doings).toEqual(['pan', 'pan'])
    hand.up(270, 200)
    expect(tool()).toBe('brush')
  })

  it('pan during a polygon without ending it', () => {
    hand.session.tools.choose('polygon')
    hand.click(250, 200).wait(600).click(300, 200)
    hand.keyDown(' ', 'Space')
    hand.down(300, 300)
    hand.move(320, 300).up(320, 300).keyUp(' ', 'Space')
    hand.move(350, 250, { buttons: 0 })
    expect(hand.state.preview).toMatchObject({ points: { length: 3 } })
    hand.keyDown(' ', 'Space')
    hand.keys.blur()
    expect([tool(), hand.session.tools.isBusy]).toEqual(['polygon', true])
  })

  it('are released when the window loses focus', () => {
    hand.keyDown(' ', 'Space')
    hand.keyDown('\\', 'Backslash')
    hand.keys.blur()
    expect(hand.state).toMatchObject({ activeTool: 'brush', isOriginalHeld: false })
    expect(hand.keyDown(' ', 'Space')).toBe(true)
    expect(tool()).toBe('pan')
  })

  it('are released with Cmd on macOS, which sends no keyup for other keys while Cmd is held', () => {
    const mac = new InputDriver({ isMac: true })
    mac.keyDown('Meta', 'MetaLeft', 'Meta')
    mac.keyDown(' ', 'Space', 'Meta')
    expect(tool(mac)).toBe('zoom-drag')
    mac.keyUp('Meta', 'MetaLeft')
    expect(tool(mac)).toBe('brush')
  })
})

describe('C key', () => {
  it('selects the frame tool when tapped', () => {
    hand.keyDown('c', 'KeyC')
    expect(tool()).toBe('frame-held')
    hand.wait(100).keyUp('c', 'KeyC')
    expect([tool(), hand.state.tool]).toEqual(['frame', 'frame'])
  })

  it('activates the frame tool while held', () => {
    hand.keyDown('c', 'KeyC')
    hand.wait(300).keyUp('c', 'KeyC')
    expect(tool()).toBe('brush')
  })

  it('applies a drag and does not count as a tap, however short', () => {
    hand = new InputDriver({ handleAt: () => 'e' })
    hand.keyDown('c', 'KeyC')
    hand.down(600, 300)
    hand.move(640, 300).keyUp('c', 'KeyC').up(640, 300)
    expect(hand.doings).toEqual(['frame', 'frame', 'commit'])
    expect(hand.state.tool).toBe('brush')
  })

  it('is left to the command of the Photoshop key map', () => {
    const photoshop = new InputDriver({ keymap: createKeymap({ preset: 'photoshop', overrides: {} }) })
    expect(photoshop.keyDown('c', 'KeyC')).toBe(false)
  })
})

describe('Alt key', () => {
  it('picks a color with the color brush', () => {
    const paint = new InputDriver({ tool: 'colour-brush', targetKind: 'paint' })
    expect(paint.keyDown('Alt', 'AltLeft', 'Alt')).toBe(true)
    expect(tool(paint)).toBe('pick')
    paint.click(250, 200, { altKey: true }).keyUp('Alt', 'AltLeft')
    expect([paint.doings, tool(paint)]).toEqual([['pick-color'], 'colour-brush'])
  })

  it('gives precedence to the brush size gesture', () => {
    const paint = new InputDriver({ tool: 'colour-brush', targetKind: 'paint' })
    paint.keyDown('Alt', 'AltLeft', 'Alt')
    paint.down(250, 200, { altKey: true, button: 2, buttons: 2 })
    paint.move(275, 200, { altKey: true, buttons: 2 }).up(275, 200, { altKey: true, button: 2 })
    expect(new Set(paint.doings)).toEqual(new Set(['brush']))
    expect(tool(paint)).toBe('pick')
  })

  it('does not switch the mask brush', () => {
    hand.keyDown('Alt', 'AltLeft', 'Alt')
    expect(tool()).toBe('brush')
  })

  it('is not triggered by AltGr, whose Ctrl is ignored too', () => {
    const krita = createKeymap({ preset: 'krita', overrides: {} })
    const paint = new InputDriver({ tool: 'colour-brush', targetKind: 'paint', keymap: krita })
    paint.keyDown('Control', 'ControlLeft', 'Control')
    expect(tool(paint)).toBe('pick')
    paint.keyDown('AltGraph', 'AltRight', 'Control+Alt+AltGraph')
    expect(tool(paint)).toBe('colour-brush')
  })
})

describe('modifier pressed during a drag', () => {
  it('constrains the shape without a pointer move', () => {
    hand.session.tools.choose('rectangle')
    hand.down(250, 200)
    hand.move(290, 210)
    hand.keyDown('Shift', 'ShiftLeft', 'Shift')
    expect(hand.state.preview).toMatchObject({ rect: { widthPx: 40, heightPx: 40 } })
    hand.keyUp('Shift', 'ShiftLeft')
    expect(hand.state.preview).toMatchObject({ rect: { widthPx: 40, heightPx: 10 } })
  })

  it('constrains the next edge of a polygon', () => {
    hand.session.tools.choose('polygon')
    hand.click(250, 200).move(300, 210, { buttons: 0 })
    hand.keyDown('Shift', 'ShiftLeft', 'Shift')
    const preview = hand.state.preview?.type === 'path' ? hand.state.preview.points.at(-1) : null
    expect(preview?.y).toBeCloseTo(50)
  })
})

describe('original', () => {
  it.each([
    ['US', ['\\', 'Backslash'], ['\\', 'Backslash']],
    ['German, AltGr released first', ['\\', 'Minus', 'Control+Alt+AltGraph'], ['ß', 'Minus']],
    ['German, by position', ['#', 'Backslash'], ['#', 'Backslash']],
    ['Swiss', ['\\', 'IntlBackslash', 'Control+Alt+AltGraph'], ['<', 'IntlBackslash']],
    ['Swiss, by position', ['$', 'Backslash'], ['$', 'Backslash']],
    ['French', ['\\', 'Digit8', 'Control+Alt+AltGraph'], ['_', 'Digit8']],
    ['French, by position', ['*', 'Backslash'], ['*', 'Backslash']],
    ['Nordic', ['\\', 'Minus', 'Control+Alt+AltGraph'], ['+', 'Minus']],
    ['Nordic, by position', ["'", 'Backslash'], ["'", 'Backslash']],
    ['Portuguese, a dead key', ['Dead', 'Backslash'], ['Dead', 'Backslash']],
  ] as const)('is shown while \\ is held (%s)', (_layout, [key, code, modifiers = ''], [upKey, upCode]) => {
    expect(hand.keyDown(key, code, modifiers)).toBe(true)
    expect(hand.state.isOriginalHeld).toBe(true)
    hand.keyUp(upKey, upCode)
    expect(hand.state.isOriginalHeld).toBe(false)
  })

  it.each([
    ['German', 'y', 'KeyZ'],
    ['French', 'q', 'KeyA'],
    ['Nordic', 'å', 'BracketLeft'],
    ['Swiss', 'ü', 'BracketLeft'],
    ['a dead circumflex', 'Dead', 'Backquote'],
    ['a dead accent', 'Dead', 'BracketRight'],
  ])('is not shown by other keys of a layout (%s %s)', (_layout, key, code) => {
    expect(hand.keyDown(key, code)).toBe(false)
    expect(hand.state).toMatchObject({ isOriginalHeld: false, activeTool: 'brush' })
  })

  it('uses the keyboard layout map where known', () => {
    const layout = new Map([
      ['Minus', '\\'],
      ['Backslash', 'ä'],
    ])
    const known = new InputDriver({ layout })
    expect(known.keyDown('ä', 'Backslash')).toBe(false)
  })
})

describe('R and C by key position', () => {
  it('apply only where the key types no Latin letter', () => {
    hand.keyDown('к', 'KeyR')
    expect(tool()).toBe('rotate-view')
    hand.keyUp('к', 'KeyR')
    expect(hand.keyDown('p', 'KeyR')).toBe(false)
    expect(hand.keyDown('r', 'KeyO')).toBe(true)
  })
})

describe('tool keys', () => {
  it('are left to the results while no tool operation is active', () => {
    for (const key of ['Enter', 'Backspace', 'Escape', 'ArrowLeft']) expect(hand.keyDown(key, key)).toBe(false)
    expect(hand.session.tools.events).toEqual([])
  })

  it('go to the tool during a contour', () => {
    hand.session.tools.choose('polygon')
    hand.click(250, 200).wait(600).click(300, 200).wait(600).click(300, 250)
    expect(hand.keyDown('Backspace', 'Backspace')).toBe(true)
    expect(hand.state.preview).toMatchObject({ points: { length: 3 } })
    hand.wait(600).click(320, 260)
    expect(hand.keyDown('Enter', 'Enter')).toBe(true)
    expect(hand.doings).toContain('combine')
    hand.wait(600).click(250, 200)
    expect(hand.keyDown('Escape', 'Escape')).toBe(true)
    expect(hand.session.tools.isBusy).toBe(false)
    expect(hand.keyDown('Escape', 'Escape')).toBe(false)
  })

  it('go to the tool while the image has keyboard focus', () => {
    hand.session.tools.choose('rectangle')
    expect(hand.keyDown('Enter', 'Enter', '', 'stage')).toBe(true)
    expect(hand.keyDown('ArrowRight', 'ArrowRight', 'Shift')).toBe(true)
    expect(hand.state.preview).toMatchObject({ rect: { x: 100, widthPx: 208 } })
    expect(hand.keyDown('Enter', 'Enter')).toBe(true)
    expect(hand.doings).toContain('combine')
  })

  it('draw with the brush without a pointer', () => {
    hand.keyDown('Enter', 'Enter', '', 'stage')
    hand.keyDown('Enter', 'Enter', '', 'stage')
    hand.keyDown('ArrowDown', 'ArrowDown', '', 'stage')
    hand.keyDown('Enter', 'Enter', '', 'stage')
    expect(hand.doings.filter((name) => name !== 'hint')).toEqual(['begin', 'commit'])
    expect(hand.keyDown('Escape', 'Escape', '', 'stage')).toBe(true)
    expect(hand.state.preview).toBeNull()
  })

  it('never go to the tool with Ctrl or Alt', () => {
    hand.session.tools.choose('rectangle')
    hand.keyDown('Enter', 'Enter', '', 'stage')
    expect(hand.keyDown('Enter', 'Enter', 'Control', 'stage')).toBe(false)
    expect(hand.keyDown('ArrowLeft', 'ArrowLeft', 'Alt+Shift', 'stage')).toBe(false)
    expect(hand.keyDown('Backspace', 'Backspace', 'Alt', 'stage')).toBe(false)
  })

  it('go to a focused control, except Escape', () => {
    hand.session.tools.choose('rectangle')
    hand.keyDown('Enter', 'Enter', '', 'stage')
    expect(hand.keyDown('Enter', 'Enter', '', 'control')).toBe(false)
    expect(hand.keyDown('Escape', 'Escape', '', 'control')).toBe(true)
    expect(hand.state.preview).toBeNull()
  })

  it('nudge a placed layer without keyboard focus', () => {
    const placing = new InputDriver({ tool: 'move', targetKind: 'picture' })
    expect(placing.keyDown('ArrowLeft', 'ArrowLeft')).toBe(true)
    expect(placing.session.tools.events).toMatchObject([{ on: 'nudge', byX: -1, byY: 0 }])
    expect(placing.keyDown('Enter', 'Enter')).toBe(false)
  })

  it('follow screen directions in a rotated or mirrored view', () => {
    expect(arrow((driver) => driver.session.view.rotateBy(90))).toEqual([0, -1])
    expect(arrow((driver) => driver.session.view.toggleMirror())).toEqual([-1, 0])
    expect(arrow((driver) => driver.session.view.rotateBy(90), 'hand')).toEqual([1, 0])
  })
})
