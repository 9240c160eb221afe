import { checkJson, type FieldRule, type FieldRules } from '../check-fields.ts'

/** What the stub server has installed. */
export const checkpoints = [
  'sdxl/juggernaut-xl.safetensors',
  'v1-5-pruned-emaonly.safetensors',
  'flux1-dev-fp8.safetensors',
  'sd3.5_large.safetensors',
]
export const loras = ['ink.safetensors']
export const samplers = ['euler', 'euler_ancestral', 'dpmpp_2m']
export const schedulers = ['normal', 'karras', 'simple']

interface NodeClass {
  readonly values: FieldRules
  /** Inputs that must be linked, with the required type. */
  readonly links: Readonly<Record<string, string>>
  readonly gives: readonly string[]
}

const text: FieldRule = { type: 'text', isRequired: true }
const side: FieldRule = { type: 'whole', isRequired: true, min: 16, max: 16_384, step: 8 }
const scale: FieldRule = { type: 'number', isRequired: true, min: -100, max: 100 }
const empty: NodeClass = {
  values: { width: side, height: side, batch_size: { type: 'whole', isRequired: true, min: 1, max: 4_096 } },
  links: {},
  gives: ['LATENT'],
}

/** The core nodes as `/object_info` describes them. */
const nodeClasses: Readonly<Record<string, NodeClass>> = {
  CheckpointLoaderSimple: {
    values: { ckpt_name: { ...text, values: checkpoints } },
    links: {},
    gives: ['MODEL', 'CLIP', 'VAE'],
  },
  LoraLoader: {
    values: { lora_name: { ...text, values: loras }, strength_model: scale, strength_clip: scale },
    links: { model: 'MODEL', clip: 'CLIP' },
    gives: ['MODEL', 'CLIP'],
  },
  CLIPTextEncode: { values: { text }, links: { clip: 'CLIP' }, gives: ['CONDITIONING'] },
  FluxGuidance: {
    values: { guidance: { type: 'number', isRequired: true, min: 0, max: 100 } },
    links: { conditioning: 'CONDITIONING' },
    gives: ['CONDITIONING'],
  },
  EmptyLatentImage: empty,
  EmptySD3LatentImage: empty,
  LoadImage: { values: { image: text }, links: {}, gives: ['IMAGE', 'MASK'] },
  LoadImageMask: {
    values: { image: text, channel: { ...text, values: ['alpha', 'red', 'green', 'blue'] } },
    links: {},
    gives: ['MASK'],
  },
  ImageScale: {
    values: {
      upscale_method: { ...text, values: ['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'] },
      width: { ...side, step: 1 },
      height: { ...side, step: 1 },
      crop: { ...text, values: ['disabled', 'center'] },
    },
    links: { image: 'IMAGE' },
    gives: ['IMAGE'],
  },
  ImageToMask: {
    values: { channel: { ...text, values: ['red', 'green', 'blue', 'alpha'] } },
    links: { image: 'IMAGE' },
    gives: ['MASK'],
  },
  VAEEncode: { values: {}, links: { pixels: 'IMAGE', vae: 'VAE' }, gives: ['LATENT'] },
  VAEEncodeForInpaint: {
    values: { grow_mask_by: { type: 'whole', isRequired: true, min: 0, max: 64 } },
    links: { pixels: 'IMAGE', vae: 'VAE', mask: 'MASK' },
    gives: ['LATENT'],
  },
  SetLatentNoiseMask: { values: {}, links: { samples: 'LATENT', mask: 'MASK' }, gives: ['LATENT'] },
  InpaintModelConditioning: {
    values: { noise_mask: { type: 'flag', isRequired: true } },
    links: { positive: 'CONDITIONING', negative: 'CONDITIONING', vae: 'VAE', pixels: 'IMAGE', mask: 'MASK' },
    gives: ['CONDITIONING', 'CONDITIONING', 'LATENT'],
  },
  KSampler: {
    values: {
      seed: { type: 'whole', isRequired: true, min: 0, max: Number.MAX_SAFE_INTEGER },
      steps: { type: 'whole', isRequired: true, min: 1, max: 10_000 },
      cfg: { type: 'number', isRequired: true, min: 0, max: 100 },
      sampler_name: { ...text, values: samplers },
      scheduler: { ...text, values: schedulers },
      denoise: { type: 'number', isRequired: true, min: 0, max: 1 },
    },
    links: { model: 'MODEL', positive: 'CONDITIONING', negative: 'CONDITIONING', latent_image: 'LATENT' },
    gives: ['LATENT'],
  },
  VAEDecode: { values: {}, links: { samples: 'LATENT', vae: 'VAE' }, gives: ['IMAGE'] },
  PreviewImage: { values: {}, links: { images: 'IMAGE' }, gives: [] },
  SaveImage: { values: { filename_prefix: text }, links: { images: 'IMAGE' }, gives: [] },
}

export interface PlayedNode {
  readonly class_type: string
  readonly inputs: Readonly<Record<string, unknown>>
}
export type PlayedGraph = Readonly<Record<string, PlayedNode>>

/** Returns one line per reason ComfyUI would reject the graph, and per input that no node has. */
export function checkGraph(graph: PlayedGraph): string[] {
  const problems = Object.entries(graph).flatMap(([id, node]) => checkNode(graph, id, node))
  const hasOutput = Object.values(graph).some(({ class_type }) => /^(Preview|Save)Image$/.test(class_type))
  return hasOutput ? problems : [...problems, 'prompt: no output node']
}

function checkNode(graph: PlayedGraph, id: string, { class_type, inputs }: PlayedNode): string[] {
  const kind = nodeClasses[class_type]
  if (kind === undefined) return [`${id}: no core node ${class_type}`]
  const at = `${id} ${class_type}`
  const values = Object.fromEntries(Object.entries(inputs).filter(([name]) => kind.links[name] === undefined))
  const links = Object.entries(kind.links).flatMap(([name, type]) => {
    const [source, output] = (inputs[name] ?? []) as [string?, number?]
    const given = nodeClasses[graph[source ?? '']?.class_type ?? '']?.gives[output ?? 0]
    return given === type ? [] : [`${at}.${name}: ${type} wanted, ${given ?? 'nothing'} linked`]
  })
  return [...checkJson(values, kind.values, at), ...links]
}

/** Returns the file a graph loads its mask from, and which part of it is repainted. */
export function maskFileOf(graph: PlayedGraph): { name: string; repaint: 'white' | 'transparent' } | null {
  const node = Object.values(graph).find(({ class_type }) => /^(LoadImageMask|ImageToMask)$/.test(class_type))
  if (node === undefined) return null
  const repaint = node.inputs['channel'] === 'red' ? 'white' : 'transparent'
  return { name: fileBehind(graph, node), repaint }
}

function fileBehind(graph: PlayedGraph, { inputs }: PlayedNode): string {
  const { image } = inputs
  if (!Array.isArray(image)) return String(image)
  const next = graph[String(image[0])]
  return next === undefined ? '' : fileBehind(graph, next)
}
