import type { Size } from '../../../../shared/util/geometry.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import { createGraphBuilder, type ComfyGraph, type GraphBuilder, type NodeLink } from './comfy-graph.ts'
import { kindOfCheckpoint, type CheckpointKind } from './comfy-models.ts'

/** Names of uploaded images, as `LoadImage` takes them. */
export interface UploadedNames {
  readonly source: string | null
  readonly mask: string | null
}

interface Basis {
  readonly model: NodeLink
  readonly positive: NodeLink
  readonly negative: NodeLink
  readonly vae: NodeLink
}

/** Where the sampler starts. */
interface Start {
  readonly latent: NodeLink
  readonly positive: NodeLink
  readonly negative: NodeLink
  readonly denoise: number
}

/** Builds a graph for text to image, image to image, or inpainting, from core nodes alone. */
export function buildGraph(input: AdapterInput, checkpoint: string, names: UploadedNames, seed: number): ComfyGraph {
  const builder = createGraphBuilder()
  const kind = kindOfCheckpoint(checkpoint)
  const guidance = input.guidance ?? kind.guidance
  const basis = addBasis(builder, input, checkpoint)
  const positive = kind.guidedBy === 'node' ? addGuidance(builder, basis.positive, guidance) : basis.positive
  const start = addStart(builder, input, kind, { ...basis, positive }, names)
  const sampler = builder.add('KSampler', {
    model: basis.model,
    positive: start.positive,
    negative: start.negative,
    latent_image: start.latent,
    seed,
    steps: input.steps ?? 25,
    cfg: kind.guidedBy === 'node' ? 1 : guidance,
    sampler_name: input.options['sampler_name'] ?? 'euler',
    scheduler: input.options['scheduler'] ?? (kind.isWide ? 'simple' : 'normal'),
    denoise: start.denoise,
  })
  const decoded = builder.add('VAEDecode', { samples: sampler(0), vae: basis.vae })
  // Lossless, and stored in the folder that the server empties: nothing is left among the user's own images.
  builder.add('PreviewImage', { images: decoded(0) })
  return builder.graph
}

function addBasis(builder: GraphBuilder, input: AdapterInput, checkpoint: string): Basis {
  const loader = builder.add('CheckpointLoaderSimple', { ckpt_name: checkpoint })
  let [model, clip] = [loader(0), loader(1)]
  for (const lora of input.loras) {
    const strengths = { strength_model: lora.scale, strength_clip: lora.scale }
    const node = builder.add('LoraLoader', { model, clip, lora_name: lora.path, ...strengths })
    model = node(0)
    clip = node(1)
  }
  const positive = builder.add('CLIPTextEncode', { clip, text: input.prompt })
  const negative = builder.add('CLIPTextEncode', { clip, text: input.negativePrompt ?? '' })
  return { model, positive: positive(0), negative: negative(0), vae: loader(2) }
}

function addGuidance(builder: GraphBuilder, conditioning: NodeLink, guidance: number): NodeLink {
  return builder.add('FluxGuidance', { conditioning, guidance })(0)
}

function addStart(
  builder: GraphBuilder,
  input: AdapterInput,
  kind: CheckpointKind,
  { positive, negative, vae }: Basis,
  names: UploadedNames,
): Start {
  const texts = { positive, negative }
  if (names.source === null) {
    const { widthPx: width, heightPx: height } = input.size ?? { widthPx: 1_024, heightPx: 1_024 }
    const classType = kind.isWide ? 'EmptySD3LatentImage' : 'EmptyLatentImage'
    return { latent: builder.add(classType, { width, height, batch_size: 1 })(0), ...texts, denoise: 1 }
  }
  const target = targetSize(input)
  const pixels = addScaled(builder, builder.add('LoadImage', { image: names.source })(0), target)
  const denoise = input.strength ?? 0.75
  if (names.mask === null) return { latent: builder.add('VAEEncode', { pixels, vae })(0), ...texts, denoise }
  const mask = addMask(builder, names.mask, target)
  return addMasked(builder, { input, texts, vae, pixels, mask, denoise })
}

/** Returns the output size if it differs from the size the source is sent in; null = the same. */
function targetSize({ size, source }: AdapterInput): Size | null {
  const isSame = size?.widthPx === source?.widthPx && size?.heightPx === source?.heightPx
  return isSame ? null : size
}

function addScaled(builder: GraphBuilder, image: NodeLink, target: Size | null): NodeLink {
  if (target === null) return image
  const { widthPx: width, heightPx: height } = target
  return builder.add('ImageScale', { image, upscale_method: 'lanczos', width, height, crop: 'disabled' })(0)
}

/** `red` makes white the part that is repainted. Only images can be scaled: a mask is converted to one and back. */
function addMask(builder: GraphBuilder, name: string, target: Size | null): NodeLink {
  if (target === null) return builder.add('LoadImageMask', { image: name, channel: 'red' })(0)
  const image = addScaled(builder, builder.add('LoadImage', { image: name })(0), target)
  return builder.add('ImageToMask', { image, channel: 'red' })(0)
}

interface Masked {
  readonly input: AdapterInput
  readonly texts: Pick<Start, 'positive' | 'negative'>
  readonly vae: NodeLink
  readonly pixels: NodeLink
  readonly mask: NodeLink
  readonly denoise: number
}

/** The result is not composited over the source here: Atelier does that once, with the soft edge. */
function addMasked(builder: GraphBuilder, { input, texts, vae, pixels, mask, denoise }: Masked): Start {
  switch (input.options['inpaint_method']) {
    case 'empty': {
      const inputs = { pixels, vae, mask, grow_mask_by: 6 }
      // Below full strength the emptied part would stay gray.
      return { latent: builder.add('VAEEncodeForInpaint', inputs)(0), ...texts, denoise: 1 }
    }
    case 'conditioning': {
      const node = builder.add('InpaintModelConditioning', { ...texts, vae, pixels, mask, noise_mask: true })
      return { positive: node(0), negative: node(1), latent: node(2), denoise: input.strength ?? 1 }
    }
    default: {
      const samples = builder.add('VAEEncode', { pixels, vae })(0)
      return { latent: builder.add('SetLatentNoiseMask', { samples, mask })(0), ...texts, denoise }
    }
  }
}
