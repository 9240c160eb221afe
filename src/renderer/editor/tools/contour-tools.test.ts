import { describe, expect, it } from 'vitest'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

const square = (tool: ToolDriver) => tool.click(10, 10).click(40, 10).click(40, 40).click(10, 40)

describe('lasso', () => {
  it('closes the contour on release', () => {
    const tool = new ToolDriver('lasso').down(10, 10).move(40, 10).move(40, 40).move(10, 40)
    expect(tool.preview).toMatchObject({ type: 'path', isClosed: false })
    tool.up()
    expect(tool.preview).toBeNull()
    expect(tool.combined).toMatchObject({ label: 'Lasso', mode: 'add' })
    expect([tool.coverageAt(12, 12), tool.coverageAt(38, 38), tool.coverageAt(50, 20)]).toEqual([255, 255, 0])
    expect(tool.host.isBusy).toBe(false)
  })

  it.each([
    [{ shift: true }, 'add'],
    [{ alt: true }, 'subtract'],
    [{ shift: true, alt: true }, 'intersect'],
    [{}, 'replace'],
  ])('chooses the mode by the keys held at the press (%o)', (keys, mode) => {
    const tool = new ToolDriver('lasso', { options: { combine: 'replace' } })
    tool.down(10, 10, keys).move(40, 10).move(40, 40).up()
    expect(tool.combined.mode).toBe(mode)
  })

  it('ignores a click and a canceled drag', () => {
    const tool = new ToolDriver('lasso').click(10, 10)
    tool.down(10, 10).move(40, 10).move(40, 40).cancel().up()
    expect(tool.take()).toEqual([])
    expect(tool.preview).toBeNull()
  })

  it('drops points too close to distinguish on screen', () => {
    const tool = new ToolDriver('lasso', { zoom: 0.1 }).down(10, 10)
    for (let x = 11; x < 60; x++) tool.move(x, 10)
    expect(tool.preview?.type === 'path' && tool.preview.points.length).toBeLessThan(9)
  })

  it('shows a hint on a paint layer', () => {
    const tool = new ToolDriver('lasso', { target: 'paint' }).drag([10, 10], [40, 40])
    expect(tool.take()).toMatchObject([{ type: 'hint' }])
  })
})

describe('polygon', () => {
  it('previews the next edge and closes on the first corner', () => {
    const tool = square(new ToolDriver('polygon')).move(20, 60)
    expect(tool.preview).toMatchObject({ points: { length: 5, 4: { x: 20, y: 60 } } })
    tool.click(13, 12)
    expect(tool.combined).toMatchObject({ label: 'Polygon', mode: 'add' })
    expect([tool.coverageAt(10, 10), tool.coverageAt(39, 39), tool.coverageAt(40, 20)]).toEqual([255, 255, 0])
    expect(tool.preview).toBeNull()
  })

  it('closes on Enter', () => {
    const tool = square(new ToolDriver('polygon')).confirm()
    expect(tool.coverageAt(20, 20)).toBe(255)
  })

  it('closes on a double click without adding a corner', () => {
    const tool = new ToolDriver('polygon').click(10, 10).click(40, 10).double(40, 40)
    expect(tool.combined.source.bounds).toMatchObject({ x: 10, y: 10, widthPx: 30, heightPx: 30 })
  })

  it('scales the closing distance with zoom and display scale', () => {
    const near = new ToolDriver('polygon', { zoom: 8 }).click(10, 10).click(40, 10).click(40, 40).click(13, 12)
    expect(near.host.isBusy).toBe(true)
    const doubled = { widthPx: 800, heightPx: 600, dpr: 2 }
    const far = new ToolDriver('polygon', { view: doubled }).click(10, 10).click(60, 10).click(60, 60).click(22, 12)
    expect(far.host.isBusy).toBe(false)
  })

  it('requires three corners', () => {
    const tool = new ToolDriver('polygon').click(10, 10).click(40, 10).confirm()
    expect(tool.take().at(-1)).toMatchObject({ type: 'hint' })
    expect(tool.host.isBusy).toBe(true)
  })

  it('removes corners with Backspace until none are left', () => {
    const tool = new ToolDriver('polygon').click(10, 10).click(40, 10).back()
    expect(tool.preview).toMatchObject({ points: { length: 2 } })
    tool.back()
    expect([tool.preview, tool.host.isBusy]).toEqual([null, false])
  })

  it('snaps to 45° with Shift, which sets the mode at the first corner', () => {
    const tool = new ToolDriver('polygon', { options: { combine: 'replace' } })
    tool.click(10, 10, { shift: true }).click(50, 14, { shift: true })
    const second = tool.preview?.type === 'path' ? tool.preview.points[1] : undefined
    expect(second?.x).toBeCloseTo(10 + Math.hypot(40, 4))
    expect(second?.y).toBeCloseTo(10)
    tool.click(52, 46, { shift: true }).confirm()
    expect(tool.combined.mode).toBe('add')
  })

  it('continues after a temporary tool', () => {
    const tool = new ToolDriver('polygon').click(10, 10).click(40, 10)
    tool.hold('pan').drag([5, 5], [25, 5]).release('pan')
    expect(tool.take().filter((effect) => effect.type === 'pan')).toHaveLength(1)
    tool.click(40, 40).confirm()
    expect(tool.coverageAt(38, 12)).toBe(255)
  })

  it('removes only the last corner when a second touch cancels the press', () => {
    const tool = new ToolDriver('polygon').click(10, 10).click(40, 10).down(40, 40).send({ on: 'unpress' })
    expect(tool.preview).toMatchObject({ points: { length: 3 } })
    tool.send({ on: 'unpress' })
    expect(tool.preview).toMatchObject({ points: { length: 3 } })
  })

  it('is discarded by Escape and by another tool', () => {
    const tool = square(new ToolDriver('polygon')).cancel()
    expect([tool.preview, tool.host.isBusy]).toEqual([null, false])
    square(tool).host.choose('brush')
    expect(tool.preview).toBeNull()
    tool.host.choose('polygon')
    expect(tool.host.isBusy).toBe(false)
  })
})
