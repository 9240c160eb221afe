/**
 * Brush, commit, undo and memory at 4096 × 4096, against copying the same bytes in the same run.
 * Prints a table, or writes the worst of each to the path it is given.
 * Run on the runtime that ships: ELECTRON_RUN_AS_NODE=1 <electron> bench/canvas/brush.ts
 */
import { writeFileSync } from 'node:fs'
import { openPaint, type PaintDriver } from '../../src/renderer/features/canvas/session/paint-driver.ts'
import type { Row as ReportRow } from '../report/row.ts'

const sidePx = 4_096
const strokeCount = 100
const movesPerStroke = 60
/** What a resting hand gives: the session packs undo's tiles meanwhile. */
const restMs = 130

const limits = { moveP95Ms: 4, commitMs: 5, undoMs: 20, memoryMb: 256 }

interface Row {
  readonly brush: string
  readonly move: readonly number[]
  readonly commit: readonly number[]
  readonly undo: readonly number[]
  /** Processor time of painting and undoing per move: unlike the times, other programs do not add to it. */
  readonly cpuPerMoveMs: number
  readonly peakMb: number
  readonly restMb: number
  readonly steps: number
}

async function measure(sizePx: number, hardness: number): Promise<Row> {
  const paint = await openPaint({ widthPx: sidePx, heightPx: sidePx, brush: { sizePx, hardness } })
  const random = randomFrom(sizePx * 31 + hardness * 7)
  const move: number[] = []
  const commit: number[] = []
  let peakBytes = 0
  const cpuStart = process.cpuUsage()
  for (let i = 0; i < strokeCount; i++) {
    paintStroke(paint, random, move, commit)
    peakBytes = Math.max(peakBytes, paint.session.raster.bytes)
    if (i % 4 === 3) await rest()
  }
  await rest()
  const restMb = toMb(paint.session.raster.bytes)
  const undo: number[] = []
  while (paint.session.store.getState().canUndo) undo.push(time(() => paint.session.undo()))
  paint.session.dispose()
  const cpu = process.cpuUsage(cpuStart)
  const cpuPerMoveMs = (cpu.user + cpu.system) / 1_000 / move.length
  return {
    brush: `${sizePx} px, hardness ${hardness}`,
    move,
    commit,
    undo,
    cpuPerMoveMs,
    peakMb: toMb(peakBytes),
    restMb,
    steps: undo.length,
  }
}

function paintStroke(paint: PaintDriver, random: () => number, move: number[], commit: number[]): void {
  let x = random() * sidePx
  let y = random() * sidePx
  let angle = random() * 2 * Math.PI
  paint.down(x, y)
  for (let i = 0; i < movesPerStroke; i++) {
    angle += (random() - 0.5) * 0.8
    x = Math.min(sidePx, Math.max(0, x + Math.cos(angle) * 25))
    y = Math.min(sidePx, Math.max(0, y + Math.sin(angle) * 25))
    move.push(time(() => paint.move(x, y)))
  }
  commit.push(time(() => paint.up()))
}

/** The floor: what it costs to copy as many bytes as a stroke's move touches. */
function copyBaseline(sizePx: number): readonly number[] {
  const bytes = Math.min(sidePx * sidePx, (sizePx + 25) * (sizePx + 25))
  const from = new Uint8Array(bytes).fill(7)
  const to = new Uint8Array(bytes)
  return Array.from({ length: 500 }, () => time(() => to.set(from)))
}

function time(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, restMs))
}

function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const toMb = (bytes: number) => bytes / 1024 / 1024
const ms = (value: number) => value.toFixed(value < 0.1 ? 3 : 2)

/** The worst brush of each measure: a goal is met only by all of them. */
function toReport(rows: readonly Row[]): ReportRow[] {
  const worst = (what: string, unit: string, limit: number, measured: (row: Row) => number): ReportRow => {
    const row = rows.toSorted((a, b) => measured(b) - measured(a))[0]
    const name = `${what} (${row?.brush})`
    return { what: name, value: row ? measured(row) : Number.NaN, unit, baseline: null, goal: { is: 'at most', limit } }
  }
  return [
    worst('brush: handler per move, p95', 'ms', limits.moveP95Ms, (row) => percentile(row.move, 0.95)),
    worst('brush: stroke commit, p95', 'ms', limits.commitMs, (row) => percentile(row.commit, 0.95)),
    worst('brush: undo, slowest', 'ms', limits.undoMs, (row) => percentile(row.undo, 1)),
    worst(`brush: ${strokeCount} strokes, peak memory`, 'MB', limits.memoryMb, (row) => row.peakMb),
  ]
}

const measuredRows: Row[] = []

console.log(
  `${strokeCount} strokes of ${movesPerStroke} moves at ${sidePx} × ${sidePx}; times in ms, p50 / p95 / worst`,
)
console.log(
  `goals: move p95 ≤ ${limits.moveP95Ms}, commit ≤ ${limits.commitMs}, undo ≤ ${limits.undoMs}, memory ≤ ${limits.memoryMb} MB`,
)
console.log('')
console.log(
  '| brush | move | processor per move | copy of the same bytes p50 | commit | undo | tiles peak / at rest, MB | steps kept | met |',
)
console.log('|---|---|---|---|---|---|---|---|---|')
for (const [sizePx, hardness] of [
  [48, 0.8],
  [200, 0.8],
  [200, 0],
  [500, 0.8],
  [500, 0],
  [2_000, 0.8],
] as const) {
  const row = await measure(sizePx, hardness)
  measuredRows.push(row)
  const triple = (values: readonly number[]) => [0.5, 0.95, 1].map((share) => ms(percentile(values, share))).join(' / ')
  const isMet =
    percentile(row.move, 0.95) <= limits.moveP95Ms &&
    percentile(row.commit, 0.95) <= limits.commitMs &&
    percentile(row.undo, 1) <= limits.undoMs &&
    row.peakMb <= limits.memoryMb
  console.log(
    `| ${row.brush} | ${triple(row.move)} | ${ms(row.cpuPerMoveMs)} | ${ms(percentile(copyBaseline(sizePx), 0.5))} | ${triple(row.commit)} | ` +
      `${triple(row.undo)} | ${row.peakMb.toFixed(0)} / ${row.restMb.toFixed(0)} | ${row.steps} | ${isMet ? 'yes' : 'no'} |`,
  )
}

const rowsPath = process.argv[2]
if (rowsPath !== undefined) writeFileSync(rowsPath, JSON.stringify(toReport(measuredRows)))
