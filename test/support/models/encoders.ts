import { TensorList, type TensorType } from './tensor-list.ts'

/** A CLIP text encoder: width 768 is CLIP-L, 1024 OpenCLIP-H, 1280 CLIP-G. */
export function clip(width = 768, layers = 2): TensorList {
  const list = new TensorList()
  list.add('text_model.embeddings.token_embedding.weight', [49_408, width])
  list.add('text_model.embeddings.position_embedding.weight', [77, width], 'f32')
  for (let n = 0; n < layers; n++) {
    const prefix = `text_model.encoder.layers.${n}`
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'out_proj'])
      list.linear(`${prefix}.self_attn.${part}`, width, width)
    list.norm(`${prefix}.layer_norm1`, width).norm(`${prefix}.layer_norm2`, width)
    list.linear(`${prefix}.mlp.fc1`, width, width * 4).linear(`${prefix}.mlp.fc2`, width * 4, width)
  }
  return list.norm('text_model.final_layer_norm', width)
}

/** OpenCLIP's naming: in Stable Diffusion 2 and SDXL. */
export function openClip(width: number): TensorList {
  return new TensorList()
    .add('model.token_embedding.weight', [49_408, width])
    .add('model.positional_embedding', [77, width])
    .add('model.transformer.resblocks.0.attn.in_proj_weight', [width * 3, width])
}

export function t5(width = 4_096, words = 32_128, type: TensorType = 'f16'): TensorList {
  const list = new TensorList(type)
  list.add('shared.weight', [words, width])
  const prefix = 'encoder.block.0.layer'
  for (const part of ['q', 'k', 'v', 'o']) list.linear(`${prefix}.0.SelfAttention.${part}`, width, width, false)
  list.add(`${prefix}.0.SelfAttention.relative_attention_bias.weight`, [32, 64])
  for (const part of ['wi_0', 'wi_1', 'wo']) list.linear(`${prefix}.1.DenseReluDense.${part}`, width, width, false)
  return list.add('encoder.final_layer_norm.weight', [width], 'f32')
}

/** The same in llama.cpp's naming. */
export function ggufT5(width = 4_096): TensorList {
  return new TensorList('q8_0')
    .add('token_embd.weight', [32_128, width])
    .add('enc.blk.0.attn_q.weight', [width, width])
    .add('enc.output_norm.weight', [width], 'f32')
}

interface LanguageModel {
  readonly width: number
  readonly words?: number
  /** Qwen 3 normalizes its queries, Qwen 2 adds biases. */
  readonly has?: readonly ('q_norm' | 'bias' | 'eyes')[]
  readonly type?: TensorType
}

export function languageModel({ width, words = 151_936, has = [], type = 'f16' }: LanguageModel): TensorList {
  const list = new TensorList(type).add('model.embed_tokens.weight', [words, width])
  const prefix = 'model.layers.0'
  for (const part of ['q_proj', 'k_proj', 'v_proj']) {
    list.linear(`${prefix}.self_attn.${part}`, width, 1_024, has.includes('bias'))
  }
  list.linear(`${prefix}.self_attn.o_proj`, 1_024, width, false)
  if (has.includes('q_norm')) list.add(`${prefix}.self_attn.q_norm.weight`, [128], 'f32')
  for (const part of ['gate_proj', 'up_proj', 'down_proj']) list.linear(`${prefix}.mlp.${part}`, width, width, false)
  if (has.includes('eyes')) list.add('visual.patch_embed.proj.weight', [1_280, 3, 2, 14, 14])
  return list.add('model.norm.weight', [width], 'f32')
}

/** The same in llama.cpp's naming. */
export function ggufLanguageModel({ width, words = 151_936, has = [], type = 'q4_K' }: LanguageModel): TensorList {
  const list = new TensorList(type).add('token_embd.weight', [words, width])
  for (const part of ['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up', 'ffn_down']) {
    list.add(`blk.0.${part}.weight`, [width, width])
  }
  if (has.includes('q_norm')) list.add('blk.0.attn_q_norm.weight', [128], 'f32')
  if (has.includes('bias')) list.add('blk.0.attn_q.bias', [width], 'f32')
  return list
}

/** The vision projector of Qwen2.5-VL, which llama.cpp stores next to the language model. */
export function mmproj(): TensorList {
  return new TensorList()
    .add('v.patch_embd.weight', [1_280, 3, 14, 14])
    .add('v.blk.0.attn_q.weight', [1_280, 1_280])
    .add('mm.0.weight', [5_120, 5_120])
    .add('mm.2.weight', [3_584, 5_120])
}

/** Decoder and encoder of a latent with this many channels: 4 Stable Diffusion, 16 FLUX and SD 3, 32 FLUX.2. */
export function klVae(channels = 4): TensorList {
  const list = new TensorList()
  list.conv('encoder.conv_in', 3, 128, 3).conv('encoder.conv_out', 512, channels * 2, 3)
  list.conv('decoder.conv_in', channels, 512, 3).conv('decoder.conv_out', 128, 3, 3)
  if (channels === 4) list.conv('quant_conv', 8, 8, 1).conv('post_quant_conv', 4, 4, 1)
  return list
}

/** The VAE of Wan and Qwen-Image: made for video. */
export function wanVae(): TensorList {
  return new TensorList()
    .add('decoder.conv1.weight', [384, 16, 3, 3, 3])
    .add('decoder.middle.0.residual.0.gamma', [384, 1, 1, 1], 'f32')
    .add('decoder.head.0.gamma', [96, 1, 1, 1], 'f32')
}

export function tinyVae(channels = 4): TensorList {
  const list = new TensorList()
  list.conv('encoder.layers.0', 3, 64, 3).conv('encoder.layers.14', 64, channels, 3)
  return list.conv('decoder.layers.0', channels, 64, 3).conv('decoder.layers.18', 64, 3, 3)
}
