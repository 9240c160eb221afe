import { checkJson, type FieldRule, type FieldRules } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'

// The vendor's gRPC definitions (xai-org/xai-proto, 2026-05-17, Apache-2.0) in their REST spelling, and its docs for
// additions of August 2026: quality, 21:9, 5:2, 1.5k, five images.

const ratios = '1:1 3:4 4:3 9:16 16:9 2:3 3:2 9:19.5 19.5:9 9:20 20:9 1:2 2:1 21:9 5:2 auto'.split(' ')
const image: FieldRule = {
  type: 'object',
  fields: {
    type: { type: 'text', isRequired: true, values: ['image_url'] },
    url: { type: 'text', isRequired: true, matches: /^data:image\/(png|jpeg|webp);base64,/ },
  },
}
const generation: FieldRules = {
  model: { type: 'text', isRequired: true, minChars: 1 },
  prompt: { type: 'text', isRequired: true, minChars: 1, maxChars: 8_000 },
  n: { type: 'whole', min: 1, max: 10 },
  aspect_ratio: { type: 'text', values: ratios },
  resolution: { type: 'text', values: ['1k', '1.5k', '2k'] },
  // `high` is in the vendor's lists but rejected.
  quality: { type: 'text', values: ['low', 'medium', 'auto'] },
  response_format: { type: 'text', values: ['url', 'b64_json'] },
  user: { type: 'text' },
}
const edit: FieldRules = {
  ...generation,
  image: image,
  images: { type: 'list', of: image, minItems: 1, maxItems: 5 },
}

const gets = [/^\/v1\/api-key$/, /^\/v1\/image-generation-models(\/[^/]+)?$/, /^\/delivered\//]

export function xaiViolations(request: StubRequest): string[] {
  const { method, path, json } = request
  if (method === 'GET') return gets.some((each) => each.test(path)) ? [] : [`GET ${path} does not exist`]
  switch (`${method} ${path}`) {
    case 'POST /v1/images/generations':
      return [...checkJson(json, generation), ...modelRules(json)]
    case 'POST /v1/images/edits':
      return [...checkJson(json, edit), ...modelRules(json), ...oneImageField(json)]
    default:
      return [`${method} ${path} does not exist`]
  }
}

function oneImageField(json: unknown): string[] {
  const fields = json as Record<string, unknown>
  return 'image' in fields === 'images' in fields ? ['exactly one of image and images'] : []
}

function modelRules(json: unknown): string[] {
  const fields = json as Record<string, unknown>
  const model = String(fields['model'])
  const refused = ['aspect_ratio', 'resolution', 'quality'].filter(
    (name) => name in fields && (model.startsWith('grok-2') || (name === 'quality' && model === 'grok-imagine-image')),
  )
  const isNarrow = model === 'grok-imagine-image' && ['21:9', '5:2'].includes(String(fields['aspect_ratio']))
  return [...refused.map((name) => `${model} takes no ${name}`), ...(isNarrow ? [`${model} is not that wide`] : [])]
}
