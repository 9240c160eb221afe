import {
  contentFilterSchema,
  loraSchema,
  type Control,
  type GenerationRequest,
  type Lora,
} from '../../../shared/domain/generation.ts'
import { usualControlStrength } from '../../../shared/domain/control.ts'
import {
  aspectRatioSchema,
  imageFormatSchema,
  qualitySchema,
  type ModelCard,
  type OptionValue,
} from '../../../shared/domain/model-card.ts'
import { providerIds, providerIdSchema, type ProviderId } from '../../../shared/domain/provider-id.ts'
import { toSeed, type Seed } from '../../../shared/domain/seed.ts'
import { notOneOf } from '../../../shared/messages/en/cli.ts'
import * as help from '../../../shared/messages/en/cli-options.ts'
import * as messages from '../../../shared/messages/en/cli-generate.ts'
import { oneOf, optionGroup, type OptionValues } from '../program/command.ts'
import { blendOptions, editOptions } from '../edit/edit-options.ts'
import { edgeOptions, maskOption, seedOption } from '../edit/image-options.ts'
import { baseUrlOption, configOption } from './provider-options.ts'
import { badInput, readNumberOption } from '../read-options.ts'
import {
  mapNumberSettings,
  numberSettingNames,
  numberSettings,
  type NumberSettingName,
} from '../../../shared/domain/number-settings.ts'
import { programNames, type NumberSettingOption } from '../../../shared/domain/number-setting-names.ts'

/** Every field of a request, named as users of other programs know it. */
export const requestOptions = {
  ...optionGroup(help.modelHeading, {
    provider: { value: 'id', suggestions: providerIds, help: help.provider },
    model: {
      value: 'id',
      isMany: true,
      help: help.model,
    },
    option: { value: 'name=value', isMany: true, help: help.modelOption },
    'base-url': baseUrlOption,
    config: configOption,
    'key-stdin': { help: help.keyFromInput },
  }),
  ...optionGroup(help.imageHeading, {
    prompt: { value: 'text', help: help.promptOption },
    'negative-prompt': { value: 'text', help: help.negativePrompt },
    n: { value: '1-4', help: help.imageCount },
    size: { value: 'WxH', help: help.size },
    'aspect-ratio': { value: 'w:h', help: help.aspectRatio },
    quality: { value: 'quality', ...oneOf(qualitySchema.options) },
    seed: seedOption,
    ...numberOptions(),
    'style-preset': { value: 'name', help: help.stylePreset },
    lora: { value: 'path@scale', isMany: true, help: help.lora },
    control: { value: 'image', help: help.controlImage },
    'control-net': { value: 'name', help: help.controlNet },
    'control-strength': { value: '0-2', help: help.controlStrength({ value: usualControlStrength }) },
    'control-edges': { help: help.controlEdges },
    'input-image': { value: 'image', isMany: true, help: help.referenceImage },
  }),
  ...optionGroup(help.limitsHeading, {
    'max-cost-usd': { value: 'n', help: help.maxCost },
    'block-nsfw': { help: help.blockNudity },
    'content-filter': { value: 'level', ...oneOf(contentFilterSchema.options) },
  }),
  ...optionGroup(help.outputHeading, {
    out: { value: 'folder', help: help.copyFolder },
    format: { value: 'format', ...oneOf(imageFormatSchema.options) },
    'output-format': { value: 'kind', choices: ['filepath', 'b64', 'url'], help: help.imageField },
    metadata: { value: 'name=value', isMany: true, help: help.customMetadata },
  }),
} as const

function numberOptions() {
  const options = numberSettingNames.map((name) => {
    const { max } = numberSettings[name]
    return [programNames[name].option, { value: max === 1 ? '0-1' : 'n', help: help.numberSettings[name] }] as const
  })
  return Object.fromEntries(options) as Record<NumberSettingOption, { readonly value: string; readonly help: string }>
}

/** Additional options of an edit. */
export const maskedOptions = {
  mask: { ...maskOption, heading: help.editHeading },
  ...optionGroup(help.editHeading, { ...edgeOptions, markup: { value: 'file', help: help.markupFile } }),
  ...optionGroup(help.editHeading, {
    intent: editOptions.intent,
    box: editOptions.box,
    frame: editOptions.frame,
    continue: editOptions.continue,
  }),
  ...blendOptions,
} as const

export type RequestValues = Partial<OptionValues<typeof requestOptions> & OptionValues<typeof maskedOptions>>

/** The request fields given directly as options; the caller resolves images and models. */
export type SpokenRequest = Pick<
  GenerationRequest,
  | 'prompt'
  | 'negativePrompt'
  | 'n'
  | 'size'
  | 'aspectRatio'
  | 'stylePreset'
  | 'quality'
  | 'seed'
  | NumberSettingName
  | 'loras'
  | 'format'
  | 'trace'
  | 'growPx'
  | 'featherPx'
>

const edgePxMax = 512

type NumberOption = 'n' | NumberSettingOption | 'grow' | 'feather'

export function readRequest(values: RequestValues, positionalPrompt: string | undefined): SpokenRequest {
  const number = (name: NumberOption, min: number, max: number, isWhole = false) =>
    readNumberOption(values[name], { name: `--${name}`, min, max, isWhole })
  if (positionalPrompt !== undefined && values.prompt !== undefined) {
    throw badInput(messages.promptTwice)
  }
  const size = values.size
  const aspectRatio = values['aspect-ratio']
  if (size !== undefined && aspectRatio !== undefined) throw badInput(messages.sizeTwice)
  return {
    prompt: positionalPrompt ?? values.prompt ?? '',
    negativePrompt: values['negative-prompt'] ?? null,
    n: number('n', 1, 4, true) ?? 1,
    size: size === undefined ? null : readSize(size),
    aspectRatio: readAspectRatio(aspectRatio),
    stylePreset: values['style-preset'] ?? null,
    quality: readOneOf('quality', values.quality, qualitySchema),
    seed: readSeed(values.seed),
    ...mapNumberSettings((name) => {
      const { min, max, isWhole } = numberSettings[name]
      return number(programNames[name].option, min, max, isWhole)
    }),
    loras: (values.lora ?? []).map(readLora),
    format: readOneOf('format', values.format, imageFormatSchema),
    trace: Object.fromEntries((values.metadata ?? []).map((pair) => readPair('metadata', pair))),
    // A finished mask says exactly what may change, so it is neither grown nor feathered unless requested.
    growPx: number('grow', 0, edgePxMax) ?? 0,
    featherPx: number('feather', 0, edgePxMax) ?? 0,
  }
}

/** Reads the options of the control image; null = there is none. */
export function readControl(values: RequestValues): Pick<Control, 'strength' | 'findsEdges'> | null {
  if (values.control === undefined) {
    const stray = (['control-net', 'control-strength', 'control-edges'] as const).find((name) => values[name])
    if (stray !== undefined) throw badInput(messages.controlMissing({ option: stray }))
    return null
  }
  const range = { name: '--control-strength', min: 0, max: 2 }
  return {
    strength: readNumberOption(values['control-strength'], range) ?? usualControlStrength,
    findsEdges: values['control-edges'] === true,
  }
}

/** Returns the named ControlNet, or the only one that the model has. */
export function findControlNet(named: string | undefined, { label, control }: ModelCard): string {
  const nets = control?.nets ?? []
  if (named !== undefined) return named
  if (nets.length === 1) return nets[0]!
  throw badInput(
    nets.length === 0
      ? messages.noControlNet({ model: label })
      : messages.chooseControlNet({ model: label, known: nets.slice(0, 20).join(', ') }),
  )
}

function readAspectRatio(text: string | undefined): GenerationRequest['aspectRatio'] {
  if (text === undefined) return null
  const parsed = aspectRatioSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(messages.aspectRatioNotValid({ value: text }))
}

function readSeed(text: string | undefined): Seed | null {
  const seed = toSeed(text)
  if (text === undefined || seed !== null) return seed
  throw badInput(messages.seedNotValid({ value: text }))
}

export function readProvider(text: string | undefined): ProviderId | null {
  if (text === undefined) return null
  const name = text === 'falai' ? 'fal' : text
  const parsed = providerIdSchema.safeParse(name)
  if (parsed.success) return parsed.data
  throw badInput(messages.providerUnknown({ id: text, known: providerIds.join(', ') }))
}

/** Returns the safety options given, over the configured ones. */
export function readSafety(values: RequestValues, set: GenerationRequest['safety']): GenerationRequest['safety'] {
  const filter = readOneOf('content-filter', values['content-filter'], contentFilterSchema)
  if (filter === null && values['block-nsfw'] !== true) return null
  return {
    blockNsfw: values['block-nsfw'] === true || (set?.blockNsfw ?? false),
    contentFilter: filter ?? set?.contentFilter ?? 'moderate',
  }
}

export function readSize(text: string): { widthPx: number; heightPx: number } {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(text) ?? []
  const size = { widthPx: Number(width), heightPx: Number(height) }
  if (Math.min(size.widthPx, size.heightPx) >= 16 && Math.max(size.widthPx, size.heightPx) <= 16_384) return size
  throw badInput(messages.sizeNotValid({ value: text }))
}

/** Parses `NAME=VALUE` pairs into the model's own fields, typed by its card. */
export function readModelOptions(pairs: readonly string[], card: ModelCard): Record<string, OptionValue> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, text] = readPair('option', pair)
      const field = card.options.find((each) => each.name === name)
      return [name, field?.kind === 'text' || field === undefined ? text : toValue(text, field)]
    }),
  )
}

function toValue(text: string, field: ModelCard['options'][number]): OptionValue {
  if (field.kind === 'switch' && /^(true|false)$/.test(text)) return text === 'true'
  if (field.kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (field.kind === 'choice') {
    const choice = field.choices.find(({ value }) => String(value) === text)
    if (choice !== undefined) return choice.value
  }
  return text
}

function readPair(option: string, pair: string): [name: string, value: string] {
  const at = pair.indexOf('=')
  if (at < 1) throw badInput(messages.pairNotValid({ option, value: pair }))
  return [pair.slice(0, at), pair.slice(at + 1)]
}

/** `PATH` or `PATH@SCALE`; a colon would be ambiguous, since addresses contain them. */
function readLora(text: string): Lora {
  const [, path, scale] = /^(.+?)(?:@(-?\d+(?:\.\d+)?))?$/.exec(text) ?? []
  const parsed = loraSchema.safeParse({ path, scale: scale === undefined ? 1 : Number(scale) })
  if (parsed.success) return parsed.data
  throw badInput(messages.loraNotValid({ value: text }))
}

interface Choices<T> {
  readonly options: readonly string[]
  safeParse(text: unknown): { readonly success: true; readonly data: T } | { readonly success: false }
}

function readOneOf<T>(name: string, text: string | undefined, schema: Choices<T>): T | null {
  if (text === undefined) return null
  const parsed = schema.safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(notOneOf({ option: `--${name}`, values: schema.options.join(', '), value: text }))
}
