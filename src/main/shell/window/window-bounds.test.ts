import { describe, expect, it } from 'vitest'
import { placeWindow, toWindowBounds, type WindowBounds } from './window-bounds.ts'

const left = { x: 0, y: 0, width: 1920, height: 1080 }
const right = { x: 1920, y: 0, width: 2560, height: 1440 }
const remembered = (x: number, y: number, width: number, height: number): WindowBounds => {
  return { x, y, width, height, isMaximized: false }
}

describe('placeWindow', () => {
  it('centers the first window on the first display', () => {
    expect(placeWindow(null, [left])).toEqual({ x: 240, y: 90, width: 1440, height: 900 })
  })

  it('restores the last bounds of a window', () => {
    expect(placeWindow(remembered(2000, 100, 1200, 800), [left, right])).toEqual({
      x: 2000,
      y: 100,
      width: 1200,
      height: 800,
    })
  })

  it('moves a window back inside its display', () => {
    expect(placeWindow(remembered(1500, 900, 1000, 700), [left])).toEqual({ x: 920, y: 380, width: 1000, height: 700 })
  })

  it('ignores bounds on a disconnected display', () => {
    expect(placeWindow(remembered(3000, 100, 1200, 800), [left])).toEqual(placeWindow(null, [left]))
  })

  it('shrinks a window to its display, but not below its minimum size', () => {
    expect(placeWindow(remembered(0, 0, 3000, 2000), [left])).toMatchObject({ width: 1920, height: 1080 })
    const tiny = { x: 0, y: 0, width: 800, height: 600 }
    expect(placeWindow(remembered(0, 0, 700, 500), [tiny])).toEqual({ x: 0, y: 0, width: 960, height: 640 })
  })
})

describe('toWindowBounds', () => {
  const written = { x: -5, y: 0, width: 1200, height: 800, isMaximized: true }

  it('accepts saved bounds', () => expect(toWindowBounds({ ...written })).toEqual(written))

  it.each([
    ['nothing', null],
    ['a list', [1, 2]],
    ['a fraction of a pixel', { ...written, x: 0.5 }],
    ['a width of 0', { ...written, width: 0 }],
    ['text for a number', { ...written, height: '800' }],
    ['incomplete bounds', { x: 1, y: 2 }],
  ])('rejects %s', (_what, saved) => expect(toWindowBounds(saved)).toBeNull())
})
