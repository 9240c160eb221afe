import { describe, expect, it } from 'vitest'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

const effectTypes = (tool: ToolDriver) => tool.take().map((effect) => effect.type)

describe('brush', () => {
  it('paints a drag as one stroke', () => {
    const tool = new ToolDriver('brush').down(10, 10).move(20, 10).up()
    expect(tool.take()).toEqual([
      { type: 'begin', label: 'Paint', style: { mode: 'paint', hardness: 1 }, ink: 'coverage' },
      { type: 'stroke', points: [{ x: 10, y: 10, radiusPx: 4, strength: 1 }] },
      { type: 'stroke', points: [{ x: 20, y: 10, radiusPx: 4, strength: 1 }] },
      { type: 'commit' },
    ])
  })

  it.each([
    ['Alt', { alt: true }],
    ['the eraser end', { isEraserEnd: true }],
  ])('erases with %s', (_name, touch) => {
    const tool = new ToolDriver('brush').down(10, 10, touch)
    expect(tool.take()[0]).toMatchObject({ type: 'begin', style: { mode: 'erase' }, label: 'Erase' })
  })

  it('draws a straight line from the last point if Shift is down at the press', () => {
    const tool = new ToolDriver('brush').click(10, 10)
    tool.take()
    tool.click(50, 30, { shift: true })
    expect(tool.take()[1]).toMatchObject({
      points: [
        { x: 10, y: 10 },
        { x: 50, y: 30 },
      ],
    })
  })

  it('is constrained to one axis if Shift is pressed after the press', () => {
    const tool = new ToolDriver('brush').down(10, 10)
    tool.take()
    tool.move(30, 14, { shift: true }).up({ shift: true })
    expect(tool.take()[0]).toMatchObject({ points: [{ x: 30, y: 10 }] })
  })

  it('maps pressure to size and strength as configured', () => {
    const brush = { sizePx: 20, hardness: 1, strength: 0.8, pressure: 'both' } as const
    const tool = new ToolDriver('brush', { brush }).down(10, 10, { pressure: 0.5 })
    expect(tool.take()[1]).toMatchObject({ points: [{ radiusPx: 5, strength: 0.4 }] })
  })

  it('abandons the stroke on Escape and on a second touch', () => {
    const tool = new ToolDriver('brush').down(10, 10).cancel().up().down(20, 20).send({ on: 'unpress' }).up()
    expect(tool.take().map((effect) => effect.type)).toEqual([
      'begin',
      'stroke',
      'abandon',
      'begin',
      'stroke',
      'abandon',
    ])
  })

  it.each(['paint', 'picture'] as const)('shows a hint on a %s layer', (target) => {
    const tool = new ToolDriver('brush', { target }).drag([10, 10], [20, 20])
    expect(tool.take()).toMatchObject([{ type: 'hint' }])
  })

  it('paints the sampling area', () => {
    const tool = new ToolDriver('brush', { target: 'sampling' }).click(10, 10)
    expect(tool.take()[0]).toMatchObject({ type: 'begin' })
  })
})

describe('color brush and eraser', () => {
  it('paint and erase color', () => {
    const brush = new ToolDriver('colour-brush', { target: 'paint' }).click(10, 10)
    expect(brush.take()[0]).toMatchObject({ type: 'begin', ink: 'color', style: { mode: 'paint' } })
    const eraser = new ToolDriver('colour-eraser', { target: 'paint' }).click(10, 10)
    expect(eraser.take()[0]).toMatchObject({ type: 'begin', ink: 'color', style: { mode: 'erase' } })
  })

  it('pick the color under the pointer with Alt', () => {
    const tool = new ToolDriver('colour-brush', { target: 'paint' }).drag([10, 10], [20, 10], { alt: true })
    expect(tool.take()).toEqual([{ type: 'pick-color', at: { x: 10, y: 10 } }])
  })

  it('show a hint without a paint layer', () => {
    const tool = new ToolDriver('colour-brush').click(10, 10)
    expect(tool.take()).toMatchObject([{ type: 'hint' }])
  })
})

describe.each(['clone', 'heal'] as const)('%s', (id) => {
  it('shows a hint until a source is set', () => {
    const tool = new ToolDriver(id, { target: 'paint' }).drag([10, 10], [20, 20])
    expect(tool.take()).toMatchObject([{ type: 'hint' }])
  })

  it('copies from the source set by an Alt click', () => {
    const tool = new ToolDriver(id, { target: 'paint' }).click(60, 60, { alt: true }).click(10, 10)
    const [source, begin] = tool.take()
    expect(source).toEqual({ type: 'clone-from', at: { x: 60, y: 60 } })
    expect(begin).toMatchObject({ type: 'begin', ink: id })
  })

  it('erases with the pen eraser without a source', () => {
    const tool = new ToolDriver(id, { target: 'paint' }).click(10, 10, { isEraserEnd: true })
    expect(tool.take()[0]).toMatchObject({ type: 'begin', ink: 'color', style: { mode: 'erase' } })
  })

  it('works by keyboard, with the source set by the first Enter and reset by Backspace', () => {
    const tool = new ToolDriver(id, { target: 'paint' }).confirm()
    tool.take()
    tool.confirm().nudge(1, 0).confirm().nudge(1, 0).confirm()
    expect(tool.take().filter(({ type }) => type !== 'hint')).toMatchObject([
      { type: 'clone-from', at: { x: 50, y: 40 } },
      { type: 'begin', ink: id },
      { type: 'stroke', points: [{ x: 58, y: 40 }] },
      { type: 'stroke', points: [{ x: 66, y: 40 }] },
      { type: 'commit' },
    ])
    tool.back()
    expect(tool.take()).toMatchObject([{ type: 'clone-from', at: { x: 66, y: 40 } }])
  })
})

describe('keyboard pointer', () => {
  it('appears in the center with a hint', () => {
    const tool = new ToolDriver('brush').confirm()
    expect(effectTypes(tool)).toEqual(['hint'])
    expect(tool.preview).toMatchObject({ type: 'path', points: { 2: { x: 50, y: 40 } } })
    expect(tool.host.isBusy).toBe(false)
  })

  it('draws a stroke with Enter and the arrow keys', () => {
    const tool = new ToolDriver('brush').confirm().confirm()
    expect(tool.host.isBusy).toBe(true)
    tool.nudge(1, 0).nudge(0, 1, { alt: true }).confirm()
    const points = tool.take().flatMap((effect) => (effect.type === 'stroke' ? effect.points : []))
    expect(points.map(({ x, y }) => [x, y])).toEqual([
      [50, 40],
      [58, 40],
      [58, 41],
    ])
    expect(tool.host.isBusy).toBe(false)
  })

  it('moves by a fixed screen distance at any zoom, five times as far with Shift', () => {
    const tool = new ToolDriver('brush', { zoom: 0.5, size: { widthPx: 1000, heightPx: 1000 } }).confirm().nudge(1, 0)
    expect(tool.take().at(-1)).toEqual({ type: 'hint', text: '516, 500' })
    tool.nudge(0, 1, { shift: true })
    expect(tool.take().at(-1)).toEqual({ type: 'hint', text: '516, 580' })
  })

  it('stays within the image', () => {
    const tool = new ToolDriver('brush').confirm()
    for (let i = 0; i < 30; i++) tool.nudge(-1, -1)
    expect(tool.take().at(-1)).toEqual({ type: 'hint', text: '0, 0' })
  })

  it('commits its stroke and disappears when the pointer is used', () => {
    const tool = new ToolDriver('brush').confirm().confirm().move(5, 5)
    expect(tool.take().filter((effect) => effect.type === 'stroke')).toHaveLength(1)
    tool.click(10, 10)
    expect(effectTypes(tool)).toEqual(['commit', 'begin', 'stroke', 'commit'])
    expect(tool.preview).toBeNull()
  })

  it('starts at the last pointer position', () => {
    const tool = new ToolDriver('wand').move(12, 13).confirm().confirm()
    expect(tool.take().at(-1)).toMatchObject({ type: 'select-similar', at: { x: 12, y: 13 } })
  })

  it('abandons the stroke on Escape, then disappears on a second one', () => {
    const tool = new ToolDriver('brush').confirm().confirm().cancel()
    expect(effectTypes(tool)).toEqual(['hint', 'begin', 'stroke', 'abandon'])
    expect(tool.preview).not.toBeNull()
    tool.cancel()
    expect(tool.preview).toBeNull()
  })

  it('draws a lasso contour', () => {
    const tool = new ToolDriver('lasso').confirm().confirm()
    tool.nudge(1, 0).nudge(0, 1).nudge(-1, 0).confirm()
    expect(tool.combined.source.bounds).toMatchObject({ x: 50, y: 40, widthPx: 8, heightPx: 8 })
  })

  it('sets polygon corners and closes on a second Enter at the same point', () => {
    const tool = new ToolDriver('polygon').confirm().confirm()
    tool.nudge(1, 0).confirm().nudge(0, 1).confirm()
    expect(tool.host.isBusy).toBe(true)
    tool.confirm()
    expect(tool.combined.source.bounds).toMatchObject({ x: 50, y: 40, widthPx: 8, heightPx: 8 })
    expect(tool.host.isBusy).toBe(false)
  })

  it('does nothing during a pointer stroke', () => {
    const tool = new ToolDriver('brush').down(10, 10)
    tool.take()
    tool.nudge(1, 0).confirm()
    expect(tool.take()).toEqual([])
  })
})
