import { z } from 'zod'
import {
  imageFormatSchema,
  type ModelCard,
  type OptionField,
  type ImageFormat,
} from '../../../../shared/domain/model-card.ts'
import * as fields from '../../../../shared/messages/en/model-fields.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import { choiceOption, defineModel, numberOption, switchOption } from '../../core/define-model.ts'
import { inputOn, keepingGridOf, sdServerName } from './compatible-models.ts'

const samplingSchema = z.object({
  sample_steps: z.number().nullish(),
  guidance: z.object({ txt_cfg: z.number().nullish(), distilled_guidance: z.number().nullish() }).nullish(),
})

/** Capabilities of sd-server. `features` describe the build, not what the loaded model supports. */
export const capabilitiesSchema = z.object({
  model: z.object({ name: z.string().nullish(), stem: z.string().nullish() }).nullish(),
  supported_modes: z.array(z.string()).nullish(),
  defaults_by_mode: z
    .object({
      img_gen: z
        .object({
          width: z.number().nullish(),
          height: z.number().nullish(),
          strength: z.number().nullish(),
          sample_params: samplingSchema.nullish(),
        })
        .nullish(),
    })
    .nullish(),
  output_formats_by_mode: z.object({ img_gen: z.array(z.string()).nullish() }).nullish(),
  features_by_mode: z.object({ img_gen: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  samplers: z.array(z.string()),
  schedulers: z.array(z.string()).nullish(),
  loras: z.array(z.object({ name: z.string().nullish(), path: z.string() })).nullish(),
  limits: z
    .object({
      min_width: z.number().nullish(),
      min_height: z.number().nullish(),
      max_width: z.number().nullish(),
      max_height: z.number().nullish(),
      max_batch_count: z.number().nullish(),
    })
    .nullish(),
})
export type Capabilities = z.output<typeof capabilitiesSchema>

/** Stands for whatever the server has loaded: it cannot be told to load another. */
export const loadedId = 'sdcpp:loaded'

export function sdcppModelName({ model }: Capabilities): string {
  return model?.stem || model?.name || 'loaded'
}

export function canDraw({ supported_modes }: Capabilities): boolean {
  return supported_modes?.includes('img_gen') ?? true
}

/** Creates the card of the loaded model; without capabilities, with what every build supports. */
export function sdcppCard(id: string, capabilities: Capabilities | null, origin: ModelCard['origin']): ModelCard {
  const name = capabilities ? sdcppModelName(capabilities) : null
  const usual = capabilities?.defaults_by_mode?.img_gen
  const has = (feature: string) => capabilities === null || capabilities.features_by_mode?.img_gen?.[feature] !== false
  const sides = sideLimitsOf(capabilities)
  const loras = has('lora') ? (capabilities?.loras ?? []) : []
  return defineModel({
    id,
    label: name ?? messages.loadedModel,
    note: noteOf(loras.map(({ path }) => path)),
    edits: has('init_image') ? editsOf(name) : 'no',
    variations: has('init_image') ? 'emulated' : 'no',
    // Blended in latent space: outside the mask pixels are re-encoded, not repainted.
    mask: has('mask_image') ? 'hard' : 'no',
    maskPolarity: 'white',
    referencesMax: has('ref_images') ? 4 : 0,
    imagesPerCall: Math.max(1, Math.min(capabilities?.limits?.max_batch_count ?? 8, 8)),
    hasNegativePrompt: true,
    seed: 'yes',
    // Image number i is drawn with seed + i.
    seedMax: 0xffffffff - 8,
    guidance: { min: 0, max: 30, default: usual?.sample_params?.guidance?.txt_cfg ?? null },
    steps: { min: 1, max: 100, default: usual?.sample_params?.sample_steps ?? null },
    strength: { min: 0, max: 1, default: usual?.strength ?? 0.75 },
    loras: loras.length > 0 || capabilities === null ? { max: 8, minScale: -2, maxScale: 2 } : null,
    sizes: keepingGridOf(onGrid(usual?.width ?? 512), sides),
    input: has('init_image') ? inputOn(sides) : null,
    formats: formatsOf(capabilities),
    worksOnAfterCancel: capabilities?.features_by_mode?.img_gen?.['cancel_generating'] !== true,
    price: { per: 'free' },
    options: optionsOf(capabilities, name),
    origin,
  })
}

/**
 * Creates the card of the same model in OpenAI's API: for builds before April 2026, which have no API of their own, and
 * if the base URL has a path. Its own fields are sent inside the prompt.
 */
export function sdServerCard(capabilities: Capabilities | null, origin: ModelCard['origin']): ModelCard {
  const jobCard = sdcppCard(sdServerName, capabilities, origin)
  return {
    ...jobCard,
    label: messages.openaiApi,
    note: messages.openaiApiNote,
    edits: jobCard.edits === 'no' ? 'no' : 'strength',
    referencesMax: 0,
    // Closing the connection stops nothing.
    worksOnAfterCancel: true,
    imagesPerCall: Math.min(jobCard.imagesPerCall, 4),
    formats: jobCard.formats.filter((format) => format !== 'webp'),
    options: jobCard.options.filter(({ name }) => name !== 'ref_images'),
  }
}

/** Returns the side limits; the smallest is at least 64: no family draws smaller images. */
function sideLimitsOf(capabilities: Capabilities | null) {
  const { min_width, min_height, max_width, max_height } = capabilities?.limits ?? {}
  const minPx = Math.ceil(Math.max(min_width ?? 64, min_height ?? 64, 64) / 64) * 64
  return { minPx, maxPx: Math.max(minPx, Math.min(max_width ?? 4_096, max_height ?? 4_096, 4_096)) }
}

function noteOf(loras: readonly string[]): string | null {
  return loras.length === 0 ? null : messages.lorasOnServer({ names: loras.slice(0, 30).join(', ') })
}

/**
 * Guesses whether a model edits images by instructions. Its name is the only indication; the option takes precedence.
 */
function followsInstructions(name: string | null): boolean {
  return name !== null && /kontext|edit|flux[._-]?2|omnigen/i.test(name)
}

function editsOf(name: string | null): ModelCard['edits'] {
  return followsInstructions(name) ? 'instruction' : 'strength'
}

function onGrid(px: number): number {
  return Math.max(64, Math.ceil(px / 64) * 64)
}

function formatsOf(capabilities: Capabilities | null): ImageFormat[] {
  const named = capabilities?.output_formats_by_mode?.img_gen ?? ['png', 'jpeg']
  return named.flatMap((each) => imageFormatSchema.safeParse(each).data ?? [])
}

/** Of builds from summer 2025 on; a build ignores those it does not know. */
const knownSamplers = [
  'euler',
  'euler_a',
  'heun',
  'dpm2',
  'dpm++2s_a',
  'dpm++2m',
  'dpm++2mv2',
  'ipndm',
  'ipndm_v',
  'lcm',
]
const knownSchedulers = ['discrete', 'karras', 'exponential', 'ays', 'gits']

function optionsOf(capabilities: Capabilities | null, name: string | null): OptionField[] {
  const choices: OptionField[] = []
  const samplers = capabilities?.samplers ?? knownSamplers
  if (samplers.length > 0) choices.push(choiceOption('sample_method', fields.sampler, samplers))
  const schedulers = capabilities === null ? knownSchedulers : (capabilities.schedulers ?? [])
  if (schedulers.length > 0) choices.push(choiceOption('scheduler', fields.scheduler, schedulers))
  return [
    ...choices,
    numberOption('distilled_guidance', fields.distilledGuidance, {
      min: 0,
      max: 30,
      default: capabilities?.defaults_by_mode?.img_gen?.sample_params?.guidance?.distilled_guidance ?? null,
      hint: messages.distilledGuidanceHint,
    }),
    numberOption('flow_shift', messages.flowShift, { min: 0, max: 100, hint: messages.flowShiftHint }),
    numberOption('clip_skip', messages.clipSkip, { isWhole: true, min: -1, max: 12 }),
    switchOption('ref_images', messages.editByInstruction, followsInstructions(name), messages.editByInstructionHint),
  ]
}
