import * as messages from '../../../shared/messages/en/model-files.ts'
import type { Architecture } from '../model-kinds.ts'
import type { Recognized } from './recognized-model.ts'
import type { TensorView } from './tensor-view.ts'

type Adapter = Extract<Recognized, { kind: 'lora' | 'controlnet' | 'ip-adapter' | 'embedding' | 'upscaler' }>

/** Recognizes add-ons for image models, and models that process their images. */
export function findAdapter(view: TensorView): Adapter | null {
  return findLora(view) ?? findControlNet(view) ?? findIpAdapter(view) ?? findUpscaler(view) ?? findEmbedding(view)
}

const loraTensor = /[._](lora[._](down|up|A|B)|hada_w1_a|lokr_w[12](_a)?)(\.default)?(\.weight)?$/

function findLora(view: TensorView): Adapter | null {
  return view.find(loraTensor) === null ? null : { kind: 'lora', architecture: loraArchitecture(view) }
}

/** Width of the text embedding that cross-attention takes. */
const unetByContext: ReadonlyMap<number, Architecture> = new Map([
  [768, 'sd1'],
  [1_024, 'sd2'],
  [2_048, 'sdxl'],
])

function loraArchitecture(view: TensorView): Architecture | null {
  const context = view.find(/attn2[._]to_[kv][._](lora[._](down|A)(\.default)?\.weight|hada_w1_b)$/)?.at(-1)
  const byContext = unetByContext.get(context ?? 0)
  if (byContext !== undefined) return byContext
  if (view.find(/^lora_te2_|text_encoder_2/)) return 'sdxl'
  if (view.find(unetBlock)) return unetByDepth(view)
  if (view.find(/(^|[._])(double_blocks|single_blocks|single_transformer_blocks)[._]/)) return fluxArchitecture(view)
  if (view.find(/(^|[._])joint_blocks[._]/)) return 'sd3'
  if (view.find(/(^|[._])transformer_blocks[._]\d+[._](img_mlp|img_mod|txt_mlp|txt_mod)/)) return 'qwen-image'
  if (view.find(/(^|[._])(layers|noise_refiner|context_refiner)[._]\d+[._]attention[._]/)) return 'z-image'
  return transformerByWidth(view)
}

const unetBlock = /(^|[._])(down|input|up|output|mid|middle)_blocks?[._]/
/** SDXL has deeper blocks, and no attention at the highest resolution; null = these layers occur in both. */
function unetByDepth(view: TensorView): Architecture | null {
  if (view.find(/blocks?[._].*transformer_blocks[._][1-9]/)) return 'sdxl'
  const isLargest = view.find(
    /(down_blocks[._]0|up_blocks[._]3)[._]attentions|(input_blocks[._][12]|output_blocks[._](9|1[01]))[._]1[._]/,
  )
  return isLargest === null ? null : 'sd1'
}

/** FLUX.2 has a gated layer where FLUX.1 has a plain one: nine times its width instead of seven. */
function fluxArchitecture(view: TensorView): Architecture {
  if (view.find(/(^|[._])distilled_guidance_layer[._]/)) return 'chroma'
  if (view.find(/to_qkv_mlp_proj|double_stream_modulation/)) return 'flux2'
  const into = view.find(/single_blocks[._]\d+[._]linear1[._]lora[._](down|A)(\.default)?\.weight$/)?.at(-1)
  const out = view.find(/single_blocks[._]\d+[._]linear1[._]lora[._](up|B)(\.default)?\.weight$/)?.at(0)
  return into !== undefined && out === into * 9 ? 'flux2' : 'flux1'
}

/** For transformers whose layers all have the same names. */
function transformerByWidth(view: TensorView): Architecture | null {
  const width = view.find(/transformer_blocks[._]\d+[._]attn[._]to_q[._]lora[._](down|A)(\.default)?\.weight$/)?.at(-1)
  if (width === 1_536 || width === 2_432) return 'sd3'
  return width === 3_072 ? 'qwen-image' : null
}

function findControlNet(view: TensorView): Adapter | null {
  // With the original prefix, or without it as others have packed it.
  const controlView = [view.under('control_model.'), view].find((each) => each.has('input_hint_block.0.weight')) ?? null
  const isOfDiffusers = view.has('controlnet_cond_embedding.conv_in.weight')
  const isOfTransformer = view.has('controlnet_x_embedder.weight', 'controlnet_blocks.0.weight')
  if (controlView === null && !isOfDiffusers && !isOfTransformer) return null
  const context = view.find(/\.attn2\.to_k\.weight$/)?.at(-1)
  const architecture = unetByContext.get(context ?? 0) ?? null
  const problem = isOfTransformer ? messages.noControlNets : controlProblem(view, controlView, architecture)
  return { kind: 'controlnet', architecture, problem }
}

/** Checks what the engine can read: see its `name_conversion.cpp`, which knows diffusers' names for SDXL only. */
function controlProblem(
  view: TensorView,
  controlView: TensorView | null,
  architecture: Architecture | null,
): string | null {
  if (architecture === null) return messages.familyUnknown
  if (view.has('lora_controlnet')) return messages.controlLora
  if (view.has('task_embedding', 'control_add_embedding.linear_1.weight')) {
    return messages.controlUnion
  }
  if (controlView === null && architecture !== 'sdxl') {
    return messages.diffusersFormat
  }
  if (controlView !== null && !controlView.has('zero_convs.0.0.weight')) return messages.tensorsMissing
  const isShallow =
    architecture === 'sdxl' && !view.find(/(input_blocks\.7\.1|down_blocks\.2\.attentions\.0)\.transformer_blocks\.9\./)
  return isShallow ? messages.smallControlNet : null
}

function findIpAdapter(view: TensorView): Adapter | null {
  const context = view.find(/(^|\.)ip_adapter\.1\.to_k_ip\.weight$/)
  if (context === null) return null
  return { kind: 'ip-adapter', architecture: unetByContext.get(context.at(-1) ?? 0) ?? null }
}

/** ESRGAN, with its new tensor names or those of the first version. */
function findUpscaler(view: TensorView): Adapter | null {
  const isNew = view.has('conv_first.weight') && view.has('body.0.rdb1.conv1.weight')
  const isOld = view.has('model.0.weight') && view.has('model.1.sub.0.RDB1.conv1.0.weight')
  return isNew || isOld ? { kind: 'upscaler' } : null
}

/** A textual inversion embedding: one small tensor, or one per text encoder. */
function findEmbedding(view: TensorView): Adapter | null {
  if (view.has('clip_g') && view.has('clip_l')) return { kind: 'embedding', architecture: 'sdxl' }
  const width = view.side(1, 'emb_params', '<concept>')
  if (width === null) return null
  return { kind: 'embedding', architecture: unetByContext.get(width) ?? null }
}
