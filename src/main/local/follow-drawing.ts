import type { DrawingClock, DrawingWork } from './local-service.ts'

/** How long each part of a drawing takes with a model on a device, milliseconds; null = not known. */
export interface Pace {
  /** The model into memory. */
  readonly load: number | null
  /** From there to the first step: the prompt is read, a source is encoded. */
  readonly start: number | null
  /** A step over a megapixel. */
  readonly step: number | null
  /** After the last step, for each megapixel that is decoded. */
  readonly end: number | null
}

/** So many steps of the drawing itself weigh as much as all drawings before it. */
const trustedSteps = 2

/** null where no step was timed. */
export function estimateOf(pace: Pace, work: DrawingWork, isLoaded: boolean): number | null {
  if (pace.step === null) return null
  return (isLoaded ? 0 : (pace.load ?? 0)) + (pace.start ?? 0) + totalOf(work) * pace.step + endOf(pace, work)
}

interface FollowOptions {
  readonly pace: Pace
  readonly isLoaded: boolean
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  /** What this drawing took. */
  readonly onEnd: (pace: Pace) => void
}

/** By what is known at first, and more and more by the steps of this drawing. */
export function followDrawing(work: DrawingWork, { pace, isLoaded, now, onEnd }: FollowOptions): DrawingClock {
  const total = totalOf(work)
  const startedAtMs = now()
  let isWaiting = !isLoaded
  let loadingSinceMs: number | null = null
  let loadMs: number | null = null
  let loadedAtMs: number | null = null
  /** When the first and the last step ended, and how much was done by then. */
  let first: Moment | null = null
  let last: Moment | null = null

  function stepMs(): number | null {
    const [tookMs, did] = first && last ? [last.atMs - first.atMs, last.done - first.done] : [0, 0]
    if (pace.step === null) return did === 0 ? null : tookMs / did
    const known = (total / stepsOf(work)) * trustedSteps
    return (known * pace.step + tookMs) / (known + did)
  }

  function pacedAs(endedAtMs: number): Pace {
    const load = loadMs
    const beganAtMs = loadedAtMs ?? startedAtMs
    // Without a word of any step all of it counts as steps.
    if (first === null || last === null) return { load, start: null, step: (endedAtMs - beganAtMs) / total, end: null }
    const end = (endedAtMs - last.atMs) / work.megapixels
    const did = last.done - first.done
    // Of a single step nobody knows how long it was prepared.
    if (did === 0) return { load, start: null, step: (first.atMs - beganAtMs) / first.done, end }
    const step = (last.atMs - first.atMs) / did
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
      if (done <= (last?.done ?? 0)) return
      last = { atMs, done }
      first ??= last
    },
    leftMs() {
      const step = stepMs()
      if (step === null) return null
      if (last !== null) return (total - last.done) * step + endOf(pace, work)
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

const endOf = ({ end }: Pace, { megapixels }: DrawingWork) => (end ?? 0) * megapixels

const stepsOf = ({ passes }: DrawingWork) => passes.reduce((sum, { steps }) => sum + steps, 0)

const totalOf = ({ passes }: DrawingWork) => passes.reduce((sum, pass) => sum + pass.steps * pass.megapixels, 0)

/** The bar gives each pass the same length, whatever its size. */
function doneOf({ passes }: DrawingWork, fraction: number): number {
  return passes.reduce((sum, { steps, megapixels }, at) => {
    const share = Math.min(1, Math.max(0, fraction * passes.length - at))
    return sum + share * steps * megapixels
  }, 0)
}
