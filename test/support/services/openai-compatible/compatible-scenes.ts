import type { FailureCase, StubReply } from '../service-stub.ts'

type Scene = { readonly told: FailureCase } & (
  { readonly status: number; readonly json: unknown } | { readonly end: (job: object) => StubReply }
)

const scenes: readonly Scene[] = [
  {
    told: { name: '400', code: 'provider/invalid-request', isBilled: 'no', words: 'invalid generation parameters' },
    status: 400,
    json: { error: 'invalid generation parameters' },
  },
  {
    told: { name: '400-json', code: 'provider/invalid-request', isBilled: 'no', words: 'unexpected end' },
    status: 400,
    json: { error: 'invalid json', message: 'unexpected end of input' },
  },
  {
    told: { name: '401', code: 'credential/rejected', isBilled: 'no', words: 'authentication key is required' },
    status: 401,
    json: { error: { code: 401, message: 'An authentication key is required', type: 'invalid_request_error' } },
  },
  {
    told: { name: '402-of-a-gateway', code: 'provider/quota', isBilled: 'no', words: 'Add credits' },
    status: 402,
    json: { error: { message: 'Insufficient credits. Add credits to go on.', code: 402 } },
  },
  {
    told: { name: '404-model', code: 'provider/unknown-model', isBilled: 'no', words: 'no such model' },
    status: 404,
    json: { detail: 'There is no such model.' },
  },
  {
    told: { name: '429-queue-full', code: 'provider/rate-limited', isBilled: 'no', words: 'job queue is full' },
    status: 429,
    json: { error: 'job queue is full' },
  },
  {
    told: { name: '429-of-a-gateway', code: 'provider/quota', isBilled: 'no', words: 'exceeded your current quota' },
    status: 429,
    json: {
      error: { message: 'You exceeded your current quota.', type: 'insufficient_quota', code: 'insufficient_quota' },
    },
  },
  {
    told: { name: '500', code: 'provider/unavailable', isBilled: 'unknown', words: 'out of memory' },
    status: 500,
    json: { error: 'server_error', message: 'out of memory' },
  },
  {
    told: { name: 'job-failed', code: 'provider/task-failed', isBilled: 'no', words: 'returned no results' },
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
    told: { name: 'job-without-a-picture', code: 'provider/task-failed', isBilled: 'no', words: 'without an image' },
    end: (job) => ({ status: 200, json: { ...job, status: 'completed', result: { images: [] } } }),
  },
  {
    told: { name: 'job-expired', code: 'provider/task-expired', isBilled: 'no', words: 'job expired' },
    end: () => ({ status: 410, json: { error: 'job expired' } }),
  },
  {
    told: { name: 'job-forgotten', code: 'provider/task-expired', isBilled: 'no', words: 'job not found' },
    end: () => ({ status: 404, json: { error: 'job not found' } }),
  },
]

export const compatibleFailures = scenes.map(({ told }) => told)

function find(scene: string): Scene | undefined {
  const [kind, name] = scene.split(':')
  return kind === 'failed' ? scenes.find(({ told }) => told.name === name) : undefined
}

/** The answer to a submission; null = it is taken. A gateway's refusal comes in OpenAI's words. */
export function playSubmission(scene: string): StubReply | null {
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

/** How a job ends; null = well. */
export function playEnd(scene: string, job: object): StubReply | null {
  const found = find(scene)
  return found && 'end' in found ? found.end(job) : null
}
