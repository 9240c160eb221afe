import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../shared/errors/index.ts'
import type { DecodedImage } from './decode-image.ts'
import { RegionReader, type OpenImage } from './read-region.ts'

afterEach(() => vi.useRealTimers())

const { signal } = new AbortController()
const size = { widthPx: 16, heightPx: 8 }
const all = { x: 0, y: 0, ...size }

function gray(widthPx: number, heightPx: number, value: number): DecodedImage {
  return { widthPx, heightPx, hasAlpha: false, rgba: new Uint8Array(widthPx * heightPx * 4).fill(value) }
}

function setUp(image: Partial<OpenImage> = {}, limitBytes = 1e9) {
  const load = vi.fn(async () => gray(16, 8, 50))
  const open = vi.fn(async (): Promise<OpenImage> => ({ size, load, loadQuarter: null, ...image }))
  const reader = new RegionReader({ open, limitBytes, idleMs: 1000 })
  const read = (level: number, area = all, sourcePath = 'a') => reader.read({ sourcePath, area, level }, signal)
  return { reader, read, open, load }
}

describe('RegionReader', () => {
  it('decodes once, even for concurrent requests', async () => {
    const { read, load, open } = setUp()
    await Promise.all([read(0), read(2), read(3)])
    await read(1)
    expect([open.mock.calls.length, load.mock.calls.length]).toEqual([1, 1])
  })

  it('returns a quarter-size preview of a slow image and decodes it fully afterwards', async () => {
    const whole = Promise.withResolvers<DecodedImage>()
    const load = vi.fn(() => whole.promise)
    const { read } = setUp({ load, loadQuarter: async () => gray(4, 2, 70) })
    expect((await read(2))[0]).toBe(70)
    expect((await read(3))[0]).toBe(70)
    const sharp = read(0)
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1))
    whole.resolve(gray(16, 8, 50))
    expect((await sharp)[0]).toBe(50)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('reads areas off the grid from all pixels', async () => {
    const { read } = setUp({ loadQuarter: async () => gray(4, 2, 70) })
    expect((await read(2, { x: 1, y: 0, widthPx: 5, heightPx: 5 }))[0]).toBe(50)
  })

  it('retries after a failure', async () => {
    const load = vi.fn<() => Promise<DecodedImage>>()
    load.mockRejectedValueOnce(new AppError('media/undecodable', 'broken')).mockResolvedValue(gray(16, 8, 9))
    const { read, open } = setUp({ load })
    await expect(read(0)).rejects.toMatchObject({ code: 'media/undecodable' })
    expect((await read(0))[0]).toBe(9)
    open.mockRejectedValueOnce(new AppError('storage/not-found', 'gone'))
    await expect(read(0, all, 'b')).rejects.toMatchObject({ code: 'storage/not-found' })
    expect((await read(0, all, 'b')).length).toBe(512)
  })

  it('keeps the two most recent images at any size and drops older ones over its limit', async () => {
    const { reader, read, load } = setUp({}, 100)
    for (const path of ['a', 'b', 'c']) await read(0, all, path)
    expect(reader.keptBytes).toBe(2 * 512)
    await read(0, all, 'b')
    expect(load).toHaveBeenCalledTimes(3)
    await read(0, all, 'a')
    expect(load).toHaveBeenCalledTimes(4)
  })

  it('keeps a reduced copy of older images when there is no room for all their pixels', async () => {
    // 16 × 8 pixels are 512 bytes, a sixteenth of them 32.
    const { reader, read, load } = setUp({}, 1200)
    for (const path of ['a', 'b', 'c', 'd']) await read(2, all, path)
    expect(reader.keptBytes).toBe(2 * 32 + 2 * (512 + 32))
    await read(2, all, 'a')
    expect(load).toHaveBeenCalledTimes(4)
    await read(0, all, 'a')
    expect(load).toHaveBeenCalledTimes(5)
  })

  it('drops everything after its idle time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { reader, read } = setUp()
    await read(2)
    vi.advanceTimersByTime(999)
    await read(2)
    vi.advanceTimersByTime(999)
    expect(reader.keptBytes).toBe(512 + 32)
    vi.advanceTimersByTime(1)
    expect(reader.keptBytes).toBe(0)
  })

  it('stops waiting when aborted', async () => {
    const { reader } = setUp({ load: () => new Promise(() => undefined) })
    const stop = new AbortController()
    const reading = reader.read({ sourcePath: 'a', area: all, level: 0 }, stop.signal)
    stop.abort()
    await expect(reading).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})
