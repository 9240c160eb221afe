import { z } from 'zod'
import * as messages from '../../../shared/messages/en/runway.ts'
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

export function toRunwayState(task: RunwayTask): TaskState {
  switch (task.status) {
    case 'PENDING':
      return { type: 'waiting', handle: task.id, progress: null }
    case 'THROTTLED':
      // All slots of the account are in use: the service starts by itself when one is free.
      return { type: 'waiting', handle: task.id, progress: null, note: messages.waitingForSlot }
    case 'RUNNING':
      return { type: 'waiting', handle: task.id, progress: task.progress ?? null }
    case 'SUCCEEDED':
      return toDone(task)
    case 'FAILED':
      return toFailed(task)
    case 'CANCELLED':
      return { type: 'cancelled' }
  }
}

function toDone({ output, cost }: RunwayTask): TaskState {
  if (!output || output.length === 0) {
    return { type: 'failed', message: messages.noImage, isBilled: billedBy(cost, 'unknown') }
  }
  return {
    type: 'done',
    images: output.map((url) => ({ url })),
    costUsd: cost ? cost.credits * usdPerCredit : null,
    ...(cost && { usage: { credits: cost.credits } }),
  }
}

/** The first two parts of the code describe the failure; the third is not meant for users. */
function toFailed({ failure, failureCode, cost }: RunwayTask): TaskState {
  const message = failure || messages.failed
  const parts = (failureCode ?? '').split('.')
  if (!parts.includes('SAFETY')) return { type: 'failed', message, isBilled: billedBy(cost, 'unknown') }
  if (parts.includes('OUTPUT')) return { type: 'refused', what: 'output', message, isBilled: billedBy(cost, 'unknown') }
  const what = parts.includes('IMAGE') ? 'input' : 'prompt'
  // Documented: a request refused for its input is not refunded. Nothing is said about requests rejected during
  // preprocessing.
  return { type: 'refused', what, message, isBilled: billedBy(cost, parts[0] === 'SAFETY' ? 'yes' : 'unknown') }
}

function billedBy(cost: RunwayTask['cost'], otherwise: 'yes' | 'unknown'): 'yes' | 'no' | 'unknown' {
  if (!cost) return otherwise
  return cost.credits > 0 ? 'yes' : 'no'
}
