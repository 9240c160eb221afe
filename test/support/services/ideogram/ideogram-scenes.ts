import type { FailureCase, RefusalCase } from '../service-stub.ts'

/** What a submission is answered instead of being taken. */
interface Answer {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
}

export const refusedSubmissions: Readonly<Record<string, Answer & { what: RefusalCase['what']; words: string }>> = {
  '422-prompt': {
    status: 422,
    json: { error: 'Prompt provided failed safety check due to the inclusion of prohibited content.' },
    what: 'prompt',
    words: 'Prompt provided failed safety check',
  },
  '422-picture': {
    status: 422,
    json: { error: 'The image provided failed the safety check.' },
    what: 'input',
    words: 'failed the safety check',
  },
}

/** What a finished task holds instead of pictures. */
export const refusedResults: Readonly<Record<string, { json: Readonly<Record<string, unknown>>; words: string }>> = {
  'unsafe-without-a-link': {
    json: { status: 'completed', data: [{ url: null, prompt: '', resolution: '1024x1024', is_image_safe: false }] },
    words: 'is_image_safe',
  },
  'empty-list': { json: { status: 'completed', data: [] }, words: 'no image' },
  'task-failed-safety': {
    json: { status: 'failed', failure_reason: 'The image did not pass the safety check', data: null },
    words: 'did not pass the safety check',
  },
}

export const failedSubmissions: Readonly<Record<string, Answer & { code: string; words: string }>> = {
  '400': {
    status: 400,
    json: { error: 'Invalid resolution' },
    code: 'provider/invalid-request',
    words: 'Invalid resolution',
  },
  '401': { status: 401, json: { detail: 'Invalid token.' }, code: 'credential/rejected', words: 'Invalid token.' },
  '402-insufficient-funds': {
    status: 402,
    json: { error: 'Insufficient funds.', reject_reason: 'insufficient_funds' },
    code: 'provider/quota',
    words: 'Insufficient funds',
  },
  '403': { status: 403, json: { detail: 'Not allowed.' }, code: 'credential/rejected', words: 'Not allowed' },
  '404': {
    status: 404,
    json: { detail: 'Not Found' },
    code: 'provider/unknown-model',
    words: 'Not Found',
  },
  '429-inflight-limit': {
    status: 429,
    json: { error: 'Too many requests in flight', reject_reason: 'inflight_limit', max_inflight_requests: 10 },
    code: 'provider/rate-limited',
    words: 'Too many requests in flight',
  },
  '429-daily-limit': {
    status: 429,
    json: { error: 'The daily limit is reached', reject_reason: 'daily_limit' },
    code: 'provider/quota',
    words: 'The daily limit is reached',
  },
  '429': {
    status: 429,
    json: { error: 'Slow down' },
    code: 'provider/rate-limited',
    words: 'Slow down',
  },
  '500': {
    status: 500,
    json: { error: 'Something went wrong' },
    code: 'provider/unavailable',
    words: 'Something went wrong',
  },
  '503': { status: 503, json: { error: 'Overloaded' }, code: 'provider/unavailable', words: 'Overloaded' },
}

export const ideogramRefusals: readonly RefusalCase[] = [
  ...Object.entries(refusedSubmissions).map(([name, { what, words }]) => ({
    name,
    what,
    words,
    isBilled: 'unknown' as const,
  })),
  ...Object.entries(refusedResults).map(([name, { words }]) => ({
    name,
    what: 'output' as const,
    words,
    isBilled: 'unknown' as const,
  })),
]

export const ideogramFailures: readonly FailureCase[] = [
  ...Object.entries(failedSubmissions).map(([name, { status, code, words }]) => ({
    name,
    code,
    words,
    isBilled: status >= 500 ? ('unknown' as const) : ('no' as const),
  })),
  { name: 'task-failed', code: 'provider/task-failed', isBilled: 'unknown', words: 'The renderer broke' },
  { name: 'task-forgotten', code: 'provider/task-expired', isBilled: 'unknown', words: 'does not know this task' },
]
