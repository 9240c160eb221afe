import { checkJson } from './check-fields.ts'
import { decodeBase64, decodeMask } from './decode-mask.ts'
import { describedEndpoints } from './fal/described-endpoints.ts'
import { falFields } from './fal/fal-fields.ts'
import { falFailures, falRefusals, findFalScene } from './fal/fal-scenes.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const goodKey = '00000000-0000-0000-0000-000000000000:not-a-real-key-of-fal-0000000000'
const requestId = '764cabcf-b745-4b3e-ae38-1200304cf45b'
/** Number of polls until done. */
const looksNeeded = 3

const statusPath = /^\/[^/]+\/[^/]+\/requests\/([^/]+)(\/status|\/cancel)?$/

export const falStub: ServiceStub = {
  id: 'fal',
  goodKey,
  models: {
    generate: 'fal-ai/flux/dev',
    edit: 'fal-ai/flux-pro/kontext',
    mask: 'fal-ai/flux-pro/v1/fill',
    variations: 'fal-ai/flux/dev/image-to-image',
  },
  deliversByLink: true,
  refusals: falRefusals,
  failures: falFailures,
  isSubmission: ({ method, path }) => method === 'POST' && !statusPath.test(path),

  respond(request, context) {
    const isPlatform = request.path.startsWith('/v1/')
    if (request.headers['authorization'] !== `Key ${goodKey}`) return refuseKey(isPlatform)
    if (isPlatform) return answerPlatform(request)
    const [, id, step] = statusPath.exec(request.path) ?? []
    if (id !== undefined && id !== requestId) return { status: 404, json: { detail: 'Request not found' } }
    if (request.method === 'POST' && id === undefined) return submit(request, context)
    if (request.method === 'GET' && step === '/status') return look(context)
    if (request.method === 'PUT' && step === '/cancel') {
      return { status: 202, json: { status: 'CANCELLATION_REQUESTED' } }
    }
    if (request.method === 'GET' && id !== undefined && step === undefined) return result(context)
    return { status: 405, json: { detail: 'Method Not Allowed' } }
  },

  violations(request) {
    const { method, path, query, json, headers } = request
    if (path.startsWith('/delivered/')) return []
    if (path.startsWith('/v1/')) return platformViolations(request)
    if (statusPath.test(path)) {
      const unknown = [...query.keys()].filter((name) => !(path.endsWith('/status') && name === 'logs'))
      return unknown.map((name) => `${path}: unknown query ${name}`)
    }
    const rules = falFields[path.slice(1)]
    if (method !== 'POST' || rules === undefined) return [`${method} ${path}: no such endpoint`]
    const isJson = headers['content-type']?.startsWith('application/json') === true
    return [...(isJson ? [] : ['not sent as JSON']), ...checkJson(json, rules)]
  },

  async repaintedPart({ json }) {
    const mask = bodyOf(json)['mask_url']
    return typeof mask === 'string' ? decodeMask(decodeBase64(mask), 'white') : null
  },
}

function bodyOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {}
}

function refuseKey(isPlatform: boolean): StubResponse {
  const message = 'Authentication is required to access this resource.'
  return { status: 401, json: isPlatform ? { error: { type: 'authorization_error', message } } : { detail: message } }
}

function submit(request: StubRequest, context: StubContext): StubResponse {
  const scene = findFalScene(context.scene)
  if (scene?.at === 'submission') return scene.response
  const wrong = falStub.violations(request)
  if (wrong.length > 0) {
    return { status: 422, json: { detail: wrong.map((msg) => ({ loc: ['body'], msg, type: 'value_error' })) } }
  }
  context.memory.set('input', bodyOf(request.json))
  // URLs contain only owner and app.
  const app = request.path.split('/').slice(1, 3).join('/')
  const requestUrl = `${context.origin}/${app}/requests/${requestId}`
  return {
    status: 200,
    json: {
      status: 'IN_QUEUE',
      request_id: requestId,
      response_url: requestUrl,
      status_url: `${requestUrl}/status`,
      cancel_url: `${requestUrl}/cancel`,
      queue_position: 2,
    },
  }
}

function logLine(message: string): Readonly<Record<string, string>> {
  return { message, level: 'STDERR', source: 'USER', timestamp: '2026-11-20T10:00:00Z' }
}

function look(context: StubContext): StubResponse {
  const scene = findFalScene(context.scene)
  if (scene?.at === 'status') return scene.response
  const polls = Number(context.memory.get('looks') ?? 0) + 1
  context.memory.set('looks', polls)
  const base = { request_id: requestId }
  if (polls === 1) return { status: 202, json: { ...base, status: 'IN_QUEUE', queue_position: 1 } }
  const logs = [logLine('loading'), logLine(' 46%|████▋     | 13/28 [00:01<00:01,  9.31it/s]')]
  if (polls < looksNeeded || context.scene === 'waiting') {
    return { status: 202, json: { ...base, status: 'IN_PROGRESS', logs } }
  }
  const ended = { status: 'COMPLETED', logs, metrics: { inference_time: 1.4 }, ...scene?.status }
  return { status: 200, json: { ...base, ...ended } }
}

function result(context: StubContext): StubResponse {
  const scene = findFalScene(context.scene)
  if (scene && scene.response.status !== 200) return scene.response
  const input = bodyOf(context.memory.get('input'))
  const isBlack = context.scene === 'refused:black-image'
  const count = context.scene === 'failed:empty-list' ? 0 : Number(input['num_images'] ?? 1)
  const images = Array.from({ length: count }, (_, index) => ({
    url: `${context.origin}/delivered/${isBlack ? 'black-' : ''}${index}.png`,
    width: 64,
    height: 64,
    content_type: 'image/png',
    file_name: null,
    file_size: null,
  }))
  return {
    status: 200,
    headers: { 'x-fal-request-id': requestId },
    json: {
      images,
      seed: input['seed'] ?? 123,
      prompt: input['prompt'] ?? '',
      has_nsfw_concepts: images.map(() => isBlack),
      timings: { inference: 1.2 },
    },
  }
}

function platformViolations({ method, path, query }: StubRequest): string[] {
  const known: Readonly<Record<string, readonly string[]>> = {
    '/v1/models/pricing': ['endpoint_id'],
    '/v1/models': ['endpoint_id', 'expand'],
  }
  const names = known[path]
  if (method !== 'GET' || names === undefined) return [`${method} ${path}: no such address`]
  const ids = (query.get('endpoint_id') ?? '').split(',')
  return [
    ...[...query.keys()].filter((name) => !names.includes(name)).map((name) => `${path}: unknown query ${name}`),
    ...(ids.length > 50 || ids[0] === '' ? [`${path}: 1 to 50 ids`] : []),
  ]
}

function unitOf(id: string): string {
  return /ultra|kontext/.test(id) ? 'images' : 'megapixels'
}

function answerPlatform(request: StubRequest): StubResponse {
  const wrong = platformViolations(request)
  if (wrong.length > 0) return { status: 400, json: { error: { type: 'validation_error', message: wrong.join('; ') } } }
  const ids = (request.query.get('endpoint_id') ?? '').split(',')
  if (request.path === '/v1/models') return describe(ids[0] ?? '')
  const prices = ids.map((id) => ({ endpoint_id: id, unit_price: 0.025, unit: unitOf(id), currency: 'USD' }))
  return { status: 200, json: { prices, has_more: false, next_cursor: null } }
}

/** Returns an endpoint that is not built in, as the catalog describes it. */
function describe(id: string): StubResponse {
  const endpoint = describedEndpoints[id]
  if (endpoint === undefined) {
    return { status: 404, json: { error: { type: 'not_found', message: 'Resource not found' } } }
  }
  const { schema, ...known } = endpoint
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Input' } } }
  const openapi = {
    openapi: '3.0.4',
    components: { schemas: { Input: schema } },
    paths: { [`/${id}`]: { post: { requestBody: { required: true, content }, responses: {} } } },
  }
  const metadata = { status: 'active', tags: [], ...known }
  return { status: 200, json: { models: [{ endpoint_id: id, metadata, openapi }], next_cursor: null, has_more: false } }
}
