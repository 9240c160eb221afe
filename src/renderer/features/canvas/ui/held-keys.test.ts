import { beforeEach, describe, expect, it } from 'vitest'
import { openPaint, type PaintDriver } from '../session/paint-driver.ts'
import { HeldKeys } from './held-keys.ts'
import { PointerInput } from './pointer-input.ts'

let paint: PaintDriver
let keys: HeldKeys

beforeEach(async () => {
  paint = await openPaint({ widthPx: 64, heightPx: 64 })
  const input = { session: paint.session, corner: () => ({ x: 0, y: 0 }), isMac: false, onHover: () => undefined }
  keys = new HeldKeys(paint.session, new PointerInput(input), false)
})

function press(key: string, code: string, isAltGraph = false) {
  return {
    key,
    code,
    ctrlKey: isAltGraph,
    altKey: isAltGraph,
    shiftKey: false,
    metaKey: false,
    getModifierState: (name: string) => name === 'AltGraph' && isAltGraph,
  }
}

const state = () => paint.session.store.getState()

describe('held keys', () => {
  it('pan while Space is down', () => {
    expect(keys.down(press(' ', 'Space'), 'free')).toBe(true)
    expect(state().activeTool).toBe('pan')
    expect(keys.down(press(' ', 'Space'), 'free')).toBe(true)
    keys.up(press(' ', 'Space'))
    expect(state().activeTool).toBe('brush')
  })

  it('leave Space to a text field', () => {
    expect(keys.down(press(' ', 'Space'), 'typing')).toBe(false)
    expect(state().activeTool).toBe('brush')
  })

  it('leave Space to a focused button, but not the original', () => {
    expect(keys.down(press(' ', 'Space'), 'control')).toBe(false)
    expect(keys.down(press('\\', 'Backslash'), 'control')).toBe(true)
  })

  it('do not take the brush away in the middle of a stroke', () => {
    paint.down(20, 20)
    keys.down(press(' ', 'Space'), 'free')
    paint.move(40, 20)
    keys.up(press(' ', 'Space'))
    paint.up()
    expect(paint.at(40, 20)).toBe(255)
  })

  it.each([
    ['US', press('\\', 'Backslash'), press('\\', 'Backslash')],
    ['German, AltGr let go first', press('\\', 'Minus', true), press('ß', 'Minus')],
    ['German, by position', press('#', 'Backslash'), press('#', 'Backslash')],
  ])('show the original with \\ (%s)', (_layout, down, up) => {
    keys.down(down, 'free')
    expect(state().isOriginalHeld).toBe(true)
    keys.up(up)
    expect(state().isOriginalHeld).toBe(false)
  })

  it('are let go when the window loses the focus', () => {
    keys.down(press(' ', 'Space'), 'free')
    keys.down(press('\\', 'Backslash'), 'free')
    keys.blur()
    expect(state()).toMatchObject({ activeTool: 'brush', isOriginalHeld: false })
  })
})
