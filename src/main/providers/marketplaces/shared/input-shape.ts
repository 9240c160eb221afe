import type { OptionField } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/marketplaces.ts'

type SpecialKind = 'picture' | 'pictures' | 'size' | 'loras' | 'other'

interface SpecialOf<K extends SpecialKind> {
  readonly kind: K
  readonly name: string
  readonly label: string
  readonly hint: string | null
  readonly isRequired: boolean
  /** For a list: maximum number of items. */
  readonly max: number | null
}

/** Fields a form cannot show: images, sizes and lists, which the adapter fills in from the request. */
type SpecialField = { [K in SpecialKind]: SpecialOf<K> }[SpecialKind]

/** One field of a model's input, whatever its source. */
export type InputField = OptionField | SpecialField

function isOptionField(field: InputField): field is OptionField {
  return field.kind === 'text' || field.kind === 'number' || field.kind === 'switch' || field.kind === 'choice'
}

export function specialField<K extends SpecialKind>(
  kind: K,
  name: string,
  overrides: Partial<SpecialOf<SpecialKind>> = {},
): SpecialOf<K> {
  return { label: name, hint: null, isRequired: false, max: null, ...overrides, kind, name }
}

/** A model's input by purpose: fields that correspond to a concept of Atelier's, and the rest for the form. */
export interface InputShape {
  readonly roles: InputRoles
  /** Single image fields after the first: `input_image_2`, `input_image_3` … */
  readonly furtherImages: readonly string[]
  readonly options: readonly OptionField[]
  /** Required fields that no form can show. */
  readonly unfillable: readonly string[]
}

export type InputRoles = ReturnType<typeof findRoles>

/** Never shown: how the response is delivered is up to the adapter. */
const hidden = new Set(['sync_mode', 'webhook', 'webhook_url', 'stream'])

export function shapeInput(fields: readonly InputField[]): InputShape {
  const roles = findRoles(fields)
  const taken = new Set(Object.values(roles).map((field) => field?.name))
  const first = roles.image?.name
  const further = fields.filter(({ kind, name }) => kind === 'picture' && isNumbered(name, first))
  const remaining = fields.filter(({ name }) => !taken.has(name) && !hidden.has(name))
  return {
    roles,
    furtherImages: further.map(({ name }) => name),
    options: remaining.filter(isOptionField),
    unfillable: remaining.filter((field) => field.isRequired && !isOptionField(field)).map(({ name }) => name),
  }
}

/** Returns why no image can be requested with this input; null = one can. */
export function blockerOf({ roles, unfillable }: InputShape, model: string): string | null {
  if (unfillable.length > 0) return messages.needsUnknownFields({ model, fields: unfillable.join(', ') })
  const isUsable = [roles.prompt, roles.image, roles.images].some((field) => field !== null)
  return isUsable ? null : messages.noPromptOrImage({ model })
}

function isNumbered(name: string, first: string | undefined): boolean {
  return first !== undefined && name.startsWith(`${first}_`) && /^_\d+$/.test(name.slice(first.length))
}

function findRoles(fields: readonly InputField[]) {
  type Of<K> = Extract<InputField, { kind: K }>
  function find<K extends InputField['kind']>(kind: K, names: readonly string[], isOne?: (field: Of<K>) => boolean) {
    const isOf = (field: InputField): field is Of<K> => field.kind === kind
    const fitting = fields.filter(isOf).filter((field) => isOne?.(field) ?? true)
    return (
      names.map((name) => fitting.find((field) => field.name === name)).find((field) => field !== undefined) ?? null
    )
  }
  return {
    prompt: find('text', ['prompt']),
    negativePrompt: find('text', ['negative_prompt']),
    seed: find('number', ['seed']),
    count: find('number', ['num_images', 'num_outputs', 'number_of_images']),
    width: find('number', ['width']),
    height: find('number', ['height']),
    size: find('size', ['image_size', 'size']),
    sizeName: find('choice', ['size', 'image_size'], (field) => textsOf(field).every((text) => /^\d+x\d+$/.test(text))),
    ratio: find('choice', ['aspect_ratio'], (field) => textsOf(field).some(isRatio)),
    tier: find('choice', ['resolution', 'megapixels', 'size', 'image_size'], (field) =>
      textsOf(field).some((text) => readMegapixels(text) !== null),
    ),
    image: find('picture', ['image_url', 'image', 'input_image', 'init_image', 'image_prompt', 'redux_image', 'img']),
    images: find('pictures', ['image_urls', 'input_images', 'image_input', 'images', 'reference_images']),
    reference: find('picture', ['reference_image_url', 'reference_image']),
    mask: find('picture', ['mask_url', 'mask', 'mask_image', 'mask_image_url']),
    strength: find('number', ['strength', 'prompt_strength']),
    steps: find('number', ['num_inference_steps', 'steps', 'num_steps']),
    guidance: find('number', ['guidance_scale', 'guidance', 'cfg', 'cfg_scale']),
    format: find('choice', ['output_format']),
    quality: find('choice', ['quality', 'rendering_speed'], (field) => qualityValues(field).length > 0),
    style: find('choice', ['style_preset', 'style', 'style_type']),
    toleranceName: find('choice', ['safety_tolerance']),
    tolerance: find('number', ['safety_tolerance']),
    checker: find('switch', ['enable_safety_checker']),
    noChecker: find('switch', ['disable_safety_checker']),
    loras: find('loras', ['loras']),
    lora: find('text', ['lora_weights']),
    loraScale: find('number', ['lora_scale']),
    extraLora: find('text', ['extra_lora']),
    extraLoraScale: find('number', ['extra_lora_scale']),
  }
}

type Choice = Extract<OptionField, { kind: 'choice' }>

export function textsOf(field: Choice): string[] {
  return field.choices.map(({ value }) => String(value))
}

export function isRatio(text: string): boolean {
  return /^\d{1,4}:\d{1,4}$/.test(text)
}

/** Returns the service's value for "same as the input image". */
export function matchValue(field: Choice): string | null {
  return textsOf(field).find((text) => /^(match_input(_image)?|auto)$/.test(text)) ?? null
}

/** Converts `1`, `0.25`, `2 MP`, `4K` to megapixels (1 = 1024²); null = not a resolution. */
export function readMegapixels(text: string): number | null {
  const [, amount, unit] = /^(\d{1,2}(?:\.\d+)?)\s*(MP|K)?$/i.exec(text.trim()) ?? []
  if (amount === undefined) return null
  const number = Number(amount)
  return number === 0 ? null : unit?.toUpperCase() === 'K' ? number ** 2 : number
}

/** Atelier's three qualities, under the names services use. */
const qualityNames = {
  draft: ['draft', 'low', 'turbo'],
  standard: ['standard', 'medium', 'balanced', 'default'],
  hd: ['hd', 'high', 'quality'],
} as const

export function qualityValues(field: Choice): { quality: keyof typeof qualityNames; value: string }[] {
  return (['draft', 'standard', 'hd'] as const).flatMap((quality) => {
    const names: readonly string[] = qualityNames[quality]
    const value = textsOf(field).find((text) => names.includes(text.toLowerCase()))
    return value === undefined ? [] : [{ quality, value }]
  })
}
