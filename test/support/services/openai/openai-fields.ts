import type { FieldRule, FieldRules } from '../check-fields.ts'

// The vendor's API description (openai/openai-openapi, 2026-08-21, MIT), and its guide for what is newer: qualities
// xhigh and max, complexity, free sizes.

const model: FieldRule = { is: 'text', isRequired: true, minChars: 1 }
const n: FieldRule = { is: 'whole', min: 1, max: 10 }
const gptSize: FieldRule = { is: 'text', matches: /^(auto|\d{2,4}x\d{2,4})$/ }
const squares: FieldRule = { is: 'text', values: ['256x256', '512x512', '1024x1024'] }
const dallEAnswer: FieldRule = { is: 'text', values: ['url', 'b64_json'] }

const gpt: FieldRules = {
  model,
  prompt: { is: 'text', isRequired: true, minChars: 1, maxChars: 32_000 },
  n,
  size: gptSize,
  quality: { is: 'text', values: ['low', 'medium', 'high', 'auto', 'xhigh', 'max'] },
  background: { is: 'text', values: ['transparent', 'opaque', 'auto'] },
  output_format: { is: 'text', values: ['png', 'jpeg', 'webp'] },
  output_compression: { is: 'whole', min: 0, max: 100 },
  stream: { is: 'flag' },
  partial_images: { is: 'whole', min: 0, max: 3 },
  user: { is: 'text' },
  complexity: { is: 'text', values: ['low', 'medium', 'high'] },
}
const moderation: FieldRule = { is: 'text', values: ['low', 'auto'] }
const fidelity: FieldRule = { is: 'text', values: ['high', 'low'] }
const files: FieldRule = { is: 'list', of: { is: 'file' }, minItems: 1, maxItems: 16 }
const picture: FieldRules = {
  image_url: { is: 'text', isRequired: true, matches: /^data:image\//, maxChars: 20_971_520 },
}

export const gptGeneration: FieldRules = { ...gpt, moderation }
/** In this form the description has no `moderation`. */
export const gptEditForm: FieldRules = {
  ...gpt,
  image: files,
  'image[]': files,
  mask: { is: 'file' },
  input_fidelity: fidelity,
}
export const gptEditJson: FieldRules = {
  ...gpt,
  // In this form the description lists these sizes only, for every model.
  size: { is: 'text', values: ['auto', '1024x1024', '1536x1024', '1024x1536'] },
  moderation,
  input_fidelity: fidelity,
  images: { is: 'list', of: { is: 'object', fields: picture }, minItems: 1, maxItems: 16, isRequired: true },
  mask: { is: 'object', fields: picture },
}

export const dallE3Generation: FieldRules = {
  model,
  prompt: { is: 'text', isRequired: true, maxChars: 4_000 },
  n: { is: 'whole', min: 1, max: 1 },
  size: { is: 'text', values: ['1024x1024', '1792x1024', '1024x1792'] },
  quality: { is: 'text', values: ['standard', 'hd'] },
  style: { is: 'text', values: ['vivid', 'natural'] },
  response_format: dallEAnswer,
}
export const dallE2Generation: FieldRules = {
  model,
  prompt: { is: 'text', isRequired: true, maxChars: 1_000 },
  n,
  size: squares,
  response_format: dallEAnswer,
}
export const dallE2Edit: FieldRules = {
  ...dallE2Generation,
  image: { is: 'file', isRequired: true },
  mask: { is: 'file' },
}
export const dallE2Variation: FieldRules = {
  model,
  image: { is: 'file', isRequired: true },
  n,
  size: squares,
  response_format: dallEAnswer,
}

/** Which models take a field that others refuse. */
const modelsOf: Readonly<Record<string, RegExp>> = {
  complexity: /^gpt-image-2\.6/,
  input_fidelity: /^gpt-image-1(\.5)?$/,
}

/** What a table of fields cannot say. */
export function gptRules(fields: Readonly<Record<string, unknown>>): string[] {
  const name = String(fields['model'])
  const refused = Object.entries(modelsOf)
    .filter(([field, models]) => field in fields && !models.test(name))
    .map(([field]) => `${field} is not taken by ${name}`)
  const quality = textOf(fields['quality'])
  if (/^(xhigh|max)$/.test(quality) && !/^gpt-image-2\.[56]/.test(name)) refused.push(`quality ${quality} for ${name}`)
  const isPng = (fields['output_format'] ?? 'png') === 'png'
  if (isPng && 'output_compression' in fields) refused.push('output_compression of a PNG')
  if (fields['background'] === 'transparent' && fields['output_format'] === 'jpeg') refused.push('a transparent JPEG')
  return [...refused, ...sizeRules(name, textOf(fields['size']))]
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : 'auto'
}

function sizeRules(name: string, size: string): string[] {
  if (size === 'auto') return []
  if (!name.startsWith('gpt-image-2')) {
    return ['1024x1024', '1536x1024', '1024x1536'].includes(size) ? [] : [`size ${size} for ${name}`]
  }
  const [width = 0, height = 0] = size.split('x').map(Number)
  const isFine =
    width % 16 === 0 &&
    height % 16 === 0 &&
    Math.max(width, height) <= 3_840 &&
    Math.max(width / height, height / width) <= 3 &&
    width * height >= 655_360 &&
    width * height <= 8_294_400
  return isFine ? [] : [`size ${size} for ${name}`]
}
