import type { InputRule, ModelCard, OptionField, PriceRule, SizeRule } from '../../../shared/domain/model-card.ts'
import { unsetNumbers } from '../../../shared/domain/number-settings.ts'

/** Defaults shared by most models: a prompt, text only, one image per call. A card names only what differs. */
const plain = {
  note: null,
  state: { type: 'current' },
  canGenerate: true,
  edits: 'no',
  variations: 'no',
  mask: 'no',
  maskPolarity: 'white',
  needsMask: false,
  referencesMax: 0,
  picturesMin: 0,
  imagesPerCall: 1,
  prompt: 'required',
  promptCharsMax: null,
  hasNegativePrompt: false,
  seed: 'no',
  seedMax: 0xffffffff,
  ...unsetNumbers,
  qualities: [],
  stylePresets: [],
  loras: null,
  input: null,
  formats: [],
  hasSafetySetting: false,
  hasProgress: false,
  hasPreviews: false,
  options: [],
  origin: 'built-in',
} satisfies Partial<ModelCard>

type Overrides = Pick<ModelCard, 'id' | 'label' | 'sizes' | 'price'> & Partial<ModelCard>

/** Creates a model's card from what differs from the defaults. */
export function defineModel(overrides: Overrides): ModelCard {
  return { ...plain, ...overrides }
}

/** Creates a rule for images that are sent; by default anything up to 4096 px and 16 MP. */
export function inputRule(overrides: Partial<InputRule> = {}): InputRule {
  return {
    multiplePx: 1,
    minSidePx: 64,
    maxSidePx: 4_096,
    minPixels: 4_096,
    maxPixels: 16_777_216,
    maxRatio: 8,
    maxBytes: 20_000_000,
    formats: ['png', 'jpeg'],
    sizes: null,
    ...overrides,
  }
}

/** `sizeList('1024x1024', '1536x1024')` */
export function sizeList(...sizes: readonly [string, ...string[]]): SizeRule {
  return { kind: 'list', sizes: sizes.map(readSize) }
}

export function ratioList(ratios: readonly string[], tiers: readonly [id: string, megapixels: number][]): SizeRule {
  return { kind: 'ratios', ratios: [...ratios], tiers: tiers.map(([id, megapixels]) => ({ id, megapixels })) }
}

export function perImage(usd: number, asOf: string, isSure = true): PriceRule {
  return { per: 'image', asOf, isSure, rows: [{ quality: null, maxPixels: null, usd }] }
}

function readSize(text: string): { widthPx: number; heightPx: number } {
  const [widthPx = 0, heightPx = 0] = text.split('x').map(Number)
  return { widthPx, heightPx }
}

/** Upscaling by these factors; by a single one if no option names it. `valueOf`: the service's value for a factor. */
export function upscalingBy(
  option: string | null,
  factors: readonly number[],
  valueOf: (factor: number) => string | number = (factor) => factor,
): NonNullable<ModelCard['upscaling']> {
  return { option, steps: factors.map((factor) => ({ factor, value: option === null ? null : valueOf(factor) })) }
}

type NumberOption = Extract<OptionField, { kind: 'number' }>
type ChoiceOption = Extract<OptionField, { kind: 'choice' }>

export function numberOption(name: string, label: string, overrides: Partial<NumberOption> = {}): OptionField {
  const blank = { hint: null, isRequired: false, isWhole: false, min: null, max: null, default: null }
  return { ...blank, ...overrides, kind: 'number', name, label }
}

export function switchOption(
  name: string,
  label: string,
  isOn: boolean | null,
  hint: string | null = null,
): OptionField {
  return { kind: 'switch', name, label, hint, isRequired: false, default: isOn }
}

/** `choices`: values that are their own labels, or pairs of value and label. */
export function choiceOption(
  name: string,
  label: string,
  choices: readonly (string | readonly [value: string | number, label: string])[],
  overrides: Partial<Pick<ChoiceOption, 'hint' | 'isRequired' | 'default'>> = {},
): OptionField {
  const pairs = choices.map((choice) =>
    typeof choice === 'string' ? { value: choice, label: choice } : { value: choice[0], label: choice[1] },
  )
  return { hint: null, isRequired: false, default: null, ...overrides, kind: 'choice', name, label, choices: pairs }
}

export function textOption(
  name: string,
  label: string,
  overrides: Partial<Extract<OptionField, { kind: 'text' }>> = {},
): OptionField {
  return { hint: null, isRequired: false, default: null, maxChars: null, ...overrides, kind: 'text', name, label }
}
