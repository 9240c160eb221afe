import * as messages from '../../../shared/messages/en/model-files.ts'
import type { FamilyId } from '../families.ts'
import type { ImageModel } from './recognized-model.ts'
import type { TensorView } from './tensor-view.ts'

type Found = Pick<ImageModel, 'family' | 'textWidth' | 'isOfFolder'>
interface Other {
  readonly kind: 'other'
  readonly label: string
}

/** Prefixes of the diffusion model's tensors: in checkpoints, in other programs' files, in separate files. */
const prefixes = ['model.diffusion_model.', 'diffusion_model.', 'unet.', 'transformer.', 'model.', '']

/**
 * Identifies families by the tensors that only they have, as the engine does. `name` is the lowercase file name: it
 * matters only if one family was fine-tuned from another with identical tensors.
 */
export function findImageModel(all: TensorView, name: string): Found | Other | null {
  for (const prefix of prefixes) {
    const view = all.under(prefix)
    const model = findUnet(view, name) ?? findTransformer(view, name)
    if (model !== null) return model
  }
  return null
}

const ofFamily = (family: FamilyId, textWidth: number | null = null, isOfFolder = false): Found => ({
  family,
  textWidth,
  isOfFolder,
})
const other = (label: string): Other => ({ kind: 'other', label })

function findTransformer(view: TensorView, name: string): Found | Other | null {
  return (
    findFlux2(view, name) ??
    findFlux1(view, name) ??
    findSd3(view, name) ??
    findQwenImage(view, name) ??
    findZImage(view, name) ??
    findMiniT2i(view) ??
    findOther(view)
  )
}

/** Turbo, Lightning, Hyper, LCM: distilled to a few steps, with the tensors of their base model. */
const isFewSteps = (name: string) =>
  /turbo|lightning|hyper[-_]?sd|lcm|dmd|(?<!\d)[1248][-_ ]?steps?(?![a-z])/.test(name)

function findUnet(view: TensorView, name: string): Found | Other | null {
  const input = view.shape('input_blocks.0.0.weight', 'conv_in.weight')
  const isUnet = view.has('time_embed.0.weight', 'time_embedding.linear_1.weight')
  if (!isUnet || input?.length !== 4) return null
  if (view.has('input_blocks.8.0.time_mixer.mix_factor')) return other('Stable Video Diffusion')
  const channels = input[1] ?? 4
  const context = view.find(/\.attn2\.to_k\.weight$/)?.at(-1)
  if (channels === 8) return other(messages.instructPix2Pix)
  const family = unetFamily(view, { context, channels, name })
  if (family !== null) return ofFamily(family, null, view.has('conv_in.weight'))
  return context === 1_280 ? other(messages.sdxlRefiner) : null
}

interface Unet {
  readonly context: number | undefined
  readonly channels: number
  readonly name: string
}

function unetFamily(view: TensorView, { context, channels, name }: Unet): FamilyId | null {
  if (context === 768) return sd1Family(view, channels)
  if (context === 1_024) return sd2Family(channels, name)
  return context === 2_048 ? sdxlFamily(view, channels, name) : null
}

const hasMiddle = (view: TensorView) =>
  view.has('middle_block.1.proj_in.weight', 'mid_block.attentions.0.proj_in.weight')

function sd1Family(view: TensorView, channels: number): FamilyId {
  if (channels === 9) return 'sd1-inpaint'
  if (hasMiddle(view)) return 'sd1'
  return view.find(/^(output_blocks\.7\.1|up_blocks\.2\.attentions\.1)\./) === null ? 'sdxs' : 'sd1-tiny'
}

/** Turbo and the 512-pixel base have the tensors of the 768-pixel model: only the name differs. */
function sd2Family(channels: number, name: string): FamilyId {
  if (channels === 9) return 'sd2-inpaint'
  if (name.includes('turbo')) return 'sd-turbo'
  return /base|512/.test(name) ? 'sd2-base' : 'sd2'
}

/** Turbo and similar are identified by name, as their tensors are those of SDXL. */
function sdxlFamily(view: TensorView, channels: number, name: string): FamilyId {
  if (channels === 9) return 'sdxl-inpaint'
  if (!hasMiddle(view)) {
    const isDeep = view.has(
      'output_blocks.3.1.transformer_blocks.1.attn1.to_k.weight',
      'up_blocks.1.attentions.0.transformer_blocks.1.attn1.to_k.weight',
    )
    return isDeep ? 'ssd-1b' : 'vega'
  }
  // The first Turbo draws 512 pixels; others of that name were trained at 1024.
  if (/^sd[-_]?xl[-_]?turbo/.test(name)) return 'sdxl-turbo'
  return isFewSteps(name) ? 'sdxl-few-steps' : 'sdxl'
}

function findFlux2(view: TensorView, name: string): Found | null {
  if (!view.has('double_stream_modulation_img.lin.weight')) return null
  // Three layers of the language model concatenated.
  const words = view.side(1, 'txt_in.weight')
  const textWidth = words === null ? null : words / 3
  if (view.has('single_blocks.47.linear1.weight')) return ofFamily('flux2-dev', textWidth)
  const isLarge = view.side(0, 'img_in.weight') === 4_096
  // The undistilled one has the same tensors: only the name differs.
  const base = name.includes('base') ? '-base' : ''
  return ofFamily(`flux2-klein${base}-${isLarge ? '9b' : '4b'}` as FamilyId, textWidth)
}

function findFlux1(view: TensorView, name: string): Found | Other | null {
  const isFlux =
    view.has('double_blocks.0.img_attn.qkv.weight', 'double_blocks.0.img_attn_qkv.weight') ||
    (view.has('single_transformer_blocks.0.attn.to_q.weight') && view.has('x_embedder.weight'))
  if (!isFlux) return null
  const textWidth = view.side(1, 'txt_in.weight', 'context_embedder.weight')
  if (view.has('img_in_patch.weight') || view.find(/^nerf_final_layer_conv\./))
    return ofFamily('chroma-radiance', textWidth)
  if (view.has('distilled_guidance_layer.in_proj.weight')) return ofFamily('chroma', textWidth)
  if (view.has('txt_in.individual_token_refiner.blocks.0.adaLN_modulation.1.weight')) return other('HunyuanVideo')
  if (view.has('double_blocks.0.img_mlp.gate_proj.weight')) return other('Ovis-Image')
  if (textWidth === 3_584) return other('LongCat-Image')
  return fluxByInput(view, name, textWidth)
}

/** What is concatenated with the noise: nothing, a masked image, or a control image. */
function fluxByInput(view: TensorView, name: string, textWidth: number | null): Found | Other {
  const channels = view.side(1, 'img_in.weight', 'x_embedder.weight')
  if (channels === 384) return ofFamily('flux1-fill', textWidth)
  if (channels === 128) return other(messages.fluxControl)
  if (channels === 196) return other('Flex.2')
  const takesGuidance = view.has('guidance_in.in_layer.weight', 'time_text_embed.guidance_embedder.linear_1.weight')
  if (!takesGuidance) return ofFamily('flux1-schnell', textWidth)
  // Kontext was fine-tuned from dev with the same tensors: only the name differs.
  return ofFamily(name.includes('kontext') ? 'flux1-kontext' : 'flux1-dev', textWidth)
}

function findSd3(view: TensorView, name: string): Found | null {
  if (!view.has('joint_blocks.0.x_block.attn.qkv.weight')) return null
  const textWidth = view.side(1, 'context_embedder.weight')
  const width = view.side(0, 'context_embedder.weight')
  if (width === 2_432) return ofFamily(name.includes('turbo') ? 'sd3.5-turbo' : 'sd3.5-large', textWidth)
  const isMedium35 = view.has('joint_blocks.0.x_block.attn2.qkv.weight')
  return ofFamily(isMedium35 ? 'sd3.5-medium' : 'sd3', textWidth)
}

function findQwenImage(view: TensorView, name: string): Found | Other | null {
  if (!view.has('transformer_blocks.0.img_mod.1.weight')) return null
  if (view.side(1, 'img_in.weight') === 128) return other('Mage-Flow')
  if (view.has('time_text_embed.addition_t_embedding.weight')) return other('Qwen-Image-Layered')
  // The edit models have the same tensors: only the name differs.
  return ofFamily(name.includes('edit') ? 'qwen-image-edit' : 'qwen-image', view.side(1, 'txt_in.weight'))
}

function findZImage(view: TensorView, name: string): Found | null {
  if (!view.has('cap_embedder.0.weight') || !view.has('x_pad_token', 'cap_pad_token')) return null
  // Turbo has the tensors of its base model: only the name differs.
  return ofFamily(name.includes('turbo') ? 'z-image-turbo' : 'z-image', view.side(0, 'cap_embedder.0.weight'))
}

function findMiniT2i(view: TensorView): Found | null {
  if (!view.has('net.img_embedder.proj1.weight')) return null
  return ofFamily('minit2i', view.side(1, 'net.txt_embedder.weight'))
}

/** Models that Atelier does not draw with yet, though the engine may know them: named rather than called unknown. */
const otherModels: readonly (readonly [sign: string, label: string])[] = [
  ['double_stream_modulation_img.linear.weight', messages.flux2Diffusers],
  ['pos_embed.proj.weight', messages.sd3Diffusers],
  ['blocks.0.cross_attn.norm_k.weight', messages.wan],
  ['adaln_single.emb.timestep_embedder.linear_1.bias', 'LTX-Video'],
  ['txt_in.individual_token_refiner.blocks.0.adaLN_modulation.1.weight', 'HunyuanVideo'],
  ['llm_adapter.blocks.0.cross_attn.q_proj.weight', 'Anima'],
  ['net.llm_adapter.blocks.0.cross_attn.q_proj.weight', 'Anima'],
  ['cap_embedder.0.weight', 'Lumina 2'],
  ['layers.0.adaLN_sa_ln.weight', 'ERNIE-Image'],
  ['txtfusion.projector.weight', 'Krea 2'],
  ['text_fusion.projector.weight', 'Krea 2'],
  ['net.lq_proj.latent_proj.0.weight', 'PiD'],
]

function findOther(view: TensorView): Other | null {
  const match = otherModels.find(([sign]) => view.has(sign))
  return match === undefined ? null : other(match[1])
}
