import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { createEmbeddings, type EmbeddedLibrary } from '../../../src/main/vision/embeddings.ts'
import type { Vector } from '../../../src/main/vision/embed.ts'
import { readEmbeddingModel, type EmbeddingModel } from '../../../src/main/vision/models/embedding-model.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import reference from '../../support/vision/clip-reference.json' with { type: 'json' }
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyClip } from '../../support/vision/write-tiny-clip.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const visionProcess = createVisionProcess()
const stored = new Map<string, Vector>()
const files = new Map<AssetId, string>()
const library: EmbeddedLibrary = {
  pending: async (_model, before, limit) =>
    [...files.keys()]
      .filter((id) => !stored.has(id) && (before === null || id < before))
      .toSorted()
      .toReversed()
      .slice(0, limit),
  counts: async () => ({ embedded: stored.size, total: files.size }),
  find: async (_model, id) => stored.get(id) ?? null,
  put: async (_model, vectors) => {
    for (const { id, vector } of vectors) stored.set(id, vector)
  },
  locate: async (id) => ({ path: files.get(id)! }),
}
const embeddings = createEmbeddings({
  imaging,
  vision: visionProcess.vision,
  library,
  modelFolders: async () => [folder],
  rescanMs: 0,
})
let folder: string
let model: EmbeddingModel

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-vision-'))
  model = await required(writeTinyClip(join(folder, 'tiny-clip')))
})
afterAll(async () => {
  await embeddings.dispose()
  await rm(folder, { recursive: true, force: true })
})

const assetId = (number: number) => `01J${String(number).padStart(23, '0')}` as AssetId

async function required(path: string): Promise<EmbeddingModel> {
  const found = await readEmbeddingModel(path)
  if (found === null) throw new Error('no model is there')
  return found
}

function expectClose(vector: Float32Array | undefined, expected: readonly number[]): void {
  expect(vector).toHaveLength(expected.length)
  const errors = expected.map((value, index) => Math.abs(value - vector![index]!))
  expect(Math.max(...errors)).toBeLessThan(1e-4)
}

/** The same formula as in clip_reference.py. */
async function writeNoise(widthPx: number, heightPx: number): Promise<string> {
  const path = join(folder, `${widthPx}x${heightPx}.png`)
  const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, index) => Math.imul(index, 2654435761) >>> 24)
  await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(path)
  return path
}

describe('vectors', () => {
  it.each(reference.texts)('of “$text” match the reference', async ({ text, vector }) => {
    expectClose(await embeddings.ofWords(model, text), vector)
  })

  it('of images match the reference, one by one and indexed together', async () => {
    const paths = await Promise.all(reference.images.map(({ size }) => writeNoise(size[0]!, size[1]!)))
    for (const [index, { vector }] of reference.images.entries()) {
      expectClose(await embeddings.ofFile(model, paths[index]!), vector)
      files.set(assetId(index), paths[index]!)
    }
    expect(await embeddings.index(model)).toEqual({ embedded: reference.images.length, failed: 0 })
    for (const [index, { vector }] of reference.images.entries()) expectClose(stored.get(assetId(index)), vector)
  })

  it('of a color are nearest to its name', async () => {
    const path = join(folder, 'green.png')
    await sharp({ create: { width: 30, height: 20, channels: 3, background: '#00ff00' } })
      .png()
      .toFile(path)
    const image = await embeddings.ofFile(model, path)
    const cosine = async (text: string) =>
      (await embeddings.ofWords(model, text)).reduce((sum, value, index) => sum + value * image[index]!, 0)
    const likeness = {
      green: await cosine('a green cup'),
      red: await cosine('a red cup'),
      blue: await cosine('a blue cup'),
    }
    expect(likeness.green).toBeGreaterThan(0.9)
    expect(Math.max(likeness.red, likeness.blue)).toBeLessThan(0.5)
  })
})

describe('the index', () => {
  it('resumes where it stopped, skips unreadable images, and reports progress', async () => {
    stored.clear()
    files.clear()
    for (let number = 0; number < 20; number += 1) files.set(assetId(number), await writeNoise(8 + number, 9))
    files.set(assetId(20), join(folder, 'gone.png'))
    const stop = new AbortController()
    const seen: string[] = []
    const watch = {
      signal: stop.signal,
      onProgress: (done: number, total: number) => {
        seen.push(`${done} of ${total}`)
        stop.abort()
      },
    }
    await expect(embeddings.index(model, watch)).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(seen).toEqual(['8 of 21'])
    expect(stored.size).toBe(7)
    expect(await embeddings.index(model)).toEqual({ embedded: 13, failed: 1 })
    expect(stored.size).toBe(20)
    expect(await embeddings.index(model)).toEqual({ embedded: 0, failed: 1 })
  })

  it('embeds an image only once', async () => {
    const id = assetId(50)
    files.set(id, await writeNoise(21, 21))
    const first = await embeddings.ofImage(model, id)
    await rm(files.get(id)!)
    expect(await embeddings.ofImage(model, id)).toBe(first)
  })
})

describe('models', () => {
  it('are found in the model folders by name or ID, with a suggestion for a misspelled name', async () => {
    writeTinyClip(join(folder, 'sorted', 'by-author', 'other'))
    const { models, refused } = await embeddings.models()
    expect(models.map(({ name }) => name)).toEqual(expect.arrayContaining(['other', 'tiny-clip']))
    expect(refused).toEqual([])
    expect(await embeddings.model('tiny-clip')).toEqual(model)
    expect(await embeddings.model(model.id)).toMatchObject({ id: model.id })
    await expect(embeddings.model('tiny-clap')).rejects.toMatchObject({
      code: 'model/missing',
      message: expect.stringContaining('Did you mean tiny-clip?'),
    })
  })
})

describe('faults', () => {
  it.each([
    ['a file of noise', (path: string) => writeFile(path, Buffer.alloc(5_000, 0xa7))],
    ['an empty file', (path: string) => truncate(path, 0)],
    ['half a file', (path: string) => truncate(path, 3_000)],
  ])('%s instead of the model is reported as damaged, and the process keeps running', async (_what, damage) => {
    const broken = await required(writeTinyClip(join(folder, 'broken')))
    await damage(broken.image.path)
    const path = await writeNoise(9, 9)
    await expect(embeddings.ofFile(broken, path)).rejects.toMatchObject({
      code: 'model/damaged',
      message: expect.stringContaining('vision_model.onnx'),
    })
    expectClose(await embeddings.ofWords(model, 'red'), reference.texts[0]!.vector)
    expect(visionProcess.starts()).toBe(1)
  })

  it('an image encoder instead of the text encoder, or the reverse, is refused', async () => {
    const swapped = { ...model, text: { ...model.text, path: model.image.path } }
    await expect(embeddings.ofWords(swapped, 'red')).rejects.toMatchObject({ code: 'model/unsupported' })
    const reversed = { ...model, image: { ...model.image, path: model.text.path } }
    const path = await writeNoise(9, 9)
    await expect(embeddings.ofFile(reversed, path)).rejects.toMatchObject({ code: 'model/unsupported' })
  })

  it('a damaged or missing tokenizer is reported by name', async () => {
    const broken = await required(writeTinyClip(join(folder, 'no-words')))
    await writeFile(join(broken.folder, 'tokenizer.json'), '{"model":')
    await expect(embeddings.ofWords(broken, 'red')).rejects.toMatchObject({
      code: 'model/damaged',
      message: expect.stringContaining('tokenizer.json'),
    })
    await rm(join(broken.folder, 'tokenizer.json'))
    await expect(embeddings.ofWords(broken, 'red')).rejects.toMatchObject({ code: 'storage/not-found' })
  })

  it('a killed process fails its call, and the next call starts a new process', async () => {
    await embeddings.ofWords(model, 'red')
    const starts = visionProcess.starts()
    process.kill(visionProcess.pid(), 'SIGSTOP')
    const call = embeddings.ofWords(model, 'blue')
    process.kill(visionProcess.pid(), 'SIGKILL')
    await expect(call).rejects.toMatchObject({ code: 'vision/process-exited' })
    expectClose(await embeddings.ofWords(model, 'red'), reference.texts[0]!.vector)
    expect(visionProcess.starts()).toBe(starts + 1)
  })

  it('a canceled call is reported as canceled', async () => {
    const path = await writeNoise(9, 9)
    const calling = embeddings.ofFile(model, path, AbortSignal.abort())
    await expect(calling).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})
