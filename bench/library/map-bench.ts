/**
 * Benchmarks the map of the library over a thousand to a hundred thousand vectors: the time to lay it out, against
 * comparing a sample of the images with all others, extrapolated to all of them, which an exact search for neighbors
 * alone would take; the memory of its thread; and the time the window takes to prepare a map and to find what a view
 * shows. Prints a table, or writes its rows to the given path. Runs on Electron's Node.
 */
import { writeFile } from 'node:fs/promises'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { layOutPoints } from '../../src/main/vision/map/lay-out-points.ts'
import { findPrincipalAxes, project } from '../../src/main/vision/map/principal-axes.ts'
import { runAll, type Points } from '../../src/main/vision/map/steps.ts'
import { DotPainter } from '../../src/renderer/features/gallery/map/dot-painter.ts'
import { fitCamera, rectInView, zoomMapAt, type MapCamera } from '../../src/renderer/features/gallery/map/map-camera.ts'
import type { MapFrame } from '../../src/renderer/features/gallery/map/map-frame.ts'
import { brightPoint, MapScene } from '../../src/renderer/features/gallery/map/map-scene.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'
import { createVectorSource, dimensions, timed } from './vector-source.ts'

const sizes = [1_000, 10_000, 100_000] as const
const axesMax = 32
const sampleSize = 3_000
const comparedSample = 50
const view = { widthPx: 1_600, heightPx: 900 }
const tilePx = 64
/** Milliseconds of a frame that finding what it shows may take. */
const mostFrameMs = 8
/** Milliseconds that the window may be held up once per search: two frames. */
const mostStepMs = 33

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

function join(vectors: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(vectors.length * dimensions)
  for (const [at, vector] of vectors.entries()) joined.set(vector, at * dimensions)
  return joined
}

/** What the map's thread does with vectors as they arrive. */
function reduce(vectors: readonly Float32Array[]): Points {
  const sample = vectors.filter((_, at) => at % Math.max(1, Math.floor(vectors.length / sampleSize)) === 0)
  const axes = runAll(findPrincipalAxes({ count: sample.length, dimensions, values: join(sample) }, axesMax, 1))
  const values = new Float32Array(vectors.length * axes.count)
  for (const [at, vector] of vectors.entries()) project(axes, vector, 0, values, at * axes.count)
  return { count: vectors.length, dimensions: axes.count, values }
}

/** Comparing each image with all others in the full space: timed for some, extrapolated. */
function compareAllMs(vectors: readonly Float32Array[]): number {
  const { ms } = timed(() => {
    let nearest = 0
    for (const one of vectors.slice(0, comparedSample)) {
      for (const other of vectors) {
        let dot = 0
        for (let at = 0; at < dimensions; at++) dot += one[at]! * other[at]!
        nearest = Math.max(nearest, dot)
      }
    }
    return nearest
  })
  return (ms * vectors.length) / Math.min(comparedSample, vectors.length)
}

/** As large as the view; what would be shown is dropped. */
const noCanvas = {
  canvas: { width: view.widthPx, height: view.heightPx },
  createImageData: (width: number, height: number) => ({
    width,
    height,
    data: new Uint8ClampedArray(4 * width * height),
  }),
  putImageData: () => undefined,
} as unknown as CanvasRenderingContext2D

const frame = {
  area: view,
  dpr: 1,
  tilePx,
  selected: new Set<AssetId>(),
  cursor: null,
  hovered: null,
  hasFocus: false,
  coverLabel: () => null,
  colors: { dot: '#9a9aa2', dim: '#4a4a50', swatches: [], accent: '#6a9bff', accentInk: '', tile: '', edge: '' },
} satisfies Omit<MapFrame, 'scene' | 'camera'>

/** What the window does with a map. */
function measureScene(name: string, positions: Float32Array): Row[] {
  const count = positions.length / 2
  const ids = Array.from({ length: count }, (_, at) => String(at).padStart(26, '0') as AssetId)
  const points = { ids, indexOf: new Map(ids.map((id, at) => [id, at])), positions, colors: new Uint8Array(count) }
  const scene = new MapScene(points, new Uint8Array(count).fill(brightPoint))
  const steps: number[] = []
  const built = timed(() => {
    const work = scene.build()
    for (;;) {
      const { ms, result } = timed(() => work.next())
      steps.push(ms)
      if (result.done) return
    }
  })
  const fitted = fitCamera(scene.bounds, view)
  const middle = { x: view.widthPx / 2, y: view.heightPx / 2 }
  const cameras = [1, 2, 4, 8, 16, 32, 64].map((zoom) =>
    zoomMapAt(fitted, view, middle, zoom, { min: 0, max: Infinity }),
  )
  const find = (camera: MapCamera) =>
    timed(() => scene.tilesIn(rectInView(camera, view, tilePx), scene.levelFor(camera.scale, tilePx))).ms
  const painter = new DotPainter()
  const draw = (camera: MapCamera) => timed(() => painter.paint(noCanvas, { ...frame, scene, camera })).ms
  const inRounds = (measure: (camera: MapCamera) => number) =>
    Array.from({ length: 9 }, () => cameras.map(measure))
      .slice(1)
      .flat()
  const frames = inRounds(find)
  return [
    rowOf(`${name}: decide what is shown at each zoom`, built.ms, 'ms', null),
    rowOf(`${name}: longest step of it`, Math.max(...steps), 'ms', mostStepMs),
    rowOf(`${name}: find what a view shows`, median(frames), 'ms', 1),
    rowOf(`${name}: find what a view shows, slowest zoom`, Math.max(...frames), 'ms', mostFrameMs),
    rowOf(`${name}: draw the dots of a frame`, median(inRounds(draw)), 'ms', mostFrameMs),
  ]
}

function measureSize(count: number): Row[] {
  const name = count.toLocaleString('en-GB')
  const next = createVectorSource(count)
  const vectors = Array.from({ length: count }, () => toUnit(next()))
  const points = timed(() => reduce(vectors))
  const before = process.memoryUsage().rss
  const map = timed(() => runAll(layOutPoints(points.result)))
  const memory = Math.max(0, process.memoryUsage().rss - before) / 2 ** 20
  const what = 'comparing each image with all others, which is the first step only'
  return [
    {
      ...rowOf(`${name}: lay out the map`, points.ms + map.ms, 'ms', null),
      baseline: { what, value: compareAllMs(vectors) },
      goal: count < 100_000 ? null : { type: 'at most', limit: 0.1 },
    },
    rowOf(`${name}: memory beside the vectors`, memory, 'MB', null),
    ...measureScene(name, map.result),
  ]
}

async function main(rowsPath: string | undefined): Promise<void> {
  const rows = sizes.flatMap(measureSize)
  if (rowsPath === undefined) console.log(toTable(rows))
  else await writeFile(rowsPath, JSON.stringify(rows))
}

await main(process.argv[2])
