import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as encoders from '../../../test/support/models/encoders.ts'
import * as models from '../../../test/support/models/image-models.ts'
import { writeGguf, writeSafetensors } from '../../../test/support/models/write-model.ts'
import { scanFolders, type ScanCache } from './scan-folders.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-models-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = (...parts: string[]) => join(folder, ...parts)
const never = new AbortController().signal
const scan = (cache?: ScanCache) => scanFolders([folder], never, cache)
const { checkpoint, unet, flux } = models
const qwen = (width: number) => encoders.languageModel({ width, has: ['q_norm'] })

describe('model sets', () => {
  it('of FLUX list missing files until they are found, and share encoders', async () => {
    const dev = writeGguf(at('unet', 'flux1-dev-Q4_K.gguf'), flux({ type: 'q4_K' }))
    const clipL = writeSafetensors(at('clip', 'clip_l.safetensors'), encoders.clip())
    const [early] = (await scan()).models
    expect(early).toMatchObject({
      id: 'flux1-dev-Q4_K',
      family: 'flux1-dev',
      quantization: 'q4_K',
      files: { diffusion: dev, clipL },
      missing: ['needs a FLUX VAE (ae.safetensors)', 'needs the T5-XXL text encoder (t5xxl_fp16.safetensors)'],
      isReady: false,
    })
    const t5xxl = writeSafetensors(at('clip', 't5xxl_fp16.safetensors'), encoders.t5())
    const vae = writeSafetensors(at('vae', 'ae.safetensors'), encoders.klVae(16))
    const schnell = writeSafetensors(at('unet', 'flux1-schnell.safetensors'), flux({ hasGuidance: false }))
    const late = (await scan()).models
    const shared = { clipL, t5xxl, vae }
    expect(late.map(({ files, isReady }) => [isReady, files])).toEqual([
      [true, { diffusion: dev, ...shared }],
      [true, { diffusion: schnell, ...shared }],
    ])
    expect(late[0]!.bytes).toBeGreaterThan(early!.bytes)
  })

  it('of a complete checkpoint use no other file', async () => {
    const model = writeSafetensors(at('Stable-diffusion', 'v1-5.safetensors'), checkpoint(unet(), 'sd1'))
    writeSafetensors(at('VAE', 'vae-ft-mse.safetensors'), encoders.klVae())
    expect((await scan()).models).toMatchObject([{ id: 'v1-5', files: { model }, isReady: true }])
    expect(Object.keys((await scan()).models[0]!.files)).toEqual(['model'])
  })

  it('use a tiny VAE when there is no other', async () => {
    const model = writeGguf(at('tiny-sd15.gguf'), checkpoint(unet(), 'sd1', false))
    const taesd = writeSafetensors(at('tiny-taesd.safetensors'), encoders.tinyVae())
    expect((await scan()).models).toMatchObject([{ files: { model, taesd }, isReady: true }])
    const vae = writeSafetensors(at('vae.safetensors'), encoders.klVae())
    expect((await scan()).models[0]!.files).toEqual({ model, vae })
  })

  it('use the encoder whose width matches the model', async () => {
    writeSafetensors(at('encoders', 'qwen_3_8b.safetensors'), qwen(4_096))
    const four = writeSafetensors(at('encoders', 'qwen_3_4b.safetensors'), qwen(2_560))
    const tiny = writeSafetensors(at('encoders', 'tiny.safetensors'), qwen(64))
    writeSafetensors(at('vae', 'ae.safetensors'), encoders.klVae(16))
    writeSafetensors(at('z_image_turbo.safetensors'), models.zImage())
    writeSafetensors(at('z_image_tiny.safetensors'), models.zImage(64))
    const found = (await scan()).models.map(({ id, files }) => [id, files.llm])
    expect(found).toEqual([
      ['z_image_tiny', tiny],
      ['z_image_turbo', four],
    ])
    const t5 = writeSafetensors(at('tiny-t5.safetensors'), encoders.t5(64))
    writeSafetensors(at('t5xxl.safetensors'), encoders.t5())
    const diffusion = writeSafetensors(at('tiny-minit2i.safetensors'), models.miniT2i(64))
    const mini = (await scan()).models.find(({ family }) => family === 'minit2i')
    expect(mini).toMatchObject({ files: { diffusion, t5xxl: t5 }, isReady: true })
  })

  it('prefer files of the same folder, then those quantized like the model', async () => {
    writeSafetensors(at('vae', 'ae.safetensors'), encoders.klVae(16))
    writeSafetensors(at('clip', 'clip_l.safetensors'), encoders.clip())
    const fine = writeSafetensors(at('clip', 't5xxl_fp16.safetensors'), encoders.t5())
    const coarse = writeSafetensors(at('clip', 't5xxl_q8.safetensors'), encoders.t5(4_096, 32_128, 'q4_0'))
    const sameFolder = writeSafetensors(at('mine', 't5.safetensors'), encoders.t5())
    writeSafetensors(at('unet', 'whole.safetensors'), flux())
    writeGguf(at('unet', 'packed.gguf'), flux({ type: 'q4_K' }))
    writeGguf(at('mine', 'other.gguf'), flux({ type: 'q4_K' }))
    const encoderOf = Object.fromEntries((await scan()).models.map(({ id, files }) => [id, files.t5xxl]))
    expect(encoderOf).toEqual({ whole: fine, packed: coarse, other: sameFolder })
  })

  it('of Qwen-Image-Edit have a vision encoder, in a file of its own or in the text encoder', async () => {
    writeGguf(at('Qwen-Image-Edit.gguf'), models.qwenImage())
    writeSafetensors(at('qwen_image_vae.safetensors'), encoders.wanVae())
    writeGguf(at('Qwen2.5-VL-7B.gguf'), encoders.ggufLanguageModel({ width: 3_584, has: ['bias'] }), {
      metadata: { 'general.architecture': 'qwen2vl' },
    })
    expect((await scan()).models[0]!.missing).toEqual([expect.stringContaining('mmproj')])
    const llmVision = writeGguf(at('Qwen2.5-VL-7B.mmproj.gguf'), encoders.mmproj())
    expect((await scan()).models[0]).toMatchObject({ files: { llmVision }, isReady: true })
    rmSync(llmVision)
    rmSync(at('Qwen2.5-VL-7B.gguf'))
    const seeing = encoders.languageModel({ width: 3_584, has: ['bias', 'eyes'] })
    const llm = writeSafetensors(at('qwen_2.5_vl_7b.safetensors'), seeing)
    expect((await scan()).models[0]).toMatchObject({ files: { llm }, isReady: true })
  })

  it('have unique ids from their file names, or from the folder when file names are generic', async () => {
    writeSafetensors(at('a', 'my model (v2).safetensors'), checkpoint(unet(), 'sd1'))
    writeSafetensors(at('b', 'my model (v2).safetensors'), checkpoint(unet(), 'sd1'))
    writeSafetensors(at('dreamshaper', 'unet', 'diffusion_pytorch_model.safetensors'), models.diffusersUnet())
    const found = (await scan()).models
    expect(found.map(({ label }) => label)).toEqual(['dreamshaper', 'my model (v2)', 'my model (v2)'])
    expect(found.map(({ id }) => id)).toEqual([
      'dreamshaper',
      'my-model-v2-',
      expect.stringMatching(/^my-model-v2--\w{6}$/),
    ])
  })

  it('in the diffusers layout are whole folders', async () => {
    const folderOf = (name: string, ...file: string[]) => at(name, ...file)
    const unetOf = (name: string, context: number) =>
      writeSafetensors(folderOf(name, 'unet', 'diffusion_pytorch_model.safetensors'), models.diffusersUnet(context))
    const partsOf = (name: string) => {
      writeSafetensors(folderOf(name, 'text_encoder', 'model.safetensors'), encoders.clip())
      writeSafetensors(folderOf(name, 'vae', 'diffusion_pytorch_model.safetensors'), encoders.klVae())
    }
    unetOf('dream', 768)
    partsOf('dream')
    unetOf('large', 2_048)
    partsOf('large')
    unetOf('lone', 768)
    const needs = 'needs the whole folder that diffusers writes, with'
    expect((await scan()).models).toMatchObject([
      { id: 'dream', files: { model: at('dream') }, isReady: true },
      { id: 'large', family: 'sdxl', missing: [`${needs} text_encoder_2/model.safetensors`] },
      { id: 'lone', missing: [`${needs} text_encoder/model.safetensors`] },
    ])
  })

  it('of a bare UNet lack a text encoder, because the engine accepts it only in the same file', async () => {
    writeSafetensors(at('unet', 'sd15.safetensors'), unet())
    writeSafetensors(at('clip', 'clip_l.safetensors'), encoders.clip())
    writeSafetensors(at('vae', 'vae.safetensors'), encoders.klVae())
    expect((await scan()).models[0]!.missing).toEqual([expect.stringContaining('get the whole checkpoint')])
  })
})

describe('a scan', () => {
  it('walks model trees of other programs and explains why pickles and broken files are not used', async () => {
    writeSafetensors(at('models', 'Stable-diffusion', 'a.safetensors'), checkpoint(unet(), 'sd1'))
    writeSafetensors(
      at('models', 'Lora', 'deep', 'er', 'lora.safetensors'),
      models.lora(['lora_unet_down_blocks_0', 4, 4]),
    )
    writeSafetensors(at('.hidden', 'b.safetensors'), checkpoint(unet(), 'sd1'))
    writeSafetensors(at('__pycache__', 'c.safetensors'), checkpoint(unet(), 'sd1'))
    writeFileSync(at('models', 'old.ckpt'), Buffer.from('PK\u0003\u0004'))
    writeFileSync(at('models', 'words.bin'), Buffer.from('some program’s own'))
    writeFileSync(at('models', 'notes.txt'), Buffer.from('PK\u0003\u0004'))
    truncateSync(writeSafetensors(at('models', 'cut.safetensors'), checkpoint(unet(), 'sd1')), 90_000)
    writeGguf(at('models', 'big-00001-of-00002.gguf'), flux())
    const { models: found, files, refused } = await scan()
    expect(found.map(({ id }) => id)).toEqual(['a'])
    expect(files.map(({ recognized }) => recognized.kind)).toEqual(['lora', 'image-model'])
    expect(refused.map(({ error }) => error.message.replaceAll(/\d+(\.\d+)? [kM]B/g, 'N'))).toEqual([
      'big-00001-of-00002.gguf is one part of a model that was split into several files. Get the model as one file.',
      'cut.safetensors is cut off: N of N are there. Download it again.',
      expect.stringMatching(/^old\.ckpt is a pickle, .* \.safetensors or \.gguf\.$/),
    ])
  })

  it.skipIf(process.platform === 'win32')('follows links without looping', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'atelier-elsewhere-'))
    const model = writeSafetensors(join(outside, 'linked.safetensors'), checkpoint(unet(), 'sd1'))
    mkdirSync(at('inner'))
    symlinkSync(folder, at('inner', 'around'))
    symlinkSync(outside, at('there'))
    symlinkSync(model, at('file.safetensors'))
    symlinkSync(at('nowhere'), at('dead.safetensors'))
    const { models: found, refused } = await scan()
    expect(found.map(({ id }) => id)).toEqual(['file', 'linked'])
    expect(refused).toEqual([])
    rmSync(outside, { recursive: true })
  })

  it('does not reopen unchanged files', async () => {
    const path = writeSafetensors(at('a.safetensors'), checkpoint(unet(), 'sd1'))
    utimesSync(path, 1_000, 1_000)
    const cache: ScanCache = new Map()
    const first = await scan(cache)
    // Other bytes with the same length and date: only opening the file reveals the change.
    writeFileSync(path, Buffer.alloc(first.files[0]!.recognized.bytes))
    utimesSync(path, 1_000, 1_000)
    expect(await scan(cache)).toEqual(first)
    utimesSync(path, 2_000, 2_000)
    expect((await scan(cache)).refused).toHaveLength(1)
    rmSync(path)
    expect((await scan(cache)).files).toEqual([])
    expect(cache.size).toBe(0)
  })

  it('finds five hundred files', async () => {
    const kinds = [checkpoint(unet({ width: 8 }), 'sd1'), encoders.clip(), flux(), models.esrgan()]
    for (let n = 0; n < 500; n++) writeSafetensors(at(`folder-${n % 7}`, `${n}.safetensors`), kinds[n % 4]!)
    const { files, models: found, refused } = await scan()
    expect([files.length, found.length, refused.length]).toEqual([500, 250, 0])
  })

  it('can be canceled, and skips a missing folder', async () => {
    const controller = new AbortController()
    controller.abort()
    await expect(scanFolders([folder], controller.signal)).rejects.toMatchObject({ code: 'request/cancelled' })
    writeSafetensors(at('a.safetensors'), checkpoint(unet(), 'sd1'))
    const { models: found, refused } = await scanFolders([at('gone'), folder], never)
    expect(found).toHaveLength(1)
    expect(refused).toMatchObject([{ path: at('gone'), error: { code: 'storage/not-found' } }])
  })
})
