import { copyFile, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'

/** A span of work on a thread. */
export interface Span {
  readonly name: string
  /** Type of a dispatched event. */
  readonly type: string
  readonly startMs: number
  readonly clockMs: number
  /** Thread time only: unlike wall time, it excludes other processes. */
  readonly processorMs: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string; readonly data?: { readonly type?: string } }
}

const categories = ['__metadata', 'toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8']
const traceKilobytes = 400_000

/** JavaScript work: handlers, animation frames, timers, promises, and garbage collection. */
const scriptNames: ReadonlySet<string> = new Set([
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'v8.callFunction',
  'TimerFire',
  'RunMicrotasks',
  'BlinkScheduler_PerformMicrotaskCheckpoint',
  'EvaluateScript',
  'MinorGC',
  'MajorGC',
])

/** Folder for recordings, viewable in `chrome://tracing`; not saved if unset. */
const folder = process.env['BENCH_TRACES']
let recordings = 0

/** Records the window's thread and main's while `run` runs, by Chromium's own tracing. */
export async function traceWindow(app: ElectronApplication, run: () => Promise<void>): Promise<WindowTrace> {
  await app.evaluate(
    ({ contentTracing }, { included, kilobytes }) =>
      contentTracing.startRecording({
        recording_mode: 'record-until-full',
        trace_buffer_size_in_kb: kilobytes,
        included_categories: included,
      }),
    { included: categories, kilobytes: traceKilobytes },
  )
  await run()
  const path = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording())
  const { traceEvents } = JSON.parse(await readFile(path, 'utf8')) as { traceEvents: readonly TraceEvent[] }
  if (folder !== undefined) await copyFile(path, join(folder, `${++recordings}.json`))
  await rm(path, { force: true })
  return new WindowTrace(traceEvents)
}

export class WindowTrace {
  readonly #spans: readonly Span[]
  readonly #mainSpans: readonly Span[]
  readonly #workerSpans: readonly Span[]

  constructor(events: readonly TraceEvent[]) {
    this.#spans = spansOf(events, busiest(events, threadsOf(events, 'CrRendererMain')))
    this.#mainSpans = spansOf(events, threadsOf(events, 'CrBrowserMain'))
    this.#workerSpans = spansOf(events, threadsOf(events, 'DedicatedWorker thread'))
  }

  /** Returns all handlers of an event, for each occurrence. */
  events(type: string): readonly Span[] {
    return this.#spans.filter((span) => span.name === 'EventDispatch' && span.type === type)
  }

  /**
   * CPU time of script in each task of the window's thread: what a frame has to wait for.
   * @param after only after the last event of this type has ended
   */
  scriptPerTask(after?: string): readonly number[] {
    const last = after === undefined ? undefined : this.events(after).at(-1)
    const fromMs = last === undefined ? -Infinity : last.startMs + last.clockMs
    const tasks = this.#spans.filter(({ name, startMs }) => name === 'RunTask' && startMs >= fromMs)
    const scripts = outermost(this.#spans.filter(({ name }) => scriptNames.has(name)))
    const sums: number[] = []
    let next = scripts.findIndex(({ startMs }) => startMs >= fromMs)
    for (const { startMs, clockMs } of next < 0 ? [] : tasks) {
      let sum = 0
      while (next < scripts.length && scripts[next]!.startMs < startMs + clockMs) sum += scripts[next++]!.processorMs
      if (sum > 0) sums.push(sum)
    }
    return sums
  }

  /** CPU time of the window's thread between consecutive animation frames. */
  frames(): readonly number[] {
    const starts = this.#spans.filter(({ name }) => name === 'FireAnimationFrame').map(({ startMs }) => startMs)
    const frames: number[] = []
    let [sum, next] = [0, 0]
    for (const { startMs, clockMs, processorMs } of this.#spans.filter(({ name }) => name === 'RunTask')) {
      sum += processorMs
      if (next === starts.length || starts[next]! >= startMs + clockMs) continue
      frames.push(sum)
      sum = 0
      while (next < starts.length && starts[next]! < startMs + clockMs) next++
    }
    return frames
  }

  /** CPU time of main's tasks. */
  mainTasks(): readonly number[] {
    return this.#mainSpans.filter(({ name }) => name.endsWith('RunTask')).map(({ processorMs }) => processorMs)
  }

  /** CPU time of all of the window's workers together. */
  get workersMs(): number {
    const tasks = this.#workerSpans.filter(({ name }) => name === 'RunTask')
    return tasks.reduce((all, { processorMs }) => all + processorMs, 0)
  }

  /** Wall time of the window's script divided by its CPU time; above 1 by what other processes took. */
  get noise(): number {
    const scripts = outermost(this.#spans.filter(({ name }) => scriptNames.has(name)))
    const sum = (of: (span: Span) => number) => scripts.reduce((all, span) => all + of(span), 0)
    return sum(({ clockMs }) => clockMs) / sum(({ processorMs }) => processorMs)
  }
}

function threadsOf(events: readonly TraceEvent[], name: string): ReadonlySet<string> {
  const named = events.filter(({ ph, name: what, args }) => ph === 'M' && what === 'thread_name' && args?.name === name)
  return new Set(named.map(keyOf))
}

/** Picks the busiest, because a window may have had an earlier process. */
function busiest(events: readonly TraceEvent[], threads: ReadonlySet<string>): ReadonlySet<string> {
  const counts = new Map([...threads].map((key) => [key, 0]))
  for (const event of events) {
    const count = counts.get(keyOf(event))
    if (count !== undefined) counts.set(keyOf(event), count + 1)
  }
  const [first] = [...counts].toSorted((a, b) => b[1] - a[1])
  return new Set(first === undefined ? [] : [first[0]])
}

function keyOf({ pid, tid }: TraceEvent): string {
  return `${pid}:${tid}`
}

function spansOf(events: readonly TraceEvent[], threads: ReadonlySet<string>): readonly Span[] {
  return events
    .filter((event) => event.ph === 'X' && threads.has(keyOf(event)))
    .map(({ name, ts, dur = 0, tdur = 0, args }) => ({
      name,
      type: args?.data?.type ?? '',
      startMs: ts / 1_000,
      clockMs: dur / 1_000,
      // The thread clock advances in jumps on some machines.
      processorMs: Math.min(dur, tdur) / 1_000,
    }))
    .toSorted((a, b) => a.startMs - b.startMs || b.clockMs - a.clockMs)
}

/** Returns spans not contained in any other. */
function outermost(spans: readonly Span[]): readonly Span[] {
  let endMs = -Infinity
  return spans.filter(({ startMs, clockMs }) => {
    if (startMs < endMs) return false
    endMs = startMs + clockMs
    return true
  })
}
