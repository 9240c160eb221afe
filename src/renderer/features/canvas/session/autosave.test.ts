import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MaskSettings, StoredTile } from '../../../../shared/domain/canvas-document.ts'
import { openPaint } from './paint-driver.ts'

interface Save {
  readonly atMs: number
  readonly tiles: StoredTile[]
  readonly settings: MaskSettings
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

/** Lets the clock run, with a turn of the real event loop in between. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) {
    await vi.advanceTimersByTimeAsync(Math.min(50, left))
    await new Promise((resolve) => realSetTimeout(resolve, 1))
  }
}

async function openRecorded(answer: (attempt: number) => Promise<void> = () => Promise.resolve()) {
  const saves: Save[] = []
  const paint = await openPaint({
    widthPx: 1024,
    heightPx: 512,
    onSave: (tiles, settings) => {
      saves.push({ atMs: Date.now(), tiles, settings })
      return answer(saves.length)
    },
  })
  return { paint, saves }
}

describe('autosave', () => {
  it('is on its way within half a second, with only the tiles that changed', async () => {
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

  it('goes on during a stroke that does not end', async () => {
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

  it('never runs twice at once, and saves again what changed meanwhile', async () => {
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

  it('tries again after a failure, with everything that is not on disk', async () => {
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

  it('flushes at once, and says when that failed', async () => {
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

  it('keeps grow and soft edge, and empties tiles that undo emptied', async () => {
    const { paint, saves } = await openRecorded()
    paint.down(100, 100).up()
    await paint.session.flush()
    paint.session.undo()
    paint.session.changeEdge({ growPx: 7 })
    await paint.session.flush()
    expect(saves[1]).toMatchObject({
      tiles: [{ column: 0, row: 0, deflated: null }],
      settings: { growPx: 7, featherPx: 0 },
    })
  })
})
