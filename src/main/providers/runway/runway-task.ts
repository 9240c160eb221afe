import { z } from 'zod'
import type { TaskState } from '../core/adapter.ts'

export const runwayTaskSchema = z.object({
  id: z.string(),
  status: z.enum(['PENDING', 'THROTTLED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  progress: z.number().nullish(),
  output: z.array(z.string()).nullish(),
  failure: z.string().nullish(),
  failureCode: z.string().nullish(),
  cost: z.object({ credits: z.number() }).nullish(),
})
type RunwayTask = z.output<typeof runwayTaskSchema>

const usdPerCredit = 0.01

export function toTaskState(task: RunwayTask): TaskState {
  switch (task.status) {
    case 'PENDING':
      return { is: 'waiting', handle: task.id, progress: null }
    case 'THROTTLED':
      // The account's places are taken: the service begins by itself when one is free.
      return { is: 'waiting', handle: task.id, progress: null, note: 'Waiting for a free place in the account' }
    case 'RUNNING':
      return { is: 'waiting', handle: task.id, progress: task.progress ?? null }
    case 'SUCCEEDED':
      return toDone(task)
    case 'FAILED':
      return toFailed(task)
    case 'CANCELLED':
      return { is: 'cancelled' }
  }
}

function toDone({ output, cost }: RunwayTask): TaskState {
  if (!output || output.length === 0) {
    return { is: 'failed', words: 'Runway finished without an image.', isBilled: billedBy(cost, 'unknown') }
  }
  return {
    is: 'done',
    pictures: output.map((url) => ({ url })),
    costUsd: cost ? cost.credits * usdPerCredit : null,
    ...(cost && { usage: { credits: cost.credits } }),
  }
}

/** The first two words of the code tell what is the matter; the third is not for people. */
function toFailed({ failure, failureCode, cost }: RunwayTask): TaskState {
  const words = failure || 'Runway could not make the image.'
  const parts = (failureCode ?? '').split('.')
  if (!parts.includes('SAFETY')) return { is: 'failed', words, isBilled: billedBy(cost, 'unknown') }
  if (parts.includes('OUTPUT')) return { is: 'refused', what: 'output', words, isBilled: billedBy(cost, 'unknown') }
  const what = parts.includes('IMAGE') ? 'input' : 'prompt'
  // Documented: what is refused for its input is not refunded. Of what is turned away while it is made ready, nothing is said.
  return { is: 'refused', what, words, isBilled: billedBy(cost, parts[0] === 'SAFETY' ? 'yes' : 'unknown') }
}

function billedBy(cost: RunwayTask['cost'], otherwise: 'yes' | 'unknown'): 'yes' | 'no' | 'unknown' {
  if (!cost) return otherwise
  return cost.credits > 0 ? 'yes' : 'no'
}
