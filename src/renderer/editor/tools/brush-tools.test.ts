import { describe, expect, it } from 'vitest'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

const doings = (tool: ToolDriver) => tool.take().map((effect) => effect.type)

describe('brush', () => {
  it('begins, goes on and ends as one stroke', () => {
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

  it('draws a straight line from the last point with Shift at the press', () => {
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

  it('keeps to one axis with Shift pressed later', () => {
    const tool = new ToolDriver('brush').down(10, 10)
    tool.take()
    tool.move(30, 14, { shift: true }).up({ shift: true })
    expect(tool.take()[0]).toMatchObject({ points: [{ x: 30, y: 10 }] })
  })

  it('leads size and strength by pressure as set', () => {
    const brush = { sizePx: 20, hardness: 1, strength: 0.8, pressure: 'both' } as const
    const tool = new ToolDriver('brush', { brush }).down(10, 10, { pressure: 0.5 })
    expect(tool.take()[1]).toMatchObject({ points: [{ radiusPx: 5, strength: 0.4 }] })
  })

  it('is taken back by Escape and by a second finger', () => {
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

  it.each(['paint', 'picture'] as const)('says why it does nothing on a %s layer', (target) => {
    const tool = new ToolDriver('brush', { target }).drag([10, 10], [20, 20])
    expect(tool.take()).toMatchObject([{ type: 'hint' }])
  })

  it('paints the sampling area', () => {
    const tool = new ToolDriver('brush', { target: 'sampling' }).click(10, 10)
    expect(tool.take()[0]).toMatchObject({ type: 'begin' })
  })
})

describe('color brush and eraser', () => {
  it('lay down and take away color', () => {
    const brush = new ToolDriver('colour-brush', { target: 'paint' }).click(10, 10)
    expect(brush.take()[0]).toMatchObject({ type: 'begin', ink: 'color', style: { mode: 'paint' } })
    const eraser = new ToolDriver('colour-eraser', { target: 'paint' }).click(10, 10)
    expect(eraser.take()[0]).toMatchObject({ type: 'begin', ink: 'color', style: { mode: 'erase' } })
  })

  it('take the color under Alt instead of painting', () => {
    const tool = new ToolDriver('colour-brush', { target: 'paint' }).drag([10, 10], [20, 10], { alt: true })
    expect(tool.take()).toEqual([{ type: 'pick-color', at: { x: 10, y: 10 } }])
  })

  it('need a paint layer', () => {
    const tool = new ToolDriver('colour-brush').click(10, 10)
    expect(tool.take()).toMatchObject([{ type: 'hint' }])
  })
})

describe.each(['clone', 'heal'] as const)('%s', (id) => {
  it('asks for a place to copy from first', () => {
    const tool = new ToolDriver(id, { target: 'paint' }).drag([10, 10], [20, 20])
    expect(tool.take()).toMatchObject([{ type: 'hint' }])
  })

  it('copies from the place that Alt and a click set', () => {
    const tool = new ToolDriver(id, { target: 'paint' }).click(60, 60, { alt: true }).click(10, 10)
    const [source, begin] = tool.take()
    expect(source).toEqual({ type: 'clone-from', at: { x: 60, y: 60 } })
    expect(begin).toMatchObject({ type: 'begin', ink: id })
  })

  it('erases with the eraser end, which needs no source', () => {
    const tool = new ToolDriver(id, { target: 'paint' }).click(10, 10, { isEraserEnd: true })
    expect(tool.take()[0]).toMatchObject({ type: 'begin', ink: 'color', style: { mode: 'erase' } })
  })

  it('is led by keys: the first Enter sets the source, Backspace another', () => {
    const tool = new ToolDriver(id, { target: 'paint' }).confirm()
    tool.take()
    tool.confirm().nudge(1, 0).confirm().nudge(1, 0).confirm()
    expect(tool.take().filter(({ type: what }) => what !== 'hint')).toMatchObject([
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

describe('a hand led by keys', () => {
  it('comes up in the middle and says how it is used', () => {
    const tool = new ToolDriver('brush').confirm()
    expect(doings(tool)).toEqual(['hint'])
    expect(tool.preview).toMatchObject({ type: 'path', points: { 2: { x: 50, y: 40 } } })
    expect(tool.host.isBusy).toBe(false)
  })

  it('puts the brush down, draws with the arrows and lifts it', () => {
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

  it('steps by the screen: as far at any zoom, and Shift goes five times as far', () => {
    const tool = new ToolDriver('brush', { zoom: 0.5, size: { widthPx: 1000, heightPx: 1000 } }).confirm().nudge(1, 0)
    expect(tool.take().at(-1)).toEqual({ type: 'hint', text: '516, 500' })
    tool.nudge(0, 1, { shift: true })
    expect(tool.take().at(-1)).toEqual({ type: 'hint', text: '516, 580' })
  })

  it('stays on the image', () => {
    const tool = new ToolDriver('brush').confirm()
    for (let i = 0; i < 30; i++) tool.nudge(-1, -1)
    expect(tool.take().at(-1)).toEqual({ type: 'hint', text: '0, 0' })
  })

  it('gives way to the pointer, and ends its own stroke first', () => {
    const tool = new ToolDriver('brush').confirm().confirm().move(5, 5)
    expect(tool.take().filter((effect) => effect.type === 'stroke')).toHaveLength(1)
    tool.click(10, 10)
    expect(doings(tool)).toEqual(['commit', 'begin', 'stroke', 'commit'])
    expect(tool.preview).toBeNull()
  })

  it('starts where the pointer was last', () => {
    const tool = new ToolDriver('wand').move(12, 13).confirm().confirm()
    expect(tool.take().at(-1)).toMatchObject({ type: 'select-similar', at: { x: 12, y: 13 } })
  })

  it('takes a stroke back with Escape, then goes away', () => {
    const tool = new ToolDriver('brush').confirm().confirm().cancel()
    expect(doings(tool)).toEqual(['hint', 'begin', 'stroke', 'abandon'])
    expect(tool.preview).not.toBeNull()
    tool.cancel()
    expect(tool.preview).toBeNull()
  })

  it('draws with the lasso', () => {
    const tool = new ToolDriver('lasso').confirm().confirm()
    tool.nudge(1, 0).nudge(0, 1).nudge(-1, 0).confirm()
    expect(tool.combined.source.bounds).toMatchObject({ x: 50, y: 40, widthPx: 8, heightPx: 8 })
  })

  it('sets corners of a polygon, the second Enter at a place closes', () => {
    const tool = new ToolDriver('polygon').confirm().confirm()
    tool.nudge(1, 0).confirm().nudge(0, 1).confirm()
    expect(tool.host.isBusy).toBe(true)
    tool.confirm()
    expect(tool.combined.source.bounds).toMatchObject({ x: 50, y: 40, widthPx: 8, heightPx: 8 })
    expect(tool.host.isBusy).toBe(false)
  })

  it('does not draw while the pointer does', () => {
    const tool = new ToolDriver('brush').down(10, 10)
    tool.take()
    tool.nudge(1, 0).confirm()
    expect(tool.take()).toEqual([])
  })
})
