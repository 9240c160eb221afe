/// <reference types="node" />
import { inflateSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PackingWork, type PackingCall } from './packing-work.ts'

/** A worker that responds, or fails, on demand. */
class HeldWorker extends EventTarget {
  static last: HeldWorker | null = null
  readonly calls: PackingCall[] = []
  isEnded = false
  constructor() {
    super()
    HeldWorker.last = this
  }
  postMessage(call: PackingCall): void {
    this.calls.push(call)
  }
  terminate(): void {
    this.isEnded = true
  }
  answer(at: number): void {
    const { number, tiles } = this.calls[at]!
    this.dispatchEvent(new MessageEvent('message', { data: { number, packed: tiles.map((tile) => tile.slice(0, 1)) } }))
  }
}

function holdWorkers(): void {
  HeldWorker.last = null
  vi.stubGlobal('Worker', HeldWorker)
}

afterEach(() => {
  vi.unstubAllGlobals()
})

const tileOf = (value: number) => new Uint8Array(65_536).fill(value)

describe('PackingWork', () => {
  it('packs on the calling thread without workers, in tile order', async () => {
    const packed = await new PackingWork().deflate([tileOf(3), tileOf(4)])
    expect(packed.map((tile) => inflateSync(tile)[65_535])).toEqual([3, 4])
  })

  it('matches responses to requests in any order and transfers copies of the tiles', async () => {
    holdWorkers()
    const work = new PackingWork()
    const tile = tileOf(1)
    const answers = [work.deflate([tile]), work.deflate([tileOf(2)])]
    HeldWorker.last!.answer(1)
    HeldWorker.last!.answer(0)
    expect((await Promise.all(answers)).map(([first]) => first![0])).toEqual([1, 2])
    expect(HeldWorker.last!.calls[0]!.tiles[0]).not.toBe(tile)
    expect(tile).toHaveLength(65_536)
  })

  it('rejects when the worker fails and packs on the calling thread afterwards', async () => {
    holdWorkers()
    const work = new PackingWork()
    const lost = work.deflate([tileOf(1)])
    HeldWorker.last!.dispatchEvent(new Event('error'))
    await expect(lost).rejects.toMatchObject({ code: 'internal/bug' })
    expect(inflateSync((await work.deflate([tileOf(5)]))[0]!)[0]).toBe(5)
  })

  it('rejects pending and later work once disposed', async () => {
    holdWorkers()
    const work = new PackingWork()
    const lost = work.deflate([tileOf(1)])
    work.dispose()
    await expect(lost).rejects.toMatchObject({ code: 'request/cancelled' })
    await expect(work.deflate([tileOf(1)])).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(HeldWorker.last!.isEnded).toBe(true)
  })
})
