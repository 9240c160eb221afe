import type { FailureCase, StubResponse } from '../service-stub.ts'

type Scene = { readonly case: FailureCase } & (
  | { readonly status: number; readonly json: unknown }
  | { readonly end: (job: object) => StubResponse }
)

const scenes: readonly Scene[] = [
  {
    case: { name: '400', code: 'provider/invalid-request', isBilled: 'no', message: 'invalid generation parameters' },
    status: 400,
    json: { error: 'invalid generation parameters' },
  },
  {
    case: { name: '400-json', code: 'provider/invalid-request', isBilled: 'no', message: 'unexpected end' },
    status: 400,
    json: { error: 'invalid json', message: 'unexpected end of input' },
  },
  {
    case: { name: '401', code: 'credential/rejected', isBilled: 'no', message: 'authentication key is required' },
    status: 401,
    json: { error: { code: 401, message: 'An authentication key is required', type: 'invalid_request_error' } },
  },
  {
    case: { name: '402-of-a-gateway', code: 'provider/quota', isBilled: 'no', message: 'Add credits' },
    status: 402,
    json: { error: { message: 'Insufficient credits. Add credits to go on.', code: 402 } },
  },
  {
    case: { name: '404-model', code: 'provider/unknown-model', isBilled: 'no', message: 'no such model' },
    status: 404,
    json: { detail: 'There is no such model.' },
  },
  {
    case: { name: '429-queue-full', code: 'provider/rate-limited', isBilled: 'no', message: 'job queue is full' },
    status: 429,
    json: { error: 'job queue is full' },
  },
  {
    case: { name: '429-of-a-gateway', code: 'provider/quota', isBilled: 'no', message: 'exceeded your current quota' },
    status: 429,
    json: {
      error: { message: 'You exceeded your current quota.', type: 'insufficient_quota', code: 'insufficient_quota' },
    },
  },
  {
    case: { name: '500', code: 'provider/unavailable', isBilled: 'unknown', message: 'out of memory' },
    status: 500,
    json: { error: 'server_error', message: 'out of memory' },
  },
  {
    case: { name: 'job-failed', code: 'provider/task-failed', isBilled: 'no', message: 'returned no results' },
    end: (job) => ({
      status: 200,
      json: {
        ...job,
        status: 'failed',
        error: { code: 'generation_failed', message: 'generate_image returned no results' },
      },
    }),
  },
  {
    case: { name: 'job-without-an-image', code: 'provider/task-failed', isBilled: 'no', message: 'without an image' },
    end: (job) => ({ status: 200, json: { ...job, status: 'completed', result: { images: [] } } }),
  },
  {
    case: { name: 'job-expired', code: 'provider/task-expired', isBilled: 'no', message: 'job expired' },
    end: () => ({ status: 410, json: { error: 'job expired' } }),
  },
  {
    case: { name: 'job-forgotten', code: 'provider/task-expired', isBilled: 'no', message: 'job not found' },
    end: () => ({ status: 404, json: { error: 'job not found' } }),
  },
]

export const compatibleFailures = scenes.map(({ case: described }) => described)

function find(scene: string): Scene | undefined {
  const [kind, name] = scene.split(':')
  return kind === 'failed' ? scenes.find(({ case: described }) => described.name === name) : undefined
}

/** Returns the response to a submission; null = accepted. A gateway refuses in OpenAI's format. */
export function playSubmission(scene: string): StubResponse | null {
  if (scene.startsWith('refused:')) {
    const error = {
      message: 'Rejected by the safety system.',
      type: 'invalid_request_error',
      code: 'moderation_blocked',
    }
    return { status: 400, json: { error } }
  }
  const found = find(scene)
  return found && 'json' in found ? { status: found.status, json: found.json } : null
}

/** Returns how a job ends; null = success. */
export function playEnd(scene: string, job: object): StubResponse | null {
  const found = find(scene)
  return found && 'end' in found ? found.end(job) : null
}
