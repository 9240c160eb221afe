import { suggestedModels } from '../../shared/domain/suggested-models.ts'
import type { VisionTask } from '../../shared/domain/vision.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { familyOf, type FamilyId } from '../model-files/index.ts'
import type { HubLicense } from './hub.ts'

/** A file's location on the hub. Its size and hash are requested when it is needed. */
export interface CatalogueFile {
  readonly repo: string
  readonly path: string
}

/** A family's recommended set of files for a typical computer. */
export interface CatalogueModel {
  readonly id: string
  readonly label: string
  /** null = not a model to draw with: an upscaler or a ControlNet. */
  readonly family: FamilyId | null
  /** The first is recommended; the others are other precisions of the same model. */
  readonly models: readonly [CatalogueFile, ...CatalogueFile[]]
  /** Text encoders, VAE and vision encoder, shared with other models. */
  readonly parts: readonly CatalogueFile[]
  readonly license: HubLicense | null
  /** Not free for every use: the terms are shown and must be accepted before a download. */
  readonly hasTerms: boolean
}

const of = (repo: string, ...paths: readonly string[]): CatalogueFile[] => paths.map((path) => ({ repo, path }))

function filesOf(repo: string, firstPath: string, ...otherPaths: readonly string[]): CatalogueModel['models'] {
  return [{ repo, path: firstPath }, ...of(repo, ...otherPaths)]
}

const clipL = { repo: 'comfyanonymous/flux_text_encoders', path: 'clip_l.safetensors' }
const t5xxl = { repo: 'comfyanonymous/flux_text_encoders', path: 't5xxl_fp16.safetensors' }
const fluxVae = { repo: 'Comfy-Org/z_image_turbo', path: 'split_files/vae/ae.safetensors' }
const flux2Vae = { repo: 'Comfy-Org/flux2-klein-4B', path: 'split_files/vae/flux2-vae.safetensors' }
const qwen3Small = { repo: 'unsloth/Qwen3-4B-GGUF', path: 'Qwen3-4B-Q4_K_M.gguf' }
const qwen3Large = { repo: 'unsloth/Qwen3-8B-GGUF', path: 'Qwen3-8B-Q4_K_M.gguf' }
const qwenVl = { repo: 'mradermacher/Qwen2.5-VL-7B-Instruct-GGUF', path: 'Qwen2.5-VL-7B-Instruct.Q4_K_M.gguf' }
const qwenEyes = { repo: 'mradermacher/Qwen2.5-VL-7B-Instruct-GGUF', path: 'Qwen2.5-VL-7B-Instruct.mmproj-f16.gguf' }
const qwenVae = { repo: 'Comfy-Org/Qwen-Image_ComfyUI', path: 'split_files/vae/qwen_image_vae.safetensors' }
const sd35Encoders = of(
  'Comfy-Org/stable-diffusion-3.5-fp8',
  'text_encoders/clip_l.safetensors',
  'text_encoders/clip_g.safetensors',
  'text_encoders/t5xxl_fp16.safetensors',
)
const fluxParts = [fluxVae, clipL, t5xxl]

interface Entry {
  readonly family: FamilyId
  readonly models: CatalogueModel['models']
  readonly parts?: readonly CatalogueFile[]
  readonly hasTerms?: true
}

/**
 * Repositories and names as given by the engine's authors and the models' own pages. If there are quantized files, the
 * first has about four bits per weight: it fits most GPUs and looks much like the original.
 */
const entries: Readonly<Record<string, Entry>> = {
  sd15: {
    family: 'sd1',
    models: filesOf('stable-diffusion-v1-5/stable-diffusion-v1-5', 'v1-5-pruned-emaonly.safetensors'),
  },
  'sd15-inpainting': {
    family: 'sd1-inpaint',
    models: filesOf('webui/stable-diffusion-inpainting', 'sd-v1-5-inpainting.safetensors'),
  },
  sdxl: {
    family: 'sdxl',
    models: filesOf('stabilityai/stable-diffusion-xl-base-1.0', 'sd_xl_base_1.0.safetensors'),
  },
  'sdxl-turbo': {
    family: 'sdxl-turbo',
    models: filesOf('stabilityai/sdxl-turbo', 'sd_xl_turbo_1.0_fp16.safetensors', 'sd_xl_turbo_1.0.safetensors'),
    hasTerms: true,
  },
  'sd35-medium': {
    family: 'sd3.5-medium',
    models: filesOf('stabilityai/stable-diffusion-3.5-medium', 'sd3.5_medium.safetensors'),
    parts: sd35Encoders,
    hasTerms: true,
  },
  'sd35-large': {
    family: 'sd3.5-large',
    models: filesOf('stabilityai/stable-diffusion-3.5-large', 'sd3.5_large.safetensors'),
    parts: sd35Encoders,
    hasTerms: true,
  },
  'sd35-large-turbo': {
    family: 'sd3.5-turbo',
    models: filesOf('stabilityai/stable-diffusion-3.5-large-turbo', 'sd3.5_large_turbo.safetensors'),
    parts: sd35Encoders,
    hasTerms: true,
  },
  'flux1-schnell': {
    family: 'flux1-schnell',
    models: filesOf('leejet/FLUX.1-schnell-gguf', 'flux1-schnell-q4_k.gguf', 'flux1-schnell-q8_0.gguf'),
    parts: fluxParts,
  },
  'flux1-dev': {
    family: 'flux1-dev',
    models: filesOf('leejet/FLUX.1-dev-gguf', 'flux1-dev-q4_0.gguf', 'flux1-dev-q8_0.gguf', 'flux1-dev-q3_k.gguf'),
    parts: fluxParts,
    hasTerms: true,
  },
  'flux1-fill': {
    family: 'flux1-fill',
    models: filesOf('YarvixPA/FLUX.1-Fill-dev-GGUF', 'flux1-fill-dev-Q4_K_S.gguf', 'flux1-fill-dev-Q8_0.gguf'),
    parts: fluxParts,
    hasTerms: true,
  },
  'flux1-kontext': {
    family: 'flux1-kontext',
    models: filesOf(
      'QuantStack/FLUX.1-Kontext-dev-GGUF',
      'flux1-kontext-dev-Q4_K_M.gguf',
      'flux1-kontext-dev-Q8_0.gguf',
      'flux1-kontext-dev-Q3_K_M.gguf',
    ),
    parts: fluxParts,
    hasTerms: true,
  },
  'flux2-klein-4b': {
    family: 'flux2-klein-4b',
    models: filesOf('leejet/FLUX.2-klein-4B-GGUF', 'flux-2-klein-4b-Q4_0.gguf', 'flux-2-klein-4b-Q8_0.gguf'),
    parts: [flux2Vae, qwen3Small],
  },
  'flux2-klein-9b': {
    family: 'flux2-klein-9b',
    models: filesOf('leejet/FLUX.2-klein-9B-GGUF', 'flux-2-klein-9b-Q4_0.gguf'),
    parts: [flux2Vae, qwen3Large],
    hasTerms: true,
  },
  chroma: {
    family: 'chroma',
    models: filesOf('silveroxides/Chroma-GGUF', 'Chroma1-HD/Chroma1-HD-Q4_0.gguf'),
    parts: [fluxVae, t5xxl],
  },
  'qwen-image': {
    family: 'qwen-image',
    models: filesOf('QuantStack/Qwen-Image-GGUF', 'Qwen_Image-Q4_K_M.gguf', 'Qwen_Image-Q3_K_M.gguf'),
    parts: [qwenVae, qwenVl],
  },
  'qwen-image-edit': {
    family: 'qwen-image-edit',
    models: filesOf('unsloth/Qwen-Image-Edit-2511-GGUF', 'qwen-image-edit-2511-Q4_K_M.gguf'),
    parts: [qwenVae, qwenVl, qwenEyes],
  },
  'z-image-turbo': {
    family: 'z-image-turbo',
    models: filesOf('leejet/Z-Image-Turbo-GGUF', 'z_image_turbo-Q4_0.gguf', 'z_image_turbo-Q8_0.gguf'),
    parts: [fluxVae, qwen3Small],
  },
}

const upscalers: readonly CatalogueModel[] = [
  {
    id: suggestedModels.upscale.id,
    label: `${suggestedModels.upscale.name}, upscaler`,
    family: null,
    models: filesOf('Comfy-Org/Real-ESRGAN_repackaged', 'RealESRGAN_x4plus.safetensors'),
    parts: [],
    license: {
      name: suggestedModels.upscale.license,
      page: 'https://github.com/xinntao/Real-ESRGAN/blob/master/LICENSE',
    },
    hasTerms: false,
  },
]

const controlNets = (
  [
    ['canny', 'v11p', messages.controlNetEdges],
    ['scribble', 'v11p', messages.controlNetScribbles],
    ['lineart', 'v11p', messages.controlNetLineArt],
    ['openpose', 'v11p', messages.controlNetPoses],
    ['depth', 'v11f1p', messages.controlNetDepth],
  ] as const
).map(([kind, version, label]): CatalogueModel => ({
  id: `control-sd15-${kind}`,
  label,
  family: null,
  models: filesOf(
    'comfyanonymous/ControlNet-v1-1_fp16_safetensors',
    `control_${version}_sd15_${kind}_fp16.safetensors`,
  ),
  parts: [],
  license: { name: 'Open RAIL', page: 'https://huggingface.co/lllyasviel/ControlNet-v1-1' },
  hasTerms: false,
}))

const ofFamilies = Object.entries(entries).map(([id, entry]): CatalogueModel => {
  const { label, license } = familyOf(entry.family)
  return { id, label, license, parts: [], hasTerms: false, ...entry }
})

export const modelCatalogue: readonly CatalogueModel[] = [...ofFamilies, ...controlNets, ...upscalers]

/** A model for local vision: a repository with ONNX exports, or a single graph, stored in a folder of its own. */
export interface CatalogueFolder {
  readonly id: string
  readonly label: string
  readonly repo: string
  readonly license: HubLicense
  readonly hasTerms: boolean
  /** The graph to use of a repository with several that nothing describes. */
  readonly file?: string
}

function folderOf(id: string, label: string, repo: string, license: string, hasTerms = false): CatalogueFolder {
  return { id, label, repo, license: { name: license, page: `https://huggingface.co/${repo}` }, hasTerms }
}

/** One that is suggested where none is installed: what is said of it before a download is said of it here. */
function suggestedFolder(task: VisionTask, label: (facts: { name: string }) => string, repo: string): CatalogueFolder {
  const { id, name, license } = suggestedModels[task]
  return folderOf(id, label({ name }), repo, license)
}

export const folderCatalogue: readonly CatalogueFolder[] = [
  suggestedFolder('search', messages.forSearch, 'Xenova/clip-vit-base-patch32'),
  folderOf(
    'siglip2-base',
    messages.forSearch({ name: 'SigLIP 2 Base' }),
    'onnx-community/siglip2-base-patch16-224-ONNX',
    'Apache 2.0',
  ),
  suggestedFolder('objects', messages.forObjects, 'Xenova/slimsam-77-uniform'),
  folderOf(
    'sam2-tiny',
    messages.forObjects({ name: 'SAM 2.1 Tiny' }),
    'onnx-community/sam2.1-hiera-tiny-ONNX',
    'Apache 2.0',
  ),
  suggestedFolder('detect', messages.forDetection, 'Xenova/owlv2-base-patch16-ensemble'),
  folderOf('owlvit-base', messages.forDetection({ name: 'OWL-ViT Base' }), 'Xenova/owlvit-base-patch32', 'Apache 2.0'),
  suggestedFolder('background', messages.forBackgrounds, 'onnx-community/BiRefNet_lite-ONNX'),
  folderOf('modnet', messages.forBackgrounds({ name: 'MODNet' }), 'Xenova/modnet', 'Apache 2.0'),
  {
    ...suggestedFolder('remove', messages.forRemoval, 'Carve/LaMa-ONNX'),
    file: 'lama_fp32.onnx',
  },
  folderOf('lama-opencv', messages.forRemoval({ name: 'LaMa (OpenCV)' }), 'opencv/inpainting_lama', 'Apache 2.0'),
  {
    ...folderOf('migan', messages.forRemoval({ name: 'MI-GAN' }), 'andraniksargsyan/migan', 'MIT'),
    file: 'migan_pipeline_v2.onnx',
  },
  folderOf('rmbg-1.4', messages.forBackgrounds({ name: 'RMBG 1.4' }), 'briaai/RMBG-1.4', 'BRIA RMBG 1.4', true),
  suggestedFolder('describe', messages.forDescriptions, 'onnx-community/Florence-2-base-ft'),
  folderOf(
    'florence2-large',
    messages.forDescriptions({ name: 'Florence-2 Large' }),
    'onnx-community/Florence-2-large-ft',
    'MIT',
  ),
  // Its larger versions may not be used commercially.
  suggestedFolder('depth', messages.forDepth, 'onnx-community/depth-anything-v2-small'),
  suggestedFolder('pose', messages.forPoses, 'Xenova/RTMO-s'),
]

/** What the catalog offers, as it is listed. */
export const offeredModels = [...modelCatalogue, ...folderCatalogue].map(({ id, label, license, hasTerms }) => ({
  id,
  label,
  license,
  hasTerms,
}))
