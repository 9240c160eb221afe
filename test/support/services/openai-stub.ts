import { decodeMask } from './decode-mask.ts'
import { openaiBadKey, openaiFailures, openaiRefusals, playOpenaiScene } from './openai/openai-scenes.ts'
import { fieldsOf, openaiPath, openaiViolations } from './openai/openai-violations.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const goodKey = 'sk-proj-not-a-real-key-openai'

const listed = [
  { id: 'gpt-image-2.6-sunburst', object: 'model', created: 1_793_750_400, owned_by: 'system', shutdown_date: null },
  { id: 'gpt-image-2', object: 'model', created: 1_776_700_000, owned_by: 'system', shutdown_date: null },
  { id: 'gpt-image-2-2026-04-21', object: 'model', created: 1_776_700_000, owned_by: 'system' },
  { id: 'gpt-image-1.5', object: 'model', created: 1_765_800_000, owned_by: 'system', shutdown_date: '2026-12-01' },
  { id: 'gpt-5.4', object: 'model', created: 1_770_000_000, owned_by: 'system' },
]

export const openaiStub: ServiceStub = {
  id: 'openai',
  goodKey,
  models: { generate: 'gpt-image-2', edit: 'gpt-image-1.5', mask: 'gpt-image-2', variations: 'dall-e-2' },
  deliversByLink: false,
  refusals: openaiRefusals,
  failures: openaiFailures,
  isSubmission: ({ method, path }) => method === 'POST' && path.includes('/images/'),
  violations: openaiViolations,
  async respond(request, context) {
    if (request.headers['authorization'] !== `Bearer ${goodKey}`) return openaiBadKey
    if (request.method === 'GET') return answerList(request)
    return playOpenaiScene(context.scene) ?? (await draw(request, context))
  },
  async repaintedPart({ form, json }) {
    const file = form.find(({ name }) => name === 'mask')?.bytes ?? maskInJson(json)
    return file ? decodeMask(file, 'transparent') : null
  },
}

function answerList(request: StubRequest): StubResponse {
  const id = /^\/models\/(.+)$/.exec(openaiPath(request))?.[1]
  if (id === undefined) return { status: 200, json: { object: 'list', data: listed } }
  const model = listed.find((card) => card.id === decodeURIComponent(id))
  if (model) return { status: 200, json: model }
  const error = {
    message: `The model '${id}' does not exist`,
    type: 'invalid_request_error',
    param: 'model',
    code: 'model_not_found',
  }
  return { status: 404, json: { error } }
}

async function draw(request: StubRequest, context: StubContext): Promise<StubResponse> {
  const fields = fieldsOf(request)
  const [widthPx = 0, heightPx = 0] = String(fields['size']).split('x').map(Number)
  const size = widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : undefined
  const files = await Promise.all(
    Array.from({ length: Number(fields['n'] ?? 1) }, (_, index) => context.image(index, size)),
  )
  const images = files.map((bytes) => Buffer.from(bytes).toString('base64'))
  if (String(fields['stream']) === 'true') return stream(request, images[0] ?? '')
  const isDallE = String(fields['model']).startsWith('dall-e')
  const echoed = isDallE
    ? {}
    : { background: 'opaque', output_format: 'png', quality: 'high', size: '1024x1024', usage }
  return { status: 200, json: { created: 1_795_000_000, data: images.map((b64_json) => ({ b64_json })), ...echoed } }
}

const usage = {
  input_tokens: 50,
  output_tokens: 1_056,
  total_tokens: 1_106,
  input_tokens_details: { text_tokens: 10, image_tokens: 40 },
  output_tokens_details: { image_tokens: 1_056, text_tokens: 0 },
}

function stream(request: StubRequest, b64_json: string): StubResponse {
  const kind = openaiPath(request) === '/images/edits' ? 'image_edit' : 'image_generation'
  const echoed = {
    b64_json,
    created_at: 1_795_000_000,
    size: '1024x1024',
    quality: 'high',
    background: 'opaque',
    output_format: 'png',
  }
  const partial = { type: `${kind}.partial_image`, ...echoed, partial_image_index: 0 }
  const completed = { type: `${kind}.completed`, ...echoed, usage }
  return {
    status: 200,
    events: [partial, completed].map((data) => ({ event: data.type, data: JSON.stringify(data) })),
  }
}

function maskInJson(json: unknown): Uint8Array | null {
  const url = (json as { mask?: { image_url?: string } } | null)?.mask?.image_url
  return url === undefined ? null : Buffer.from(url.replace(/^data:[^,]*,/, ''), 'base64')
}
