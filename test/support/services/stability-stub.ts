import { decodeMask } from './decode-mask.ts'
import type { FailureCase, RefusalCase, ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'
import { stabilityViolations } from './stability/stability-violations.ts'

const goodKey = 'sk-not-a-real-key-stability-0000000000000000'
const taskId = 'a'.repeat(64)
const requestId = '5f0a3a2f1b7c4e0b9d1e2c3d4e5f6a7b'
const engineId = 'stable-diffusion-xl-1024-v1-0'

interface Answer {
  readonly status: number
  readonly name: string
  readonly message: string
}

const refusalAnswers: Readonly<Record<string, Answer & { readonly what: RefusalCase['what'] }>> = {
  '403-content-moderation': {
    status: 403,
    name: 'content_moderation',
    message: 'Your request was flagged by our content moderation system and was denied. You were not charged.',
    what: 'prompt',
  },
  '403-image-moderation': {
    status: 403,
    name: 'content_moderation',
    message: 'The image you sent was flagged by our content moderation system.',
    what: 'input',
  },
  '400-filtered-words': {
    status: 400,
    name: 'invalid_prompts',
    message: 'Invalid prompts detected',
    what: 'prompt',
  },
}

const failureAnswers: Readonly<Record<string, Answer & { readonly code: string }>> = {
  '400': { status: 400, name: 'bad_request', message: 'some-field: is required', code: 'provider/invalid-request' },
  '401': {
    status: 401,
    name: 'unauthorized',
    message: 'missing or invalid authorization header',
    code: 'credential/rejected',
  },
  '402-no-credit': {
    status: 402,
    name: 'payment_required',
    message: 'You lack sufficient credits to make this request.',
    code: 'provider/quota',
  },
  '403-permission': {
    status: 403,
    name: 'permission_denied',
    message: 'You lack the necessary permissions to perform this action',
    code: 'credential/rejected',
  },
  '404': {
    status: 404,
    name: 'not_found',
    message: 'The specified engine was not found',
    code: 'provider/unknown-model',
  },
  '413': {
    status: 413,
    name: 'payload_too_large',
    message: 'The request is larger than 10MiB',
    code: 'provider/invalid-request',
  },
  '422': {
    status: 422,
    name: 'invalid_language',
    message: 'English is the only supported language for this service.',
    code: 'provider/invalid-request',
  },
  '429': {
    status: 429,
    name: 'rate_limit_exceeded',
    message: 'You have exceeded the rate limit of 150 requests within a 10 second period',
    code: 'provider/rate-limited',
  },
  '500': {
    status: 500,
    name: 'internal_error',
    message: 'An internal server error has occurred, please try again later.',
    code: 'provider/unavailable',
  },
}

const refusals: readonly RefusalCase[] = [
  ...Object.entries(refusalAnswers).map(([name, { what, message }]) => ({
    name,
    what,
    message,
    isBilled: 'no' as const,
  })),
  { name: '200-blurred-image', what: 'output', message: 'CONTENT_FILTERED', isBilled: 'unknown' },
]

const failures: readonly FailureCase[] = Object.entries(failureAnswers).map(([name, { code, message }]) => ({
  name,
  code,
  message,
  isBilled: 'no',
}))

/** v2beta returns a list of errors, v1 a single message. */
function fault({ path }: StubRequest, { status, name, message }: Answer): StubResponse {
  const body = path.startsWith('/v1/') ? { message: message } : { errors: [message] }
  return { status, json: { id: requestId, name, ...body } }
}

export const stabilityStub: ServiceStub = {
  id: 'stability',
  goodKey,
  models: {
    generate: 'stable-image-core',
    edit: 'upscale-creative',
    mask: 'inpaint',
    variations: 'stable-image-ultra',
  },
  deliversByLink: false,
  waitsAt: 'edit',
  refusals,
  failures,
  isSubmission: ({ method, path }) => method === 'POST' && /^\/(v2beta\/stable-image|v1\/generation)\//.test(path),
  violations: stabilityViolations,

  respond(request, context) {
    if (request.headers['authorization'] !== `Bearer ${goodKey}`) return fault(request, failureAnswers['401']!)
    const [kind, name = ''] = context.scene.split(':')
    const refusal = kind === 'refused' ? refusalAnswers[name] : undefined
    const failure = kind === 'failed' ? failureAnswers[name] : undefined
    if (request.method === 'GET') return look(request, context)
    if (refusal ?? failure) return fault(request, (refusal ?? failure)!)
    const wrong = stabilityViolations(request)
    if (wrong.length > 0) return { status: 400, json: { id: requestId, name: 'bad_request', errors: wrong } }
    if (request.path.endsWith('/upscale/creative')) return { status: 200, json: { id: taskId } }
    // A synchronous service: nothing is sent while it works.
    if (context.scene === 'waiting') return new Promise<StubResponse>(() => {})
    return request.path.startsWith('/v1/') ? artifacts(request, context) : imageReply(context)
  },

  async repaintedPart({ form }) {
    const mask = form.find((part) => part.name === 'mask' || part.name === 'mask_image')
    if (!mask) return null
    const isBlack = form.some((part) => part.value === 'MASK_IMAGE_BLACK')
    return decodeMask(mask.bytes, isBlack ? 'black' : 'white')
  },
}

/** Account, engines, and tasks, which are done on the third poll. */
function look(request: StubRequest, context: StubContext): StubResponse | Promise<StubResponse> {
  if (request.path === '/v1/user/balance') return { status: 200, json: { credits: 123.45 } }
  if (request.path === '/v1/engines/list') {
    const engine = { id: engineId, name: 'Stable Diffusion XL v1.0', description: 'SDXL 1.0', type: 'PICTURE' }
    return { status: 200, json: [engine] }
  }
  if (!request.path.startsWith('/v2beta/results/')) {
    return fault(request, { status: 404, name: 'not_found', message: 'no such address' })
  }
  if (!request.path.endsWith(taskId) || context.scene === 'failed:task-expired') {
    return fault(request, { status: 404, name: 'generation_not_found', message: 'generation not found' })
  }
  const polls = Number(context.memory.get('looks') ?? 0) + 1
  context.memory.set('looks', polls)
  if (context.scene === 'waiting' || polls < 3) return { status: 202, json: { id: taskId, status: 'in-progress' } }
  return imageReply(context)
}

function isBlurred(context: StubContext): boolean {
  return context.scene === 'refused:200-blurred-image'
}

async function imageReply(context: StubContext): Promise<StubResponse> {
  const image = Buffer.from(await context.image(0)).toString('base64')
  const reason = isBlurred(context) ? 'CONTENT_FILTERED' : 'SUCCESS'
  return {
    status: 200,
    headers: { 'content-type': 'application/json; type=image/png' },
    json: { image, seed: 343_940_597, finish_reason: reason },
  }
}

async function artifacts({ json, form }: StubRequest, context: StubContext): Promise<StubResponse> {
  const { samples } = (json ?? {}) as { samples?: number }
  const count = samples ?? Number(form.find((part) => part.name === 'samples')?.value ?? 1)
  const finishReason = isBlurred(context) ? 'CONTENT_FILTERED' : 'SUCCESS'
  const images = await Promise.all(Array.from({ length: count }, (_, index) => context.image(index)))
  return {
    status: 200,
    json: {
      artifacts: images.map((bytes, index) => ({
        base64: Buffer.from(bytes).toString('base64'),
        seed: 1_050_625_087 + index,
        finishReason,
      })),
    },
  }
}
