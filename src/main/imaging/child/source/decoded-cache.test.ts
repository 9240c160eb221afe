import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DecodedImage } from './decode-image.ts'
import { DecodedCache } from './decoded-cache.ts'

let folder: string
const image = (bytes: number): DecodedImage => ({
  widthPx: bytes / 4,
  heightPx: 1,
  hasAlpha: false,
  rgba: new Uint8Array(bytes),
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-cache-'))
  for (const name of ['a', 'b', 'c']) await writeFile(join(folder, name), name)
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

describe('DecodedCache', () => {
  it('decodes a file once, even for concurrent requests', async () => {
    const cache = new DecodedCache({ limitBytes: 100, idleMs: 1000 })
    const decode = vi.fn(async () => image(40))
    const [one, two] = await Promise.all([cache.load(join(folder, 'a'), decode), cache.load(join(folder, 'a'), decode)])
    expect(two).toBe(one)
    expect(decode).toHaveBeenCalledTimes(1)
  })

  it('drops the least recently used image over its limit', async () => {
    const cache = new DecodedCache({ limitBytes: 100, idleMs: 1000 })
    const decode = vi.fn(async () => image(40))
    for (const name of ['a', 'b', 'a', 'c']) await cache.load(join(folder, name), decode)
    expect(cache.heldBytes).toBe(80)
    await cache.load(join(folder, 'a'), decode)
    expect(decode).toHaveBeenCalledTimes(3)
    await cache.load(join(folder, 'b'), decode)
    expect(decode).toHaveBeenCalledTimes(4)
  })

  it('keeps no image larger than its limit', async () => {
    const cache = new DecodedCache({ limitBytes: 100, idleMs: 1000 })
    await cache.load(join(folder, 'a'), async () => image(400))
    expect(cache.heldBytes).toBe(0)
  })

  it('decodes a changed file again', async () => {
    const cache = new DecodedCache({ limitBytes: 100, idleMs: 1000 })
    const decode = vi.fn(async () => image(40))
    await cache.load(join(folder, 'a'), decode)
    await utimes(join(folder, 'a'), new Date(), new Date(1_000_000))
    await cache.load(join(folder, 'a'), decode)
    expect(decode).toHaveBeenCalledTimes(2)
  })

  it('does not cache failures', async () => {
    const cache = new DecodedCache({ limitBytes: 100, idleMs: 1000 })
    await expect(cache.load(join(folder, 'a'), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await cache.load(join(folder, 'a'), async () => image(4))).toMatchObject({ widthPx: 1 })
  })

  it('drops everything after its idle time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const cache = new DecodedCache({ limitBytes: 100, idleMs: 1000 })
    await cache.load(join(folder, 'a'), async () => image(40))
    vi.advanceTimersByTime(999)
    expect(cache.heldBytes).toBe(40)
    vi.advanceTimersByTime(1)
    expect(cache.heldBytes).toBe(0)
  })

  it('reports a missing file', async () => {
    const cache = new DecodedCache({ limitBytes: 100, idleMs: 1000 })
    const loading = cache.load(join(folder, 'nowhere'), async () => image(4))
    await expect(loading).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})
