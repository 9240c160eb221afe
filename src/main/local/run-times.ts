import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

/** What an image costs in work: every step looks at every pixel, in each pass. */
export interface DrawingWork {
  readonly model: string
  /** null = the engine does not say. */
  readonly device: string | null
  /** Steps times megapixels of all images and passes together. */
  readonly stepMegapixels: number
}

/** How long images take on this computer, learned from those that were drawn. */
export interface RunTimes {
  /** Milliseconds from the loaded model to the images; null = this model was not drawn with yet. Instant. */
  estimateMs(work: DrawingWork): number | null
  /** When a model was drawn with last, on any device, as `Date.now()`; null = not since this is remembered. Instant. */
  lastUsedMs(model: string): number | null
  /** Begins to count; what it returns ends it. A drawing that failed or was canceled is not ended, and not counted. */
  begin(work: DrawingWork): () => void
}

const bookSchema = z.record(
  z.string(),
  z.object({
    usedAtMs: z.number(),
    /** Milliseconds for a step and megapixel, the newest last. */
    rates: z.array(z.number().positive()).min(1).max(20),
  }),
)

/** So many drawings are remembered of each model and device: one that had to wait for others does not count for long. */
const rememberedMax = 9
/** Of models that were deleted the oldest go. */
const entriesMax = 300

/** @param now milliseconds of a clock that only goes forward */
export async function openRunTimes(path: string, now: () => number = () => performance.now()): Promise<RunTimes> {
  const entries = new Map(Object.entries(await read(path)))
  /** One after the other: the newest must not be overtaken. */
  let writing: Promise<void> = Promise.resolve()

  function note(key: string, rate: number): void {
    const known = entries.get(key)?.rates ?? []
    // What was used last stands last.
    entries.delete(key)
    entries.set(key, { usedAtMs: Date.now(), rates: [...known, rate].slice(-rememberedMax) })
    const book = Object.fromEntries([...entries].slice(-entriesMax))
    writing = writing.then(() => keep(path, book))
  }

  return {
    estimateMs(work) {
      const known = entries.get(keyOf(work))
      return known === undefined ? null : median(known.rates) * work.stepMegapixels
    },
    lastUsedMs(model) {
      const used = [...entries].filter(([key]) => key.startsWith(model + between)).map(([, { usedAtMs }]) => usedAtMs)
      return used.length === 0 ? null : Math.max(...used)
    },
    begin(work) {
      const since = now()
      return () => note(keyOf(work), Math.max(0.001, now() - since) / work.stepMegapixels)
    },
  }
}

/** No model's id has it. */
const between = ' · '
const keyOf = ({ model, device }: DrawingWork): string => model + between + (device ?? '')

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, two) => one - two)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
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
