import { sharp } from '../../../platform/pure/sharp.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  commentTag,
  deflatedText,
  exifBlock,
  jpegSegment,
  latinText,
  pngWith,
  textTag,
  webpChunk,
  withSegments,
  withWebpChunks,
  worldText,
  type PngChunkSpec,
} from '../../../../../test/support/foreign-images.ts'
import { smallPng } from '../../../../../test/support/small-images.ts'
import { bytesSource } from '../source/image-source.ts'
import { readMetadata } from './read-metadata.ts'

const read = (bytes: Uint8Array) => readMetadata(bytesSource('picture', bytes))
const readPng = (...chunks: PngChunkSpec[]) => read(pngWith(chunks))
let jpeg: Buffer
let webp: Buffer

beforeAll(async () => {
  jpeg = await sharp(smallPng(1)).jpeg().toBuffer()
  webp = await sharp(smallPng(1)).webp({ lossless: true }).toBuffer()
})

const a1111 = `a red leather handbag, <lora:bags:0.8>
window light
Negative prompt: text,
logo
Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 1234567890, Size: 832x1216, Model hash: 4e0a, Model: "juggernaut, XL: v9", Denoising strength: 0.4, Clip skip: 2, Lora hashes: "bags: 12ab, other: 34cd", Version: v1.10.1`

/** As written by A1111 and its derivatives. */
const line = (more: string) => latinText('parameters', `words\nSteps: 4, Sampler: Euler, Seed: 1, ${more}`)

describe('A1111 and related programs', () => {
  it.each([
    ['tEXt', latinText('parameters', a1111)],
    ['zTXt', deflatedText('parameters', a1111)],
    ['iTXt', worldText('parameters', a1111)],
    ['iTXt, compressed', worldText('parameters', a1111, true)],
  ])('is read from %s', async (_name, chunk) => {
    const { details, recipe, parentId } = await readPng(chunk)
    expect(details).toMatchObject({ dialect: 'a1111', tool: 'A1111 v1.10.1', hasWorkflow: false })
    expect(parentId).toBeNull()
    expect(recipe).toMatchObject({
      operation: 'import',
      provider: null,
      prompt: 'a red leather handbag, <lora:bags:0.8>\nwindow light',
      model: 'juggernaut, XL: v9',
      seed: 1_234_567_890,
      generation: {
        negativePrompt: 'text,\nlogo',
        steps: 20,
        guidance: 7,
        strength: 0.4,
        requestedSize: '832x1216',
        loras: [{ path: 'bags', scale: 0.8 }],
        options: { sampler: 'DPM++ 2M', scheduler: 'Karras', clipSkip: 2 },
      },
    })
    expect(details.fields).toContainEqual({ name: 'Lora hashes', value: 'bags: 12ab, other: 34cd' })
  })

  it.each([
    ['a JPEG', () => withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exifBlock([], [commentTag(a1111)])))],
    [
      'a little-endian JPEG',
      () => withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exifBlock([], [commentTag(a1111, 'little')]))),
    ],
    ['a WebP', () => withWebpChunks(webp, webpChunk('EXIF', exifBlock([], [commentTag(a1111)])))],
    ['a PNG with EXIF', () => pngWith([{ type: 'eXIf', data: exifBlock([], [commentTag(a1111)]) }])],
    ['a comment', () => withSegments(jpeg, jpegSegment(0xfe, a1111))],
  ])('is read from the UserComment of %s', async (_name, make) => {
    const { details, recipe } = await read(make())
    expect([details.dialect, recipe?.seed]).toEqual(['a1111', 1_234_567_890])
  })

  it('distinguishes Forge, Krita AI and Atelier exports', async () => {
    expect((await readPng(line('Distilled CFG Scale: 3.5, CFG scale: 1, Version: f2.0.1'))).details.tool).toBe(
      'Forge f2.0.1',
    )
    expect((await readPng(line('Model hash: unknown, Model: flux'))).details).toMatchObject({
      dialect: 'krita-ai',
      tool: 'Krita AI Diffusion',
    })
    expect((await readPng(line('Source Identifier: Atelier, Version: Atelier 1.2'))).details.dialect).toBe('atelier')
    const forge = await readPng(line('Distilled CFG Scale: 3.5, CFG scale: 1'))
    expect(forge.recipe?.generation?.guidance).toBe(3.5)
  })

  it('treats a last line with fewer than three pairs as prompt text', async () => {
    const { recipe } = await readPng(latinText('parameters', 'a cat\nNegative prompt: dog\nSteps: 3, Seed: 4'))
    expect(recipe).toMatchObject({
      prompt: 'a cat',
      seed: null,
      generation: { negativePrompt: 'dog\nSteps: 3, Seed: 4' },
    })
    expect((await readPng(latinText('parameters', 'only words'))).details.dialect).toBeNull()
  })

  it('reads the fields that Civitai adds', async () => {
    const resources =
      '[{"type":"checkpoint","modelVersionId":1,"modelName":"Flux, dev"},{"type":"lora","weight":0.5,"modelName":"Ink"}]'
    const { recipe, details } = await readPng(
      worldText(
        'parameters',
        `words\nSteps: 25, Sampler: Undefined, CFG scale: 3.5, Seed: 9, Size: 832x1216, Clip skip: 2, Created Date: 2025-01-02T03:04:05.678Z, Civitai resources: ${resources}, Civitai metadata: {"remixOfId":7}`,
      ),
    )
    expect(recipe).toMatchObject({ model: 'Flux, dev', seed: 9 })
    expect(recipe?.generation).toMatchObject({ loras: [{ path: 'Ink', scale: 0.5 }], options: { clipSkip: 2 } })
    expect(recipe?.generation?.options).not.toHaveProperty('sampler')
    expect(details.fields).toContainEqual({ name: 'Civitai metadata', value: '{"remixOfId":7}' })
  })
})

const node = (class_type: string, inputs: object) => ({ class_type, inputs })
const graph = {
  '3': node('KSampler', {
    seed: ['20', 0],
    steps: 25,
    cfg: 6.5,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 0.75,
    model: ['11', 0],
    positive: ['15', 0],
    negative: ['15', 1],
    latent_image: ['5', 0],
  }),
  '4': node('CheckpointLoaderSimple', { ckpt_name: 'dream.safetensors' }),
  '5': node('EmptyLatentImage', { width: 512, height: 768, batch_size: 1 }),
  '6': node('CLIPTextEncode', { text: ['21', 0], clip: ['11', 1] }),
  '7': node('CLIPTextEncode', { text: 'blurry', clip: ['11', 1] }),
  '8': node('VAEDecode', { samples: ['3', 0], vae: ['4', 2] }),
  '9': node('SaveImage', { images: ['8', 0], filename_prefix: 'x' }),
  '10': node('LoraLoader', { lora_name: 'first', strength_model: 0.5, model: ['4', 0], clip: ['4', 1] }),
  '11': node('Power Lora Loader (rgthree)', {
    lora_1: { on: true, lora: 'second', strength: 0.9 },
    lora_2: { on: false, lora: 'off', strength: 1 },
    model: ['10', 0],
    clip: ['10', 1],
  }),
  '15': node('ControlNetApplyAdvanced', { positive: ['6', 0], negative: ['7', 0], strength: 1 }),
  '20': node('PrimitiveInt', { value: 77 }),
  '21': node('PrimitiveString', { value: 'a lighthouse' }),
}

describe('ComfyUI', () => {
  it('is followed from the saved image to the prompts', async () => {
    const { details, recipe } = await readPng(
      latinText('prompt', JSON.stringify(graph).replace('"batch_size":1', '"batch_size":NaN')),
      latinText('workflow', '{"nodes":[]}'),
    )
    expect(details).toMatchObject({ dialect: 'comfyui', hasWorkflow: true })
    expect(recipe).toMatchObject({
      prompt: 'a lighthouse',
      model: 'dream.safetensors',
      seed: 77,
      generation: {
        negativePrompt: 'blurry',
        steps: 25,
        guidance: 6.5,
        strength: 0.75,
        requestedSize: '512x768',
        loras: [
          { path: 'first', scale: 0.5 },
          { path: 'second', scale: 0.9 },
        ],
        options: { sampler: 'euler', scheduler: 'normal' },
      },
    })
  })

  it('is read with a guider and sigmas instead of a sampler node', async () => {
    const flux = {
      '1': node('SamplerCustomAdvanced', {
        noise: ['2', 0],
        guider: ['3', 0],
        sampler: ['4', 0],
        sigmas: ['5', 0],
        latent_image: ['6', 0],
      }),
      '2': node('RandomNoise', { noise_seed: 5 }),
      '3': node('BasicGuider', { model: ['7', 0], conditioning: ['8', 0] }),
      '4': node('KSamplerSelect', { sampler_name: 'euler' }),
      '5': node('BasicScheduler', { scheduler: 'simple', steps: 8, denoise: 1 }),
      '6': node('EmptySD3LatentImage', { width: 1024, height: 1024 }),
      '7': node('UNETLoader', { unet_name: 'flux1-dev' }),
      '8': node('FluxGuidance', { guidance: 3.5, conditioning: ['9', 0] }),
      '9': node('CLIPTextEncode', { text: 'a fox' }),
    }
    const { recipe } = await readPng(latinText('prompt', JSON.stringify(flux)))
    expect(recipe).toMatchObject({ prompt: 'a fox', model: 'flux1-dev', seed: 5 })
    expect(recipe?.generation).toMatchObject({
      steps: 8,
      guidance: 3.5,
      options: { sampler: 'euler', scheduler: 'simple' },
    })
  })

  it('is read from the EXIF of a WebP', async () => {
    const exif = exifBlock([
      textTag(0x010f, 'workflow:{"nodes":[]}'),
      textTag(0x0110, `prompt:${JSON.stringify(graph)}`),
    ])
    const { details, recipe } = await read(withWebpChunks(webp, webpChunk('EXIF', exif)))
    expect([details.dialect, recipe?.prompt]).toEqual(['comfyui', 'a lighthouse'])
    expect(details.photo).toEqual([])
  })

  it('handles cycles and graphs of unknown nodes', async () => {
    const circle = {
      '1': node('KSampler', {
        seed: 1,
        model: ['1', 0],
        positive: ['1', 0],
        negative: ['2', 0],
        latent_image: ['2', 0],
      }),
      '2': node('Loop', { cond: ['2', 0], samples: ['1', 0], text: ['2', 0] }),
    }
    expect((await readPng(latinText('prompt', JSON.stringify(circle)))).recipe).toMatchObject({ seed: 1, prompt: null })
    expect((await readPng(latinText('prompt', '{"1":{"class_type":"Odd","inputs":{}}}'))).details.dialect).toBe(
      'comfyui',
    )
    expect((await readPng(latinText('prompt', '{"a":1}'))).details.dialect).toBeNull()
  })
})

describe('other programs', () => {
  it('reads InvokeAI', async () => {
    const json = {
      app_version: '6.14.0',
      generation_mode: 'flux_txt2img',
      positive_prompt: 'a barn',
      negative_prompt: 'fog',
      seed: 12,
      width: 1024,
      height: 768,
      steps: 30,
      cfg_scale: 4,
      scheduler: 'euler',
      model: { key: 'k', name: 'Flux Dev' },
      loras: [{ model: { name: 'Ink' }, weight: 0.7 }],
      canvas_v2_metadata: { huge: 'x' },
    }
    const { details, recipe } = await readPng(
      latinText('invokeai_metadata', JSON.stringify(json)),
      latinText('invokeai_graph', '{}'),
    )
    expect(details).toMatchObject({ dialect: 'invokeai', tool: 'InvokeAI 6.14.0', hasWorkflow: true })
    expect(details.fields.map(({ name }) => name)).not.toContain('canvas_v2_metadata')
    expect(recipe).toMatchObject({
      prompt: 'a barn',
      model: 'Flux Dev',
      seed: 12,
      generation: {
        negativePrompt: 'fog',
        steps: 30,
        guidance: 4,
        requestedSize: '1024x768',
        loras: [{ path: 'Ink', scale: 0.7 }],
      },
    })
  })

  const swarm = JSON.stringify({
    sui_image_params: {
      prompt: 'a pier',
      negativeprompt: 'rain',
      model: 'sdxl',
      seed: 3,
      steps: 20,
      cfgscale: 7,
      width: 1024,
      height: 1024,
      swarm_version: '0.9.7',
      loras: ['ink'],
      loraweights: ['0.6'],
    },
    sui_extra_data: { date: '2026-01-01' },
    sui_models: [],
  })
  it.each([
    ['a PNG', () => pngWith([worldText('parameters', swarm)])],
    ['a JPEG', () => withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exifBlock([], [commentTag(swarm)])))],
  ])('reads SwarmUI from %s', async (_name, make) => {
    const { details, recipe } = await read(make())
    expect(details).toMatchObject({ dialect: 'swarmui', tool: 'SwarmUI 0.9.7' })
    expect(recipe).toMatchObject({
      prompt: 'a pier',
      seed: 3,
      generation: { negativePrompt: 'rain', loras: [{ path: 'ink', scale: 0.6 }] },
    })
  })

  it('reads Fooocus in both of its schemes', async () => {
    const json = {
      prompt: 'a mill',
      negative_prompt: '',
      base_model: 'juggernautXL',
      seed: '44',
      steps: 30,
      guidance_scale: 4,
      resolution: '(1152, 896)',
      loras: [['offset', 0.1, 'hash']],
      metadata_scheme: 'fooocus',
      version: 'Fooocus v2.5.5',
      sampler: 'dpmpp_2m_sde_gpu',
      performance: 'Speed',
    }
    const nativeScheme = await readPng(
      latinText('parameters', JSON.stringify(json)),
      latinText('fooocus_scheme', 'fooocus'),
    )
    expect(nativeScheme.details).toMatchObject({ dialect: 'fooocus', tool: 'Fooocus v2.5.5' })
    expect(nativeScheme.recipe).toMatchObject({
      seed: 44,
      model: 'juggernautXL',
      generation: {
        requestedSize: '1152x896',
        loras: [{ path: 'offset', scale: 0.1 }],
        options: { performance: 'Speed' },
      },
    })
    const text =
      'a mill\nNegative prompt: x\nSteps: 30, Sampler: DPM++ 2M SDE, Seed: 44, Size: 1152x896, CFG scale: 4, Performance: Speed, Version: Fooocus v2.5.5'
    const a1111Scheme = await readPng(latinText('parameters', text), latinText('fooocus_scheme', 'a1111'))
    expect([a1111Scheme.details.dialect, a1111Scheme.recipe?.seed]).toEqual(['fooocus', 44])
    const exif = exifBlock(
      [textTag(0x0131, 'Fooocus v2.5.5')],
      [textTag(0x9286, JSON.stringify(json)), textTag(0x927c, 'fooocus')],
    )
    const photo = await read(withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exif)))
    expect([photo.details.dialect, photo.recipe?.prompt]).toEqual(['fooocus', 'a mill'])
  })

  it('NovelAI', async () => {
    const comment = {
      prompt: 'a girl',
      uc: 'lowres',
      steps: 28,
      scale: 5,
      seed: 99,
      sampler: 'k_euler',
      width: 832,
      height: 1216,
    }
    const { details, recipe } = await readPng(
      latinText('Software', 'NovelAI'),
      latinText('Description', 'a girl'),
      latinText('Source', 'NovelAI Diffusion V4'),
      latinText('Comment', JSON.stringify(comment)),
    )
    expect(details).toMatchObject({ dialect: 'novelai', tool: 'NovelAI' })
    expect(recipe).toMatchObject({
      prompt: 'a girl',
      model: 'NovelAI Diffusion V4',
      seed: 99,
      generation: { negativePrompt: 'lowres', guidance: 5, steps: 28 },
    })
  })
})
