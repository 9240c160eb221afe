import { describe, expect, it } from 'vitest'
import { firstMask, openPaint } from '../../../../test/support/window/paint-driver.ts'

const size = { widthPx: 600, heightPx: 300 }

describe('asynchronous mask operations', () => {
  it('are canceled by a stroke painted meanwhile, which is kept', async () => {
    const paint = await openPaint(size)
    paint.stroke([[100, 100]])
    const refining = paint.session.selection.refine({ type: 'feather', px: 8 })
    paint.stroke([[400, 200]])
    await refining.catch(() => undefined)
    expect(paint.at(400, 200)).toBe(255)
    expect(paint.session.store.getState()).toMatchObject({
      busyWith: null,
      undoLabel: 'Paint',
      announcement: { text: 'Canceled: Feather mask' },
    })
  })

  it('run in sequence, each on the result of the previous one', async () => {
    const paint = await openPaint({
      ...size,
      colorAt: (x) => (x % 100 < 50 ? [200, 40, 40, 255] : [20, 90, 160, 255]),
    })
    const { session } = paint
    session.tools.choose('wand')
    session.tools.changeOptions({ isAntialiased: false })
    for (const x of [10, 110, 210, 310]) paint.down(x, 100).up()
    const growing = [1, 2, 3].map(() => session.selection.refine({ type: 'grow', px: 4 }))
    expect(session.store.getState().busyWith).not.toBeNull()
    await Promise.all(growing)
    expect([10, 110, 210, 310, 410].map((x) => paint.at(x, 100))).toEqual([255, 255, 255, 255, 0])
    expect([paint.at(61, 100), paint.at(63, 100)]).toEqual([255, 0])
    expect(session.store.getState().busyWith).toBeNull()
    for (let step = 0; step < 7; step++) session.undo()
    expect(session.store.getState()).toMatchObject({ hasMask: false, canUndo: false })
  })

  it('are canceled by undo together with queued ones, which reverts nothing else', async () => {
    const paint = await openPaint(size)
    paint.stroke([[100, 100]])
    const growing = [1, 2].map(() => paint.session.selection.refine({ type: 'grow', px: 20 }))
    paint.session.undo()
    await expect(Promise.all(growing)).rejects.toMatchObject({ code: 'request/cancelled' })
    expect([paint.at(100, 100), paint.at(120, 100)]).toEqual([255, 0])
    paint.session.undo()
    expect(paint.at(100, 100)).toBe(0)
  })

  it('apply to the mask targeted when they started', async () => {
    const paint = await openPaint(size)
    const { session } = paint
    const second = session.masks.add()
    session.chooseTarget(firstMask)
    const selecting = session.selection.color('#808080', 4, 'replace')
    session.chooseTarget(second)
    await selecting
    expect([paint.at(300, 100, firstMask), paint.at(300, 100, second)]).toEqual([255, 0])
  })

  it('do not interrupt a stroke that began meanwhile', async () => {
    const paint = await openPaint(size)
    paint.stroke([[100, 100]])
    const refining = paint.session.selection.refine({ type: 'feather', px: 8 })
    paint.down(400, 200).move(420, 200)
    await refining.catch(() => undefined)
    paint.move(440, 200).up()
    expect([paint.at(400, 200), paint.at(440, 200)]).toEqual([255, 255])
  })
})
