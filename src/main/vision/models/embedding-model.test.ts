import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeTinyClip } from '../../../../test/support/vision/write-tiny-clip.ts'
import { readEmbeddingModel } from './embedding-model.ts'

let folder: string
let model: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-embedding-'))
  model = writeTinyClip(join(folder, 'tiny-clip'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function write(name: string, value: unknown): Promise<void> {
  return writeFile(join(model, name), typeof value === 'string' ? value : JSON.stringify(value))
}

const siglip = {
  size: { height: 224, width: 224 },
  resample: 2,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
}

describe('readEmbeddingModel', () => {
  it('reads a CLIP model', async () => {
    expect(await readEmbeddingModel(model)).toMatchObject({
      id: expect.stringMatching(/^tiny-clip-[0-9a-f]{12}$/),
      family: 'clip',
      image: {
        shape: { resize: { type: 'shortest', shortestPx: 8 }, filter: 'bicubic', crop: { widthPx: 8, heightPx: 8 } },
        size: { widthPx: 8, heightPx: 8 },
        mean: [0.48145466, 0.4578275, 0.40821073],
      },
      text: { tokensMax: 12, isPadded: false },
    })
  })

  it('reads a SigLIP model, whose images are squeezed and whose texts are padded', async () => {
    await write('config.json', { model_type: 'siglip', text_config: {} })
    await write('preprocessor_config.json', siglip)
    expect(await readEmbeddingModel(model)).toMatchObject({
      family: 'siglip',
      image: {
        shape: { resize: { type: 'exact', widthPx: 224, heightPx: 224 }, filter: 'bilinear', crop: null },
        size: { widthPx: 224, heightPx: 224 },
      },
      text: { tokensMax: 64, isPadded: true },
    })
  })

  it('has another ID for other weights', async () => {
    const before = await readEmbeddingModel(model)
    await writeFile(join(model, 'onnx', 'text_model.onnx'), 'other weights')
    expect((await readEmbeddingModel(model))?.id).not.toBe(before?.id)
  })

  it('takes exact weights before quantized ones', async () => {
    await writeFile(join(model, 'onnx', 'text_model_quantized.onnx'), 'smaller')
    expect((await readEmbeddingModel(model))?.text.path).toMatch(/text_model\.onnx$/)
    await rm(join(model, 'onnx', 'text_model.onnx'))
    expect((await readEmbeddingModel(model))?.text.path).toMatch(/text_model_quantized\.onnx$/)
  })

  it('finds no model in a folder without both encoders', async () => {
    await rm(join(model, 'onnx', 'text_model.onnx'))
    expect(await readEmbeddingModel(model)).toBeNull()
    expect(await readEmbeddingModel(join(folder, 'nowhere'))).toBeNull()
  })

  it.each([
    ['config.json', '{"model_type":', 'model/damaged'],
    ['config.json', { model_type: 'bert' }, 'model/unsupported'],
    ['preprocessor_config.json', { ...siglip, size: { shortest_edge: 1e9 } }, 'model/unsupported'],
    ['preprocessor_config.json', { ...siglip, size: { shortest_edge: 224 } }, 'model/unsupported'],
    ['preprocessor_config.json', ' '.repeat(2_000_000), 'model/damaged'],
  ])('rejects %s with %j', async (name, value, code) => {
    await write(name, value)
    await expect(readEmbeddingModel(model)).rejects.toMatchObject({ code })
  })
})
