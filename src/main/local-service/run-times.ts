import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import type { DrawingWork, RunTimes, DrawingClock } from './local-service.ts'

/** This many steps of the current drawing weigh as much as all earlier drawings. */
const trustedSteps = 2

const endOf = ({ end }: Pace, { megapixels }: DrawingWork) => (end ?? 0) * megapixels

const stepsOf = ({ passes }: DrawingWork) => passes.reduce((sum, { steps }) => sum + steps, 0)

const totalOf = ({ passes }: DrawingWork) => passes.reduce((sum, pass) => sum + pass.steps * pass.megapixels, 0)

/** How many drawings are kept per model and device, so that one slowed down by others soon drops out. */
const rememberedMax = 9
/** Limits entries of deleted models: the oldest are dropped. */
const entriesMax = 300

/** Milliseconds, newest last. */
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
  /** Called when a drawing has ended, which changes the estimates. */
  readonly onNoted?: () => void
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number
}

export async function openRunTimes(
  path: string,
  { onNoted, now = () => performance.now() }: RunTimesOptions = {},
): Promise<RunTimes> {
  const entries = new Map(Object.entries(await read(path)))
  /** Writes are serialized so that the newest is not overtaken. */
  let writing: Promise<void> = Promise.resolve()

  const paceOf = (work: DrawingWork): Pace => {
    const { load, start, step, end } = entries.get(keyOf(work)) ?? nothing
    return { load: median(load), start: median(start), step: median(step), end: median(end) }
  }

  function note(key: string, { load, start, step, end }: Pace): void {
    const times = entries.get(key) ?? nothing
    // Keeps the most recently used entry last.
    entries.delete(key)
    entries.set(key, {
      usedAtMs: Date.now(),
      load: withNewest(times.load, load),
      start: withNewest(times.start, start),
      step: withNewest(times.step, step),
      end: withNewest(times.end, end),
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

/** A separator that occurs in no model id. */
const between = ' · '
const keyOf = ({ model, device }: DrawingWork): string => model + between + (device ?? '')

const withNewest = (values: readonly number[], newest: number | null): number[] =>
  (newest === null ? [...values] : [...values, newest]).slice(-rememberedMax)

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
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

/** Failing to write the file is not an error: the times are learned again. */
async function keep(path: string, book: z.output<typeof bookSchema>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
    .then(() => writeFileAtomic(path, JSON.stringify(book)))
    .catch(() => undefined)
}

/** Duration of each part of a drawing with a model on a device, milliseconds; null = unknown. */
interface Pace {
  /** Loading the model. */
  readonly load: number | null
  /** From there to the first step: encoding the prompt and a source. */
  readonly start: number | null
  /** One step per megapixel. */
  readonly step: number | null
  /** After the last step, per decoded megapixel. */
  readonly end: number | null
}

/** null if no step was timed. */
function estimateOf(pace: Pace, work: DrawingWork, isLoaded: boolean): number | null {
  if (pace.step === null) return null
  return (isLoaded ? 0 : (pace.load ?? 0)) + (pace.start ?? 0) + totalOf(work) * pace.step + endOf(pace, work)
}

interface FollowOptions {
  readonly pace: Pace
  readonly isLoaded: boolean
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** What this drawing took. */
  readonly onEnd: (pace: Pace) => void
}

/** Estimates from recorded times at first, then increasingly from the steps of this drawing. */
function followDrawing(work: DrawingWork, { pace, isLoaded, now, onEnd }: FollowOptions): DrawingClock {
  const total = totalOf(work)
  const startedAtMs = now()
  let isWaiting = !isLoaded
  let loadingSinceMs: number | null = null
  let loadMs: number | null = null
  let loadedAtMs: number | null = null
  /** When the first and last reported steps ended, and how much was done by then. */
  let first: Moment | null = null
  let lastMoment: Moment | null = null

  function stepMs(): number | null {
    const [tookMs, did] = first && lastMoment ? [lastMoment.atMs - first.atMs, lastMoment.done - first.done] : [0, 0]
    if (pace.step === null) return did === 0 ? null : tookMs / did
    const expected = (total / stepsOf(work)) * trustedSteps
    return (expected * pace.step + tookMs) / (expected + did)
  }

  function pacedAs(endedAtMs: number): Pace {
    const load = loadMs
    const beganAtMs = loadedAtMs ?? startedAtMs
    // Without any step report, all of the time counts as steps.
    if (first === null || lastMoment === null)
      return { load, start: null, step: (endedAtMs - beganAtMs) / total, end: null }
    const end = (endedAtMs - lastMoment.atMs) / work.megapixels
    const did = lastMoment.done - first.done
    // With a single step, its preparation time cannot be separated.
    if (did === 0) return { load, start: null, step: (first.atMs - beganAtMs) / first.done, end }
    const step = (lastMoment.atMs - first.atMs) / did
    return { load, start: Math.max(0, first.atMs - beganAtMs - first.done * step), step, end }
  }

  return {
    loading() {
      isWaiting = true
      loadingSinceMs = now()
    },
    progress(fraction) {
      const atMs = now()
      if (loadedAtMs === null && loadingSinceMs !== null) loadMs = atMs - loadingSinceMs
      loadedAtMs ??= atMs
      const done = doneOf(work, fraction)
      if (done <= (lastMoment?.done ?? 0)) return
      lastMoment = { atMs, done }
      first ??= lastMoment
    },
    leftMs() {
      const step = stepMs()
      if (step === null) return null
      if (lastMoment !== null) return (total - lastMoment.done) * step + endOf(pace, work)
      const load = loadedAtMs === null && isWaiting ? (pace.load ?? 0) : 0
      return load + (pace.start ?? 0) + total * step + endOf(pace, work)
    },
    end: () => onEnd(pacedAs(now())),
  }
}

interface Moment {
  readonly atMs: number
  /** Steps times megapixels. */
  readonly done: number
}

/** The progress bar gives each pass the same length, whatever its size. */
function doneOf({ passes }: DrawingWork, fraction: number): number {
  return passes.reduce((sum, { steps, megapixels }, at) => {
    const share = Math.min(1, Math.max(0, fraction * passes.length - at))
    return sum + share * steps * megapixels
  }, 0)
}
