/**
 * Compares vision models of real shapes, with random weights, on GPU and CPU, through the vision process: the first call,
 * later ones, and how far the results are apart. Not part of `npm run bench`, as most computers that run it have no GPU.
 * Needs the build; runs on Electron's Node, or on plain Node.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startForkedChild } from '../../src/main/platform/process/start-forked-child.ts'
import { createVision, type Vision } from '../../src/main/vision/vision.ts'
import { gpuArgument } from '../../src/main/vision/vision-calls.ts'
import { writeOnnx, type OnnxGraph } from '../../test/support/models/write-onnx.ts'
import { writeRows } from '../growth/write-rows.ts'
import { createRandom } from '../library/fill-library.ts'
import type { Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { clipImageEncoder, isNet, realEsrgan, samEncoder } from './model-graphs.ts'

const entry = join(import.meta.dirname, '../../out/main/vision.js')
/** As in open-vision.ts. */
const idleRssBytesMax = 4_000_000_000
const rounds = 9
const tilePx = 256
const bytesPerPixel = 3

type Result = ArrayLike<number>

interface Subject {
  readonly what: string
  readonly graph: () => OnnxGraph
  /** Prepares the input, so that only the call itself is measured. @returns the call; null = its result stays in there */
  readonly prepare: (path: string) => (vision: Vision) => Promise<Result | null>
}

const subjects: readonly Subject[] = [
  {
    what: 'CLIP ViT-B/32, 8 images',
    graph: clipImageEncoder,
    prepare(path) {
      const request = images(path, 224, 8)
      return async (vision) => (await vision.embedImages(request)).flatMap((vector) => [...vector])
    },
  },
  {
    what: 'IS-Net, 1024 × 1024',
    graph: isNet,
    prepare(path) {
      const request = images(path, 1024, 1)
      return async (vision) => (await vision.matte(request)).opacity
    },
  },
  {
    what: 'SAM ViT-B, image encoder, 1024 × 1024',
    graph: samEncoder,
    prepare(path) {
      const image = { ...images(path, 1024, 1), count: 1 } as const
      const sides = { paddedWidthPx: 1024, paddedHeightPx: 1024 }
      return (vision) => vision.encodeImage({ path, image, ...sides, key: 'image' })
    },
  },
  {
    what: `Real-ESRGAN × 4, ${tilePx} × ${tilePx}`,
    graph: realEsrgan,
    prepare(path) {
      const planes = Float32Array.from(pixels(tilePx, 1), (value) => value / 255)
      const request = { path, sideMultiplePx: 1, planes, widthPx: tilePx, heightPx: tilePx }
      return async (vision) => (await vision.upscaleTile(request)).planes
    },
  },
]

/** Squares of 8 px in random colors. */
function pixels(sidePx: number, count: number): Uint8Array {
  const random = createRandom(5)
  const side = Math.ceil(sidePx / 8)
  const colors = Uint8Array.from({ length: side * side * count * bytesPerPixel }, () => random() * 256)
  return Uint8Array.from({ length: sidePx * sidePx * count * bytesPerPixel }, (_, at) => {
    const pixel = Math.floor(at / bytesPerPixel)
    const [x, y] = [pixel % sidePx, Math.floor(pixel / sidePx)]
    const image = Math.floor(y / sidePx)
    const cell = (image * side + ((y % sidePx) >> 3)) * side + (x >> 3)
    return colors[cell * bytesPerPixel + (at % bytesPerPixel)]!
  })
}

const perChannel = (value: number): [number, number, number] => [value, value, value]

function images(path: string, sidePx: number, count: number) {
  const size = { widthPx: sidePx, heightPx: sidePx }
  return {
    path,
    pixels: pixels(sidePx, count),
    count,
    ...size,
    scale: 1 / 255,
    mean: perChannel(0.5),
    deviation: perChannel(0.25),
  }
}

interface Measured {
  readonly firstMs: number
  readonly laterMs: number
  readonly result: Result | null
}

/** @throws if the GPU was to be used and was not */
async function measureOn(usesGpu: boolean, call: (vision: Vision) => Promise<Result | null>): Promise<Measured> {
  const vision = createVision({
    idleRssBytesMax,
    usesGpu: () => usesGpu,
    start: (mayUseGpu) => startForkedChild(entry, { args: mayUseGpu ? [gpuArgument] : [] }),
  })
  try {
    // Starts the process.
    await vision.device(null)
    const times: number[] = []
    let result: Result | null = null
    for (let round = 0; round <= rounds; round++) {
      const startedMs = performance.now()
      result = await call(vision)
      times.push(performance.now() - startedMs)
    }
    const device = await vision.device(null)
    if (usesGpu && device?.isGpu !== true) throw new Error(`The GPU was not used: ${device?.problem ?? 'no reason'}`)
    return { firstMs: times[0]!, laterMs: median(times.slice(1)), result }
  } finally {
    await vision.dispose()
  }
}

/** In millionths of the largest value. */
function largestDifference(found: Result, expected: Result): number {
  let [difference, largest] = [0, 0]
  for (let at = 0; at < expected.length; at++) {
    difference = Math.max(difference, Math.abs(expected[at]! - found[at]!))
    largest = Math.max(largest, Math.abs(expected[at]!))
  }
  return (1e6 * difference) / largest
}

async function rowsOf({ what, graph, prepare }: Subject, folder: string): Promise<Row[]> {
  const path = join(folder, 'model.onnx')
  writeOnnx(path, graph())
  const call = prepare(path)
  const cpu = await measureOn(false, call)
  const gpu = await measureOn(true, call)
  const row = (name: string, value: number, onCpu: number): Row => {
    return { what: `${what}: ${name}`, value, unit: 'ms', baseline: { what: 'CPU', value: onCpu }, goal: null }
  }
  const rows = [row('first call', gpu.firstMs, cpu.firstMs), row('later calls', gpu.laterMs, cpu.laterMs)]
  if (gpu.result === null || cpu.result === null) return rows
  const value = largestDifference(gpu.result, cpu.result)
  return [
    ...rows,
    {
      what: `${what}: largest difference, in millionths of the largest value`,
      value,
      unit: '',
      baseline: null,
      goal: null,
    },
  ]
}

const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-gpu-'))
try {
  const rows: Row[] = []
  for (const subject of subjects) rows.push(...(await rowsOf(subject, folder)))
  await writeRows(rows)
} finally {
  await rm(folder, { recursive: true })
}
