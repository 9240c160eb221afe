import { describe, expect, it } from 'vitest'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

describe('wand', () => {
  it('selects similar pixels in the mode of the held keys', () => {
    const tool = new ToolDriver('wand').click(10, 10).click(20, 20, { alt: true })
    expect(tool.take()).toEqual([
      { type: 'select-similar', at: { x: 10, y: 10 }, mode: 'add' },
      { type: 'select-similar', at: { x: 20, y: 20 }, mode: 'subtract' },
    ])
  })

  it('ignores clicks outside the image and shows a hint on a paint layer', () => {
    const tool = new ToolDriver('wand').click(-1, 10).click(100, 10)
    expect(tool.take()).toEqual([])
    expect(new ToolDriver('wand', { target: 'paint' }).click(10, 10).take()).toMatchObject([{ type: 'hint' }])
  })
})

describe('bucket', () => {
  it.each(['mask', 'sampling', 'paint'] as const)('fills at the clicked point on a %s target', (target) => {
    expect(new ToolDriver('bucket', { target }).click(10, 10).take()).toEqual([
      { type: 'bucket', at: { x: 10, y: 10 } },
    ])
  })

  it('shows a hint on an image layer', () => {
    expect(new ToolDriver('bucket', { target: 'picture' }).click(10, 10).take()).toMatchObject([{ type: 'hint' }])
  })

  it('picks a color with Alt on a paint layer', () => {
    const onPaint = new ToolDriver('bucket', { target: 'paint' }).click(10, 10, { alt: true })
    expect(onPaint.take()).toMatchObject([{ type: 'pick-color' }])
  })
})

describe('eyedropper', () => {
  it('picks colors while the pointer is down', () => {
    const tool = new ToolDriver('eyedropper').move(5, 5).down(10, 10).move(20, 20).move(-5, 0).up().move(30, 30)
    expect(tool.take()).toEqual([
      { type: 'pick-color', at: { x: 10, y: 10 } },
      { type: 'pick-color', at: { x: 20, y: 20 } },
    ])
  })

  it('can be held as a temporary tool', () => {
    const tool = new ToolDriver('colour-brush', { target: 'paint' }).hold('pick').click(10, 10, { alt: true })
    tool.release('pick').click(20, 20)
    expect(tool.take().map((effect) => effect.type)).toEqual(['pick-color', 'begin', 'stroke', 'commit'])
  })
})

describe('view tools', () => {
  it('pan with the hand tool', () => {
    const tool = new ToolDriver('hand', { zoom: 2 }).drag([10, 10], [20, 15])
    expect(tool.take()).toEqual([{ type: 'pan', byX: 20, byY: 10 }])
    expect(tool.nudge(1, 0).take()).toEqual([{ type: 'pan', byX: -40, byY: -0 }])
  })

  it('zoom in by a click and out by an Alt click, at the pointer', () => {
    const tool = new ToolDriver('zoom').click(10, 20).click(30, 40, { alt: true })
    expect(tool.take()).toEqual([
      { type: 'zoom', factor: 2, screen: { x: 10, y: 20 } },
      { type: 'zoom', factor: 0.5, screen: { x: 30, y: 40 } },
    ])
  })

  it('zoom smoothly by a drag, doubling every 240 CSS pixels', () => {
    const view = { widthPx: 800, heightPx: 600, dpr: 2 }
    const tool = new ToolDriver('brush', { view }).hold('zoom-drag').drag([10, 10], [490, 10])
    expect(tool.take()).toEqual([{ type: 'zoom', factor: 2, screen: { x: 10, y: 10 } }])
  })

  it('zoom with arrow keys about the center', () => {
    expect(new ToolDriver('zoom').nudge(0, -1).take()).toEqual([
      { type: 'zoom', factor: 2, screen: { x: 400, y: 300 } },
    ])
  })

  it('rotate the view about its center, in steps of 15° with Shift', () => {
    const tool = new ToolDriver('brush').hold('rotate-view').down(500, 300).move(400, 400)
    expect(tool.take()).toEqual([{ type: 'rotate-view', byDeg: 90 }])
    tool
      .up()
      .down(500, 300)
      .move(400 + 100 * Math.cos(0.4), 300 + 100 * Math.sin(0.4), { shift: true })
    expect(tool.take()).toEqual([{ type: 'rotate-view', byDeg: 15 }])
  })

  it('change brush size horizontally and hardness vertically, beyond a dead zone', () => {
    const brush = { sizePx: 40, hardness: 0.5, strength: 1, pressure: 'none' } as const
    const tool = new ToolDriver('brush', { brush, zoom: 2 }).hold('resize-brush').down(50, 50).move(51, 51)
    expect(tool.take()).toEqual([{ type: 'brush', change: { sizePx: 40, hardness: 0.5 } }])
    tool.move(62.5, 27.5).up()
    expect(tool.take()).toEqual([{ type: 'brush', change: { sizePx: 60, hardness: 0.7 } }])
  })

  it('change only the brush size with Shift', () => {
    const tool = new ToolDriver('brush').hold('resize-brush').down(50, 50, { shift: true }).move(75, 10)
    expect(tool.take()).toEqual([{ type: 'brush', change: { sizePx: 48 } }])
  })
})
