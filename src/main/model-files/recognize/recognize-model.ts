import { modelNameOf } from '../file-names.ts'
import { countOf, type ModelHeader } from '../header/model-header.ts'
import type { ModelSlot, PartKind } from '../model-kinds.ts'
import { findAdapter } from './adapters.ts'
import { findImageModel } from './image-models.ts'
import type { Recognized, RecognizedModel } from './recognized-model.ts'
import { TensorView } from './tensor-view.ts'

const part = (kind: PartKind, width: number | null = null, hasVision = false): Part => ({
  kind: 'part',
  part: kind,
  width,
  hasVision,
})

const clipByWidth: ReadonlyMap<number, PartKind> = new Map([
  [768, 'clip-l'],
  [1_024, 'clip-h'],
  [1_280, 'clip-g'],
])

const isOfSdxl = (name: string) => /xl/.test(name)

const isOfSd3 = (name: string) => /sd-?_?3|taesd3|stable-diffusion-3/.test(name)

/** Recognizes a file by the names and shapes of its tensors; the file name counts only if these are ambiguous. */
export function recognizeModel(header: ModelHeader, path: string): RecognizedModel {
  const view = new TensorView(header.tensors)
  const name = modelNameOf(path).toLowerCase()
  return { ...recognize(view, name, header), ...weigh(header) }
}

function recognize(view: TensorView, name: string, { metadata }: ModelHeader): Recognized {
  const adapter = findAdapter(view)
  if (adapter !== null) return adapter
  const model = findImageModel(view, name)
  if (model !== null && 'kind' in model) return model
  if (model !== null) return { kind: 'image-model', ...model, holds: holdsOf(view, name) }
  return findPart(view, name, metadata) ?? { kind: 'other', label: null }
}

/** Where checkpoints store everything but the diffusion model. */
const places: readonly (readonly [
  slot: ModelSlot,
  find: (view: TensorView, name: string) => unknown,
  ...at: string[],
])[] = [
  [
    'clipL',
    findClip,
    'cond_stage_model.',
    'cond_stage_model.transformer.',
    'conditioner.embedders.0.',
    'conditioner.embedders.0.transformer.',
    'text_encoders.clip_l.transformer.',
    'text_encoder.',
    'te.',
  ],
  [
    'clipG',
    findClip,
    'cond_stage_model.1.',
    'cond_stage_model.1.transformer.',
    'conditioner.embedders.1.',
    'text_encoders.clip_g.transformer.',
    'text_encoder_2.',
    'te.1.',
  ],
  ['t5xxl', findT5, 'text_encoders.t5xxl.transformer.'],
  ['llm', (view) => findLanguageModel(view, new Map()), 'text_encoders.llm.'],
  ['vae', findVae, 'first_stage_model.', 'vae.'],
]

function holdsOf(view: TensorView, name: string): ModelSlot[] {
  return places
    .filter(([, find, ...prefixes]) => prefixes.some((prefix) => find(view.under(prefix), name) !== null))
    .map(([slot]) => slot)
}

/** The diffusion model in a file that also holds encoders: its precision counts for the checkpoint. */
const inCheckpoint = 'model.diffusion_model.'

/** Tensors of encoders in the same file as an image model. */
const encoderTensor = /^(cond_stage_model|conditioner|text_encoders?|text_encoder_\d|te)\./
const vaeTensor = /^(first_stage_model|vae)\./

function weigh({ tensors, fileBytes }: ModelHeader) {
  const counts = new Map<string, number>()
  const ownCounts = new Map<string, number>()
  let parameters = 0
  let bytes = 0
  let encoderBytes = 0
  let vaeBytes = 0
  for (const [name, { shape, type, bytes: tensorBytes }] of tensors) {
    const count = countOf(shape)
    parameters += count
    bytes += tensorBytes
    if (encoderTensor.test(name)) encoderBytes += tensorBytes
    if (vaeTensor.test(name)) vaeBytes += tensorBytes
    // Norms and biases stay unquantized in every format.
    if (shape.length < 2) continue
    counts.set(type, (counts.get(type) ?? 0) + count)
    if (name.startsWith(inCheckpoint)) ownCounts.set(type, (ownCounts.get(type) ?? 0) + count)
  }
  const [most] = [...(ownCounts.size > 0 ? ownCounts : counts)].toSorted(([, one], [, two]) => two - one)
  return {
    parameters,
    quantization: most?.[0] ?? tensors.values().next().value?.type ?? 'f32',
    bits: parameters === 0 ? 0 : (bytes * 8) / parameters,
    bytes: fileBytes,
    encoderBytes,
    vaeBytes,
  }
}

type Part = Extract<Recognized, { kind: 'part' }>

/** Recognizes a text encoder, VAE or vision encoder in a separate file. `name` as in `findImageModel`. */
function findPart(view: TensorView, name: string, metadata: ModelHeader['metadata']): Part | null {
  return (
    findClip(view) ??
    findT5(view) ??
    findVisionEncoder(view) ??
    findLanguageModel(view, metadata) ??
    findVae(view, name)
  )
}

function findClip(view: TensorView): Part | null {
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

function findT5(view: TensorView): Part | null {
  const isT5 = view.has('encoder.block.0.layer.0.SelfAttention.q.weight', 'enc.blk.0.attn_q.weight')
  if (!isT5) return null
  const embedding = view.shape('shared.weight', 'encoder.embed_tokens.weight', 'token_embd.weight')
  const [count = 0, width = null] = embedding ?? []
  // Wan's multilingual encoder.
  return part(count > 200_000 ? 'umt5' : 't5', width)
}

/** The vision encoder of a language model, in llama.cpp's separate file, or CLIP's. */
function findVisionEncoder(view: TensorView): Part | null {
  // As wide as the embeddings of its language model.
  if (view.has('v.patch_embd.weight')) return part('mmproj', view.side(0, 'mm.2.weight'))
  const isClip = view.has(
    'vision_model.embeddings.patch_embedding.weight',
    'clip.vision_model.embeddings.patch_embedding.weight',
    'visual.conv1.weight',
  )
  return isClip ? part('clip-vision') : null
}

/** Language models used as text encoders, identified by details of their attention. */
function findLanguageModel(view: TensorView, metadata: ModelHeader['metadata']): Part | null {
  const layers = ['model.layers.0.', 'model.language_model.layers.0.', 'layers.0.', 'blk.0.']
  const layer = layers
    .map((prefix) => view.under(prefix))
    .find((each) => each.has('self_attn.q_proj.weight', 'attn_q.weight'))
  const embedding = view.shape(
    'model.embed_tokens.weight',
    'model.language_model.embed_tokens.weight',
    'embed_tokens.weight',
    'token_embd.weight',
  )
  if (layer === undefined || embedding === null) return null
  const [count = 0, width = null] = embedding
  const hasVision = view.has('visual.patch_embed.proj.weight', 'model.visual.patch_embed.proj.weight')
  return part(languageModelKind(layer, count, hasVision, metadata.get('general.architecture')), width, hasVision)
}

function languageModelKind(layer: TensorView, vocabularySize: number, hasVision: boolean, named: unknown): PartKind {
  if (layer.has('mlp.router.weight', 'ffn_gate_inp.weight')) return 'other-llm'
  if (layer.has('post_feedforward_layernorm.weight', 'ffn_post_norm.weight', 'post_ffw_norm.weight')) return 'other-llm'
  const isQwen3 = layer.has('self_attn.q_norm.weight', 'attn_q_norm.weight')
  if (isQwen3) return hasVision || named === 'qwen3vl' ? 'qwen3-vl' : 'qwen3'
  // Only Qwen 2 has a query bias; the one without vision (Qwen2.5) is not what Qwen-Image was trained with.
  if (layer.has('self_attn.q_proj.bias', 'attn_q.bias')) return named === 'qwen2' ? 'other-llm' : 'qwen2.5-vl'
  return vocabularySize === 131_072 || vocabularySize === 131_074 ? 'mistral' : 'other-llm'
}

function findVae(view: TensorView, name: string): Part | null {
  // Video VAEs have time as a dimension; that of Wan 2.2 has other channels.
  const moving = view.shape('decoder.conv1.weight', 'decoder.conv_in.weight')
  if (moving?.length === 5) return moving[1] === 16 ? part('wan-vae') : null
  const tiny = findTinyVae(view, name)
  if (tiny !== null) return tiny
  const channels = view.side(1, 'decoder.conv_in.weight')
  if (view.shape('decoder.conv_in.weight')?.length !== 4) return null
  if (channels === 32) return part('flux2-vae')
  // SDXL's has the same tensors as its predecessor, and Stable Diffusion 3's the same as FLUX: only the name differs.
  if (channels === 16) return part(isOfSd3(name) ? 'sd3-vae' : 'flux-vae')
  return channels === 4 ? part(isOfSdxl(name) ? 'sdxl-vae' : 'sd-vae') : null
}

function findTinyVae(view: TensorView, name: string): Part | null {
  const channels = view.side(1, 'decoder.layers.0.weight')
  if (channels === 32) return part('taef2')
  if (channels === 16) return part(isOfSd3(name) ? 'taesd3' : 'taef1')
  if (channels === 4) return part(isOfSdxl(name) ? 'taesdxl' : 'taesd')
  // For video: the same, with memory between frames.
  return view.side(1, 'decoder.1.weight') === 16 && view.has('decoder.3.conv.0.weight') ? part('taehv') : null
}
