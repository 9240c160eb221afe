import type { InputRule, ModelCard, OptionField, SizeRule } from '../../shared/domain/model-card.ts'
import * as messages from '../../shared/messages/en/local-provider.ts'
import * as fields from '../../shared/messages/en/model-fields.ts'
import { off } from '../../shared/messages/en/option-values.ts'
import { flowShift } from '../../shared/messages/en/server-models.ts'
import {
  choiceOption,
  defineModel,
  inputRule,
  numberOption,
  switchOption,
  upscalingBy,
} from '../providers/core/define-model.ts'
import type { LocalModel } from './assemble-sets.ts'
import { familyOf, type Family } from './families.ts'
import type { Architecture } from './model-kinds.ts'

/** Smaller sizes are not useful images, but models can draw them for a draft or a test. */
const minSidePx = 64
const maxSidePx = 4_096
const maxPixels = 4_194_304
const megapixel = 1_048_576

/** A longer list would not help anyone choose. */
const namedLorasMax = 200
const namedNetsMax = 200

/**
 * Builds the card of a complete model: what its family supports, and its defaults. `loras`, `nets`: names of the LoRAs
 * and ControlNets that fit it. `upscalers`: those available for a second pass.
 */
export function localModelCard(
  model: LocalModel,
  loras: readonly string[] = [],
  upscalers: readonly NamedUpscaler[] = [],
  nets: readonly string[] = [],
): ModelCard {
  const family = familyOf(model.family)
  const { abilities, defaults } = family
  const isByStrength = abilities.edits === 'strength'
  return defineModel({
    id: model.id,
    label: model.label,
    note: messages.cardNote({ family: family.label, precision: model.quantization }),
    edits: abilities.edits,
    variations: isByStrength ? 'native' : 'emulated',
    mask: 'hard',
    maskPolarity: 'white',
    referencesMax: abilities.referencesMax,
    imagesPerCall: 4,
    hasNegativePrompt: abilities.hasNegativePrompt,
    seed: 'yes',
    // Image i uses seed + i.
    seedMax: 0xffffffff - 8,
    guidance: { min: 1, max: 30, default: defaults.guidance },
    steps: { min: 1, max: 100, default: defaults.steps },
    strength: isByStrength ? { min: 0, max: 1, default: 0.75 } : null,
    loras: abilities.hasLoras ? { max: 8, minScale: -2, maxScale: 2, names: loras.slice(0, namedLorasMax) } : null,
    ...(abilities.takesControl && { control: { nets: nets.slice(0, namedNetsMax) } }),
    sizes: sizesOf(family),
    input: inputOf(family),
    formats: ['png'],
    hasProgress: true,
    hasPreviews: true,
    price: { per: 'free' },
    options: [...optionsOf(family), ...hiresOf(family, upscalers)],
    origin: 'live',
  })
}

/** At twice the size it reaches the largest image Atelier opens. Four times is checked along with the scale. */
const upscaledSidePxMax = 8_192

/** Builds the card of an ESRGAN model: it enlarges an image without a prompt, tile by tile, so any size works. */
export function upscalerCard(id: string, label: string): ModelCard {
  return defineModel({
    id,
    label,
    note: messages.upscalerNote,
    canGenerate: false,
    edits: 'own',
    prompt: 'none',
    sizes: { kind: 'source' },
    input: inputRule({
      minSidePx: 1,
      minPixels: 1,
      maxSidePx: upscaledSidePxMax,
      maxPixels: upscaledSidePxMax ** 2,
      maxRatio: upscaledSidePxMax,
      formats: ['png'],
      isFile: true,
    }),
    formats: ['png'],
    hasProgress: true,
    price: { per: 'free' },
    upscaling: upscalingBy('scale', [2, 4]),
    options: [
      choiceOption(
        'scale',
        fields.scale,
        [
          [2, '×2'],
          [4, '×4'],
        ],
        { default: 4 },
      ),
    ],
    origin: 'live',
  })
}

function sizesOf({ multiplePx, defaults }: Family): SizeRule {
  const { widthPx, heightPx } = defaults
  return {
    kind: 'grid',
    ...limitsOn(multiplePx),
    default: { widthPx, heightPx },
    // Above this, models repeat themselves and memory runs out.
    keepsSourcePixels: Math.min(4 * widthPx * heightPx, 2 * megapixel),
  }
}

function inputOf({ multiplePx }: Family): InputRule {
  return inputRule({ ...limitsOn(multiplePx), formats: ['png'] })
}

function limitsOn(multiplePx: number) {
  return { multiplePx, minSidePx, maxSidePx, minPixels: minSidePx * minSidePx, maxPixels, maxRatio: 8 }
}

/** Architectures with relative positions, or in which pixels only see their neighbors. */
const tileable: readonly Architecture[] = ['sd1', 'sd2', 'sdxl', 'flux1', 'flux2', 'chroma', 'qwen-image', 'z-image']

function optionsOf({ defaults, architecture }: Family): OptionField[] {
  const isFlow = !['sd1', 'sd2', 'sdxl'].includes(architecture)
  return [
    choiceOption('sampler', fields.sampler, samplers, { default: defaults.sampler }),
    choiceOption('scheduler', fields.scheduler, schedulers, { default: defaults.scheduler }),
    ...(defaults.distilledGuidance === null
      ? []
      : [
          numberOption('distilled_guidance', fields.distilledGuidance, {
            min: 0,
            max: 100,
            default: defaults.distilledGuidance,
            hint: messages.distilledGuidanceHint,
          }),
        ]),
    ...(isFlow
      ? [
          numberOption('flow_shift', flowShift, {
            min: 0,
            max: 100,
            default: defaults.flowShift,
            hint: messages.flowShiftHint,
          }),
        ]
      : []),
    ...(tileable.includes(architecture)
      ? [switchOption('tiling', fields.seamlessTiling, false, messages.tilingHint)]
      : []),
  ]
}

interface NamedUpscaler {
  readonly id: string
  readonly label: string
}

/** Options of a second pass: enlarge and draw again. Inpainting models get an image of the first pass's size. */
function hiresOf({ abilities }: Family, upscalers: readonly NamedUpscaler[]): OptionField[] {
  if (abilities.inpaints) return []
  const files = upscalers.slice(0, namedUpscalersMax).map(({ id, label }) => [id, label] as const)
  return [
    choiceOption('hires', messages.hiresPass, hiresScales, {
      default: 1,
      hint: messages.hiresHint,
    }),
    numberOption('hires_strength', messages.hiresStrength, {
      min: 0,
      max: 1,
      default: 0.7,
      hint: messages.hiresStrengthHint,
    }),
    choiceOption('hires_upscaler', messages.hiresUpscaler, [...hiresUpscalers, ...files], { default: 'Latent' }),
  ]
}

/** A longer list would not help anyone choose. */
const namedUpscalersMax = 50

const hiresScales = [
  [1, off],
  [1.5, '×1.5'],
  [2, '×2'],
] as const

/** By the engine's names, with their common labels. */
const hiresUpscalers = [
  ['Latent', 'Latent'],
  ['Latent (bicubic)', 'Latent (bicubic)'],
  ['Latent (nearest-exact)', 'Latent (nearest)'],
  ['Lanczos', 'Lanczos'],
] as const

/** By the engine's names, with their common labels. */
const samplers = [
  ['euler', 'Euler'],
  ['euler_a', 'Euler ancestral'],
  ['heun', 'Heun'],
  ['dpm2', 'DPM2'],
  ['dpm++2s_a', 'DPM++ 2S ancestral'],
  ['dpm++2m', 'DPM++ 2M'],
  ['dpm++2mv2', 'DPM++ 2M v2'],
  ['dpm++2m_sde', 'DPM++ 2M SDE'],
  ['dpm++2m_sde_bt', 'DPM++ 2M SDE, Brownian tree'],
  ['ipndm', 'iPNDM'],
  ['ipndm_v', 'iPNDM-V'],
  ['lcm', 'LCM'],
  ['ddim_trailing', 'DDIM trailing'],
  ['tcd', 'TCD'],
  ['res_multistep', 'RES multistep'],
  ['res_2s', 'RES 2S'],
  ['er_sde', 'ER-SDE'],
  ['euler_cfg_pp', 'Euler CFG++'],
  ['euler_a_cfg_pp', 'Euler ancestral CFG++'],
  ['euler_ge', 'Euler, gradient estimation'],
  ['lms', 'LMS'],
] as const

const schedulers = [
  ['discrete', 'Normal'],
  ['karras', 'Karras'],
  ['exponential', 'Exponential'],
  ['ays', 'Align Your Steps'],
  ['gits', 'GITS'],
  ['sgm_uniform', 'SGM uniform'],
  ['simple', 'Simple'],
  ['smoothstep', 'Smoothstep'],
  ['kl_optimal', 'KL optimal'],
  ['lcm', 'LCM'],
  ['bong_tangent', 'Bong tangent'],
  ['beta', 'Beta'],
  ['logit_normal', 'Logit-normal'],
  ['flux', 'FLUX.1'],
  ['flux2', 'FLUX.2'],
  ['ltx2', 'LTX-2'],
] as const
