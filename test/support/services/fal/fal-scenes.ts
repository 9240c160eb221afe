import type { FailureCase, RefusalCase, StubResponse } from '../service-stub.ts'

/** Where fal reports it: on submission, in the task's status, or instead of the result. */
interface Scene {
  readonly at: 'submission' | 'status' | 'result'
  readonly response: StubResponse
  /** Added to the final status of the task. */
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
    response: { status: 422, json: problem('prompt', 'content_policy_violation', policy) },
    what: 'prompt',
    isBilled: 'unknown',
    message: 'flagged by a content checker',
  },
  'content-policy': {
    at: 'result',
    response: {
      status: 422,
      headers: { 'x-fal-retryable': 'false' },
      json: problem('prompt', 'content_policy_violation', policy),
    },
    what: 'prompt',
    isBilled: 'unknown',
    message: 'flagged by a content checker',
  },
  'content-policy-of-the-image': {
    at: 'result',
    response: { status: 422, json: problem('image_url', 'content_policy_violation', policy) },
    what: 'input',
    isBilled: 'unknown',
    message: 'image_url',
  },
  'content-policy-in-the-status': {
    at: 'result',
    response: { status: 422, json: { detail: '' } },
    status: { error: 'The prompt was rejected.', error_type: 'content_policy_violation' },
    what: 'prompt',
    isBilled: 'unknown',
    message: 'The prompt was rejected',
  },
  'no-media-generated': {
    at: 'result',
    response: {
      status: 422,
      json: problem('prompt', 'no_media_generated', 'The model did not generate the expected output.'),
    },
    what: 'output',
    isBilled: 'unknown',
    message: 'did not generate the expected output',
  },
  'black-image': {
    at: 'result',
    response: { status: 200 },
    what: 'output',
    isBilled: 'yes',
    message: 'NSFW',
  },
}

const failureScenes: Readonly<Record<string, Failure>> = {
  '401': {
    at: 'submission',
    response: { status: 401, json: { detail: 'Cannot access application "fal-ai/flux". Authentication is required.' } },
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'Authentication is required',
  },
  '403-exhausted-balance': {
    at: 'submission',
    response: {
      status: 403,
      json: {
        detail: 'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.',
      },
    },
    code: 'provider/quota',
    isBilled: 'no',
    message: 'Exhausted balance',
  },
  '403': {
    at: 'submission',
    response: { status: 403, json: { detail: 'This endpoint is private.' } },
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'This endpoint is private',
  },
  '404': {
    at: 'submission',
    response: { status: 404, json: { detail: 'Application "flux" not found' } },
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'not found',
  },
  '422': {
    at: 'submission',
    response: {
      status: 422,
      json: problem('num_images', 'less_than_equal', 'Input should be less than or equal to 4'),
    },
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'num_images: Input should be less than or equal to 4',
  },
  '429': {
    at: 'submission',
    response: { status: 429, json: { detail: 'Too many requests' } },
    code: 'provider/rate-limited',
    isBilled: 'no',
    message: 'Too many requests',
  },
  '500': {
    at: 'submission',
    response: { status: 500, json: { detail: 'Internal Server Error' } },
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'Internal Server Error',
  },
  '503-no-runner': {
    at: 'submission',
    response: {
      status: 503,
      headers: { 'x-fal-error-type': 'runner_scheduling_failure' },
      json: { detail: 'No runner could be scheduled', error_type: 'runner_scheduling_failure' },
    },
    code: 'provider/unavailable',
    isBilled: 'no',
    message: 'No runner could be scheduled',
  },
  'task-forgotten': {
    at: 'status',
    response: { status: 404, json: { detail: 'Request not found' } },
    code: 'provider/task-expired',
    isBilled: 'unknown',
    message: 'no longer has this task',
  },
  'image-too-small': {
    at: 'result',
    response: { status: 422, json: problem('image_url', 'image_too_small', 'Image is smaller than 64 pixels') },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'Image is smaller than 64 pixels',
  },
  'generation-timeout': {
    at: 'result',
    response: { status: 504, json: problem('', 'generation_timeout', 'Generation timeout') },
    code: 'provider/task-failed',
    isBilled: 'no',
    message: 'Generation timeout',
  },
  'runner-disconnected': {
    at: 'result',
    response: { status: 503, json: { detail: 'Runner disconnected', error_type: 'runner_disconnected' } },
    code: 'provider/task-failed',
    isBilled: 'no',
    message: 'Runner disconnected',
  },
  'unknown-endpoint-found-late': {
    at: 'result',
    response: { status: 404, json: { detail: 'Path /nonsense not found' } },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'not found',
  },
  'empty-list': {
    at: 'result',
    response: { status: 200 },
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'No image was returned',
  },
}

export const falRefusals: readonly RefusalCase[] = Object.entries(refusalScenes).map(([name, each]) => {
  const { what, isBilled, message } = each
  return { name, what, isBilled, message }
})

export const falFailures: readonly FailureCase[] = Object.entries(failureScenes).map(([name, each]) => {
  const { code, isBilled, message } = each
  return { name, code, isBilled, message }
})

/** `refused:…` and `failed:…`; null = success. */
export function findFalScene(scene: string): Scene | null {
  const [kind, name = ''] = scene.split(/:(.*)/s)
  return (kind === 'refused' ? refusalScenes[name] : kind === 'failed' ? failureScenes[name] : undefined) ?? null
}
