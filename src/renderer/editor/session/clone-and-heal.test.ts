import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPaint, type PaintDriver } from '../../../../test/support/window/paint-driver.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const size = { widthPx: 600, heightPx: 300 }
const shown = ({ session }: PaintDriver) => session.store.getState()
const stripes = (x: number) => (x < 300 ? ([200, 40, 40, 255] as const) : ([20, 90, 160, 255] as const))

describe('clone and heal', () => {
  it('copies from the Alt-clicked source and keeps the offset for the next stroke', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 }, colorAt: stripes })
    const { session } = paint
    session.tools.choose('clone')
    const layer = shown(paint).targetId
    paint.down(100, 100, { alt: true }).up()
    expect(shown(paint).cloneFrom).toMatchObject({ x: 100, y: 100 })
    paint.down(400, 100).up()
    await vi.waitFor(() => expect(shown(paint).undoLabel).not.toBe('New paint layer'))
    expect(paint.colorAt(400, 100, layer)).toEqual([200, 40, 40, 255])
    paint.down(500, 150).up()
    await vi.waitFor(() => expect(paint.colorAt(500, 150, layer)).toEqual([200, 40, 40, 255]))
    session.undo()
    expect(paint.colorAt(500, 150, layer)[3]).toBe(0)
    expect(paint.colorAt(400, 100, layer)[3]).toBe(255)
  })

  it('loses no input while a stroke waits for its last source pixels', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 20 }, colorAt: stripes })
    const { session } = paint
    session.tools.choose('heal')
    const layer = shown(paint).targetId
    paint.down(100, 100, { alt: true }).up()
    paint.down(400, 100).up()
    paint.down(450, 100).move(460, 100).up()
    session.tools.choose('colour-eraser')
    paint.down(400, 100).up()
    await vi.waitFor(() => expect(shown(paint).undoLabel).toBe('Erase'))
    expect(paint.colorAt(400, 100, layer)[3]).toBe(0)
    expect(paint.colorAt(465, 100, layer)[3]).toBe(255)
    session.tools.choose('heal')
    paint.down(500, 100).up()
    paint.down(550, 100).up()
    session.undo()
    await vi.waitFor(() => expect(shown(paint).isPainting).toBe(false))
    expect([500, 550].map((x) => paint.colorAt(x, 100, layer)[3])).toEqual([255, 0])
  })

  it('matches the copied texture to the color at the destination', async () => {
    const paint = await openPaint({ ...size, brush: { sizePx: 40 }, colorAt: stripes })
    const { session } = paint
    session.tools.choose('heal')
    const layer = shown(paint).targetId
    paint.down(100, 100, { alt: true }).up()
    paint.down(450, 100).up()
    await vi.waitFor(() => expect(shown(paint).isPainting).toBe(false))
    const [red, green, blue] = paint.colorAt(450, 100, layer)
    expect(Math.abs(red! - 20) + Math.abs(green! - 90) + Math.abs(blue! - 160)).toBeLessThan(12)
  })
})
