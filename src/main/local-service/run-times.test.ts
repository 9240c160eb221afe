import { mkdtempSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DrawingClock, DrawingWork } from './local-service.ts'
import { openRunTimes } from './run-times.ts'

let folder: string
let nowMs: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-times-'))
  nowMs = 0
})
// A write that is not awaited may still be in progress.
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const path = () => join(folder, 'cache', 'run-times.json')
const open = () => openRunTimes(path(), { now: () => nowMs })
const work = (steps: number, megapixels = 1, changes: Partial<DrawingWork> = {}): DrawingWork => ({
  model: 'paper',
  device: 'A card',
  passes: [{ steps, megapixels }],
  megapixels,
  ...changes,
})

interface Took {
  readonly load?: number
  /** Time before the first step. */
  readonly start?: number
  readonly step: number
  readonly end?: number
}

/** Simulates a drawing with these times and returns the time left after each report. */
function draw(clock: DrawingClock, steps: number, { load, start = 0, step, end = 0 }: Took): (number | null)[] {
  const timesLeft = [clock.leftMs()]
  if (load !== undefined) {
    clock.loading()
    timesLeft.push(clock.leftMs())
    nowMs += load
  }
  clock.progress(0)
  timesLeft.push(clock.leftMs())
  nowMs += start
  for (let done = 1; done <= steps; done++) {
    nowMs += step
    clock.progress(done / steps)
    timesLeft.push(clock.leftMs())
  }
  nowMs += end
  clock.end()
  return timesLeft
}

describe('estimated run time', () => {
  it('is built from past times: loading, steps by pixels, start and end', async () => {
    const times = await open()
    expect(times.estimateMs(work(20), true)).toBeNull()
    draw(times.begin(work(10, 0.5), false), 10, { load: 8_000, start: 300, step: 50, end: 250 })
    // 300 + 20 × 100 × 1 + 500 × 1.
    expect(times.estimateMs(work(20), true)).toBeCloseTo(2_800)
    expect(times.estimateMs(work(20), false)).toBeCloseTo(10_800)
    expect(times.estimateMs(work(20, 1, { device: 'Another card' }), true)).toBeNull()
    const twoPasses = work(20, 1, {
      passes: [1, 1, 4, 4].map((megapixels) => ({ steps: 20, megapixels })),
      megapixels: 8,
    })
    expect(times.estimateMs(twoPasses, true)).toBeCloseTo(300 + 20 * 10 * 100 + 8 * 500)
  })

  it('is the median of the last runs, also after a restart', async () => {
    const times = await open()
    for (const step of [100, 900, 110]) draw(times.begin(work(4), true), 4, { step })
    expect(times.estimateMs(work(40), true)).toBeCloseTo(4_400)
    // A drawing that was not ended is not recorded.
    times.begin(work(1), true).progress(1)
    expect(times.lastUsedMs('paper')).toBeCloseTo(Date.now(), -5)
    expect(times.lastUsedMs('pap')).toBeNull()
    await vi.waitFor(async () =>
      expect(JSON.parse(await readFile(path(), 'utf8'))).toEqual({
        'paper · A card': {
          usedAtMs: expect.any(Number),
          load: [],
          start: [0, 0, 0],
          step: [100, 900, 110],
          end: [0, 0, 0],
        },
      }),
    )
    expect((await open()).estimateMs(work(40), true)).toBeCloseTo(4_400)
  })

  it('works for a single step and for an engine that reports no progress', async () => {
    const times = await open()
    draw(times.begin(work(1), true), 1, { step: 700, end: 100 })
    expect(times.estimateMs(work(1), true)).toBeCloseTo(800)
    const silent = times.begin(work(2, 1, { model: 'ink' }), true)
    nowMs += 900
    silent.end()
    expect(times.estimateMs(work(4, 1, { model: 'ink' }), true)).toBeCloseTo(1_800)
  })

  it('starts over when its file is damaged and works when it cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '{')
    const times = await openRunTimes(join(folder, 'file', 'below'), { now: () => nowMs })
    draw(times.begin(work(1), true), 1, { step: 5 })
    expect(times.estimateMs(work(1), true)).toBeCloseTo(5)
    expect((await openRunTimes(join(folder, 'file'))).estimateMs(work(1), true)).toBeNull()
  })
})

describe('time left', () => {
  it('is unknown before the second step of the first image of a model, then follows its steps', async () => {
    const times = await open()
    expect(draw(times.begin(work(4), false), 4, { load: 5_000, start: 50, step: 100, end: 30 })).toEqual([
      null,
      null,
      null,
      null,
      200,
      100,
      0,
    ])
  })

  it('starts at the estimate and counts down to the time after the last step', async () => {
    const times = await open()
    draw(times.begin(work(4), false), 4, { load: 5_000, start: 50, step: 100, end: 30 })
    expect(draw(times.begin(work(4), false), 4, { load: 5_000, start: 50, step: 100, end: 30 })).toEqual([
      5_480, 5_480, 480, 330, 230, 130, 30,
    ])
    expect(times.begin(work(4), true).leftMs()).toBe(times.estimateMs(work(4), true))
  })

  it('adapts smoothly to a slower run than before', async () => {
    const times = await open()
    draw(times.begin(work(20), true), 20, { step: 100 })
    const timesLeft = draw(times.begin(work(20), true), 20, { step: 400 }).slice(2)
    const ends = timesLeft.map((ms, at) => ms! + 400 * (at + 1))
    expect(timesLeft[0]).toBeCloseTo(1_900)
    // 18 steps at (2 × 100 + 400) / 3 each.
    expect(timesLeft[1]).toBeCloseTo(3_600)
    expect(timesLeft[10]).toBeCloseTo((9 * (2 * 100 + 10 * 400)) / 12)
    expect(timesLeft.at(-1)).toBe(0)
    // The estimated end approaches the real one and never overshoots it.
    expect(ends).toEqual(ends.toSorted((a, b) => a - b))
    expect(ends.at(-1)).toBeCloseTo(8_000)
  })

  it('counts a large second pass at its own cost', async () => {
    const times = await open()
    draw(times.begin(work(4), true), 4, { step: 100 })
    const hires = work(4, 1, {
      passes: [
        { steps: 4, megapixels: 1 },
        { steps: 4, megapixels: 4 },
      ],
      megapixels: 4,
    })
    const clock = times.begin(hires, true)
    expect(clock.leftMs()).toBeCloseTo(2_000)
    clock.progress(0)
    nowMs += 400
    clock.progress(0.5)
    expect(clock.leftMs()).toBeCloseTo(1_600)
    // Work between the passes is no step and does not reduce progress.
    clock.progress(0.25)
    expect(clock.leftMs()).toBeCloseTo(1_600)
    nowMs += 800
    clock.progress(0.75)
    expect(clock.leftMs()).toBeCloseTo(800)
  })

  it('adds loading time for a model that was expected to be loaded', async () => {
    const times = await open()
    draw(times.begin(work(4), false), 4, { load: 5_000, step: 100 })
    const clock = times.begin(work(4), true)
    expect(clock.leftMs()).toBe(400)
    clock.loading()
    expect(clock.leftMs()).toBe(5_400)
  })
})
