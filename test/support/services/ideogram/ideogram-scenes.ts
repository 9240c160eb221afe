import type { FailureCase, RefusalCase } from '../service-stub.ts'

/** The response to a rejected submission. */
interface Answer {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
}

export const refusedSubmissions: Readonly<Record<string, Answer & { what: RefusalCase['what']; message: string }>> = {
  '422-prompt': {
    status: 422,
    json: { error: 'Prompt provided failed safety check due to the inclusion of prohibited content.' },
    what: 'prompt',
    message: 'Prompt provided failed safety check',
  },
  '422-image': {
    status: 422,
    json: { error: 'The image provided failed the safety check.' },
    what: 'input',
    message: 'failed the safety check',
  },
}

/** Contents of a finished task instead of images. */
export const refusedResults: Readonly<Record<string, { json: Readonly<Record<string, unknown>>; message: string }>> = {
  'unsafe-without-a-link': {
    json: { status: 'completed', data: [{ url: null, prompt: '', resolution: '1024x1024', is_image_safe: false }] },
    message: 'is_image_safe',
  },
  'task-failed-safety': {
    json: { status: 'failed', failure_reason: 'The image did not pass the safety check', data: null },
    message: 'did not pass the safety check',
  },
}

export const failedSubmissions: Readonly<Record<string, Answer & { code: string; message: string }>> = {
  '400': {
    status: 400,
    json: { error: 'Invalid resolution' },
    code: 'provider/invalid-request',
    message: 'Invalid resolution',
  },
  '401': { status: 401, json: { detail: 'Invalid token.' }, code: 'credential/rejected', message: 'Invalid token.' },
  '402-insufficient-funds': {
    status: 402,
    json: { error: 'Insufficient funds.', reject_reason: 'insufficient_funds' },
    code: 'provider/quota',
    message: 'Insufficient funds',
  },
  '403': { status: 403, json: { detail: 'Not allowed.' }, code: 'credential/rejected', message: 'Not allowed' },
  '404': {
    status: 404,
    json: { detail: 'Not Found' },
    code: 'provider/unknown-model',
    message: 'Not Found',
  },
  '429-inflight-limit': {
    status: 429,
    json: { error: 'Too many requests in flight', reject_reason: 'inflight_limit', max_inflight_requests: 10 },
    code: 'provider/rate-limited',
    message: 'Too many requests in flight',
  },
  '429-daily-limit': {
    status: 429,
    json: { error: 'The daily limit is reached', reject_reason: 'daily_limit' },
    code: 'provider/quota',
    message: 'The daily limit is reached',
  },
  '429': {
    status: 429,
    json: { error: 'Slow down' },
    code: 'provider/rate-limited',
    message: 'Slow down',
  },
  '500': {
    status: 500,
    json: { error: 'Something went wrong' },
    code: 'provider/unavailable',
    message: 'Something went wrong',
  },
  '503': { status: 503, json: { error: 'Overloaded' }, code: 'provider/unavailable', message: 'Overloaded' },
}

export const ideogramRefusals: readonly RefusalCase[] = [
  ...Object.entries(refusedSubmissions).map(([name, { what, message }]) => ({
    name,
    what,
    message,
    isBilled: 'unknown' as const,
  })),
  ...Object.entries(refusedResults).map(([name, { message }]) => ({
    name,
    what: 'output' as const,
    message,
    isBilled: 'unknown' as const,
  })),
]

export const ideogramFailures: readonly FailureCase[] = [
  ...Object.entries(failedSubmissions).map(([name, { status, code, message }]) => ({
    name,
    code,
    message,
    isBilled: status >= 500 ? ('unknown' as const) : ('no' as const),
  })),
  { name: 'task-failed', code: 'provider/task-failed', isBilled: 'unknown', message: 'The renderer broke' },
  { name: 'empty-list', code: 'provider/task-failed', isBilled: 'unknown', message: 'no image' },
  { name: 'task-forgotten', code: 'provider/task-expired', isBilled: 'unknown', message: 'no longer has this task' },
]
