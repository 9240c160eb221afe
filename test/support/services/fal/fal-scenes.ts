import type { FailureCase, RefusalCase, StubReply } from '../service-stub.ts'

/** Where fal says it: at the submission, in the task's status, or in place of the result. */
interface Scene {
  readonly at: 'submission' | 'status' | 'result'
  readonly reply: StubReply
  /** Added to the status that says the task has ended. */
  readonly status?: Readonly<Record<string, unknown>>
}
type Refusal = Scene & Omit<RefusalCase, 'name'>
type Failure = Scene & Omit<FailureCase, 'name'>

const docs = 'https://docs.fal.ai/errors/'

function problem(field: string, type: string, msg: string): Record<string, unknown> {
  return { detail: [{ loc: ['body', field], msg, type, url: `${docs}#${type}`, input: {} }] }
}

const policy = 'The content could not be processed because it contained material flagged by a content checker.'

const refusalScenes: Readonly<Record<string, Refusal>> = {
  'content-policy-at-once': {
    at: 'submission',
    reply: { status: 422, json: problem('prompt', 'content_policy_violation', policy) },
    what: 'prompt',
    isBilled: 'unknown',
    words: 'flagged by a content checker',
  },
  'content-policy': {
    at: 'result',
    reply: {
      status: 422,
      headers: { 'x-fal-retryable': 'false' },
      json: problem('prompt', 'content_policy_violation', policy),
    },
    what: 'prompt',
    isBilled: 'unknown',
    words: 'flagged by a content checker',
  },
  'content-policy-of-the-picture': {
    at: 'result',
    reply: { status: 422, json: problem('image_url', 'content_policy_violation', policy) },
    what: 'input',
    isBilled: 'unknown',
    words: 'image_url',
  },
  'content-policy-in-the-status': {
    at: 'result',
    reply: { status: 422, json: { detail: '' } },
    status: { error: 'The prompt was rejected.', error_type: 'content_policy_violation' },
    what: 'prompt',
    isBilled: 'unknown',
    words: 'The prompt was rejected',
  },
  'no-media-generated': {
    at: 'result',
    reply: {
      status: 422,
      json: problem('prompt', 'no_media_generated', 'The model did not generate the expected output.'),
    },
    what: 'output',
    isBilled: 'unknown',
    words: 'did not generate the expected output',
  },
  'black-picture': {
    at: 'result',
    reply: { status: 200 },
    what: 'output',
    isBilled: 'yes',
    words: 'NSFW',
  },
  'empty-list': {
    at: 'result',
    reply: { status: 200 },
    what: 'output',
    isBilled: 'unknown',
    words: 'without an image',
  },
}

const failureScenes: Readonly<Record<string, Failure>> = {
  '401': {
    at: 'submission',
    reply: { status: 401, json: { detail: 'Cannot access application "fal-ai/flux". Authentication is required.' } },
    code: 'credential/rejected',
    isBilled: 'no',
    words: 'Authentication is required',
  },
  '403-exhausted-balance': {
    at: 'submission',
    reply: {
      status: 403,
      json: {
        detail: 'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.',
      },
    },
    code: 'provider/quota',
    isBilled: 'no',
    words: 'Exhausted balance',
  },
  '403': {
    at: 'submission',
    reply: { status: 403, json: { detail: 'This endpoint is private.' } },
    code: 'credential/rejected',
    isBilled: 'no',
    words: 'This endpoint is private',
  },
  '404': {
    at: 'submission',
    reply: { status: 404, json: { detail: 'Application "flux" not found' } },
    code: 'provider/unknown-model',
    isBilled: 'no',
    words: 'not found',
  },
  '422': {
    at: 'submission',
    reply: { status: 422, json: problem('num_images', 'less_than_equal', 'Input should be less than or equal to 4') },
    code: 'provider/invalid-request',
    isBilled: 'no',
    words: 'num_images: Input should be less than or equal to 4',
  },
  '429': {
    at: 'submission',
    reply: { status: 429, json: { detail: 'Too many requests' } },
    code: 'provider/rate-limited',
    isBilled: 'no',
    words: 'Too many requests',
  },
  '500': {
    at: 'submission',
    reply: { status: 500, json: { detail: 'Internal Server Error' } },
    code: 'provider/unavailable',
    isBilled: 'unknown',
    words: 'Internal Server Error',
  },
  '503-no-runner': {
    at: 'submission',
    reply: {
      status: 503,
      headers: { 'x-fal-error-type': 'runner_scheduling_failure' },
      json: { detail: 'No runner could be scheduled', error_type: 'runner_scheduling_failure' },
    },
    code: 'provider/unavailable',
    isBilled: 'no',
    words: 'No runner could be scheduled',
  },
  'task-forgotten': {
    at: 'status',
    reply: { status: 404, json: { detail: 'Request not found' } },
    code: 'provider/task-expired',
    isBilled: 'unknown',
    words: 'no longer knows this task',
  },
  'image-too-small': {
    at: 'result',
    reply: { status: 422, json: problem('image_url', 'image_too_small', 'Image is smaller than 64 pixels') },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    words: 'Image is smaller than 64 pixels',
  },
  'generation-timeout': {
    at: 'result',
    reply: { status: 504, json: problem('', 'generation_timeout', 'Generation timeout') },
    code: 'provider/task-failed',
    isBilled: 'no',
    words: 'Generation timeout',
  },
  'runner-disconnected': {
    at: 'result',
    reply: { status: 503, json: { detail: 'Runner disconnected', error_type: 'runner_disconnected' } },
    code: 'provider/task-failed',
    isBilled: 'no',
    words: 'Runner disconnected',
  },
  'unknown-endpoint-found-late': {
    at: 'result',
    reply: { status: 404, json: { detail: 'Path /nonsense not found' } },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    words: 'not found',
  },
}

export const falRefusals: readonly RefusalCase[] = Object.entries(refusalScenes).map(([name, each]) => {
  const { what, isBilled, words } = each
  return { name, what, isBilled, words }
})

export const falFailures: readonly FailureCase[] = Object.entries(failureScenes).map(([name, each]) => {
  const { code, isBilled, words } = each
  return { name, code, isBilled, words }
})

/** `refused:…` and `failed:…`; null = everything goes well. */
export function findFalScene(scene: string): Scene | null {
  const [kind, name = ''] = scene.split(/:(.*)/s)
  return (kind === 'refused' ? refusalScenes[name] : kind === 'failed' ? failureScenes[name] : undefined) ?? null
}
