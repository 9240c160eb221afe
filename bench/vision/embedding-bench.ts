/**
 * Benchmarks embedding images for search by meaning: images per second from files to stored vectors, through the imaging
 * and the vision process, against the runtime alone with the same model, threads and batches on pixels that are ready.
 * The model has random weights and the work of CLIP's ViT-B/32 (8 billion operations for each image). Prints a table, or
 * writes its rows to the given path. Runs on Electron's Node.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { createEmbeddings, type EmbeddedLibrary, type Embeddings } from '../../src/main/vision/embeddings.ts'
import type { EmbeddingModel } from '../../src/main/vision/models/embedding-model.ts'
import { open, texture } from '../../test/fixtures/images/make-image.ts'
import { createImagingProcess } from '../../test/support/imaging-process.ts'
import { writeOnnx } from '../../test/support/models/write-onnx.ts'
import { createVisionProcess } from '../../test/support/vision/vision-process.ts'
import { createRandom } from '../library/fill-library.ts'
import type { Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'

const sidePx = 224
const patchPx = 32
const width = 768
const hidden = 3072
const layers = 12
const dimensions = 512
/** As in embeddings.ts and sessions.ts. */
const batch = 8
const threads = Math.max(1, Math.floor(availableParallelism() / 2))

const imageCount = 48
const rounds = 5
/** A rendition, from which the library's images are embedded. */
const imageSize = [1024, 683] as const
const leastRatio = 0.9

function writeImageEncoder(path: string): void {
  const random = createRandom(3)
  const weight = (name: string, shape: readonly number[]) => {
    const data = new Float32Array(shape.reduce((product, side) => product * side))
    const scale = 1 / Math.sqrt(data.length / shape[0]!)
    return { name, shape, data: data.map(() => (random() - 0.5) * scale) }
  }
  const tokens = (sidePx / patchPx) ** 2
  const projections = ['query', 'key', 'value', 'out']
  const layer = (at: number) => {
    const projected = projections.map((name, place) => ({
      type: 'MatMul',
      inputs: [place === 0 ? `layer${at}` : `${projections[place - 1]}${at}`, name],
      outputs: [`${name}${at}`],
    }))
    return [
      ...projected,
      { type: 'MatMul', inputs: [`out${at}`, 'up'], outputs: [`up${at}`] },
      { type: 'Relu', inputs: [`up${at}`], outputs: [`relu${at}`] },
      { type: 'MatMul', inputs: [`relu${at}`, 'down'], outputs: [`down${at}`] },
      { type: 'Add', inputs: [`down${at}`, `layer${at}`], outputs: [`layer${at + 1}`] },
    ]
  }
  writeOnnx(path, {
    inputs: [{ name: 'pixel_values', type: 'float32', shape: ['batch', 3, sidePx, sidePx] }],
    outputs: [{ name: 'image_embeds', type: 'float32', shape: ['batch', dimensions] }],
    weights: [
      weight('patches', [width, 3, patchPx, patchPx]),
      ...projections.map((name) => weight(name, [width, width])),
      weight('up', [width, hidden]),
      weight('down', [hidden, width]),
      weight('project', [width, dimensions]),
      { name: 'shape', shape: [3], data: BigInt64Array.from([0n, BigInt(width), BigInt(tokens)]) },
    ],
    nodes: [
      {
        type: 'Conv',
        inputs: ['pixel_values', 'patches'],
        outputs: ['grid'],
        attributes: { kernel_shape: [patchPx, patchPx], strides: [patchPx, patchPx] },
      },
      { type: 'Reshape', inputs: ['grid', 'shape'], outputs: ['columns'] },
      { type: 'Transpose', inputs: ['columns'], outputs: ['layer0'], attributes: { perm: [0, 2, 1] } },
      ...Array.from({ length: layers }, (_, at) => layer(at)).flat(),
      { type: 'ReduceMean', inputs: [`layer${layers}`], outputs: ['mean'], attributes: { axes: [1], keepdims: 0 } },
      { type: 'MatMul', inputs: ['mean', 'project'], outputs: ['image_embeds'] },
    ],
  })
}

function describeModel(path: string): EmbeddingModel {
  const size = { widthPx: sidePx, heightPx: sidePx }
  return {
    id: 'bench',
    name: 'bench',
    family: 'clip',
    folder: path,
    image: {
      path,
      size,
      shape: { resize: { type: 'shortest', shortestPx: sidePx }, crop: size, filter: 'bicubic' },
      sideMultiplePx: 1,
      scale: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      deviation: [0.25, 0.25, 0.25],
    },
    text: { path, tokensMax: 77, isPadded: false },
  }
}

/** A library in memory: what the database adds is measured elsewhere. */
function createLibrary(paths: readonly string[]): EmbeddedLibrary {
  const ids = paths.map((_, at) => String(at).padStart(4, '0') as AssetId)
  return {
    pending: async (_model, before, limit) =>
      ids
        .filter((id) => before === null || id < before)
        .toReversed()
        .slice(0, limit),
    counts: async () => ({ embedded: 0, total: ids.length }),
    find: async () => null,
    put: async () => undefined,
    locate: async (id) => ({ path: paths[Number(id)]! }),
  }
}

/** After the first batch: that a process starts counts once in thousands of images. */
async function throughProcesses(embeddings: Embeddings, model: EmbeddingModel): Promise<number> {
  let startedMs = 0
  await embeddings.index(model, { onProgress: (done) => done <= batch && (startedMs = performance.now()) })
  return (1000 * (imageCount - batch)) / (performance.now() - startedMs)
}

async function runtimeAlone(session: InferenceSession): Promise<number> {
  const pixels = new Float32Array(batch * 3 * sidePx * sidePx).fill(0.1)
  const startedMs = performance.now()
  for (let at = 0; at < imageCount; at += batch) {
    await session.run({ pixel_values: new Tensor('float32', pixels, [batch, 3, sidePx, sidePx]) })
  }
  return (1000 * imageCount) / (performance.now() - startedMs)
}

async function measure(folder: string): Promise<Row[]> {
  const path = join(folder, 'vision_model.onnx')
  writeImageEncoder(path)
  const jpeg = await open(texture(...imageSize))
    .jpeg({ quality: 90 })
    .toBuffer()
  const paths = Array.from({ length: imageCount }, (_, at) => join(folder, `${at}.jpg`))
  for (const each of paths) await writeFile(each, jpeg)
  const { imaging, dispose } = createImagingProcess()
  const { vision } = createVisionProcess()
  const embeddings = createEmbeddings({ imaging, vision, library: createLibrary(paths), modelFolders: async () => [] })
  const session = await InferenceSession.create(path, { intraOpNumThreads: threads })
  const model = describeModel(path)
  try {
    const speeds: { readonly ours: number; readonly alone: number }[] = []
    for (let round = 0; round < rounds; round++) {
      speeds.push({ ours: await throughProcesses(embeddings, model), alone: await runtimeAlone(session) })
    }
    const value = median(speeds.map((speed) => speed.ours))
    const baseline = { what: 'the runtime alone', value: median(speeds.map((speed) => speed.alone)) }
    const goal = { type: 'at least', limit: leastRatio } as const
    return [{ what: 'images embedded from their files', value, unit: 'per second', baseline, goal }]
  } finally {
    await Promise.all([dispose(), embeddings.dispose()])
  }
}

async function main(rowsPath: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-vision-'))
  try {
    const rows = await measure(folder)
    if (rowsPath === undefined) console.log(toTable(rows))
    else await writeFile(rowsPath, JSON.stringify(rows))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main(process.argv[2])
