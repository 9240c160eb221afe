import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Save as Saved } from './autosave.ts'
import { assetB, openPaint } from '../../../../test/support/window/paint-driver.ts'

interface Save extends Saved {
  readonly atMs: number
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

// Real packing runs on another thread and would race the fake clock.
vi.mock('../raster/deflate.ts', () => ({ deflate: (bytes: Uint8Array) => Promise.resolve(bytes.slice(0, 1)) }))

const realSetTimeout = setTimeout

/** Advances the clock, with a turn of the real event loop in between. */
async function pass(ms: number): Promise<void> {
  for (let remaining = ms; remaining > 0; remaining -= 50) {
    await vi.advanceTimersByTimeAsync(Math.min(50, remaining))
    await new Promise((resolve) => realSetTimeout(resolve, 1))
  }
}

async function openRecorded(answer: (attempt: number) => Promise<void> = () => Promise.resolve()) {
  const saves: Save[] = []
  const paint = await openPaint({
    widthPx: 1024,
    heightPx: 512,
    onSave: (save) => {
      saves.push({ atMs: Date.now(), ...save })
      return answer(saves.length)
    },
  })
  return { paint, saves }
}

describe('autosave', () => {
  it('saves within 500 ms, with only the changed tiles', async () => {
    const { paint, saves } = await openRecorded()
    paint.down(100, 100).up()
    const startMs = Date.now()
    await pass(600)
    expect(saves).toHaveLength(1)
    expect(saves[0]!.atMs - startMs).toBeLessThanOrEqual(500)
    expect(saves[0]!.tiles.map(({ column, row }) => [column, row])).toEqual([[0, 0]])
    paint.down(900, 300).up()
    await pass(600)
    expect(saves[1]!.tiles.map(({ column, row }) => [column, row])).toEqual([[3, 1]])
    await pass(5_000)
    expect(saves).toHaveLength(2)
    expect(paint.session.store.getState().saveState).toBe('saved')
  })

  it('saves again to remove a stroke canceled after it was saved', async () => {
    const { paint, saves } = await openRecorded()
    paint.down(100, 100).move(200, 100)
    await pass(600)
    expect(saves[0]!.tiles.map(({ deflated }) => deflated === null)).toEqual([false])
    paint.session.undo()
    await pass(600)
    expect(saves).toHaveLength(2)
    expect(saves[1]!.tiles.map(({ deflated }) => deflated === null)).toEqual([true])
  })

  it('saves again to remove a frame whose drag was canceled after it was saved', async () => {
    const { paint, saves } = await openRecorded()
    paint.down(100, 100).up()
    paint.session.tools.choose('frame')
    paint.down(0, 0).move(300, 200)
    await pass(600)
    expect(saves[0]!.state.frame).not.toBeNull()
    paint.session.tools.cancel()
    await pass(600)
    expect(saves[1]!.state.frame).toBeNull()
  })

  it('keeps saving during a long stroke', async () => {
    const { paint, saves } = await openRecorded()
    paint.down(20, 20)
    for (let i = 1; i <= 30; i++) {
      paint.move(20 + i * 30, 20)
      await pass(100)
    }
    expect(saves.length).toBeGreaterThanOrEqual(5)
    const gaps = saves.slice(1).map((save, i) => save.atMs - saves[i]!.atMs)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(600)
    paint.up()
    await paint.session.flush()
    const columns = new Set(saves.flatMap(({ tiles }) => tiles.map((tile) => tile.column)))
    expect([...columns].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3])
  })

  it('never saves concurrently, and saves changes made during a save afterwards', async () => {
    let finish: (() => void) | undefined
    const { paint, saves } = await openRecorded((attempt) =>
      attempt === 1 ? new Promise((resolve) => (finish = resolve)) : Promise.resolve(),
    )
    paint.down(100, 100).up()
    await pass(600)
    paint.down(900, 300).up()
    await pass(3_000)
    expect(saves).toHaveLength(1)
    finish?.()
    await pass(600)
    expect(saves).toHaveLength(2)
    expect(saves[1]!.tiles.map(({ column }) => column)).toEqual([3])
  })

  it('retries after a failure with everything not yet on disk', async () => {
    const { paint, saves } = await openRecorded((attempt) =>
      attempt <= 2 ? Promise.reject(new Error('disk full')) : Promise.resolve(),
    )
    paint.down(100, 100).up()
    await pass(600)
    expect(paint.session.store.getState().saveState).toBe('failed')
    paint.down(900, 300).up()
    await pass(3_000)
    expect(saves).toHaveLength(3)
    expect(saves[2]!.tiles.map(({ column }) => column)).toEqual([0, 3])
    expect(paint.session.store.getState().saveState).toBe('saved')
  })

  it('flushes immediately and rejects if the save fails', async () => {
    const { paint, saves } = await openRecorded((attempt) =>
      attempt === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve(),
    )
    paint.down(100, 100).up()
    await expect(paint.session.flush()).rejects.toThrow('disk full')
    await paint.session.flush()
    expect(saves).toHaveLength(2)
    await paint.session.flush()
    expect(saves).toHaveLength(2)
  })

  it('resolves concurrent flushes only after their shared save is complete', async () => {
    const finishes: (() => void)[] = []
    const { paint, saves } = await openRecorded(() => new Promise((resolve) => finishes.push(resolve)))
    paint.down(100, 100).up()
    await pass(600)
    paint.down(900, 300).up()
    const done: string[] = []
    const flushes = ['one', 'other'].map((name) => paint.session.flush().then(() => done.push(name)))
    finishes[0]!()
    await pass(200)
    expect(saves).toHaveLength(2)
    expect(done).toEqual([])
    finishes[1]!()
    await Promise.all(flushes)
    expect(saves).toHaveLength(2)
  })

  it('saves grow and feather, and clears tiles emptied by undo', async () => {
    const { paint, saves } = await openRecorded()
    paint.down(100, 100).up()
    await paint.session.flush()
    paint.session.undo()
    paint.session.edit.changeEdge({ growPx: 7 })
    await paint.session.flush()
    expect(saves[1]).toMatchObject({
      tiles: [{ column: 0, row: 0, deflated: null }],
      isWhole: false,
      state: { edit: { growPx: 7, featherPx: 0, isEdgeAutomatic: false } },
    })
  })

  it('saves prompts, frame and masks, and clears the tiles of removed masks', async () => {
    const { paint, saves } = await openRecorded()
    const { session } = paint
    const id = session.masks.add({ name: 'Sky' })
    paint.down(300, 100).up()
    session.edit.changePrompts({ prompt: 'a boat' })
    session.extent.extendFrame('left', 0.5)
    await session.flush()
    expect(saves.at(-1)?.state).toMatchObject({
      words: { prompt: 'a boat' },
      frame: { x: -512, y: 0, widthPx: 1536, heightPx: 512 },
      masks: [{ name: 'Mask' }, { name: 'Sky' }],
      targetId: id,
    })
    expect(saves.at(-1)?.tiles).toMatchObject([{ surfaceId: id, column: 1, row: 0 }])
    session.masks.remove(id)
    await session.flush()
    expect(saves.at(-1)?.tiles).toEqual([{ surfaceId: id, column: 1, row: 0, deflated: null }])
    expect(saves.at(-1)?.state.masks).toHaveLength(1)
  })

  it('saves the whole document after its size changed', async () => {
    const { paint, saves } = await openRecorded()
    const { session } = paint
    session.layers.addPaint()
    session.tools.choose('colour-brush')
    paint.down(300, 100).up()
    await session.flush()
    const size = { widthPx: 1280, heightPx: 512 }
    session.extent.keep({ id: assetB, size, parentAt: { x: 256, y: 0 }, hasLayers: false, prompts: null })
    await session.flush()
    expect(saves.at(-1)).toMatchObject({ baseId: assetB, isWhole: true, state: { size } })
    expect(saves.at(-1)?.tiles.map(({ surfaceId, column }) => [surfaceId, column])).toEqual([['layer-2', 2]])
  })
})
