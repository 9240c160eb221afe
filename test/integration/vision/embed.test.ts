import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embedImageFiles, embedWords } from '../../../src/main/vision/embed.ts'
import { readEmbeddingModel, type EmbeddingModel } from '../../../src/main/vision/embedding-model.ts'
import { createImagingProcess } from '../../support/imaging-process.ts'
import reference from '../../support/vision/clip-reference.json' with { type: 'json' }
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyClip } from '../../support/vision/write-tiny-clip.ts'

const { imaging, dispose } = createImagingProcess()
const visionProcess = createVisionProcess()
const processes = { imaging, vision: visionProcess.vision }
let folder: string
let model: EmbeddingModel

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-vision-'))
  model = await required(writeTinyClip(join(folder, 'tiny-clip')))
})
afterAll(async () => {
  await Promise.all([dispose(), processes.vision.dispose()])
  await rm(folder, { recursive: true, force: true })
})

async function required(path: string): Promise<EmbeddingModel> {
  const found = await readEmbeddingModel(path)
  if (found === null) throw new Error('no model is there')
  return found
}

function expectClose(vector: Float32Array | undefined, expected: readonly number[]): void {
  expect(vector).toHaveLength(expected.length)
  const off = expected.map((value, at) => Math.abs(value - vector![at]!))
  expect(Math.max(...off)).toBeLessThan(1e-4)
}

/** The same formula as in clip_reference.py. */
async function writeNoise(widthPx: number, heightPx: number): Promise<string> {
  const path = join(folder, `${widthPx}x${heightPx}.png`)
  const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => Math.imul(at, 2654435761) >>> 24)
  await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(path)
  return path
}

describe('vectors', () => {
  it.each(reference.texts)('of “$text” are the reference’s', async ({ text, vector }) => {
    expectClose(await embedWords(model, text, processes), vector)
  })

  it('of images are the reference’s, also several at once', async () => {
    const paths = await Promise.all(reference.images.map(({ size }) => writeNoise(size[0]!, size[1]!)))
    const vectors = await embedImageFiles(model, paths, processes)
    for (const [at, { vector }] of reference.images.entries()) expectClose(vectors[at], vector)
  })

  it('of a color lie nearest to its word', async () => {
    const path = join(folder, 'green.png')
    await sharp({ create: { width: 30, height: 20, channels: 3, background: '#00ff00' } })
      .png()
      .toFile(path)
    const [image] = await embedImageFiles(model, [path], processes)
    const cosine = async (words: string) =>
      (await embedWords(model, words, processes)).reduce((sum, value, at) => sum + value * image![at]!, 0)
    const likeness = {
      green: await cosine('a green cup'),
      red: await cosine('a red cup'),
      blue: await cosine('a blue cup'),
    }
    expect(likeness.green).toBeGreaterThan(0.9)
    expect(Math.max(likeness.red, likeness.blue)).toBeLessThan(0.5)
  })
})

describe('faults', () => {
  it.each([
    ['a file of noise', (path: string) => writeFile(path, Buffer.alloc(5_000, 0xa7))],
    ['an empty file', (path: string) => truncate(path, 0)],
    ['half a file', (path: string) => truncate(path, 3_000)],
  ])('%s in the place of the model is reported as damaged, and the process goes on', async (_what, damage) => {
    const broken = await required(writeTinyClip(join(folder, 'broken')))
    await damage(broken.image.path)
    const path = await writeNoise(9, 9)
    await expect(embedImageFiles(broken, [path], processes)).rejects.toMatchObject({
      code: 'model/damaged',
      message: expect.stringContaining('vision_model.onnx'),
    })
    expectClose(await embedWords(model, 'red', processes), reference.texts[0]!.vector)
    expect(visionProcess.starts()).toBe(1)
  })

  it('an image encoder in the place of the text encoder is refused', async () => {
    const swapped = { ...model, text: { ...model.text, path: model.image.path } }
    await expect(embedWords(swapped, 'red', processes)).rejects.toMatchObject({ code: 'model/unsupported' })
    const other = { ...model, image: { ...model.image, path: model.text.path } }
    const path = await writeNoise(9, 9)
    await expect(embedImageFiles(other, [path], processes)).rejects.toMatchObject({ code: 'model/unsupported' })
  })

  it('a tokenizer that is damaged or missing is reported by name', async () => {
    const broken = await required(writeTinyClip(join(folder, 'no-words')))
    await writeFile(join(broken.folder, 'tokenizer.json'), '{"model":')
    await expect(embedWords(broken, 'red', processes)).rejects.toMatchObject({
      code: 'model/damaged',
      message: expect.stringContaining('tokenizer.json'),
    })
    await rm(join(broken.folder, 'tokenizer.json'))
    await expect(embedWords(broken, 'red', processes)).rejects.toMatchObject({ code: 'storage/not-found' })
  })

  it('a killed process fails its call, and the next one finds a fresh process', async () => {
    await embedWords(model, 'red', processes)
    const starts = visionProcess.starts()
    process.kill(visionProcess.pid(), 'SIGSTOP')
    const call = embedWords(model, 'blue', processes)
    process.kill(visionProcess.pid(), 'SIGKILL')
    await expect(call).rejects.toMatchObject({ code: 'vision/process-exited' })
    expectClose(await embedWords(model, 'red', processes), reference.texts[0]!.vector)
    expect(visionProcess.starts()).toBe(starts + 1)
  })

  it('a canceled call says so', async () => {
    const path = await writeNoise(9, 9)
    const calling = embedImageFiles(model, [path], processes, AbortSignal.abort())
    await expect(calling).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})
