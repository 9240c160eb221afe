import type { FailureCase, RefusalCase, StubResponse } from '../service-stub.ts'

type Refusal = Omit<RefusalCase, 'name'> & { readonly prediction: Readonly<Record<string, unknown>> }

const failed = (error: string) => ({ status: 'failed', error, output: null })

/** Contents of the finished prediction. */
export const refusalScenes: Readonly<Record<string, Refusal>> = {
  'nsfw-all': {
    prediction: failed('All generated images contained NSFW content. Try running it again with a different prompt.'),
    what: 'output',
    isBilled: 'unknown',
    message: 'All generated images contained NSFW content',
  },
  'nsfw-older-words': {
    prediction: failed('NSFW content detected. Try running it again, or try a different prompt.'),
    what: 'output',
    isBilled: 'unknown',
    message: 'NSFW content detected',
  },
  'flagged-e005': {
    prediction: failed('The input or output was flagged as sensitive. Please try again with different inputs. (E005)'),
    what: 'prompt',
    isBilled: 'unknown',
    message: 'E005',
  },
  'empty-list': {
    prediction: { status: 'succeeded', output: [] },
    what: 'output',
    isBilled: 'unknown',
    message: 'withheld',
  },
}

type Failure = Omit<FailureCase, 'name'> & {
  readonly response?: StubResponse
  /** Replaces the response to the submission. */
  readonly prediction?: Readonly<Record<string, unknown>>
}

function problem(status: number, title: string, detail: string, overrides: object = {}): StubResponse {
  return { status, json: { title, detail, status, ...overrides } }
}

export const failureScenes: Readonly<Record<string, Failure>> = {
  '401': {
    response: problem(401, 'Unauthenticated', 'You did not pass a valid authentication token'),
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'valid authentication token',
  },
  '402-no-credit': {
    response: problem(
      402,
      'Insufficient credit',
      'You have insufficient credit to run this model. Go to the billing page.',
    ),
    code: 'provider/quota',
    isBilled: 'no',
    message: 'insufficient credit',
  },
  '404': {
    response: { status: 404, json: { detail: 'The requested resource could not be found.', status: 404 } },
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'could not be found',
  },
  '422-input': {
    response: problem(422, 'Input validation failed', '- input.seed: Invalid type. Expected: integer, given: string', {
      invalid_fields: [{ type: 'invalid_type', field: 'input.seed', description: 'Expected: integer' }],
    }),
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'input.seed: Invalid type',
  },
  '422-version': {
    response: problem(
      422,
      'Invalid version or not permitted',
      'The specified version does not exist (or perhaps you do not have permission)',
    ),
    code: 'provider/unknown-model',
    isBilled: 'no',
    message: 'The specified version does not exist',
  },
  '429': {
    response: {
      status: 429,
      headers: { 'retry-after': '30' },
      json: { detail: 'Request was throttled. Your rate limit resets in ~30s.', status: 429, retry_after: 30 },
    },
    code: 'provider/rate-limited',
    isBilled: 'no',
    message: 'Request was throttled',
  },
  '500': {
    response: problem(500, 'Internal server error', 'Something went wrong'),
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'Something went wrong',
  },
  '503': {
    response: { status: 503, text: 'upstream connect error' },
    code: 'provider/unavailable',
    isBilled: 'unknown',
    message: 'upstream connect error',
  },
  'out-of-memory': {
    prediction: failed('CUDA out of memory. Tried to allocate 2.00 GiB'),
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'CUDA out of memory',
  },
  interrupted: {
    prediction: failed('Prediction interrupted; please retry (code: PA)'),
    code: 'provider/task-failed',
    isBilled: 'unknown',
    message: 'code: PA',
  },
  'data-removed': {
    prediction: { status: 'succeeded', output: null, input: {}, logs: '', data_removed: true },
    code: 'provider/task-expired',
    isBilled: 'unknown',
    message: 'after an hour',
  },
}
