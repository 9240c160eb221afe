import {
  contentFilterSchema,
  loraSchema,
  type Control,
  type GenerationRequest,
  type Lora,
} from '../../shared/domain/generation.ts'
import { usualControlStrength } from '../../shared/domain/usual-control-strength.ts'
import {
  aspectRatioSchema,
  pictureFormatSchema,
  qualitySchema,
  type ModelCard,
  type OptionValue,
} from '../../shared/domain/model-card.ts'
import { providerIds, providerIdSchema, type ProviderId } from '../../shared/domain/provider-id.ts'
import { toSeed, type Seed } from '../../shared/domain/seed.ts'
import { optionGroup, type OptionValues } from './command.ts'
import { blendOptions, editOptions } from './edit-options.ts'
import { edgeOptions, maskOption, seedOption } from './image-options.ts'
import { baseUrlOption, configOption } from './provider-options.ts'
import { badInput, readNumberOption } from './read-options.ts'

/** Every field of a request, by the names that other programs' users know. */
export const requestOptions = {
  ...optionGroup('Model', {
    provider: { value: 'id', help: 'Provider, such as openai. See “providers”.' },
    model: {
      value: 'id',
      isMany: true,
      help: 'Model, or provider/model. Repeat it to ask several models at once.',
    },
    option: { value: 'name=value', isMany: true, help: 'A field of the model’s own.' },
    'base-url': baseUrlOption,
    config: configOption,
    'key-stdin': { help: 'Read the API key from standard input, for this run only.' },
  }),
  ...optionGroup('Image', {
    prompt: { value: 'text', help: 'The prompt, if it is not an argument.' },
    'negative-prompt': { value: 'text', help: 'What to exclude.' },
    n: { value: '1-4', help: 'How many images.' },
    size: { value: 'WxH', help: 'Size in pixels, such as 1024x768.' },
    'aspect-ratio': { value: 'w:h', help: 'Aspect ratio, such as 16:9.' },
    quality: { value: 'quality', help: `One of ${qualitySchema.options.join(', ')}.` },
    seed: seedOption,
    steps: { value: 'n', help: 'Sampling steps.' },
    'guidance-scale': { value: 'n', help: 'Guidance scale (CFG).' },
    strength: { value: '0-1', help: 'Denoising strength.' },
    'style-preset': { value: 'name', help: 'Style preset of the model.' },
    lora: { value: 'path@scale', isMany: true, help: 'LoRA, with its weight.' },
    control: { value: 'image', help: 'Control image: the result follows its lines, depth or poses.' },
    'control-net': { value: 'name', help: 'ControlNet that reads the control image: see models list.' },
    'control-strength': { value: '0-2', help: `How strongly it is followed. Default ${usualControlStrength}.` },
    'control-edges': { help: 'Find the edges of the control image first (Canny).' },
    'input-image': { value: 'image', isMany: true, help: 'Reference image.' },
  }),
  ...optionGroup('Limits', {
    'max-cost-usd': { value: 'n', help: 'Send nothing if it could cost more, or has no known price.' },
    'block-nsfw': { help: 'Ask the provider to block nudity.' },
    'content-filter': { value: 'level', help: `One of ${contentFilterSchema.options.join(', ')}.` },
  }),
  ...optionGroup('Output', {
    out: { value: 'folder', help: 'Also copy the images here.' },
    format: { value: 'format', help: `One of ${pictureFormatSchema.options.join(', ')}.` },
    'output-format': { value: 'kind', help: 'What --json holds: filepath, b64 or url.' },
    metadata: { value: 'name=value', isMany: true, help: 'Saved with the image’s details.' },
  }),
} as const

/** An edit has these too. */
export const maskedOptions = {
  mask: { ...maskOption, group: 'Edit' },
  ...optionGroup('Edit', edgeOptions),
  ...optionGroup('Edit', { intent: editOptions.intent, box: editOptions.box, frame: editOptions.frame }),
  ...blendOptions,
} as const

export type RequestValues = Partial<OptionValues<typeof requestOptions> & OptionValues<typeof maskedOptions>>

/** What the words say about the request itself; pictures and models are looked up by the caller. */
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
  | 'guidance'
  | 'steps'
  | 'strength'
  | 'loras'
  | 'format'
  | 'trace'
  | 'growPx'
  | 'featherPx'
>

const edgePxMax = 512

type NumberOption = 'n' | 'guidance-scale' | 'steps' | 'strength' | 'grow' | 'feather'

export function readRequest(values: RequestValues, positionalPrompt: string | undefined): SpokenRequest {
  const number = (name: NumberOption, min: number, max: number, isWhole = false) =>
    readNumberOption(values[name], { name: `--${name}`, min, max, isWhole })
  if (positionalPrompt !== undefined && values.prompt !== undefined) {
    throw badInput('Give the prompt once: as an argument or with --prompt.')
  }
  const size = values.size
  const aspectRatio = values['aspect-ratio']
  if (size !== undefined && aspectRatio !== undefined) throw badInput('Give --size or --aspect-ratio, not both.')
  return {
    prompt: positionalPrompt ?? values.prompt ?? '',
    negativePrompt: values['negative-prompt'] ?? null,
    n: number('n', 1, 4, true) ?? 1,
    size: size === undefined ? null : readSize(size),
    aspectRatio: readOneOf('aspect-ratio', aspectRatio, aspectRatioSchema, 'a shape such as 16:9'),
    stylePreset: values['style-preset'] ?? null,
    quality: readOneOf('quality', values.quality, qualitySchema, qualitySchema.options.join(', ')),
    seed: readSeed(values.seed),
    guidance: number('guidance-scale', 0, 1_000),
    steps: number('steps', 1, 1_000, true),
    strength: number('strength', 0, 1),
    loras: (values.lora ?? []).map(readLora),
    format: readOneOf('format', values.format, pictureFormatSchema, pictureFormatSchema.options.join(', ')),
    trace: Object.fromEntries((values.metadata ?? []).map((pair) => readPair('metadata', pair))),
    // A finished mask says exactly what may change, so it is neither widened nor softened unless asked for.
    growPx: number('grow', 0, edgePxMax) ?? 0,
    featherPx: number('feather', 0, edgePxMax) ?? 0,
  }
}

/** What is said of the control image; null = there is none. */
export function readControl(values: RequestValues): Pick<Control, 'strength' | 'findsEdges'> | null {
  if (values.control === undefined) {
    const stray = (['control-net', 'control-strength', 'control-edges'] as const).find((name) => values[name])
    if (stray !== undefined) throw badInput(`--${stray} says how a control image counts: name one with --control.`)
    return null
  }
  const range = { name: '--control-strength', min: 0, max: 2 }
  return {
    strength: readNumberOption(values['control-strength'], range) ?? usualControlStrength,
    findsEdges: values['control-edges'] === true,
  }
}

/** The ControlNet that is named, or the only one there is for the model. */
export function readControlNet(named: string | undefined, { label, control }: ModelCard): string {
  const nets = control?.nets ?? []
  if (named !== undefined) return named
  if (nets.length === 1) return nets[0]!
  const known = nets.length === 0 ? `There is none for ${label}` : `For ${label}: ${nets.slice(0, 20).join(', ')}`
  throw badInput(`Name the ControlNet that reads the control image with --control-net. ${known}.`)
}

function readSeed(text: string | undefined): Seed | null {
  const seed = toSeed(text)
  if (text === undefined || seed !== null) return seed
  throw badInput(`--seed must be a whole number from 0 to 18446744073709551615, not “${text}”.`)
}

export function readProvider(text: string | undefined): ProviderId | null {
  if (text === undefined) return null
  const name = text === 'falai' ? 'fal' : text
  const parsed = providerIdSchema.safeParse(name)
  if (parsed.success) return parsed.data
  throw badInput(`“${text}” is not a provider. Known: ${providerIds.join(', ')}.`)
}

/** What the person said about safety, over what is set otherwise. */
export function readSafety(values: RequestValues, set: GenerationRequest['safety']): GenerationRequest['safety'] {
  const filter = readOneOf(
    'content-filter',
    values['content-filter'],
    contentFilterSchema,
    contentFilterSchema.options.join(', '),
  )
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
  throw badInput(`--size must be width x height in pixels such as 1024x768, not “${text}”.`)
}

/** `NAME=VALUE` pairs as the model's own fields take them; its card says what kind each is. */
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
  if (at < 1) throw badInput(`--${option} is written NAME=VALUE, not “${pair}”.`)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

/** `PATH` or `PATH@SCALE`; addresses contain colons, so the scale does not follow one. */
function readLora(text: string): Lora {
  const [, path, scale] = /^(.+?)(?:@(-?\d+(?:\.\d+)?))?$/.exec(text) ?? []
  const parsed = loraSchema.safeParse({ path, scale: scale === undefined ? 1 : Number(scale) })
  if (parsed.success) return parsed.data
  throw badInput(`--lora is written PATH or PATH@SCALE with a scale from -10 to 10, not “${text}”.`)
}

interface Parser<T> {
  safeParse(text: unknown): { readonly success: true; readonly data: T } | { readonly success: false }
}

function readOneOf<T>(name: string, text: string | undefined, schema: Parser<T>, known: string): T | null {
  if (text === undefined) return null
  const parsed = schema.safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(`--${name} must be ${known}; “${text}” is not.`)
}
