import { beforeEach, describe, expect, it } from 'vitest'
import { createKeymap } from '../../../lib/keymap/keymap.ts'
import { InputDriver } from '../../../../../test/support/window/input-driver.ts'

let hand: InputDriver

beforeEach(() => {
  hand = new InputDriver()
})

const zoom = (driver: InputDriver) => driver.state.viewport.zoom

describe('wheel', () => {
  it('zooms at the pointer', () => {
    hand.wheel(-360)
    expect(zoom(hand)).toBeCloseTo(2)
    hand.wheel(360)
    expect(zoom(hand)).toBeCloseTo(1)
    hand.wheel(-22.5, { deltaMode: 1 })
    expect(zoom(hand)).toBeCloseTo(2)
  })

  it('distinguishes a pinch from a wheel turn with Ctrl', () => {
    hand.wheel(-70, { ctrlKey: true })
    expect(zoom(hand)).toBeCloseTo(2)
    hand.keyDown('Control', 'ControlLeft', 'Control')
    hand.wheel(-120, { ctrlKey: true })
    expect(zoom(hand)).toBeCloseTo(2)
    expect(hand.state.brush.sizePx).toBe(15)
    hand.keys.blur()
    hand.wheel(70, { ctrlKey: true })
    expect(zoom(hand)).toBeCloseTo(1)
  })

  it('does not treat AltGr as Ctrl', () => {
    hand.keyDown('Control', 'ControlLeft', 'Control')
    hand.keyDown('AltGraph', 'AltRight', 'Control+Alt+AltGraph')
    hand.wheel(-70, { ctrlKey: true })
    expect(zoom(hand)).toBeCloseTo(2)
  })

  it('scrolls horizontally with Shift, and both ways where it does not zoom', () => {
    const { originX, originY } = hand.state.viewport
    hand.wheel(40, { shiftKey: true })
    expect(hand.state.viewport).toMatchObject({ originX: originX - 40, originY })
    const photoshop = new InputDriver({ keymap: createKeymap({ preset: 'photoshop', overrides: {} }) })
    photoshop.wheel(40, { deltaX: 10 })
    expect(photoshop.state.viewport).toMatchObject({ zoom: 1, originX: originX - 10, originY: originY - 40 })
    photoshop.wheel(-360, { altKey: true })
    expect(zoom(photoshop)).toBeCloseTo(2)
  })
})
