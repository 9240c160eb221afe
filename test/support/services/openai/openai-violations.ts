import { checkForm, checkJson, type FieldRules, type FieldRule } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'

// The vendor's API description (openai/openai-openapi, 2026-08-21, MIT), and its guide for newer features: qualities
// xhigh and max, complexity, free sizes.

const modelRule: FieldRule = { type: 'text', isRequired: true, minChars: 1 }
const n: FieldRule = { type: 'whole', min: 1, max: 10 }
const gptSize: FieldRule = { type: 'text', matches: /^(auto|\d{2,4}x\d{2,4})$/ }
const squares: FieldRule = { type: 'text', values: ['256x256', '512x512', '1024x1024'] }
const dallEAnswer: FieldRule = { type: 'text', values: ['url', 'b64_json'] }

const gpt: FieldRules = {
  model: modelRule,
  prompt: { type: 'text', isRequired: true, minChars: 1, maxChars: 32_000 },
  n,
  size: gptSize,
  quality: { type: 'text', values: ['low', 'medium', 'high', 'auto', 'xhigh', 'max'] },
  background: { type: 'text', values: ['transparent', 'opaque', 'auto'] },
  output_format: { type: 'text', values: ['png', 'jpeg', 'webp'] },
  output_compression: { type: 'whole', min: 0, max: 100 },
  stream: { type: 'flag' },
  partial_images: { type: 'whole', min: 0, max: 3 },
  user: { type: 'text' },
  complexity: { type: 'text', values: ['low', 'medium', 'high'] },
}
const moderation: FieldRule = { type: 'text', values: ['low', 'auto'] }
const fidelity: FieldRule = { type: 'text', values: ['high', 'low'] }
const filesRule: FieldRule = { type: 'list', of: { type: 'file' }, minItems: 1, maxItems: 16 }
const image: FieldRules = {
  image_url: { type: 'text', isRequired: true, matches: /^data:image\//, maxChars: 20_971_520 },
}

const gptGeneration: FieldRules = { ...gpt, moderation }
/** The description of this form has no `moderation`. */
const gptEditForm: FieldRules = {
  ...gpt,
  image: filesRule,
  'image[]': filesRule,
  mask: { type: 'file' },
  input_fidelity: fidelity,
}
const gptEditJson: FieldRules = {
  ...gpt,
  // The description of this form lists only these sizes, for every model.
  size: { type: 'text', values: ['auto', '1024x1024', '1536x1024', '1024x1536'] },
  moderation,
  input_fidelity: fidelity,
  images: { type: 'list', of: { type: 'object', fields: image }, minItems: 1, maxItems: 16, isRequired: true },
  mask: { type: 'object', fields: image },
}

const dallE3Generation: FieldRules = {
  model: modelRule,
  prompt: { type: 'text', isRequired: true, maxChars: 4_000 },
  n: { type: 'whole', min: 1, max: 1 },
  size: { type: 'text', values: ['1024x1024', '1792x1024', '1024x1792'] },
  quality: { type: 'text', values: ['standard', 'hd'] },
  style: { type: 'text', values: ['vivid', 'natural'] },
  response_format: dallEAnswer,
}
const dallE2Generation: FieldRules = {
  model: modelRule,
  prompt: { type: 'text', isRequired: true, maxChars: 1_000 },
  n,
  size: squares,
  response_format: dallEAnswer,
}
const dallE2Edit: FieldRules = {
  ...dallE2Generation,
  image: { type: 'file', isRequired: true },
  mask: { type: 'file' },
}
const dallE2Variation: FieldRules = {
  model: modelRule,
  image: { type: 'file', isRequired: true },
  n,
  size: squares,
  response_format: dallEAnswer,
}

/** Models that accept a field others reject. */
const modelsOf: Readonly<Record<string, RegExp>> = {
  complexity: /^gpt-image-2\.6/,
  input_fidelity: /^gpt-image-1(\.5)?$/,
}

/** Checks rules a field table cannot express. */
function gptRules(fields: Readonly<Record<string, unknown>>): string[] {
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

/** Path below `/v1`. */
export function openaiPath({ path }: StubRequest): string {
  return path.replace(/^\/v1/, '')
}

export function openaiViolations(request: StubRequest): string[] {
  if (request.method === 'GET') return isKnownGet(request) ? [] : [`GET ${request.path} does not exist`]
  const fields = fieldsOf(request)
  const model = String(fields['model'])
  switch (`${request.method} ${openaiPath(request)}`) {
    case 'POST /images/generations':
      return ofGeneration(model, fields)
    case 'POST /images/edits':
      return ofEdit(request, model, fields)
    case 'POST /images/variations':
      return [...checkForm(request.form, dallE2Variation), ...onlyFor(model, 'dall-e-2')]
    default:
      return [`${request.method} ${request.path} does not exist`]
  }
}

export function fieldsOf(request: StubRequest): Readonly<Record<string, unknown>> {
  if (request.json !== null) return request.json as Record<string, unknown>
  return Object.fromEntries(request.form.map((part) => [part.name, part.fileName === null ? part.value : part.bytes]))
}

function isKnownGet(request: StubRequest): boolean {
  return request.path.startsWith('/delivered/') || /^\/models(\/[^/]+)?$/.test(openaiPath(request))
}

function ofGeneration(model: string, fields: Readonly<Record<string, unknown>>): string[] {
  if (model === 'dall-e-2') return checkJson(fields, dallE2Generation)
  if (model === 'dall-e-3') return checkJson(fields, dallE3Generation)
  return [...checkJson(fields, gptGeneration), ...gptRules(fields)]
}

function ofEdit(request: StubRequest, model: string, fields: Readonly<Record<string, unknown>>): string[] {
  if (model === 'dall-e-2') return checkForm(request.form, dallE2Edit)
  if (request.json !== null) return [...checkJson(fields, gptEditJson), ...gptRules(fields)]
  return [...checkForm(request.form, gptEditForm), ...gptRules(fields), ...fileRules(request, gptEditForm)]
}

function fileRules({ form }: StubRequest, rules: FieldRules): string[] {
  const files = form.filter((part) => part.fileName !== null && rules[part.name] !== undefined)
  const problems = files
    .filter(({ name, mime, bytes }) => {
      const mimes = name === 'mask' ? ['image/png'] : ['image/png', 'image/jpeg', 'image/webp']
      return !mimes.includes(mime) || bytes.byteLength > (name === 'mask' ? 4_000_000 : 50_000_000)
    })
    .map(({ name, mime, bytes }) => `${name} is ${mime} of ${bytes.byteLength} bytes`)
  return files.some(({ name }) => name.startsWith('image')) ? problems : [...problems, 'no image to edit']
}

function onlyFor(model: string, only: string): string[] {
  return model === only ? [] : [`${model} has no such thing`]
}
