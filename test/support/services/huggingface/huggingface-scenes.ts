import type { FailureCase, RefusalCase, StubResponse } from '../service-stub.ts'

interface Scene {
  /** Which provider runs the model; fal-ai by default. */
  readonly provider?: 'replicate' | 'together' | 'wavespeed' | 'zai-org' | 'hf-inference' | 'nobody'
  readonly lookup?: StubResponse
  readonly submission?: StubResponse
  /** The finished task in the provider's format; for fal the response with its result. */
  readonly ended?: Readonly<Record<string, unknown>>
  readonly result?: StubResponse
}

type Refusal = Scene & Omit<RefusalCase, 'name'>
type Failure = Scene & Omit<FailureCase, 'name'>

const sensitive = 'System detected potentially unsafe or sensitive content in input or generation.'
const policy = {
  detail: [{ loc: ['body', 'prompt'], msg: 'Flagged by a content checker', type: 'content_policy_violation' }],
}

export const refusalScenes: Readonly<Record<string, Refusal>> = {
  'fal-black-image': { what: 'output', isBilled: 'yes', message: 'NSFW' },
  'fal-content-policy': {
    result: { status: 422, json: policy },
    what: 'prompt',
    isBilled: 'unknown',
    message: 'Flagged by a content checker',
  },
  'replicate-nsfw': {
    provider: 'replicate',
    ended: { status: 'failed', error: 'NSFW content detected. Try running it again, or try a different prompt.' },
    what: 'output',
    isBilled: 'unknown',
    message: 'NSFW content detected',
  },
  'wavespeed-flag': {
    provider: 'wavespeed',
    ended: { status: 'completed', has_nsfw_contents: [true] },
    what: 'output',
    isBilled: 'unknown',
    message: 'NSFW',
  },
  'wavespeed-failed': {
    provider: 'wavespeed',
    ended: { status: 'failed', error: 'Content flagged as potentially sensitive', outputs: [] },
    what: 'prompt',
    isBilled: 'unknown',
    message: 'potentially sensitive',
  },
  'together-422': {
    provider: 'together',
    submission: { status: 422, json: { error: { message: 'NSFW content detected in the prompt', code: 'nsfw' } } },
    what: 'prompt',
    isBilled: 'unknown',
    message: 'NSFW content detected in the prompt',
  },
  'zai-1301': {
    provider: 'zai-org',
    submission: { status: 400, json: { error: { code: '1301', message: sensitive } } },
    what: 'prompt',
    isBilled: 'unknown',
    message: 'unsafe or sensitive content',
  },
}

const says = (status: number, error: unknown): StubResponse => ({ status, json: { error } })

export const failureScenes: Readonly<Record<string, Failure>> = {
  '401': {
    submission: says(401, 'Invalid credentials in Authorization header'),
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'Invalid credentials',
  },
  '402-credits-used-up': {
    submission: says(402, 'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO.'),
    code: 'provider/quota',
    isBilled: 'no',
    message: 'monthly included credits',
  },
  '403-permission': {
    submission: says(
      403,
      'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user artist',
    ),
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'sufficient permissions',
  },
  '403-gated': {
    submission: says(403, 'Access to model black-forest-labs/FLUX.1-dev is restricted. It is a gated repo.'),
    code: 'provider/unsupported',
    isBilled: 'no',
    message: 'gated repo',
  },
  '404-model': {
    lookup: says(404, 'Repository not found'),
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'Repository not found',
  },
  'served-by-nobody': {
    provider: 'nobody',
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'No Hugging Face provider',
  },
  '400-not-supported': {
    submission: says(400, 'Model black-forest-labs/FLUX.1-dev is not supported by provider fal-ai.'),
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'not supported by provider',
  },
  '422-list-of-words': {
    submission: says(422, ['Input should be a valid string', 'width must be a multiple of 8']),
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'width must be a multiple of 8',
  },
  '429': {
    submission: says(429, 'Too Many Requests'),
    code: 'provider/rate-limited',
    isBilled: 'no',
    message: 'Too Many Requests',
  },
  '500': {
    submission: says(500, 'Internal Server Error'),
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'Internal Server Error',
  },
  '503-loading': {
    provider: 'hf-inference',
    submission: { status: 503, json: { error: 'Model SD3 is currently loading', estimated_time: 312.5 } },
    code: 'not-ready',
    isBilled: 'no',
    message: 'currently loading',
  },
  '504-timed-out': {
    provider: 'hf-inference',
    submission: says(504, 'Request timed out'),
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'Request timed out',
  },
  'fal-failed': {
    result: { status: 500, json: { detail: 'The model crashed' } },
    code: 'provider/task-failed',
    isBilled: 'no',
    message: 'The model crashed',
  },
  'replicate-failed': {
    provider: 'replicate',
    ended: { status: 'failed', error: 'CUDA out of memory' },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'CUDA out of memory',
  },
  'wavespeed-failed': {
    provider: 'wavespeed',
    ended: { status: 'failed', error: 'worker lost', outputs: [] },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'worker lost',
  },
  'zai-failed': {
    provider: 'zai-org',
    ended: { task_status: 'FAIL' },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'failed',
  },
  'wavespeed-no-address': {
    provider: 'wavespeed',
    ended: { status: 'completed', outputs: [null], has_nsfw_contents: [false] },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'No image was returned',
  },
  'wavespeed-nothing': {
    provider: 'wavespeed',
    ended: { status: 'completed', outputs: [], has_nsfw_contents: [] },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'No image was returned',
  },
  'together-empty-list': {
    provider: 'together',
    submission: { status: 200, json: { data: [] } },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'No image was returned',
  },
  'zai-empty': {
    provider: 'zai-org',
    ended: { image_result: [] },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'No image was returned',
  },
}

export function findScene(scene: string): Scene | null {
  const [kind, name = ''] = scene.split(':')
  if (kind === 'refused') return refusalScenes[name] ?? null
  return kind === 'failed' ? (failureScenes[name] ?? null) : null
}
