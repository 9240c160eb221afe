import { describe, expect, it } from 'vitest'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

const bounds = (tool: ToolDriver) => tool.combined.source.bounds
const rect = (x: number, y: number, widthPx: number, heightPx: number) => ({ x, y, widthPx, heightPx })

describe('rectangle', () => {
  it('covers whole pixels when dragged in any direction', () => {
    const tool = new ToolDriver('rectangle').down(40.4, 30.2).move(20, 20)
    expect(tool.preview).toEqual({ type: 'rect', rect: rect(20, 20, 20, 10) })
    tool.move(9.8, 10.1).up()
    expect(bounds(tool)).toEqual(rect(9, 10, 31, 20))
    expect([tool.coverageAt(10, 10), tool.coverageAt(39, 29), tool.coverageAt(40, 29)]).toEqual([255, 255, 0])
    expect(tool.preview).toBeNull()
  })

  it('may extend beyond the image', () => {
    const tool = new ToolDriver('rectangle').drag([-20, -10], [30, 30])
    expect(bounds(tool)).toEqual(rect(-20, -10, 50, 40))
  })

  it('chooses the mode by keys held at the press without constraining the shape', () => {
    const tool = new ToolDriver('rectangle').down(10, 10, { shift: true }).move(40, 20, { shift: true })
    tool.up({ shift: true })
    expect(tool.combined.mode).toBe('add')
    expect(bounds(tool)).toEqual(rect(10, 10, 30, 10))
  })

  it('is a square if Shift is pressed after the press, even if it was held at the press', () => {
    const tool = new ToolDriver('rectangle', { options: { combine: 'replace' } }).down(10, 10)
    tool.move(40, 20).move(40, 20, { shift: true }).up({ shift: true })
    expect(tool.combined.mode).toBe('replace')
    expect(bounds(tool)).toEqual(rect(10, 10, 30, 30))
    tool.take()
    tool.down(10, 10, { shift: true }).move(20, 20).move(40, 20, { shift: true }).up({ shift: true })
    expect([tool.combined.mode, bounds(tool)]).toEqual(['add', rect(10, 10, 30, 30)])
  })

  it('grows from the center if Alt is pressed after the press', () => {
    const tool = new ToolDriver('rectangle').down(50, 40).move(60, 50).move(65, 45, { alt: true }).up({ alt: true })
    expect(bounds(tool)).toEqual(rect(35, 35, 30, 10))
  })

  it('ignores a click', () => {
    const tool = new ToolDriver('rectangle').click(10, 10).drag([10, 10], [11, 11])
    expect(tool.take()).toEqual([])
  })

  it('can be a single pixel when zoomed in', () => {
    const tool = new ToolDriver('rectangle', { zoom: 16 }).drag([10.1, 10.2], [10.9, 10.8])
    expect(bounds(tool)).toEqual(rect(10, 10, 1, 1))
  })

  it('can be moved and resized with the pointer after a start by keyboard, and applied with Enter', () => {
    const tool = new ToolDriver('rectangle').confirm()
    expect(tool.preview).toEqual({ type: 'rect', rect: rect(25, 20, 50, 40), hasHandles: true })
    tool.drag([50, 40], [60, 45], { handle: 'inside' }).drag([85, 65], [95, 60], { handle: 'se' })
    expect(tool.preview).toMatchObject({ rect: rect(35, 25, 60, 35), hasHandles: true })
    tool.down(95, 60, { handle: 'se' }).move(85, 50).send({ on: 'unpress' }).click(50, 40, { handle: 'inside' })
    expect(tool.preview).toMatchObject({ rect: rect(35, 25, 60, 35) })
    tool.down(65, 25, { handle: 'n' }).move(65, 30, { alt: true }).up()
    expect(tool.preview).toMatchObject({ rect: rect(35, 30, 60, 25) })
    tool.take()
    tool.confirm()
    expect(bounds(tool)).toEqual(rect(35, 30, 60, 25))
    expect(tool.preview).toBeNull()
  })

  it('started by keyboard is replaced by one drawn outside it', () => {
    const tool = new ToolDriver('rectangle').confirm().drag([5, 5], [15, 15])
    expect(bounds(tool)).toEqual(rect(5, 5, 10, 10))
    expect([tool.preview, tool.host.isBusy]).toEqual([null, false])
  })

  it('is created, moved, resized and applied by keyboard', () => {
    const tool = new ToolDriver('rectangle').confirm()
    expect(tool.preview).toMatchObject({ type: 'rect', rect: rect(25, 20, 50, 40) })
    expect(tool.take()).toMatchObject([{ type: 'hint' }])
    tool.nudge(1, 0).nudge(0, -1, { shift: true }).nudge(-1, 0, { alt: true })
    expect(tool.preview).toMatchObject({ type: 'rect', rect: rect(32, 20, 50, 32) })
    expect(tool.take().at(-1)).toEqual({ type: 'hint', text: '50 × 32 at 32, 20' })
    tool.confirm()
    expect(bounds(tool)).toEqual(rect(32, 20, 50, 32))
    expect(tool.host.isBusy).toBe(false)
  })

  it('is discarded by Escape and Backspace', () => {
    const tool = new ToolDriver('rectangle').confirm()
    tool.take()
    tool.cancel().confirm().back().down(10, 10).move(40, 40).cancel().up()
    expect(tool.take().filter((effect) => effect.type === 'combine')).toEqual([])
    expect(tool.preview).toBeNull()
  })
})

describe('ellipse', () => {
  it('covers its inside but not the corners', () => {
    const tool = new ToolDriver('ellipse').drag([10, 10], [50, 30])
    expect(tool.combined.label).toBe('Ellipse')
    expect([tool.coverageAt(30, 20), tool.coverageAt(11, 20), tool.coverageAt(11, 11)]).toEqual([255, 255, 0])
  })

  it('is a centered circle with Shift and Alt', () => {
    const tool = new ToolDriver('ellipse').down(50, 40).move(55, 45)
    tool.move(60, 45, { shift: true, alt: true }).up({ shift: true, alt: true })
    expect(bounds(tool)).toEqual(rect(40, 30, 20, 20))
  })
})

describe('gradient', () => {
  it('runs from full to none along the line', () => {
    const tool = new ToolDriver('gradient').down(20, 10).move(50, 10)
    expect(tool.preview).toEqual({ type: 'line', from: { x: 20, y: 10 }, to: { x: 50, y: 10 } })
    tool.move(60, 10).up()
    expect([tool.coverageAt(5, 70), tool.coverageAt(90, 70)]).toEqual([255, 0])
    expect(tool.coverageAt(40, 10)).toBeGreaterThan(115)
    expect(tool.coverageAt(40, 10)).toBeLessThan(140)
  })

  it('is radial when configured', () => {
    const tool = new ToolDriver('gradient', { options: { gradient: 'radial' } }).drag([50, 40], [70, 40])
    expect([tool.coverageAt(50, 40) > 240, tool.coverageAt(50, 62)]).toEqual([true, 0])
  })

  it('snaps to 45° if Shift is pressed after the press', () => {
    const tool = new ToolDriver('gradient').down(20, 40).move(40, 45).move(60, 44, { shift: true })
    const line = tool.preview?.type === 'line' ? tool.preview : null
    expect(line?.to.y).toBeCloseTo(40)
  })

  it('started by keyboard is adjusted at its ends with the pointer', () => {
    const tool = new ToolDriver('gradient').confirm()
    expect(tool.preview).toEqual({ type: 'line', from: { x: 25, y: 40 }, to: { x: 75, y: 40 }, hasHandles: true })
    tool.drag([77, 41], [82, 61], { handle: 'end' })
    expect(tool.preview).toMatchObject({ from: { x: 25, y: 40 }, to: { x: 80, y: 60 } })
    tool.down(25, 40, { handle: 'start' }).move(20, 58, { shift: true })
    expect(tool.preview?.type === 'line' && tool.preview.from.y).toBeCloseTo(60)
    tool.send({ on: 'unpress' })
    expect(tool.preview).toMatchObject({ from: { x: 25, y: 40 }, to: { x: 80, y: 60 } })
    tool.confirm()
    expect(tool.coverageAt(20, 38)).toBe(255)
    expect(tool.preview).toBeNull()
  })

  it('is created by keyboard, with Shift and arrow keys moving its end', () => {
    const tool = new ToolDriver('gradient').confirm().nudge(0, 1).nudge(-1, 0, { shift: true })
    expect(tool.preview).toMatchObject({ type: 'line', from: { x: 25, y: 48 }, to: { x: 67, y: 48 } })
    tool.confirm()
    expect(tool.coverageAt(10, 10)).toBe(255)
    expect(tool.coverageAt(90, 10)).toBe(0)
  })
})
