import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openLiveRates } from './live-rates.ts'

const size = { widthPx: 512, heightPx: 512 }
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-live-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('knows a rate after two frames, or one that took seconds, and remembers it', async () => {
  const path = join(folder, 'cache', 'live-rates.json')
  const rates = await openLiveRates(path, 1)
  rates.note('paper', size, 400)
  expect(rates.of('paper', size)).toBeNull()
  rates.note('paper', size, 500)
  expect(rates.of('paper', size)).toBe(2)
  rates.note('slow', size, 4_000)
  expect(rates.of('slow', size)).toBe(0.25)
  expect(rates.of('paper', { ...size, widthPx: 576 })).toBeNull()
  await vi.waitFor(async () => expect(await readFile(path, 'utf8')).toContain('slow'))
  expect((await openLiveRates(path)).of('paper', size)).toBe(2)
})

it('writes once for a burst of frames, with the newest', async () => {
  const path = join(folder, 'live-rates.json')
  const rates = await openLiveRates(path, 50)
  for (let frame = 1; frame <= 20; frame++) rates.note('paper', size, 100 * frame)
  await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
  await vi.waitFor(async () => expect(await readFile(path, 'utf8')).toContain('2000'))
})

it('a computer that was busy once counts no longer after a few frames', async () => {
  const rates = await openLiveRates(join(folder, 'live-rates.json'))
  rates.note('paper', size, 9_000)
  for (const timingMs of [200, 200, 200]) rates.note('paper', size, timingMs)
  expect(rates.of('paper', size)).toBe(5)
})
