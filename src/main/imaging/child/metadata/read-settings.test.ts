import { describe, expect, it } from 'vitest'
import { latinText, pngWith, worldText, type PngChunkSpec } from '../../../../../test/support/foreign-images.ts'
import { bytesSource } from '../source/image-source.ts'
import { readMetadata } from './read-metadata.ts'

const readPng = (...chunks: PngChunkSpec[]) => readMetadata(bytesSource('picture', pngWith(chunks)))
const node = (class_type: string, inputs: object) => ({ class_type, inputs })

describe('settings of other programs', () => {
  it('reads the second pass, embeddings and refiner of A1111, and takes no edit strength from the second pass', async () => {
    const text = `a fox <lora:ink:0.8> <lora:blue:-0.5>
Steps: 20, Sampler: Euler a, Seed: 1, Size: 512x512, Denoising strength: 0.35, Hires upscale: 2, Hires steps: 10, Hires upscaler: 4x-UltraSharp, VAE: kl-f8, TI hashes: "easynegative: c74b4e810b03, badhands: aa", Refiner: sdxl_refiner, Refiner switch at: 0.8, Civitai resources: [{"type":"lora","weight":0.8,"modelName":"Ink, the style"}]`
    const { recipe } = await readPng(latinText('parameters', text))
    expect(recipe?.generation).toMatchObject({
      strength: null,
      loras: [
        { path: 'ink', scale: 0.8 },
        { path: 'blue', scale: -0.5 },
      ],
      options: {
        vae: 'kl-f8',
        embeddings: 'easynegative, badhands',
        hiresUpscale: 2,
        hiresSteps: 10,
        hiresUpscaler: '4x-UltraSharp',
        hiresStrength: 0.35,
        refiner: 'sdxl_refiner',
        refinerAt: 0.8,
      },
    })
  })

  it('keeps 64-bit seeds exactly as written', async () => {
    const seed = '18446744073709551557'
    const comfy = `{"1":{"class_type":"KSampler","inputs":{"seed":${seed},"steps":5,"positive":["2",0]}},"2":{"class_type":"CLIPTextEncode","inputs":{"text":"a"}}}`
    const chunks = [
      latinText('prompt', comfy),
      latinText('invokeai_metadata', `{"positive_prompt":"a","seed":${seed}}`),
      worldText('parameters', `{"sui_image_params":{"prompt":"a","seed":${seed}}}`),
      latinText('parameters', `a\nSteps: 1, Sampler: Euler, Seed: ${seed}`),
    ]
    for (const chunk of chunks) {
      const { recipe } = await readPng(chunk)
      expect([recipe?.seed, recipe?.generation?.options['seed']]).toEqual([seed, undefined])
    }
    const { details } = await readPng(chunks[1]!)
    expect(details.fields).toContainEqual({ name: 'seed', value: seed })
  })

  it('reads LoRA chains and stacks, the VAE, CLIP skip and embeddings of ComfyUI', async () => {
    const graph = {
      '1': node('KSampler', { seed: 1, model: ['3', 0], positive: ['6', 0], negative: ['7', 0] }),
      '2': node('CheckpointLoaderSimple', { ckpt_name: 'sdxl.safetensors' }),
      '3': node('CR Apply LoRA Stack', { model: ['4', 0], clip: ['4', 1], lora_stack: ['5', 0] }),
      '4': node('LoraLoader', { lora_name: 'ink.safetensors', strength_model: 0.7, model: ['2', 0], clip: ['8', 0] }),
      '5': node('CR LoRA Stack', {
        switch_1: 'On',
        lora_name_1: 'blue.safetensors',
        model_weight_1: 0.4,
        switch_2: 'Off',
        lora_name_2: 'off.safetensors',
        model_weight_2: 1,
        lora_name_3: 'None',
      }),
      '6': node('CLIPTextEncode', { text: 'a fox, embedding:fur.pt', clip: ['8', 0] }),
      '7': node('CLIPTextEncode', { text: '(embedding:bad-hands:1.2)', clip: ['8', 0] }),
      '8': node('CLIPSetLastLayer', { stop_at_clip_layer: -2, clip: ['2', 1] }),
      '9': node('VAELoader', { vae_name: 'sdxl_vae.safetensors' }),
      '10': node('VAEDecode', { samples: ['1', 0], vae: ['9', 0] }),
      '11': node('SaveImage', { images: ['10', 0] }),
    }
    const { recipe } = await readPng(latinText('prompt', JSON.stringify(graph)))
    expect(recipe?.model).toBe('sdxl.safetensors')
    expect(recipe?.generation?.loras.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'blue.safetensors', scale: 0.4 },
      { path: 'ink.safetensors', scale: 0.7 },
    ])
    expect(recipe?.generation?.options).toMatchObject({
      vae: 'sdxl_vae.safetensors',
      clipSkip: 2,
      embeddings: 'fur.pt, bad-hands',
    })
  })

  it('reads the settings of InvokeAI, SwarmUI and Fooocus', async () => {
    const invoke = {
      positive_prompt: 'a',
      scheduler: 'dpmpp_2m_k',
      clip_skip: 2,
      vae: { name: 'fix' },
      hrf_enabled: true,
      hrf_strength: 0.45,
      hrf_method: 'ESRGAN',
    }
    expect((await readPng(latinText('invokeai_metadata', JSON.stringify(invoke)))).recipe?.generation?.options).toEqual(
      { scheduler: 'dpmpp_2m_k', clipSkip: 2, vae: 'fix', hiresMethod: 'ESRGAN', hiresStrength: 0.45 },
    )
    const swarm = {
      sui_image_params: {
        prompt: 'a <embed:fur>',
        loras: 'ink,blue',
        loraweights: '0.6,1.1',
        clipstopatlayer: -2,
        vae: 'flux-ae',
        refinerupscale: 1.5,
      },
    }
    expect((await readPng(worldText('parameters', JSON.stringify(swarm)))).recipe?.generation).toMatchObject({
      loras: [
        { path: 'ink', scale: 0.6 },
        { path: 'blue', scale: 1.1 },
      ],
      options: { clipSkip: 2, vae: 'flux-ae', embeddings: 'fur', hiresUpscale: 1.5 },
    })
    const fooocus = { prompt: 'a', base_model: 'x', clip_skip: 2, vae: 'Default (model)', refiner_model: 'None' }
    expect((await readPng(worldText('parameters', JSON.stringify(fooocus)))).recipe?.generation?.options).toEqual({
      clipSkip: 2,
    })
  })
})
