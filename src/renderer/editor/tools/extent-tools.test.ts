import { describe, expect, it } from 'vitest'
import type { Effect, Handle } from './tool.ts'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

const rect = (x: number, y: number, widthPx: number, heightPx: number) => ({ x, y, widthPx, heightPx })
const frames = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'frame' ? [effect.rect] : []))
const inside = { handle: 'inside' } as const
const east = { handle: 'e' } as const
const doings = (effects: readonly Effect[]) => effects.map((effect) => effect.type)

const shown = (tool: ToolDriver) => (tool.preview?.type === 'crop' ? tool.preview.rect : null)

describe('frame', () => {
  it('is drawn out beyond the image from its border, as one step', () => {
    const effects = new ToolDriver('frame').drag([100, 40], [130, 45], east).take()
    expect(frames(effects).at(-1)).toEqual(rect(0, 0, 130, 80))
    expect(doings(effects).at(-1)).toBe('commit')
  })

  it('is dragged at its own sides and corners, and moved from the inside', () => {
    const frame = rect(-20, -10, 140, 100)
    const drag = (handle: Handle, from: [number, number], to: [number, number]) =>
      frames(new ToolDriver('frame', { frame }).drag(from, to, { handle }).take()).at(-1)
    expect(drag('nw', [-20, -10], [-40, -30])).toEqual(rect(-40, -30, 160, 120))
    expect(drag('e', [120, 50], [140, 20])).toEqual(rect(-20, -10, 160, 100))
    expect(drag('inside', [50, 40], [60, 52])).toEqual(rect(-10, 0, 140, 100))
  })

  it('is drawn anew where there is none', () => {
    const effects = new ToolDriver('frame').drag([-30, 20], [50, 60]).take()
    expect(frames(effects).at(-1)).toEqual(rect(-30, 20, 80, 40))
  })

  it('turns over when a side is dragged past the other', () => {
    const tool = new ToolDriver('frame', { frame: rect(20, 20, 30, 30) }).drag([50, 35], [9, 35], east)
    expect(frames(tool.take()).at(-1)).toEqual(rect(9, 20, 11, 30))
  })

  it('snaps to the border of the image, and is none when it is just the image', () => {
    const tool = new ToolDriver('frame', { frame: rect(0, 0, 130, 80) }).drag([130, 40], [103, 40], east)
    expect(frames(tool.take()).at(-1)).toBeNull()
    const zoomed = new ToolDriver('frame', { frame: rect(0, 0, 130, 80), zoom: 4 }).drag([130, 40], [103, 40], east)
    expect(frames(zoomed.take()).at(-1)).toEqual(rect(0, 0, 103, 80))
  })

  it('keeps the ratio that is set, or its own with Shift', () => {
    const options = { ratio: 2 }
    const drawn = new ToolDriver('frame', { options }).drag([-60, -20], [40, 30])
    expect(frames(drawn.take()).at(-1)).toEqual(rect(-60, -20, 100, 50))
    const side = new ToolDriver('frame', { frame: rect(-20, -20, 160, 80), options }).drag([140, 20], [180, 20], east)
    expect(frames(side.take()).at(-1)).toEqual(rect(-20, -30, 200, 100))
    const own = new ToolDriver('frame', { frame: rect(0, 0, 200, 100) }).drag([200, 100], [240, 101], {
      shift: true,
      handle: 'se',
    })
    expect(frames(own.take()).at(-1)).toEqual(rect(0, 0, 240, 120))
  })

  it('grows both ways with Alt', () => {
    const tool = new ToolDriver('frame', { frame: rect(-20, -20, 160, 140) }).drag([140, 50], [150, 50], {
      alt: true,
      handle: 'e',
    })
    expect(frames(tool.take()).at(-1)).toEqual(rect(-30, -20, 180, 140))
  })

  it('does nothing on a click, and is given up with Escape', () => {
    const tool = new ToolDriver('frame').click(100, 40, east).down(100, 40, east).cancel().up()
    expect(tool.take()).toEqual([])
    tool.down(100, 40, east).move(130, 40).cancel().up()
    expect(doings(tool.take())).toEqual(['frame', 'abandon'])
  })

  it('is moved and sized by keys', () => {
    const tool = new ToolDriver('frame').confirm()
    expect(doings(tool.take())).toEqual(['frame', 'hint'])
    tool.nudge(1, 0, { shift: true }).nudge(0, -1)
    expect(frames(tool.take())).toEqual([rect(0, 0, 108, 80), rect(0, -8, 108, 80)])
    expect(doings(tool.confirm().take())).toEqual(['commit'])
    tool.confirm().nudge(1, 0).cancel()
    expect(doings(tool.take()).at(-1)).toBe('abandon')
  })

  it('is taken away by Backspace', () => {
    const tool = new ToolDriver('frame', { frame: rect(0, 0, 130, 80) }).back()
    expect(tool.take()).toEqual([{ type: 'frame', rect: null }, { type: 'commit' }])
    expect(new ToolDriver('frame').back().take()).toEqual([])
  })

  it('is there for a moment above another tool', () => {
    const tool = new ToolDriver('brush').hold('frame-held').drag([100, 40], [130, 40], east).letGo('frame-held')
    expect(doings(tool.take())).toEqual(['frame', 'frame', 'commit'])
  })
})

describe('crop', () => {
  it('is chosen by a drag and happens with Enter', () => {
    const tool = new ToolDriver('crop').drag([20, 10], [60, 50])
    expect(shown(tool)).toEqual(rect(20, 10, 40, 40))
    expect(tool.take()).toEqual([])
    expect(tool.confirm().take()).toEqual([{ type: 'crop', rect: rect(20, 10, 40, 40) }])
    expect([tool.preview, tool.host.isBusy]).toEqual([null, false])
  })

  it('never reaches beyond the image', () => {
    const tool = new ToolDriver('crop').drag([60, 40], [150, 140])
    expect(shown(tool)).toEqual(rect(60, 40, 40, 40))
    tool.drag([80, 60], [140, 60], inside)
    expect(shown(tool)).toEqual(rect(60, 40, 40, 40))
    tool.drag([80, 60], [10, 20], inside)
    expect(shown(tool)).toEqual(rect(0, 0, 40, 40))
  })

  it('is dragged at its handles until it fits', () => {
    const tool = new ToolDriver('crop')
      .drag([20, 10], [60, 50])
      .drag([60, 30], [80, 33], east)
      .drag([20, 10], [30, 20], { handle: 'nw' })
    expect(shown(tool)).toEqual(rect(30, 20, 50, 30))
  })

  it('keeps a ratio and is as large as the image lets it be', () => {
    const tool = new ToolDriver('crop', { options: { ratio: 1 } }).down(20, 10).move(60, 40)
    expect(shown(tool)).toEqual(rect(20, 10, 40, 40))
    // 80 wide would be 80 high, which is 10 more than available below.
    tool.move(100, 40)
    expect(shown(tool)).toEqual(rect(20, 10, 70, 70))
    tool.move(0, 0).up()
    expect(shown(tool)).toEqual(rect(10, 0, 10, 10))
  })

  it('slides along a side that is drawn out with a ratio, and then stops', () => {
    const tool = new ToolDriver('crop', { options: { ratio: 1 } }).drag([20, 10], [60, 50])
    tool.down(60, 30, east).move(90, 30)
    expect(shown(tool)).toEqual(rect(20, 0, 70, 70))
    tool.move(100, 30).up()
    expect(shown(tool)).toEqual(rect(20, 0, 80, 80))
    tool.down(20, 40, { handle: 'w' }).move(0, 40)
    expect(shown(tool)).toEqual(rect(20, 0, 80, 80))
  })

  it('keeps its middle with Alt, and its ratio with the arrows', () => {
    const tool = new ToolDriver('crop', { options: { ratio: 2 } }).down(30, 20).move(90, 20, { alt: true })
    expect(shown(tool)).toEqual(rect(0, 5, 60, 30))
    tool.up({ alt: true }).nudge(1, 0, { shift: true, alt: true })
    expect(shown(tool)).toEqual(rect(0, 5, 61, 31))
    for (let step = 0; step < 8; step++) tool.nudge(1, 0, { shift: true })
    expect(shown(tool)).toEqual(rect(0, 5, 100, 50))
  })

  it('happens with a double click inside', () => {
    const tool = new ToolDriver('crop').drag([20, 10], [60, 50]).double(40, 30, inside)
    expect(doings(tool.take())).toEqual(['crop'])
  })

  it('is dropped by Escape and Backspace, and a stray click leaves it', () => {
    const tool = new ToolDriver('crop').drag([20, 10], [60, 50]).click(5, 70)
    expect(shown(tool)).toEqual(rect(20, 10, 40, 40))
    expect(shown(tool.back())).toBeNull()
    tool.drag([20, 10], [60, 50]).cancel()
    expect([tool.preview, tool.host.isBusy]).toEqual([null, false])
  })

  it('survives a tool for a moment, and a drag that a second finger ended', () => {
    const tool = new ToolDriver('crop').drag([20, 10], [60, 50])
    tool.hold('pan').drag([5, 5], [25, 5]).letGo('pan')
    tool.down(60, 30, east).move(80, 30).send({ on: 'unpress' })
    expect(shown(tool)).toEqual(rect(20, 10, 40, 40))
  })

  it('is made by keys and stays inside', () => {
    const tool = new ToolDriver('crop').confirm()
    expect(shown(tool)).toEqual(rect(25, 20, 50, 40))
    for (let i = 0; i < 10; i++) tool.nudge(1, 0)
    expect(shown(tool)).toEqual(rect(50, 20, 50, 40))
    tool.take()
    expect(tool.confirm().take()).toEqual([{ type: 'crop', rect: rect(50, 20, 50, 40) }])
  })

  it('says so when nothing would be cut off', () => {
    const tool = new ToolDriver('crop').drag([-5, -5], [120, 100])
    expect(doings(tool.confirm().take())).toEqual(['hint'])
  })
})
