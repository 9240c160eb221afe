import { openPaint, type PaintDriver } from '../../test/support/window/paint-driver.ts'
import { median, percentile } from '../report/statistics.ts'
import { rowOf, type Row } from '../report/row.ts'
import { Stopwatch } from './stopwatch.ts'

const sidePx = 8_192
const movesPerStroke = 40
const stepPx = 25
/** A user would need longer for the moves: meanwhile the session compresses undo tiles. */
const restMs = 200

interface Scene {
  readonly what: string
  readonly sizePx: number
  readonly hardness: number
  readonly on: 'mask' | 'layer'
  /** In addition to the one being painted. */
  readonly masks?: number
  readonly layers?: number
  readonly strokes: number
}

const scenes: readonly Scene[] = [
  { what: 'mask, 600 px soft', sizePx: 600, hardness: 0, on: 'mask', strokes: 200 },
  {
    what: 'mask, 600 px soft, 3 masks and 2 layers',
    sizePx: 600,
    hardness: 0,
    on: 'mask',
    masks: 2,
    layers: 2,
    strokes: 60,
  },
  { what: 'color, 600 px soft', sizePx: 600, hardness: 0, on: 'layer', strokes: 200 },
  { what: 'mask, 48 px', sizePx: 48, hardness: 0.8, on: 'mask', strokes: 60 },
  { what: 'mask, 2000 px', sizePx: 2_000, hardness: 0.8, on: 'mask', strokes: 60 },
]

interface Measured {
  readonly move: Stopwatch
  readonly commit: Stopwatch
  readonly undo: Stopwatch
  readonly peakMb: number
  readonly restMb: number
}

/** Benchmarks strokes across a large image, and undoing all of them. */
export async function strokeRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const scene of scenes) {
    const { move, commit, undo, peakMb, restMb } = await measure(scene)
    const named = (what: string) => `${scene.what}: ${what}`
    rows.push(
      rowOf(named('handler per move, p95'), percentile(move.timesMs, 95), 'ms', 4),
      {
        ...rowOf(named('handler per move, median'), median(move.timesMs), 'ms', null),
        baseline: { what: 'one pass over its pixels', value: median(passes(scene)) },
      },
      rowOf(named('end of the stroke, p95'), percentile(commit.timesMs, 95), 'ms', 5),
      rowOf(named('undo, p95'), percentile(undo.timesMs, 95), 'ms', 20),
      rowOf(named(`steps kept of ${scene.strokes}`), undo.calls, '', null),
      rowOf(named('tiles, peak'), peakMb, 'MB', 256),
      rowOf(named('tiles, at rest'), restMb, 'MB', null),
      rowOf(named('moves that others interrupted'), move.shareInterrupted * 100, '%', null),
    )
  }
  return rows
}

async function measure(scene: Scene): Promise<Measured> {
  const paint = await open(scene)
  const { session } = paint
  const random = randomFrom(scene.sizePx * 31 + scene.hardness * 7 + 1)
  const [move, commit, undo] = [new Stopwatch(), new Stopwatch(), new Stopwatch()]
  let peakBytes = 0
  for (let i = 0; i < scene.strokes; i++) {
    paintStroke(paint, random, move, commit)
    peakBytes = Math.max(peakBytes, session.raster.bytes)
    await rest()
  }
  const restMb = toMb(session.raster.bytes)
  for (let i = 0; i < scene.strokes && session.store.getState().canUndo; i++) {
    undo.time(() => session.undo())
  }
  session.dispose()
  return { move, commit, undo, peakMb: toMb(peakBytes), restMb }
}

async function open({ sizePx, hardness, on, masks = 0, layers = 0 }: Scene): Promise<PaintDriver> {
  const size = { widthPx: sidePx, heightPx: sidePx }
  const paint = await openPaint({ ...size, edge: { growPx: 8, featherPx: 16 } })
  const { session } = paint
  const dot = () => paint.stroke([[sidePx / 2, sidePx / 2]])
  for (let i = 0; i < layers; i++) {
    session.layers.addPaint()
    dot()
  }
  for (let i = 0; i < masks; i++) {
    session.masks.add()
    dot()
  }
  if (on === 'layer') session.layers.addPaint()
  session.tools.changeBrush({ sizePx, hardness })
  return paint
}

function paintStroke(paint: PaintDriver, random: () => number, move: Stopwatch, commit: Stopwatch): void {
  let x = random() * sidePx
  let y = random() * sidePx
  let angle = random() * 2 * Math.PI
  paint.down(x, y)
  for (let i = 0; i < movesPerStroke; i++) {
    angle += (random() - 0.5) * 0.8
    x = Math.min(sidePx, Math.max(0, x + Math.cos(angle) * stepPx))
    y = Math.min(sidePx, Math.max(0, y + Math.sin(angle) * stepPx))
    move.time(() => paint.move(x, y))
  }
  commit.time(() => paint.up())
}

/** The lower bound: reading every byte of the brush's square once. */
function passes({ sizePx, on }: Scene): readonly number[] {
  const bytes = sizePx * sizePx * (on === 'layer' ? 4 : 1)
  const from = new Uint8Array(bytes).fill(7)
  const to = new Uint8Array(bytes)
  const watch = new Stopwatch()
  for (let turn = 0; turn < 100; turn++) {
    watch.time(() => {
      for (let i = 0; i < bytes; i++) to[i] = Math.max(to[i]!, from[i]! + (turn & 1))
    })
  }
  return watch.timesMs
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

const toMb = (bytes: number) => bytes / 1024 / 1024
