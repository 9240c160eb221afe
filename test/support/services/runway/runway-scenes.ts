import type { FailureCase, RefusalCase, StubResponse } from '../service-stub.ts'

/** Reported as HTTP on submission, or at the end of the task. */
type Scene<T> = { readonly case: T } & (
  | { readonly status: number; readonly json: unknown }
  | { readonly task: Readonly<Record<string, unknown>> }
)

const failed = (failureCode: string | null, failure: string, credits = 0) => ({
  status: 'FAILED',
  failure,
  failureCode,
  cost: { credits },
})

const refusals: readonly Scene<RefusalCase>[] = [
  {
    case: { name: 'safety-input-text', what: 'prompt', isBilled: 'yes', message: 'prompt did not pass' },
    task: failed('SAFETY.INPUT.TEXT', 'The prompt did not pass our safety checks.', 5),
  },
  {
    case: { name: 'safety-input-image', what: 'input', isBilled: 'yes', message: 'image did not pass' },
    task: failed('SAFETY.INPUT.IMAGE.FACES', 'The reference image did not pass our safety checks.', 5),
  },
  {
    case: { name: 'safety-output', what: 'output', isBilled: 'no', message: 'output did not pass' },
    task: failed('SAFETY.OUTPUT.IMAGE', 'The output did not pass our safety checks.'),
  },
  {
    case: { name: 'preprocessing-safety-text', what: 'prompt', isBilled: 'no', message: 'could not be used' },
    task: failed('INPUT_PREPROCESSING.SAFETY.TEXT', 'The prompt could not be used.'),
  },
  {
    case: { name: 'preprocessing-without-cost', what: 'prompt', isBilled: 'unknown', message: 'could not be used' },
    task: {
      status: 'FAILED',
      failure: 'The prompt could not be used.',
      failureCode: 'INPUT_PREPROCESSING.SAFETY.TEXT',
    },
  },
  {
    case: { name: 'without-cost', what: 'prompt', isBilled: 'yes', message: 'did not pass' },
    task: { status: 'FAILED', failure: 'The prompt did not pass our safety checks.', failureCode: 'SAFETY.INPUT.TEXT' },
  },
]

const failures: readonly Scene<FailureCase>[] = [
  {
    case: { name: '400', code: 'provider/invalid-request', isBilled: 'no', message: 'Invalid option' },
    status: 400,
    json: {
      error: 'Validation of body failed',
      issues: [{ code: 'invalid_value', path: ['ratio'], message: 'Invalid option' }],
      docUrl: 'https://docs.dev.runwayml.com/api',
    },
  },
  {
    case: { name: '400-no-credit', code: 'provider/quota', isBilled: 'no', message: 'enough credits' },
    status: 400,
    json: { error: 'You do not have enough credits to run this task.' },
  },
  {
    case: { name: '401', code: 'credential/rejected', isBilled: 'no', message: 'invalid' },
    status: 401,
    json: { error: 'The API key is invalid.' },
  },
  {
    case: { name: '403', code: 'provider/unsupported', isBilled: 'no', message: 'not available' },
    status: 403,
    json: { error: 'Model variant gen4_image is not available.' },
  },
  {
    case: { name: '409', code: 'provider/unavailable', isBilled: 'unknown', message: 'conflict' },
    status: 409,
    json: { error: 'There was a conflict with another request.' },
  },
  {
    case: { name: '429', code: 'provider/rate-limited', isBilled: 'no', message: 'daily task limit' },
    status: 429,
    json: { error: 'You reached your daily task limit.' },
  },
  {
    case: { name: '500', code: 'provider/unavailable', isBilled: 'unknown', message: 'Something went wrong' },
    status: 500,
    json: { error: 'Something went wrong.' },
  },
  {
    case: { name: '503', code: 'provider/unavailable', isBilled: 'unknown', message: 'unavailable' },
    status: 503,
    json: { error: 'The service is temporarily unavailable.' },
  },
  {
    case: { name: 'bad-output', code: 'provider/task-failed', isBilled: 'no', message: 'could not be made' },
    task: failed('INTERNAL.BAD_OUTPUT.CODE01', 'The image could not be made.'),
  },
  {
    case: { name: 'bad-file', code: 'provider/task-failed', isBilled: 'yes', message: 'cannot be read' },
    task: failed('ASSET.INVALID', 'The reference image cannot be read.', 5),
  },
  {
    case: { name: 'no-code', code: 'provider/task-failed', isBilled: 'no', message: 'An unexpected error' },
    task: failed(null, 'An unexpected error occurred.'),
  },
  {
    case: { name: 'without-an-image', code: 'provider/task-failed', isBilled: 'yes', message: 'returned no image' },
    task: { status: 'SUCCEEDED', output: [], cost: { credits: 5 } },
  },
]

export const runwayRefusals = refusals.map(({ case: described }) => described)
export const runwayFailures = failures.map(({ case: described }) => described)

function find(scene: string): Scene<{ readonly name: string }> | undefined {
  const [kind, name] = scene.split(':')
  const all: readonly Scene<{ readonly name: string }>[] =
    kind === 'refused' ? refusals : kind === 'failed' ? failures : []
  return all.find(({ case: described }) => described.name === name)
}

/** Returns the response to a submission; null = accepted. */
export function playSubmission(scene: string): StubResponse | null {
  const found = find(scene)
  return found && 'json' in found ? { status: found.status, json: found.json } : null
}

/** Returns how a task ends; null = success. */
export function playEnd(scene: string): Readonly<Record<string, unknown>> | null {
  const found = find(scene)
  return found && 'task' in found ? found.task : null
}
