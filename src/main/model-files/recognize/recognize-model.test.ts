import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import * as encoders from '../../../../test/support/models/encoders.ts'
import * as models from '../../../../test/support/models/image-models.ts'
import { TensorList } from '../../../../test/support/models/tensor-list.ts'
import { writeGguf, writeSafetensors, type GgufValue } from '../../../../test/support/models/write-model.ts'
import { readModelHeader } from '../header/read-model-header.ts'
import { recognizeModel } from './recognize-model.ts'

const folder = mkdtempSync(join(tmpdir(), 'atelier-recognize-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function recognize(name: string, list: TensorList, metadata?: Readonly<Record<string, GgufValue>>) {
  const path = join(folder, 'models', name)
  if (name.endsWith('.gguf')) writeGguf(path, list, { metadata: metadata ?? {} })
  else writeSafetensors(path, list)
  return recognizeModel(await readModelHeader(path), path)
}

const { checkpoint, unet, flux, flux2, qwenImage, zImage, sd3, miniT2i } = models
const xl = { context: 2_048 } as const

describe('image models', () => {
  it.each([
    ['v1-5-pruned.safetensors', checkpoint(unet(), 'sd1'), 'sd1', ['clipL', 'vae']],
    ['tiny-sd15.gguf', checkpoint(unet(), 'sd1', false), 'sd1', ['clipL']],
    ['sd-v1-5-inpainting.safetensors', checkpoint(unet({ channels: 9 }), 'sd1'), 'sd1-inpaint', ['clipL', 'vae']],
    ['bk-sdm-tiny.safetensors', checkpoint(unet({ hasMiddle: false }), 'sd1'), 'sd1-tiny', ['clipL', 'vae']],
    ['v2-1_768-ema.safetensors', checkpoint(unet({ context: 1_024 }), 'sd2'), 'sd2', ['clipL', 'vae']],
    ['v2-1_512-base.safetensors', checkpoint(unet({ context: 1_024 }), 'sd2'), 'sd2-base', ['clipL', 'vae']],
    ['sd_turbo.safetensors', checkpoint(unet({ context: 1_024 }), 'sd2'), 'sd-turbo', ['clipL', 'vae']],
    [
      'sd2-inpaint.safetensors',
      checkpoint(unet({ context: 1_024, channels: 9 }), 'sd2'),
      'sd2-inpaint',
      ['clipL', 'vae'],
    ],
    ['sd_xl_base_1.0.safetensors', checkpoint(unet(xl), 'sdxl'), 'sdxl', ['clipL', 'clipG', 'vae']],
    ['sd_xl_turbo.safetensors', checkpoint(unet(xl), 'sdxl'), 'sdxl-turbo', ['clipL', 'clipG', 'vae']],
    ['dreamshaperXL_turbo.safetensors', checkpoint(unet(xl), 'sdxl'), 'sdxl-few-steps', ['clipL', 'clipG', 'vae']],
    ['hyperrealism_xl.safetensors', checkpoint(unet(xl), 'sdxl'), 'sdxl', ['clipL', 'clipG', 'vae']],
    ['juggernaut_lightning.safetensors', checkpoint(unet(xl), 'sdxl'), 'sdxl-few-steps', ['clipL', 'clipG', 'vae']],
    [
      'xl-inpaint.safetensors',
      checkpoint(unet({ ...xl, channels: 9 }), 'sdxl'),
      'sdxl-inpaint',
      ['clipL', 'clipG', 'vae'],
    ],
    ['vega.safetensors', checkpoint(unet({ ...xl, hasMiddle: false }), 'sdxl'), 'vega', ['clipL', 'clipG', 'vae']],
    ['unet/diffusion_pytorch_model.safetensors', models.diffusersUnet(), 'sd1', []],
    ['sd3_medium.safetensors', checkpoint(sd3(), 'none'), 'sd3', ['vae']],
    ['sd3.5_medium.safetensors', sd3(1_536, true), 'sd3.5-medium', []],
    ['sd3.5_large.safetensors', sd3(2_432), 'sd3.5-large', []],
    ['sd3.5_large_turbo.safetensors', sd3(2_432), 'sd3.5-turbo', []],
    ['flux1-dev.safetensors', flux(), 'flux1-dev', []],
    ['flux1-schnell-q4_k.gguf', flux({ hasGuidance: false, type: 'q4_K' }), 'flux1-schnell', []],
    ['flux1-fill-dev.safetensors', flux({ channels: 384 }), 'flux1-fill', []],
    ['flux1-kontext-dev.safetensors', flux(), 'flux1-kontext', []],
    ['flux2-dev.safetensors', flux2('dev'), 'flux2-dev', []],
    ['flux-2-klein-4b.safetensors', flux2('klein-4b'), 'flux2-klein-4b', []],
    ['flux-2-klein-base-9b.safetensors', flux2('klein-9b'), 'flux2-klein-base-9b', []],
    ['chroma-unlocked.safetensors', models.chroma(), 'chroma', []],
    ['qwen-image.gguf', qwenImage(), 'qwen-image', []],
    ['Qwen-Image-Edit-2509.gguf', qwenImage(), 'qwen-image-edit', []],
    ['z_image_bf16.safetensors', zImage(), 'z-image', []],
    ['z_image_turbo.safetensors', zImage(), 'z-image-turbo', []],
    ['minit2i.safetensors', miniT2i(), 'minit2i', []],
  ])('%s', async (name, list, family, holds) => {
    expect(await recognize(name, list)).toMatchObject({ kind: 'image-model', family, holds })
  })

  it('have the width of the text embeddings they read', async () => {
    expect(await recognize('flux1.safetensors', flux())).toMatchObject({ textWidth: 4_096 })
    expect(await recognize('klein.safetensors', flux2('klein-4b'))).toMatchObject({ textWidth: 2_560 })
    expect(await recognize('flux2.safetensors', flux2('dev'))).toMatchObject({ textWidth: 5_120 })
    expect(await recognize('z.safetensors', zImage(64))).toMatchObject({ textWidth: 64 })
    expect(await recognize('mini.safetensors', miniT2i(64))).toMatchObject({ textWidth: 64 })
  })

  it('are recognized under the prefix of other programs and with any embedded encoders', async () => {
    const checkpointWithEncoders = new TensorList()
      .with(flux(), 'model.diffusion_model.')
      .with(encoders.clip(), 'text_encoders.clip_l.transformer.')
      .with(encoders.t5(), 'text_encoders.t5xxl.transformer.')
      .with(encoders.klVae(16), 'vae.')
    expect(await recognize('flux1-dev-fp8.safetensors', checkpointWithEncoders)).toMatchObject({
      family: 'flux1-dev',
      holds: ['clipL', 't5xxl', 'vae'],
    })
  })

  it('that cannot generate images are still named', async () => {
    expect(await recognize('wan2.2.safetensors', models.wan())).toMatchObject({
      kind: 'other',
      label: 'Wan, a video model',
    })
    const refiner = checkpoint(unet({ context: 1_280 }), 'none')
    expect(await recognize('refiner.safetensors', refiner)).toMatchObject({ kind: 'other', label: 'the SDXL refiner' })
    expect(await recognize('what.safetensors', new TensorList().add('a', [2, 2]))).toMatchObject({
      kind: 'other',
      label: null,
    })
  })
})

describe('parts', () => {
  const { clip, t5, ggufT5, languageModel, ggufLanguageModel, mmproj, klVae, wanVae, tinyVae } = encoders
  it.each([
    ['clip_l.safetensors', clip(), 'clip-l', 768],
    ['clip_g.safetensors', clip(1_280), 'clip-g', 1_280],
    ['t5xxl_fp16.safetensors', t5(), 't5', 4_096],
    ['t5-v1_1-xxl-q8.gguf', ggufT5(), 't5', 4_096],
    ['flan-t5-large.safetensors', t5(1_024), 't5', 1_024],
    ['umt5_xxl.safetensors', t5(4_096, 256_384), 'umt5', 4_096],
    ['qwen_3_4b.safetensors', languageModel({ width: 2_560, has: ['q_norm'] }), 'qwen3', 2_560],
    ['tiny-qwen3.gguf', languageModel({ width: 64, has: ['q_norm'] }), 'qwen3', 64],
    ['Qwen3-8B.gguf', ggufLanguageModel({ width: 4_096, has: ['q_norm'] }), 'qwen3', 4_096],
    ['qwen_2.5_vl_7b.safetensors', languageModel({ width: 3_584, has: ['bias', 'eyes'] }), 'qwen2.5-vl', 3_584],
    ['mistral.gguf', ggufLanguageModel({ width: 5_120, words: 131_072 }), 'mistral', 5_120],
    ['llama.gguf', ggufLanguageModel({ width: 4_096, words: 128_256 }), 'other-llm', 4_096],
    ['mmproj.gguf', mmproj(), 'mmproj', 3_584],
    ['vae-ft-mse.safetensors', klVae(), 'sd-vae', null],
    ['sdxl_vae.safetensors', klVae(), 'sdxl-vae', null],
    ['sd3_vae.safetensors', klVae(16), 'sd3-vae', null],
    ['ae.safetensors', klVae(16), 'flux-vae', null],
    ['flux2-vae.safetensors', klVae(32), 'flux2-vae', null],
    ['qwen_image_vae.safetensors', wanVae(), 'wan-vae', null],
    ['taesd.safetensors', tinyVae(), 'taesd', null],
    ['taesdxl.safetensors', tinyVae(), 'taesdxl', null],
    ['taef1.safetensors', tinyVae(16), 'taef1', null],
  ])('%s', async (name, list, part, width) => {
    expect(await recognize(name, list)).toMatchObject({ kind: 'part', part, width })
  })

  it('of a language model are recognized with or without vision, by architecture if the tensors are ambiguous', async () => {
    const seeing = await recognize('vl.safetensors', languageModel({ width: 3_584, has: ['bias', 'eyes'] }))
    expect(seeing).toMatchObject({ hasVision: true })
    const blind = ggufLanguageModel({ width: 3_584, has: ['bias'] })
    expect(await recognize('a.gguf', blind, { 'general.architecture': 'qwen2vl' })).toMatchObject({
      part: 'qwen2.5-vl',
    })
    expect(await recognize('b.gguf', blind, { 'general.architecture': 'qwen2' })).toMatchObject({ part: 'other-llm' })
  })
})

describe('adapters', () => {
  const { lora } = models
  const unetLayer = 'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k'
  it.each([
    ['sd1', lora([unetLayer, 768, 640])],
    ['sd1', lora(['lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q', 32, 32])],
    [null, lora(['lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q', 32, 32])],
    ['sdxl', lora(['lora_unet_down_blocks_1_attentions_0_transformer_blocks_1_attn1_to_q', 32, 32])],
    ['sdxl', new TensorList().add(`${unetLayer}.hada_w1_a`, [640, 4]).add(`${unetLayer}.hada_w1_b`, [4, 2_048])],
    ['sd2', lora([unetLayer, 1_024, 640])],
    ['sdxl', lora([unetLayer, 2_048, 640])],
    ['sdxl', lora(['lora_te2_text_model_encoder_layers_0_mlp_fc1', 1_280, 5_120])],
    ['flux1', lora(['lora_unet_double_blocks_0_img_attn_qkv', 3_072, 9_216])],
    ['flux1', lora(['lora_unet_single_blocks_0_linear1', 3_072, 21_504])],
    ['flux2', lora(['diffusion_model.single_blocks.0.linear1', 3_072, 27_648])],
    ['sd3', lora(['transformer.transformer_blocks.0.attn.to_q', 1_536, 1_536])],
    ['qwen-image', lora(['transformer_blocks.3.img_mlp.net.2', 12_288, 3_072])],
    ['z-image', lora(['diffusion_model.layers.0.attention.to_q', 3_840, 3_840])],
    [null, lora(['something.else', 8, 8])],
  ])('include a LoRA for %s', async (architecture, list) => {
    expect(await recognize('lora.safetensors', list)).toMatchObject({ kind: 'lora', architecture })
  })

  const union = models.diffusersControlNet(2_048, 10).linear('control_add_embedding.linear_1', 8, 8)
  const controlLora = models.controlNet({ context: 2_048, prefix: '', depth: 10 }).add('lora_controlnet', [1])
  const transformer = new TensorList().linear('controlnet_x_embedder', 64, 3_072)
  it.each([
    ['control_v11p_sd15_canny.safetensors', models.controlNet(), 'sd1', null],
    ['control_sd15_depth.gguf', models.controlNet({ prefix: '' }), 'sd1', null],
    ['control_v11p_sd21_canny.safetensors', models.controlNet({ context: 1_024 }), 'sd2', null],
    ['xl_canny.safetensors', models.diffusersControlNet(2_048, 10), 'sdxl', null],
    ['xl_depth.safetensors', models.controlNet({ context: 2_048, depth: 10 }), 'sdxl', null],
    ['xl_small.safetensors', models.diffusersControlNet(2_048, 1), 'sdxl', /smaller/],
    ['diffusion_pytorch_model.safetensors', models.diffusersControlNet(), 'sd1', /diffusers.*SDXL only/],
    ['union.safetensors', union, 'sdxl', /union/],
    ['control-lora.safetensors', controlLora, 'sdxl', /Control-LoRA/],
    ['flux_canny.safetensors', transformer, null, /no ControlNets for such models/],
    ['cut.safetensors', new TensorList().conv('input_hint_block.0', 3, 16, 3).with(unet(), ''), 'sd1', /incomplete/],
    ['odd.safetensors', new TensorList().conv('input_hint_block.0', 3, 16, 3), null, /do not tell/],
  ])(
    'include a ControlNet with any reason why the engine cannot load it: %s',
    async (name, list, architecture, problem) => {
      const expected = problem === null ? null : expect.stringMatching(problem)
      expect(await recognize(name, list)).toMatchObject({ kind: 'controlnet', architecture, problem: expected })
    },
  )

  it('include IP-Adapters, upscalers and embeddings', async () => {
    const image = new TensorList()
      .linear('ip_adapter.1.to_k_ip', 2_048, 640, false)
      .linear('image_proj.proj', 1_280, 8_192)
    expect(await recognize('ip.safetensors', image)).toMatchObject({ kind: 'ip-adapter', architecture: 'sdxl' })
    expect(await recognize('x4.safetensors', models.esrgan())).toMatchObject({ kind: 'upscaler' })
    const word = new TensorList().add('emb_params', [4, 768])
    expect(await recognize('word.safetensors', word)).toMatchObject({ kind: 'embedding', architecture: 'sd1' })
    const pair = new TensorList().add('clip_l', [4, 768]).add('clip_g', [4, 1_280])
    expect(await recognize('pair.safetensors', pair)).toMatchObject({ kind: 'embedding', architecture: 'sdxl' })
  })
})

it('does not mistake the VAE of Wan 2.2 for that of Wan 2.1 and Qwen-Image', async () => {
  const list = new TensorList().add('decoder.conv1.weight', [1_024, 48, 3, 3, 3])
  expect(await recognize('wan2.2_vae.safetensors', list)).toMatchObject({ kind: 'other' })
})

it('reports the quantization of the diffusion model, not of its encoder', async () => {
  const list = new TensorList().with(unet(), 'model.diffusion_model.')
  for (const { name, shape } of encoders.clip().tensors) list.add(`cond_stage_model.transformer.${name}`, shape, 'q4_0')
  expect(await recognize('mixed.gguf', list)).toMatchObject({ family: 'sd1', quantization: 'f16' })
})

it('measures parameters, main quantization, bits per weight and bytes of a file', async () => {
  const list = new TensorList('q4_K').add('a.weight', [256, 256]).add('a.bias', [256], 'f32')
  const { parameters, quantization, bits, bytes } = await recognize('weighed.gguf', list)
  expect([parameters, quantization]).toEqual([65_792, 'q4_K'])
  expect(bits).toBeCloseTo(4.6, 1)
  expect(bytes).toBeGreaterThan(36_864)
})
