import { clip, klVae, openClip } from './encoders.ts'
import { TensorList, type TensorType } from './tensor-list.ts'

interface Unet {
  /** 4 generates, 9 inpaints under a mask. */
  readonly channels?: number
  /** Width of the text embedding: 768 SD 1, 1024 SD 2, 2048 SDXL. */
  readonly context?: number
  /** Channels of the first layer; 320 in real models. */
  readonly width?: number
  readonly hasMiddle?: boolean
}

/** CompVis naming. SDXL has cross-attention in layers other than the first two. */
export function unet({ channels = 4, context = 768, width = 32, hasMiddle = true }: Unet = {}): TensorList {
  const list = new TensorList()
  const isXl = context === 2_048
  list.linear('time_embed.0', width, width * 4).linear('time_embed.2', width * 4, width * 4)
  list.conv('input_blocks.0.0', channels, width, 3)
  const layers = isXl ? [4, 5, 7, 8] : [1, 2, 4, 5, 7, 8]
  for (const layer of layers) attention(list, `input_blocks.${layer}.1`, width, context)
  if (hasMiddle) attention(list, 'middle_block.1', width * 4, context)
  for (const layer of isXl ? [0, 1, 2, 3, 4, 5] : [3, 4, 5, 6, 7, 8]) {
    attention(list, `output_blocks.${layer}.1`, width, context)
  }
  return list.norm('out.0', width).conv('out.2', width, 4, 3)
}

function attention(list: TensorList, at: string, width: number, context: number): void {
  list.norm(`${at}.norm`, width).conv(`${at}.proj_in`, width, width, 1)
  const block = `${at}.transformer_blocks.0`
  for (const [part, from] of [
    ['attn1', width],
    ['attn2', context],
  ] as const) {
    list.linear(`${block}.${part}.to_q`, width, width, false)
    list.linear(`${block}.${part}.to_k`, from, width, false).linear(`${block}.${part}.to_v`, from, width, false)
  }
}

/** A UNet in a separate file, in diffusers naming. */
export function diffusersUnet(context = 768): TensorList {
  const list = new TensorList()
  list.conv('conv_in', 4, 32, 3).linear('time_embedding.linear_1', 32, 128)
  list.linear('down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k', context, 32, false)
  return list.conv('mid_block.attentions.0.proj_in', 128, 128, 1)
}

/** Everything in one file, as was common until 2024. */
export function checkpoint(list: TensorList, encoders: 'sd1' | 'sd2' | 'sdxl' | 'none', hasVae = true): TensorList {
  const all = new TensorList().with(list, 'model.diffusion_model.')
  if (encoders === 'sd1') all.with(clip(768, 12), 'cond_stage_model.transformer.')
  if (encoders === 'sd2') all.with(openClip(1_024), 'cond_stage_model.')
  if (encoders === 'sdxl') {
    all.with(clip(768), 'conditioner.embedders.0.transformer.').with(openClip(1_280), 'conditioner.embedders.1.')
  }
  return hasVae ? all.with(klVae(), 'first_stage_model.') : all
}

export function sd3(width = 1_536, has35Attention = false): TensorList {
  const list = new TensorList()
  list.linear('context_embedder', 4_096, width).conv('x_embedder.proj', 16, width, 2)
  list.linear('joint_blocks.0.x_block.attn.qkv', width, width * 3)
  if (has35Attention) list.linear('joint_blocks.0.x_block.attn2.qkv', width, width * 3)
  return list
}

interface Flux {
  readonly channels?: number
  readonly hasGuidance?: boolean
  readonly type?: TensorType
}

export function flux({ channels = 64, hasGuidance = true, type = 'f16' }: Flux = {}): TensorList {
  const list = new TensorList(type)
  list.linear('img_in', channels, 3_072).linear('txt_in', 4_096, 3_072).linear('time_in.in_layer', 256, 3_072)
  if (hasGuidance) list.linear('guidance_in.in_layer', 256, 3_072)
  list.linear('double_blocks.0.img_attn.qkv', 3_072, 9_216)
  return list.linear('single_blocks.0.linear1', 3_072, 21_504).linear('single_blocks.37.linear2', 15_360, 3_072)
}

export function chroma(): TensorList {
  return flux({ hasGuidance: false }).linear('distilled_guidance_layer.in_proj', 64, 5_120)
}

export function flux2(kind: 'dev' | 'klein-4b' | 'klein-9b'): TensorList {
  const [width, words] = { dev: [6_144, 5_120], 'klein-4b': [3_072, 2_560], 'klein-9b': [4_096, 4_096] }[kind] as [
    number,
    number,
  ]
  const list = new TensorList()
  list.linear('img_in', 128, width, false).linear('txt_in', words * 3, width, false)
  list.linear('double_stream_modulation_img.lin', width, width * 6, false)
  list.linear('double_blocks.0.img_attn.qkv', width, width * 3, false)
  return list.linear(`single_blocks.${kind === 'dev' ? 47 : 19}.linear1`, width, width * 9, false)
}

export function qwenImage(): TensorList {
  return new TensorList('q4_K')
    .linear('img_in', 64, 3_072)
    .linear('txt_in', 3_584, 3_072)
    .linear('transformer_blocks.0.img_mod.1', 3_072, 18_432)
}

/** `words`: width of its text encoder, 2560 in the real one. */
export function zImage(words = 2_560): TensorList {
  const list = new TensorList()
  list.add('cap_pad_token', [256], 'f32').add('x_pad_token', [256], 'f32')
  list.linear('x_embedder', 64, 256).add('cap_embedder.0.weight', [words], 'f32').linear('cap_embedder.1', words, 256)
  return list.linear('layers.0.attention.qkv', 256, 768, false)
}

/** `words`: width of its text encoder, 1024 in the real one. */
export function miniT2i(words = 1_024): TensorList {
  const list = new TensorList()
  list.add('model.net.img_embedder.proj1.weight', [8, 3, 16, 16]).conv('model.net.img_embedder.proj2', 8, 64, 1)
  list.linear('model.net.txt_embedder', words, 64, false)
  return list.linear('model.net.double_blocks.0.img_qkv', 64, 192)
}

export function wan(): TensorList {
  return new TensorList().add('blocks.0.cross_attn.norm_k.weight', [5_120], 'f32').linear('head.head', 5_120, 64)
}

/** Low-rank updates of one layer each. */
export function lora(...layers: readonly [name: string, from: number, to: number][]): TensorList {
  const list = new TensorList()
  for (const [name, from, to] of layers) {
    list
      .add(`${name}.lora_down.weight`, [4, from])
      .add(`${name}.lora_up.weight`, [to, 4])
      .add(`${name}.alpha`, [1], 'f32')
  }
  return list
}

/** In its authors' format; the real one has the whole first half of a UNet. */
export function controlNet({ context = 768, prefix = 'control_model.', depth = 1 } = {}): TensorList {
  const list = new TensorList().conv('input_hint_block.0', 3, 16, 3).conv('zero_convs.0.0', 32, 32, 1)
  list.linear('input_blocks.1.1.transformer_blocks.0.attn2.to_k', context, 32, false)
  list.linear(`input_blocks.7.1.transformer_blocks.${depth - 1}.attn2.to_k`, context, 32, false)
  return new TensorList().with(list.conv('middle_block_out.0', 32, 32, 1), prefix)
}

/** In diffusers naming. */
export function diffusersControlNet(context = 768, depth = 1): TensorList {
  const list = new TensorList()
    .conv('controlnet_cond_embedding.conv_in', 3, 16, 3)
    .conv('controlnet_mid_block', 32, 32, 1)
  return list.linear(`down_blocks.2.attentions.0.transformer_blocks.${depth - 1}.attn2.to_k`, context, 32, false)
}

/** Real-ESRGAN with one block. */
export function esrgan(): TensorList {
  const list = new TensorList().conv('conv_first', 3, 64, 3)
  for (const block of [1, 2, 3]) {
    for (const conv of [1, 2, 3, 4, 5]) list.conv(`body.0.rdb${block}.conv${conv}`, 64, 32, 3)
  }
  return list.conv('conv_last', 64, 3, 3)
}
