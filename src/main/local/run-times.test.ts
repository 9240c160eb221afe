import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openRunTimes } from './run-times.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-times-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = () => join(folder, 'cache', 'run-times.json')
const work = (stepMegapixels: number, device = 'A card') => ({ model: 'paper', device, stepMegapixels })

it('estimates by steps and pixels from the median of what was drawn, also after a restart', async () => {
  let nowMs = 0
  const times = await openRunTimes(path(), () => nowMs)
  expect(times.estimateMs(work(20))).toBeNull()
  // 100, 110 and, once, 900 ms for each step and megapixel.
  for (const [stepMegapixels, ms] of [
    [20, 2_000],
    [10, 9_000],
    [5, 550],
  ] as const) {
    const end = times.begin(work(stepMegapixels))
    nowMs += ms
    end()
  }
  expect(times.estimateMs(work(40))).toBeCloseTo(4_400)
  expect(times.estimateMs(work(40, 'Another card'))).toBeNull()
  times.begin(work(1))
  expect(times.lastUsedMs('paper')).toBeCloseTo(Date.now(), -5)
  expect(times.lastUsedMs('pap')).toBeNull()
  await vi.waitFor(async () =>
    expect(JSON.parse(await readFile(path(), 'utf8'))).toEqual({
      'paper · A card': { rates: [100, 900, 110], usedAtMs: expect.any(Number) },
    }),
  )
  expect((await openRunTimes(path())).estimateMs(work(40))).toBeCloseTo(4_400)
})

it('begins anew where its book is damaged, and goes on where it cannot be written', async () => {
  writeFileSync(join(folder, 'file'), '{')
  const times = await openRunTimes(join(folder, 'file', 'below'))
  times.begin(work(1))()
  expect(times.estimateMs(work(1))).toBeGreaterThan(0)
  expect((await openRunTimes(join(folder, 'file'))).estimateMs(work(1))).toBeNull()
})
