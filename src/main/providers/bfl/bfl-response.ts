import { z } from 'zod'
import type { TaskState } from '../core/adapter.ts'

/** One credit is one US cent. */
const usdPerCredit = 0.01

export const submittedSchema = z.object({
  id: z.string().min(1),
  polling_url: z.string().nullish(),
  /** In credits. */
  cost: z.number().nullish(),
})

/**
 * Where to ask next, as the service wrote it (it may be another region's host), with the price after the hash: only the
 * first answer is sure to tell it, and the handle is all that a restart leaves.
 */
export function toBflHandle({ id, polling_url: url, cost }: z.output<typeof submittedSchema>, baseUrl: string): string {
  const address = url || `${baseUrl}/v1/get_result?id=${encodeURIComponent(id)}`
  return typeof cost === 'number' ? `${address}#credits=${cost}` : address
}

export function readBflHandle(handle: string): { readonly url: string; readonly credits: number | null } {
  const [url = '', fragment = ''] = handle.split('#credits=')
  return { url, credits: fragment === '' ? null : Number(fragment) }
}

/** Statuses keep coming, so any word is one. */
const knownTaskSchema = z.object({
  id: z.string().nullish(),
  status: z.string(),
  result: z
    .object({ sample: z.string().nullish(), seed: z.number().nullish(), prompt: z.string().nullish() })
    .nullish(),
  progress: z.number().nullish(),
  details: z.unknown().optional(),
  cost: z.number().nullish(),
})
type Task = z.output<typeof knownTaskSchema>

/** A task that is not known may also be answered as a page that is not there. */
export const taskSchema = z.union([
  knownTaskSchema,
  z.object({ detail: z.string() }).transform((): Task => ({ status: 'Task not found' })),
])

export function toTaskState(task: Task, handle: string): TaskState {
  switch (task.status) {
    case 'Ready':
      return toDone(task, readBflHandle(handle).credits)
    case 'Request Moderated':
      // The words, or a picture that was sent: it does not say which.
      return { is: 'refused', what: 'prompt', words: wordsOf(task, 'Request Moderated'), isBilled: 'unknown' }
    case 'Content Moderated':
      return { is: 'refused', what: 'output', words: wordsOf(task, 'Content Moderated'), isBilled: 'unknown' }
    case 'Error':
    case 'Failed':
      return { is: 'failed', words: wordsOf(task, 'The service reported an error.'), isBilled: 'unknown' }
    case 'Task not found':
      return { is: 'expired', words: 'Task not found' }
    default:
      // Pending, Reasoning, Generating, and whatever comes to be: waited for until the deadline.
      return { is: 'waiting', handle, progress: progressOf(task), ...noteOf(task) }
  }
}

function toDone(task: Task, promised: number | null): TaskState {
  const { sample, seed, prompt } = task.result ?? {}
  if (!sample) {
    const words = wordsOf(task, 'The answer holds no image.')
    if (task.details) return { is: 'refused', what: 'output', words, isBilled: 'unknown' }
    return { is: 'failed', words, isBilled: 'unknown' }
  }
  const credits = task.cost ?? promised
  return {
    is: 'done',
    pictures: [{ url: sample, seed: seed ?? null, revisedPrompt: prompt || null }],
    costUsd: credits === null ? null : Math.round(credits * usdPerCredit * 1e6) / 1e6,
    ...(credits !== null && { usage: { credits } }),
    requestId: task.id ?? null,
  }
}

const reasonsSchema = z.object({ 'Moderation Reasons': z.array(z.string()).min(1) })
const errorSchema = z.object({ error: z.string() })

function wordsOf({ details }: Task, words: string): string {
  const reasons = reasonsSchema.safeParse(details)
  if (reasons.success) return `${words}: ${reasons.data['Moderation Reasons'].join(', ')}`
  const error = errorSchema.safeParse(details)
  if (error.success) return error.data.error
  return typeof details === 'string' && details !== '' ? `${words}: ${details}` : words
}

/** Rarely filled for pictures; whether it is a share or per cent is not said anywhere. */
function progressOf({ progress }: Task): number | null {
  if (progress === null || progress === undefined || progress < 0) return null
  return progress <= 1 ? progress : Math.min(1, progress / 100)
}

function noteOf({ status }: Task): { note?: string } {
  return status === 'Reasoning' ? { note: 'Thinking about the prompt' } : {}
}
