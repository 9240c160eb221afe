import { checkJson, type FieldRule, type FieldRules } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'
import { runwayRatios } from './runway-ratios.ts'

// The official API description, as included in the vendor's client (runwayml/sdk-node, Apache-2.0).

const uri: FieldRule = {
  type: 'text',
  isRequired: true,
  matches: /^(data:image\/(png|jpeg|webp);base64,|runway:\/\/|https:\/\/)/,
  minChars: 13,
  maxChars: 5_242_880,
}
const tag: FieldRule = { type: 'text', minChars: 3, maxChars: 16, matches: /^[a-z]\w*$/i }

const references = (fields: FieldRules, maxItems: number, minItems = 0): FieldRule => ({
  type: 'list',
  of: { type: 'object', fields },
  minItems,
  maxItems,
  isRequired: minItems > 0,
})

function drawing(model: string, message: number, more: FieldRules): FieldRules {
  return {
    model: { type: 'text', isRequired: true, values: [model] },
    promptText: { type: 'text', isRequired: true, minChars: 1, maxChars: message },
    ratio: { type: 'text', isRequired: true, values: runwayRatios[model] ?? [] },
    ...more,
  }
}

const gen4: FieldRules = {
  seed: { type: 'whole', min: 0, max: 4_294_967_295 },
  contentModeration: {
    type: 'object',
    fields: { publicFigureThreshold: { type: 'text', values: ['auto', 'low'] } },
  },
}
const gemini3: FieldRules = {
  referenceImages: references({ uri, tag, subject: { type: 'text', values: ['object', 'human'] } }, 14),
  // One or four, nothing in between.
  outputCount: { type: 'either', of: [1, 4].map((count) => ({ type: 'whole', min: count, max: count })) },
}
const seedream: FieldRules = {
  outputFormat: { type: 'text', values: ['png', 'jpeg'] },
  outputCount: { type: 'whole', min: 1, max: 4 },
  grounding: { type: 'flag' },
}

const drawings: Readonly<Record<string, FieldRules>> = {
  gen4_image: drawing('gen4_image', 1_000, { ...gen4, referenceImages: references({ uri, tag }, 3) }),
  gen4_image_turbo: drawing('gen4_image_turbo', 1_000, { ...gen4, referenceImages: references({ uri, tag }, 3, 1) }),
  gpt_image_2: drawing('gpt_image_2', 32_000, {
    quality: { type: 'text', values: ['low', 'medium', 'high', 'auto'] },
    background: { type: 'text', values: ['opaque', 'auto'] },
    referenceImages: references({ uri, tag }, 16),
    outputCount: { type: 'whole', min: 1, max: 10 },
  }),
  gemini_image3_pro: drawing('gemini_image3_pro', 5_500, gemini3),
  'gemini_image3.1_flash': drawing('gemini_image3.1_flash', 5_500, gemini3),
  seedream5_pro: drawing('seedream5_pro', 4_000, { ...seedream, referenceImages: references({ uri }, 10) }),
  seedream5_lite: drawing('seedream5_lite', 4_000, { ...seedream, referenceImages: references({ uri }, 14) }),
  'gemini_2.5_flash': drawing('gemini_2.5_flash', 5_500, { referenceImages: references({ uri, tag }, 3) }),
}

const percent: FieldRule = { type: 'whole', min: 0, max: 100 }
const upscale: FieldRules = {
  model: { type: 'text', isRequired: true, values: ['magnific_precision_upscaler_v2'] },
  imageUri: uri,
  scaleFactor: { type: 'number', min: 2, max: 16 },
  sharpen: percent,
  smartGrain: percent,
  ultraDetail: percent,
  flavor: { type: 'text', values: ['sublime', 'photo', 'photo_denoiser'] },
}
const uploadTicket: FieldRules = {
  filename: { type: 'text', isRequired: true, minChars: 3, maxChars: 255 },
  type: { type: 'text', isRequired: true, values: ['ephemeral'] },
}

export function runwayViolations(request: StubRequest): string[] {
  if (request.path.startsWith('/delivered/')) return []
  // Uploads are not part of the API: they carry no key and no version.
  if (request.path === '/store') return storeRules(request)
  const version = request.headers['x-runway-version'] === '2024-11-06' ? [] : ['no version, or an unknown one']
  return [...version, ...fieldRules(request)]
}

function fieldRules({ method, path, json }: StubRequest): string[] {
  switch (`${method} ${path.replace(/^\/v1\/tasks\/[0-9a-f-]{36}$/, '/v1/tasks/{id}')}`) {
    case 'GET /v1/tasks/{id}':
    case 'DELETE /v1/tasks/{id}':
    case 'GET /v1/organization':
      return []
    case 'POST /v1/text_to_image': {
      const rules = drawings[String((json as { model?: unknown } | null)?.model)]
      return rules ? checkJson(json, rules) : ['body.model: unknown model']
    }
    case 'POST /v1/image_upscale': {
      const { scaleFactor = 2 } = (json ?? {}) as { scaleFactor?: number }
      const problems = [2, 4, 8, 16].includes(scaleFactor) ? [] : [`body.scaleFactor: ${scaleFactor}`]
      return [...checkJson(json, upscale), ...problems]
    }
    case 'POST /v1/uploads':
      return checkJson(json, uploadTicket)
    default:
      return [`${method} ${path} does not exist`]
  }
}

function storeRules({ headers, form }: StubRequest): string[] {
  const names = form.map(({ name }) => name)
  return [
    ...(headers['authorization'] === undefined ? [] : ['the store was given the key']),
    ...(names.join() === 'key,policy,file'
      ? []
      : [`the store takes its fields first and the file last: ${names.join()}`]),
  ]
}
