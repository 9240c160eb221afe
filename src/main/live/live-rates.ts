import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { liveRateFrames } from '../../shared/domain/live.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

/** Milliseconds per frame, newest last. */
const timesSchema = z.array(z.number().positive()).max(liveRateFrames)
const bookSchema = z.record(z.string(), timesSchema)

/** Limits entries of deleted models: the oldest are dropped. */
const entriesMax = 100

/** Several frames a second are drawn: the file is written once for all of a while. */
const writeDelayMs = 5_000

/** One frame that took this long is enough to know. */
const oneIsEnoughMs = 3_000

/** How fast this computer draws frames, by model and size; remembered across starts. */
export interface LiveRates {
  /** Frames per second; null = not known yet. Synchronous. */
  of(model: string, size: Size): number | null
  note(model: string, size: Size, timingMs: number): void
}

const keyOf = (model: string, { widthPx, heightPx }: Size) => `${model} · ${widthPx}x${heightPx}`

/** A file that cannot be read or written is not an error: the rates are measured again. */
export async function openLiveRates(path: string, delayMs = writeDelayMs): Promise<LiveRates> {
  const times = new Map(Object.entries(await read(path)))
  let isDue = false
  async function writeLater(): Promise<void> {
    if (isDue) return
    isDue = true
    await setTimeout(delayMs, undefined, { ref: false })
    isDue = false
    await write(path, Object.fromEntries([...times].slice(-entriesMax)))
  }
  return {
    of(model, size) {
      const known = times.get(keyOf(model, size)) ?? []
      const sorted = known.toSorted((a, b) => a - b)
      const medianMs = sorted[sorted.length >> 1]
      const isKnown = medianMs !== undefined && (known.length > 1 || medianMs > oneIsEnoughMs)
      return isKnown ? 1_000 / medianMs : null
    },
    note(model, size, timingMs) {
      const key = keyOf(model, size)
      const newest = [...(times.get(key) ?? []), Math.max(1, timingMs)].slice(-liveRateFrames)
      // Keeps the most recently used entry last.
      times.delete(key)
      times.set(key, newest)
      void writeLater()
    },
  }
}

async function read(path: string): Promise<z.output<typeof bookSchema>> {
  try {
    return bookSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return {}
  }
}

async function write(path: string, book: z.output<typeof bookSchema>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
    .then(() => writeFileAtomic(path, JSON.stringify(book)))
    .catch(() => undefined)
}
