import type { FailureCase, RefusalCase, StubResponse } from '../service-stub.ts'

type Scene<T> = T & { readonly status: number; readonly error: unknown; readonly headers?: Record<string, string> }

function problem(type: string, code: string | null, message: string, param: string | null = null): unknown {
  return { error: { message, type, param, code } }
}

const moderated =
  'Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com.'

const refusalScenes: readonly Scene<RefusalCase>[] = [
  {
    name: '400-moderation-of-the-prompt',
    what: 'prompt',
    isBilled: 'unknown',
    message: 'rejected by the safety system',
    status: 400,
    error: {
      error: {
        message: moderated,
        type: 'image_generation_user_error',
        param: null,
        code: 'moderation_blocked',
        moderation_details: { moderation_stage: 'input', categories: ['violence'] },
      },
    },
  },
  {
    name: '400-moderation-of-the-image',
    what: 'output',
    isBilled: 'unknown',
    message: 'rejected by the safety system',
    status: 400,
    error: {
      error: {
        message: moderated,
        type: 'image_generation_user_error',
        param: null,
        code: 'moderation_blocked',
        moderation_details: { moderation_stage: 'output', categories: ['sexual'] },
      },
    },
  },
  {
    name: '400-older-spelling',
    what: 'prompt',
    isBilled: 'unknown',
    message: 'content policy',
    status: 400,
    error: problem(
      'invalid_request_error',
      'content_policy_violation',
      'Your request was rejected as a result of our safety system. It may contain text that is not allowed by our content policy.',
    ),
  },
]

const failureScenes: readonly Scene<FailureCase>[] = [
  {
    name: '400-invalid-size',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'divisible by 16',
    status: 400,
    error: problem(
      'invalid_request_error',
      'invalid_value',
      'Invalid size: width and height must be divisible by 16.',
      'size',
    ),
  },
  {
    name: '400-unknown-parameter',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'response_format',
    status: 400,
    error: problem('invalid_request_error', 'unknown_parameter', 'Unknown parameter.', 'response_format'),
  },
  {
    name: '400-billing-hard-limit',
    code: 'provider/quota',
    isBilled: 'no',
    message: 'hard limit',
    status: 400,
    error: problem('invalid_request_error', 'billing_hard_limit_reached', 'Billing hard limit has been reached.'),
  },
  {
    name: '401',
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'Incorrect API key',
    status: 401,
    error: problem('invalid_request_error', 'invalid_api_key', 'Incorrect API key provided: sk-****.'),
  },
  {
    name: '403-unverified-organisation',
    code: 'provider/unsupported',
    isBilled: 'no',
    message: 'must be verified',
    status: 403,
    error: problem(
      'invalid_request_error',
      null,
      'Your organization must be verified to use the model `gpt-image-2`. Go to platform.openai.com/settings/organization/general.',
    ),
  },
  {
    name: '404-retired-model',
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'does not exist',
    status: 404,
    error: problem('invalid_request_error', 'model_not_found', "The model 'gpt-image-2' does not exist."),
  },
  {
    name: '409',
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'currently in use',
    status: 409,
    error: problem('server_error', null, 'A resource this request needs is currently in use. Please try again.'),
  },
  {
    name: '429-rate-limit',
    code: 'provider/rate-limited',
    isBilled: 'no',
    message: 'Rate limit reached',
    status: 429,
    error: problem('requests', 'rate_limit_exceeded', 'Rate limit reached for images per minute.'),
    headers: { 'retry-after-ms': '1500' },
  },
  {
    name: '429-no-credit',
    code: 'provider/quota',
    isBilled: 'no',
    message: 'exceeded your current quota',
    status: 429,
    error: problem(
      'insufficient_quota',
      'insufficient_quota',
      'You exceeded your current quota, please check your plan and billing details.',
    ),
  },
  {
    name: '429-spend-limit',
    code: 'provider/quota',
    isBilled: 'no',
    message: 'spend limit',
    status: 429,
    error: problem('requests', 'project_spend_limit_exceeded', 'The spend limit of this project has been reached.'),
  },
  {
    name: '500',
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'had an error',
    status: 500,
    error: problem('server_error', null, 'The server had an error while processing your request. Sorry about that!'),
  },
  {
    name: '503',
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'overloaded',
    status: 503,
    error: problem('server_error', null, 'The engine is currently overloaded, please try again later.'),
  },
  {
    name: 'empty-list',
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'returned no image',
    status: 200,
    error: { created: 1_795_000_000, data: [] },
  },
  {
    name: 'nothing-in-it',
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'returned no image',
    status: 200,
    error: { created: 1_795_000_000, data: [{}] },
  },
]

const plain = <T extends object>({ status: _status, error: _error, headers: _headers, ...rest }: Scene<T>) => rest

export const openaiRefusals = refusalScenes.map((scene) => plain<RefusalCase>(scene)) as readonly RefusalCase[]
export const openaiFailures = failureScenes.map((scene) => plain<FailureCase>(scene)) as readonly FailureCase[]

/** Returns the response of a scene; null = success. */
export function playOpenaiScene(scene: string): StubResponse | null {
  const [kind, name] = scene.split(':')
  const all = kind === 'refused' ? refusalScenes : kind === 'failed' ? failureScenes : []
  const found = all.find((each) => each.name === name)
  return found ? { status: found.status, json: found.error, headers: found.headers ?? {} } : null
}

export const openaiBadKey: StubResponse = {
  status: 401,
  json: problem(
    'invalid_request_error',
    'invalid_api_key',
    'Incorrect API key provided: sk-****. You can find your API key at https://platform.openai.com/account/api-keys.',
  ),
}
