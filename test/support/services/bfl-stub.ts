import { bflFields } from './bfl/bfl-fields.ts'
import { checkJson } from './check-fields.ts'
import { decodeBase64, decodeMask } from './decode-mask.ts'
import type { FailureCase, RefusalCase, ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const goodKey = '00000000-not-a-real-key-0000-000000000000'
const taskId = '7b3e9f5c-2f0e-4e8e-9a3b-5d1c0a7e4f21'
const canvasPixelsMax = 4_194_304

/** Status of a finished poll. */
const refusedTasks: Readonly<Record<string, { readonly status: string; readonly what: RefusalCase['what'] }>> = {
  'request-moderated': { status: 'Request Moderated', what: 'prompt' },
  'content-moderated': { status: 'Content Moderated', what: 'output' },
  // Reported as ready, but without a link.
  'ready-without-an-image': { status: 'Ready', what: 'output' },
}

const refusals: readonly RefusalCase[] = Object.entries(refusedTasks).map(([name, { what }]) => ({
  name,
  what,
  isBilled: 'unknown',
  message: 'Violence',
}))

interface FailedSubmission {
  readonly status: number
  readonly detail: unknown
  readonly code: string
  readonly message: string
}

const failedSubmissions: Readonly<Record<string, FailedSubmission>> = {
  '400': { status: 400, detail: 'Bad request', code: 'provider/invalid-request', message: 'Bad request' },
  '401': { status: 401, detail: 'Not authenticated', code: 'credential/rejected', message: 'Not authenticated' },
  '402-no-credit': {
    status: 402,
    detail: 'Insufficient credits',
    code: 'provider/quota',
    message: 'Insufficient credits',
  },
  '403': { status: 403, detail: 'Not authorized', code: 'credential/rejected', message: 'Not authorized' },
  '404': { status: 404, detail: 'Not Found', code: 'provider/unknown-model', message: 'Not Found' },
  '422': {
    status: 422,
    detail: [{ loc: ['body', 'width'], msg: 'Input should be a multiple of 32', type: 'multiple_of' }],
    code: 'provider/invalid-request',
    message: 'width: Input should be a multiple of 32',
  },
  '429': {
    status: 429,
    detail: 'Too many active tasks',
    code: 'provider/rate-limited',
    message: 'Too many active tasks',
  },
  '500': {
    status: 500,
    detail: 'Internal Server Error',
    code: 'provider/unavailable',
    message: 'Internal Server Error',
  },
  '503': { status: 503, detail: 'Under maintenance', code: 'provider/unavailable', message: 'Under maintenance' },
}

const failures: readonly FailureCase[] = [
  ...Object.entries(failedSubmissions).map(([name, { status, code, message }]) => ({
    name,
    code,
    message,
    isBilled: status >= 500 ? ('unknown' as const) : ('no' as const),
  })),
  { name: 'task-error', code: 'provider/task-failed', isBilled: 'unknown', message: 'GPU fell over' },
  { name: 'task-not-found', code: 'provider/task-expired', isBilled: 'unknown', message: 'Task not found' },
]

export const bflStub: ServiceStub = {
  id: 'bfl',
  goodKey,
  models: {
    generate: 'flux-2-pro',
    edit: 'flux-kontext-pro',
    mask: 'flux-pro-1.0-fill',
    variations: 'flux-pro-1.1',
  },
  deliversByLink: true,
  refusals,
  failures,
  isSubmission: ({ method, path }) => method === 'POST' && path.startsWith('/v1/'),
  violations,

  respond(request, context) {
    if (request.headers['x-key'] !== goodKey) return { status: 403, json: { detail: 'Not authenticated' } }
    if (request.method === 'POST') return submit(request, context)
    if (request.path === '/v1/credits') return { status: 200, json: { credits: 123.45 } }
    if (request.path === '/v1/get_result') return look(request, context)
    // Endpoints take POST only.
    if (bflFields[request.path.slice('/v1/'.length)]) return { status: 405, json: { detail: 'Method Not Allowed' } }
    return { status: 404, json: { detail: 'Not Found' } }
  },

  async repaintedPart({ json }) {
    const { mask } = (json ?? {}) as { mask?: string }
    return mask === undefined ? null : decodeMask(decodeBase64(mask), 'white')
  },
}

function violations(request: StubRequest): string[] {
  if (request.method === 'GET') return request.path === '/v1/get_result' && !request.query.has('id') ? ['no id'] : []
  const rules = bflFields[request.path.slice('/v1/'.length)]
  if (!rules) return [`${request.path}: unknown address`]
  const { width, height } = (request.json ?? {}) as { width?: number; height?: number }
  const problems = checkJson(request.json, rules)
  return (width ?? 0) * (height ?? 0) > canvasPixelsMax ? [...problems, 'more than four megapixels'] : problems
}

function submit(request: StubRequest, context: StubContext): StubResponse {
  const failed = context.scene.startsWith('failed:')
    ? failedSubmissions[context.scene.slice('failed:'.length)]
    : undefined
  if (failed) return { status: failed.status, json: { detail: failed.detail } }
  const wrong = violations(request)
  if (wrong.length > 0) {
    return { status: 422, json: { detail: wrong.map((msg) => ({ loc: ['body'], msg, type: 'value_error' })) } }
  }
  context.memory.set('looks', 0)
  const url = `${context.origin}/v1/get_result?id=${taskId}`
  return { status: 200, json: { id: taskId, polling_url: url, cost: 4.5, input_mp: 0, output_mp: 1.05 } }
}

/** Done on the third poll. */
function look(request: StubRequest, context: StubContext): StubResponse {
  if (request.query.get('id') !== taskId || context.scene === 'failed:task-not-found') {
    return { status: 200, json: { ...task('Task not found'), id: request.query.get('id') } }
  }
  const polls = Number(context.memory.get('looks') ?? 0) + 1
  context.memory.set('looks', polls)
  if (context.scene === 'waiting' || polls < 3)
    return { status: 200, json: task(polls === 1 ? 'Pending' : 'Generating') }
  if (context.scene === 'failed:task-error') {
    return { status: 200, json: { ...task('Error'), details: { error: 'GPU fell over' } } }
  }
  const refused = context.scene.startsWith('refused:')
    ? refusedTasks[context.scene.slice('refused:'.length)]
    : undefined
  if (refused) {
    return { status: 200, json: { ...task(refused.status), details: { 'Moderation Reasons': ['Violence'] } } }
  }
  const sample = `${context.origin}/delivered/bfl-0.png`
  const result = { sample, prompt: 'a blue cup', seed: 42, start_time: 0, end_time: 3.1, duration: 3.1 }
  return { status: 200, json: { ...task('Ready'), result } }
}

function task(status: string) {
  return { id: taskId, status, result: null, progress: null, details: null, preview: null }
}
