import * as messages from '../../shared/messages/en/model-files.ts'
import type { Architecture, ModelSlot, PartKind } from './model-kinds.ts'

/** A file that a family requires. */
export interface NeededPart {
  readonly slot: Exclude<ModelSlot, 'model' | 'diffusion'>
  readonly fits: readonly PartKind[]
  /** Completes "needs …". */
  readonly name: string
  /** Works without it, but better with it. */
  readonly isOptional?: true
}

/** A family's values unless the request says otherwise. */
interface FamilyDefaults {
  readonly widthPx: number
  readonly heightPx: number
  readonly steps: number
  /** Classifier-free guidance; 1 = none. */
  readonly guidance: number
  /** For models trained with guidance as an input; null = not one of these. */
  readonly distilledGuidance: number | null
  readonly sampler: string
  readonly scheduler: string
  /** null = not a flow-matching model, or the engine's default. */
  readonly flowShift: number | null
}

interface FamilyAbilities {
  /** Trained for inpainting; for the others the mask is applied from outside. */
  readonly inpaints: boolean
  /** `instruction`: the image is a reference, and the prompt says what to change. */
  readonly edits: 'strength' | 'instruction'
  readonly referencesMax: number
  readonly hasNegativePrompt: boolean
  readonly hasLoras: boolean
  /** The engine adds a ControlNet's output to this model; a UNet with fewer blocks than the ControlNet crashes it. */
  readonly takesControl?: true
}

export interface Family {
  readonly label: string
  /** What adapters are made for: a LoRA for one architecture fits all its models. */
  readonly architecture: Architecture
  readonly parts: readonly NeededPart[]
  /** Replaces a missing VAE: small, fast and coarser. */
  readonly tinyVae: readonly PartKind[]
  /** Width and height are multiples of this. */
  readonly multiplePx: number
  readonly defaults: FamilyDefaults
  readonly abilities: FamilyAbilities
  /** License of the original weights; fine-tunes may have another. */
  readonly license: { readonly name: string; readonly page: string } | null
}

const rail = (suffix: string, page: string) => ({ name: `CreativeML Open RAIL${suffix}-M`, page })
const apache = { name: 'Apache 2.0', page: 'https://www.apache.org/licenses/LICENSE-2.0' }
const stability = { name: 'Stability AI Community License', page: 'https://stability.ai/license' }
const fluxNonCommercial = {
  name: 'FLUX Non-Commercial License',
  page: 'https://bfl.ai/legal/non-commercial-license-terms',
}
const sd1License = rail('', 'https://huggingface.co/spaces/CompVis/stable-diffusion-license')
const sd2License = rail('++', 'https://huggingface.co/stabilityai/stable-diffusion-2/blob/main/LICENSE-MODEL')
const sdxlLicense = rail('++', 'https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md')

const clipL: NeededPart = { slot: 'clipL', fits: ['clip-l'], name: messages.clipL }
const clipG: NeededPart = { slot: 'clipG', fits: ['clip-g'], name: messages.clipG }
/** For UNets. No file matches: the engine identifies the model by the text encoder next to it. */
const insideEncoder: NeededPart = {
  slot: 'clipL',
  fits: [],
  name: messages.encoderInside,
}
const t5xxl: NeededPart = { slot: 't5xxl', fits: ['t5'], name: messages.t5xxl }
const fluxVae: NeededPart = { slot: 'vae', fits: ['flux-vae'], name: messages.fluxVae }
const flux2Vae: NeededPart = { slot: 'vae', fits: ['flux2-vae'], name: messages.flux2Vae }
const qwen3 = (size: string): NeededPart => ({
  slot: 'llm',
  fits: ['qwen3'],
  name: messages.qwen3({ size, file: `qwen_3_${size.toLowerCase()}.safetensors` }),
})
const qwenVl: NeededPart = {
  slot: 'llm',
  fits: ['qwen2.5-vl'],
  name: messages.qwenVl,
}
const qwenVae: NeededPart = { slot: 'vae', fits: ['wan-vae'], name: messages.qwenVae }

const byStrength: FamilyAbilities = {
  inpaints: false,
  edits: 'strength',
  referencesMax: 0,
  hasNegativePrompt: true,
  hasLoras: true,
}
/** Guidance was distilled into the weights: a negative prompt is ignored. */
const distilled: FamilyAbilities = { ...byStrength, hasNegativePrompt: false }
const byInstruction: FamilyAbilities = { ...distilled, edits: 'instruction', referencesMax: 4 }

const withControl: FamilyAbilities = { ...byStrength, takesControl: true }
const distilledWithControl: FamilyAbilities = { ...distilled, takesControl: true }

const unetDefaults = {
  widthPx: 512,
  heightPx: 512,
  steps: 20,
  guidance: 7,
  distilledGuidance: null,
  sampler: 'euler_a',
  scheduler: 'discrete',
  flowShift: null,
} satisfies FamilyDefaults
const fluxDefaults = {
  ...unetDefaults,
  widthPx: 1_024,
  heightPx: 1_024,
  guidance: 1,
  sampler: 'euler',
  scheduler: 'flux',
} satisfies FamilyDefaults

const sd1: Family = {
  label: 'Stable Diffusion 1.x',
  architecture: 'sd1',
  parts: [insideEncoder, { slot: 'vae', fits: ['sd-vae'], name: messages.sdVae }],
  tinyVae: ['taesd'],
  multiplePx: 64,
  defaults: unetDefaults,
  abilities: withControl,
  license: sd1License,
}
const sd2: Family = {
  ...sd1,
  label: 'Stable Diffusion 2',
  architecture: 'sd2',
  defaults: { ...unetDefaults, widthPx: 768, heightPx: 768 },
  license: sd2License,
}
const sdxl: Family = {
  label: 'SDXL',
  architecture: 'sdxl',
  parts: [insideEncoder, { slot: 'vae', fits: ['sdxl-vae'], name: messages.sdxlVae }],
  tinyVae: ['taesdxl'],
  multiplePx: 64,
  defaults: { ...unetDefaults, widthPx: 1_024, heightPx: 1_024 },
  abilities: withControl,
  license: sdxlLicense,
}
const sd3: Family = {
  label: 'Stable Diffusion 3',
  architecture: 'sd3',
  parts: [clipL, clipG, { ...t5xxl, isOptional: true }, { slot: 'vae', fits: ['sd3-vae'], name: messages.sd3Vae }],
  tinyVae: ['taesd3'],
  multiplePx: 16,
  defaults: { ...fluxDefaults, scheduler: 'discrete', guidance: 4.5 },
  abilities: byStrength,
  license: stability,
}
const fluxDev: Family = {
  label: 'FLUX.1 dev',
  architecture: 'flux1',
  parts: [fluxVae, clipL, t5xxl],
  tinyVae: ['taef1'],
  multiplePx: 16,
  defaults: { ...fluxDefaults, distilledGuidance: 3.5 },
  abilities: distilled,
  license: fluxNonCommercial,
}
const klein4b: Family = {
  label: 'FLUX.2 klein 4B',
  architecture: 'flux2',
  parts: [flux2Vae, qwen3('4B')],
  tinyVae: ['taef2'],
  multiplePx: 16,
  defaults: { ...fluxDefaults, scheduler: 'flux2', steps: 4 },
  abilities: byInstruction,
  license: apache,
}
const kleinBase4b: Family = {
  ...klein4b,
  label: 'FLUX.2 klein base 4B',
  defaults: { ...klein4b.defaults, steps: 20, guidance: 4 },
  abilities: { ...byInstruction, hasNegativePrompt: true },
}
const klein9bParts = [flux2Vae, qwen3('8B')]
const chroma: Family = {
  label: 'Chroma',
  architecture: 'chroma',
  parts: [fluxVae, t5xxl],
  tinyVae: ['taef1'],
  multiplePx: 16,
  defaults: { ...fluxDefaults, guidance: 4 },
  abilities: byStrength,
  license: apache,
}
const qwenImage: Family = {
  label: 'Qwen-Image',
  architecture: 'qwen-image',
  parts: [qwenVae, qwenVl],
  tinyVae: ['taehv'],
  multiplePx: 16,
  defaults: { ...fluxDefaults, scheduler: 'discrete', guidance: 2.5, flowShift: 3 },
  abilities: byStrength,
  license: apache,
}
const zImage: Family = {
  label: 'Z-Image',
  architecture: 'z-image',
  parts: [fluxVae, qwen3('4B')],
  tinyVae: ['taef1'],
  multiplePx: 16,
  defaults: { ...fluxDefaults, scheduler: 'discrete', guidance: 5 },
  abilities: byStrength,
  license: apache,
}

/** Defaults tested by the engine's authors; sizes are those the models were trained on. */
export const families = {
  sd1,
  'sd1-inpaint': { ...sd1, label: messages.sd1Inpainting, abilities: { ...withControl, inpaints: true } },
  'sd1-tiny': { ...sd1, label: messages.sd1Small, abilities: byStrength },
  sdxs: { ...sd1, label: 'SDXS', defaults: { ...unetDefaults, steps: 1, guidance: 1 }, abilities: distilled },
  sd2,
  'sd2-base': { ...sd2, label: 'Stable Diffusion 2 base', defaults: unetDefaults },
  'sd2-inpaint': {
    ...sd2,
    label: messages.sd2Inpainting,
    defaults: unetDefaults,
    abilities: { ...withControl, inpaints: true },
  },
  'sd-turbo': {
    ...sd2,
    label: 'SD Turbo',
    defaults: { ...unetDefaults, steps: 4, guidance: 1 },
    abilities: distilledWithControl,
    license: stability,
  },
  sdxl,
  'sdxl-inpaint': { ...sdxl, label: 'SDXL inpainting', abilities: { ...withControl, inpaints: true } },
  'sdxl-turbo': {
    ...sdxl,
    label: 'SDXL Turbo',
    defaults: { ...unetDefaults, steps: 4, guidance: 1 },
    abilities: distilledWithControl,
    license: stability,
  },
  'sdxl-few-steps': {
    ...sdxl,
    label: messages.sdxlFewSteps,
    defaults: { ...sdxl.defaults, steps: 8, guidance: 1, sampler: 'euler', scheduler: 'sgm_uniform' },
    abilities: distilledWithControl,
  },
  'ssd-1b': { ...sdxl, label: 'SSD-1B', abilities: byStrength, license: apache },
  vega: { ...sdxl, label: 'Segmind Vega', abilities: byStrength, license: apache },
  sd3,
  'sd3.5-medium': { ...sd3, label: 'Stable Diffusion 3.5 Medium' },
  'sd3.5-large': { ...sd3, label: 'Stable Diffusion 3.5 Large' },
  'sd3.5-turbo': {
    ...sd3,
    label: 'Stable Diffusion 3.5 Large Turbo',
    defaults: { ...sd3.defaults, steps: 4, guidance: 1 },
    abilities: distilled,
  },
  'flux1-dev': fluxDev,
  'flux1-schnell': {
    ...fluxDev,
    label: 'FLUX.1 schnell',
    defaults: { ...fluxDefaults, steps: 4 },
    license: apache,
  },
  'flux1-fill': {
    ...fluxDev,
    label: 'FLUX.1 Fill',
    // Its authors use much higher guidance than for dev.
    defaults: { ...fluxDefaults, distilledGuidance: 30 },
    abilities: { ...distilled, inpaints: true },
  },
  'flux1-kontext': {
    ...fluxDev,
    label: 'FLUX.1 Kontext',
    defaults: { ...fluxDefaults, distilledGuidance: 2.5 },
    abilities: byInstruction,
  },
  'flux2-dev': {
    ...klein4b,
    label: 'FLUX.2 dev',
    parts: [flux2Vae, { slot: 'llm', fits: ['mistral'], name: messages.mistral }],
    defaults: { ...fluxDefaults, scheduler: 'flux2', distilledGuidance: 4 },
    license: fluxNonCommercial,
  },
  'flux2-klein-4b': klein4b,
  'flux2-klein-base-4b': kleinBase4b,
  'flux2-klein-9b': { ...klein4b, label: 'FLUX.2 klein 9B', parts: klein9bParts, license: fluxNonCommercial },
  'flux2-klein-base-9b': {
    ...kleinBase4b,
    label: 'FLUX.2 klein base 9B',
    parts: klein9bParts,
    license: fluxNonCommercial,
  },
  chroma,
  'chroma-radiance': { ...chroma, label: 'Chroma Radiance', parts: [t5xxl], tinyVae: [] },
  'qwen-image': qwenImage,
  'qwen-image-edit': {
    ...qwenImage,
    label: 'Qwen-Image-Edit',
    parts: [
      ...qwenImage.parts,
      {
        slot: 'llmVision',
        fits: ['mmproj'],
        name: messages.qwenVision,
      },
    ],
    abilities: { ...byInstruction, hasNegativePrompt: true },
  },
  'z-image': zImage,
  'z-image-turbo': {
    ...zImage,
    label: 'Z-Image Turbo',
    defaults: { ...zImage.defaults, steps: 8, guidance: 1 },
    abilities: distilled,
  },
  minit2i: {
    label: 'MiniT2I',
    architecture: 'minit2i',
    parts: [{ slot: 't5xxl', fits: ['t5'], name: messages.flanT5 }],
    tinyVae: [],
    multiplePx: 16,
    defaults: { ...unetDefaults, steps: 100, guidance: 6, sampler: 'euler' },
    abilities: { ...byStrength, hasLoras: false },
    license: null,
  },
} as const satisfies Record<string, Family>
export type FamilyId = keyof typeof families

export function familyOf(id: FamilyId): Family {
  return families[id]
}
