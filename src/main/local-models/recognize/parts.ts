import type { ModelHeader } from '../header/model-header.ts'
import type { PartKind } from '../model-kinds.ts'
import type { Recognized } from './recognized-model.ts'
import type { TensorView } from './tensor-view.ts'

type Part = Extract<Recognized, { kind: 'part' }>

const part = (kind: PartKind, width: number | null = null, hasVision = false): Part => ({
  kind: 'part',
  part: kind,
  width,
  hasVision,
})

/** A text encoder, VAE or vision encoder that lies in a file of its own. `name` as in `findImageModel`. */
export function findPart(all: TensorView, name: string, metadata: ModelHeader['metadata']): Part | null {
  return (
    findClip(all) ?? findT5(all) ?? findVisionEncoder(all) ?? findLanguageModel(all, metadata) ?? findVae(all, name)
  )
}

const clipByWidth: ReadonlyMap<number, PartKind> = new Map([
  [768, 'clip-l'],
  [1_024, 'clip-h'],
  [1_280, 'clip-g'],
])

export function findClip(view: TensorView): Part | null {
  const width = view.side(
    1,
    'text_model.embeddings.token_embedding.weight',
    'transformer.text_model.embeddings.token_embedding.weight',
    'model.token_embedding.weight',
    'token_embedding.weight',
  )
  const kind = clipByWidth.get(width ?? 0)
  return kind === undefined ? null : part(kind, width)
}

export function findT5(view: TensorView): Part | null {
  const isT5 = view.has('encoder.block.0.layer.0.SelfAttention.q.weight', 'enc.blk.0.attn_q.weight')
  if (!isT5) return null
  const words = view.shape('shared.weight', 'encoder.embed_tokens.weight', 'token_embd.weight')
  const [count = 0, width = null] = words ?? []
  // Wan's, which knows all scripts.
  return part(count > 200_000 ? 'umt5' : 't5', width)
}

/** Of a language model, in llama.cpp's file of its own, or CLIP's. */
function findVisionEncoder(view: TensorView): Part | null {
  // As wide as the words of the language model that it sees for.
  if (view.has('v.patch_embd.weight')) return part('mmproj', view.side(0, 'mm.2.weight'))
  const isClip = view.has(
    'vision_model.embeddings.patch_embedding.weight',
    'clip.vision_model.embeddings.patch_embedding.weight',
    'visual.conv1.weight',
  )
  return isClip ? part('clip-vision') : null
}

/** Language models that read the prompt, by what is special about their attention. */
export function findLanguageModel(view: TensorView, metadata: ModelHeader['metadata']): Part | null {
  const layers = ['model.layers.0.', 'model.language_model.layers.0.', 'layers.0.', 'blk.0.']
  const layer = layers
    .map((prefix) => view.under(prefix))
    .find((each) => each.has('self_attn.q_proj.weight', 'attn_q.weight'))
  const words = view.shape(
    'model.embed_tokens.weight',
    'model.language_model.embed_tokens.weight',
    'embed_tokens.weight',
    'token_embd.weight',
  )
  if (layer === undefined || words === null) return null
  const [count = 0, width = null] = words
  const hasVision = view.has('visual.patch_embed.proj.weight', 'model.visual.patch_embed.proj.weight')
  return part(languageModelKind(layer, count, hasVision, metadata.get('general.architecture')), width, hasVision)
}

function languageModelKind(layer: TensorView, words: number, hasVision: boolean, named: unknown): PartKind {
  if (layer.has('mlp.router.weight', 'ffn_gate_inp.weight')) return 'other-llm'
  if (layer.has('post_feedforward_layernorm.weight', 'ffn_post_norm.weight', 'post_ffw_norm.weight')) return 'other-llm'
  const isQwen3 = layer.has('self_attn.q_norm.weight', 'attn_q_norm.weight')
  if (isQwen3) return hasVision || named === 'qwen3vl' ? 'qwen3-vl' : 'qwen3'
  // Only Qwen 2 adds to its queries; the one without eyes (Qwen2.5) is not what Qwen-Image was trained with.
  if (layer.has('self_attn.q_proj.bias', 'attn_q.bias')) return named === 'qwen2' ? 'other-llm' : 'qwen2.5-vl'
  return words === 131_072 || words === 131_074 ? 'mistral' : 'other-llm'
}

export function findVae(view: TensorView, name: string): Part | null {
  // For videos, so that it has time as a dimension; that of Wan 2.2 has other channels.
  const moving = view.shape('decoder.conv1.weight', 'decoder.conv_in.weight')
  if (moving?.length === 5) return moving[1] === 16 ? part('wan-vae') : null
  const tiny = findTinyVae(view, name)
  if (tiny !== null) return tiny
  const channels = view.side(1, 'decoder.conv_in.weight')
  if (view.shape('decoder.conv_in.weight')?.length !== 4) return null
  if (channels === 32) return part('flux2-vae')
  // SDXL's has the tensors of the earlier one, and Stable Diffusion 3's those of FLUX: only the name tells.
  if (channels === 16) return part(isOfSd3(name) ? 'sd3-vae' : 'flux-vae')
  return channels === 4 ? part(isOfSdxl(name) ? 'sdxl-vae' : 'sd-vae') : null
}

function findTinyVae(view: TensorView, name: string): Part | null {
  const channels = view.side(1, 'decoder.layers.0.weight')
  if (channels === 32) return part('taef2')
  if (channels === 16) return part(isOfSd3(name) ? 'taesd3' : 'taef1')
  if (channels === 4) return part(isOfSdxl(name) ? 'taesdxl' : 'taesd')
  // Of videos: the same, with a memory between frames.
  return view.side(1, 'decoder.1.weight') === 16 && view.has('decoder.3.conv.0.weight') ? part('taehv') : null
}

const isOfSdxl = (name: string) => /xl/.test(name)
const isOfSd3 = (name: string) => /sd-?_?3|taesd3|stable-diffusion-3/.test(name)
