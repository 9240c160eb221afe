import { describe, expect, it } from 'vitest'
import type { Effect, Handle } from './tool.ts'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

const rect = (x: number, y: number, widthPx: number, heightPx: number) => ({ x, y, widthPx, heightPx })
const frames = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'frame' ? [effect.rect] : []))
const inside = { handle: 'inside' } as const
const east = { handle: 'e' } as const
const effectTypes = (effects: readonly Effect[]) => effects.map((effect) => effect.type)

const shown = (tool: ToolDriver) => (tool.preview?.type === 'crop' ? tool.preview.rect : null)

describe('frame', () => {
  it('extends beyond the image by dragging its border, in one step', () => {
    const effects = new ToolDriver('frame').drag([100, 40], [130, 45], east).take()
    expect(frames(effects).at(-1)).toEqual(rect(0, 0, 130, 80))
    expect(effectTypes(effects).at(-1)).toBe('commit')
  })

  it('is resized at its sides and corners and moved from the inside', () => {
    const frame = rect(-20, -10, 140, 100)
    const drag = (handle: Handle, from: [number, number], to: [number, number]) =>
      frames(new ToolDriver('frame', { frame }).drag(from, to, { handle }).take()).at(-1)
    expect(drag('nw', [-20, -10], [-40, -30])).toEqual(rect(-40, -30, 160, 120))
    expect(drag('e', [120, 50], [140, 20])).toEqual(rect(-20, -10, 160, 100))
    expect(drag('inside', [50, 40], [60, 52])).toEqual(rect(-10, 0, 140, 100))
  })

  it('is drawn by a drag if there is none', () => {
    const effects = new ToolDriver('frame').drag([-30, 20], [50, 60]).take()
    expect(frames(effects).at(-1)).toEqual(rect(-30, 20, 80, 40))
  })

  it('flips when a side is dragged past the opposite one', () => {
    const tool = new ToolDriver('frame', { frame: rect(20, 20, 30, 30) }).drag([50, 35], [9, 35], east)
    expect(frames(tool.take()).at(-1)).toEqual(rect(9, 20, 11, 30))
  })

  it('snaps to the image border and is removed when it equals the image', () => {
    const tool = new ToolDriver('frame', { frame: rect(0, 0, 130, 80) }).drag([130, 40], [103, 40], east)
    expect(frames(tool.take()).at(-1)).toBeNull()
    const zoomed = new ToolDriver('frame', { frame: rect(0, 0, 130, 80), zoom: 4 }).drag([130, 40], [103, 40], east)
    expect(frames(zoomed.take()).at(-1)).toEqual(rect(0, 0, 103, 80))
  })

  it('keeps the configured ratio, or its own with Shift', () => {
    const options = { ratio: 2 }
    const drawn = new ToolDriver('frame', { options }).drag([-60, -20], [40, 30])
    expect(frames(drawn.take()).at(-1)).toEqual(rect(-60, -20, 100, 50))
    const side = new ToolDriver('frame', { frame: rect(-20, -20, 160, 80), options }).drag([140, 20], [180, 20], east)
    expect(frames(side.take()).at(-1)).toEqual(rect(-20, -30, 200, 100))
    const resized = new ToolDriver('frame', { frame: rect(0, 0, 200, 100) }).drag([200, 100], [240, 101], {
      shift: true,
      handle: 'se',
    })
    expect(frames(resized.take()).at(-1)).toEqual(rect(0, 0, 240, 120))
  })

  it('grows on both sides with Alt', () => {
    const tool = new ToolDriver('frame', { frame: rect(-20, -20, 160, 140) }).drag([140, 50], [150, 50], {
      alt: true,
      handle: 'e',
    })
    expect(frames(tool.take()).at(-1)).toEqual(rect(-30, -20, 180, 140))
  })

  it('ignores a click and is abandoned with Escape', () => {
    const tool = new ToolDriver('frame').click(100, 40, east).down(100, 40, east).cancel().up()
    expect(tool.take()).toEqual([])
    tool.down(100, 40, east).move(130, 40).cancel().up()
    expect(effectTypes(tool.take())).toEqual(['frame', 'abandon'])
  })

  it('is moved and resized by keyboard', () => {
    const tool = new ToolDriver('frame').confirm()
    expect(effectTypes(tool.take())).toEqual(['frame', 'hint'])
    tool.nudge(1, 0, { shift: true }).nudge(0, -1)
    expect(frames(tool.take())).toEqual([rect(0, 0, 108, 80), rect(0, -8, 108, 80)])
    expect(effectTypes(tool.confirm().take())).toEqual(['commit'])
    tool.confirm().nudge(1, 0).cancel()
    expect(effectTypes(tool.take()).at(-1)).toBe('abandon')
  })

  it('is removed by Backspace', () => {
    const tool = new ToolDriver('frame', { frame: rect(0, 0, 130, 80) }).back()
    expect(tool.take()).toEqual([{ type: 'frame', rect: null }, { type: 'commit' }])
    expect(new ToolDriver('frame').back().take()).toEqual([])
  })

  it('can be held as a temporary tool', () => {
    const tool = new ToolDriver('brush').hold('frame-held').drag([100, 40], [130, 40], east).release('frame-held')
    expect(effectTypes(tool.take())).toEqual(['frame', 'frame', 'commit'])
  })
})

describe('crop', () => {
  it('is drawn by a drag and applied with Enter', () => {
    const tool = new ToolDriver('crop').drag([20, 10], [60, 50])
    expect(shown(tool)).toEqual(rect(20, 10, 40, 40))
    expect(tool.take()).toEqual([])
    expect(tool.confirm().take()).toEqual([{ type: 'crop', rect: rect(20, 10, 40, 40) }])
    expect([tool.preview, tool.host.isBusy]).toEqual([null, false])
  })

  it('stays within the image', () => {
    const tool = new ToolDriver('crop').drag([60, 40], [150, 140])
    expect(shown(tool)).toEqual(rect(60, 40, 40, 40))
    tool.drag([80, 60], [140, 60], inside)
    expect(shown(tool)).toEqual(rect(60, 40, 40, 40))
    tool.drag([80, 60], [10, 20], inside)
    expect(shown(tool)).toEqual(rect(0, 0, 40, 40))
  })

  it('is resized at its handles', () => {
    const tool = new ToolDriver('crop')
      .drag([20, 10], [60, 50])
      .drag([60, 30], [80, 33], east)
      .drag([20, 10], [30, 20], { handle: 'nw' })
    expect(shown(tool)).toEqual(rect(30, 20, 50, 30))
  })

  it('keeps a ratio up to the largest size within the image', () => {
    const tool = new ToolDriver('crop', { options: { ratio: 1 } }).down(20, 10).move(60, 40)
    expect(shown(tool)).toEqual(rect(20, 10, 40, 40))
    // 80 wide would be 80 high, which is 10 more than available below.
    tool.move(100, 40)
    expect(shown(tool)).toEqual(rect(20, 10, 70, 70))
    tool.move(0, 0).up()
    expect(shown(tool)).toEqual(rect(10, 0, 10, 10))
  })

  it('shifts along a side resized at a fixed ratio, up to the image border', () => {
    const tool = new ToolDriver('crop', { options: { ratio: 1 } }).drag([20, 10], [60, 50])
    tool.down(60, 30, east).move(90, 30)
    expect(shown(tool)).toEqual(rect(20, 0, 70, 70))
    tool.move(100, 30).up()
    expect(shown(tool)).toEqual(rect(20, 0, 80, 80))
    tool.down(20, 40, { handle: 'w' }).move(0, 40)
    expect(shown(tool)).toEqual(rect(20, 0, 80, 80))
  })

  it('keeps its center with Alt and its ratio with arrow keys', () => {
    const tool = new ToolDriver('crop', { options: { ratio: 2 } }).down(30, 20).move(90, 20, { alt: true })
    expect(shown(tool)).toEqual(rect(0, 5, 60, 30))
    tool.up({ alt: true }).nudge(1, 0, { shift: true, alt: true })
    expect(shown(tool)).toEqual(rect(0, 5, 61, 31))
    for (let step = 0; step < 8; step++) tool.nudge(1, 0, { shift: true })
    expect(shown(tool)).toEqual(rect(0, 5, 100, 50))
  })

  it('is applied by a double click inside', () => {
    const tool = new ToolDriver('crop').drag([20, 10], [60, 50]).double(40, 30, inside)
    expect(effectTypes(tool.take())).toEqual(['crop'])
  })

  it('is discarded by Escape and Backspace but not by a click outside', () => {
    const tool = new ToolDriver('crop').drag([20, 10], [60, 50]).click(5, 70)
    expect(shown(tool)).toEqual(rect(20, 10, 40, 40))
    expect(shown(tool.back())).toBeNull()
    tool.drag([20, 10], [60, 50]).cancel()
    expect([tool.preview, tool.host.isBusy]).toEqual([null, false])
  })

  it('survives a temporary tool and a drag canceled by a second touch', () => {
    const tool = new ToolDriver('crop').drag([20, 10], [60, 50])
    tool.hold('pan').drag([5, 5], [25, 5]).release('pan')
    tool.down(60, 30, east).move(80, 30).send({ on: 'unpress' })
    expect(shown(tool)).toEqual(rect(20, 10, 40, 40))
  })

  it('is created and moved by keyboard within the image', () => {
    const tool = new ToolDriver('crop').confirm()
    expect(shown(tool)).toEqual(rect(25, 20, 50, 40))
    for (let i = 0; i < 10; i++) tool.nudge(1, 0)
    expect(shown(tool)).toEqual(rect(50, 20, 50, 40))
    tool.take()
    expect(tool.confirm().take()).toEqual([{ type: 'crop', rect: rect(50, 20, 50, 40) }])
  })

  it('shows a hint if nothing would be cropped', () => {
    const tool = new ToolDriver('crop').drag([-5, -5], [120, 100])
    expect(effectTypes(tool.confirm().take())).toEqual(['hint'])
  })
})
