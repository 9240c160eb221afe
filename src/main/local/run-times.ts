import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { estimateOf, followDrawing, type Pace } from './follow-drawing.ts'
import type { DrawingWork, RunTimes } from './local-service.ts'

/** So many drawings are remembered of each model and device: one that had to wait for others does not count for long. */
const rememberedMax = 9
/** Of models that were deleted the oldest go. */
const entriesMax = 300

/** Milliseconds, the newest last. */
const timesSchema = z.array(z.number().nonnegative()).max(20)
const entrySchema = z.object({
  usedAtMs: z.number(),
  load: timesSchema,
  start: timesSchema,
  step: timesSchema,
  end: timesSchema,
})
type Entry = z.output<typeof entrySchema>
const bookSchema = z.record(z.string(), entrySchema)

const nothing: Omit<Entry, 'usedAtMs'> = { load: [], start: [], step: [], end: [] }

interface RunTimesOptions {
  /** A drawing has ended: estimates are others from then on. */
  readonly onNoted?: () => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number
}

export async function openRunTimes(
  path: string,
  { onNoted, now = () => performance.now() }: RunTimesOptions = {},
): Promise<RunTimes> {
  const entries = new Map(Object.entries(await read(path)))
  /** One after the other: the newest must not be overtaken. */
  let writing: Promise<void> = Promise.resolve()

  const paceOf = (work: DrawingWork): Pace => {
    const { load, start, step, end } = entries.get(keyOf(work)) ?? nothing
    return { load: median(load), start: median(start), step: median(step), end: median(end) }
  }

  function note(key: string, { load, start, step, end }: Pace): void {
    const known = entries.get(key) ?? nothing
    // What was used last stands last.
    entries.delete(key)
    entries.set(key, {
      usedAtMs: Date.now(),
      load: withNewest(known.load, load),
      start: withNewest(known.start, start),
      step: withNewest(known.step, step),
      end: withNewest(known.end, end),
    })
    const book = Object.fromEntries([...entries].slice(-entriesMax))
    writing = writing.then(() => keep(path, book))
    onNoted?.()
  }

  return {
    estimateMs: (work, isLoaded) => estimateOf(paceOf(work), work, isLoaded),
    lastUsedMs(model) {
      const used = [...entries].filter(([key]) => key.startsWith(model + between)).map(([, { usedAtMs }]) => usedAtMs)
      return used.length === 0 ? null : Math.max(...used)
    },
    begin(work, isLoaded) {
      const onEnd = (pace: Pace) => note(keyOf(work), pace)
      return followDrawing(work, { pace: paceOf(work), isLoaded, now, onEnd })
    },
  }
}

/** No model's id has it. */
const between = ' · '
const keyOf = ({ model, device }: DrawingWork): string => model + between + (device ?? '')

const withNewest = (known: readonly number[], newest: number | null): number[] =>
  (newest === null ? [...known] : [...known, newest]).slice(-rememberedMax)

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, two) => one - two)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

async function read(path: string): Promise<z.output<typeof bookSchema>> {
  try {
    return bookSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return {}
  }
}

/** A book that cannot be written is no failure: it is learned anew. */
async function keep(path: string, book: z.output<typeof bookSchema>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
    .then(() => writeFileAtomic(path, JSON.stringify(book)))
    .catch(() => undefined)
}
