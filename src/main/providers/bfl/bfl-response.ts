import { z } from 'zod'
import * as messages from '../../../shared/messages/en/bfl.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import type { TaskState } from '../core/adapter.ts'
import { ifItFits } from '../core/wire/if-it-fits.ts'
import { taskIdSchema } from '../core/wire/task-id.ts'

/** One credit is one US cent. */
const usdPerCredit = 0.01

export const bflSubmittedSchema = z
  .object({
    id: ifItFits(taskIdSchema),
    polling_url: ifItFits(z.url()),
    /** In credits. */
    cost: ifItFits(z.number()),
  })
  .refine(({ id, polling_url: url }) => id || url, 'Neither a task nor its address.')

/**
 * The next URL to poll, as the service wrote it (it may be on another region's host), with the price after the hash:
 * only the first response is sure to contain it, and the handle is all that survives a restart.
 */
export function toBflHandle(
  { id, polling_url: url, cost }: z.output<typeof bflSubmittedSchema>,
  baseUrl: string,
): string {
  const address = url || `${baseUrl}/v1/get_result?id=${encodeURIComponent(id ?? '')}`
  return typeof cost === 'number' ? `${address}#credits=${cost}` : address
}

export function readBflHandle(handle: string): { readonly url: string; readonly credits: number | null } {
  const [url = '', fragment = ''] = handle.split('#credits=')
  return { url, credits: fragment === '' ? null : Number(fragment) }
}

/** New statuses keep being added, so any string is accepted. */
export const taskSchema = z
  .object({
    id: ifItFits(taskIdSchema),
    status: ifItFits(z.string()),
    result: ifItFits(
      z.object({ sample: ifItFits(z.string()), seed: ifItFits(z.number()), prompt: ifItFits(z.string()) }),
    ),
    progress: ifItFits(z.number()),
    details: z.unknown().optional(),
    cost: ifItFits(z.number()),
  })
  .refine(({ status, result }) => status || result?.sample, 'Neither a status nor an image.')
type Task = z.output<typeof taskSchema>

const gone: TaskState = { type: 'expired', message: 'Task not found' }

/** `task`: null = the service has nothing there. */
export function toBflState(task: Task | null, handle: string): TaskState {
  switch (task?.status) {
    case 'Ready':
      return toDone(task, readBflHandle(handle).credits)
    case 'Request Moderated':
      // The prompt or an image that was sent: it does not say which.
      return { type: 'refused', what: 'prompt', message: messageOf(task, 'Request Moderated'), isBilled: 'unknown' }
    case 'Content Moderated':
      return { type: 'refused', what: 'output', message: messageOf(task, 'Content Moderated'), isBilled: 'unknown' }
    case 'Error':
    case 'Failed':
      return { type: 'failed', message: messageOf(task, responses.serviceError), isBilled: 'unknown' }
    case 'Task not found':
      return gone
    default:
      if (task === null) return gone
      if (task.result?.sample || reasonsSchema.safeParse(task.details).success)
        return toDone(task, readBflHandle(handle).credits)
      // Pending, Reasoning, Generating, and any future status: polled until the deadline.
      return { type: 'waiting', handle, progress: progressOf(task), ...noteOf(task) }
  }
}

function toDone(task: Task, promised: number | null): TaskState {
  const { sample, seed, prompt } = task.result ?? {}
  if (!sample) {
    const message = messageOf(task, responses.noImage)
    if (task.details) return { type: 'refused', what: 'output', message, isBilled: 'unknown' }
    return { type: 'failed', message, isBilled: 'unknown' }
  }
  const credits = task.cost ?? promised
  return {
    type: 'done',
    images: [{ url: sample, seed: seed ?? null, revisedPrompt: prompt || null }],
    costUsd: credits === null ? null : Math.round(credits * usdPerCredit * 1e6) / 1e6,
    ...(credits !== null && { usage: { credits } }),
    requestId: task.id ?? null,
  }
}

const reasonsSchema = z.object({ 'Moderation Reasons': z.array(z.string()).min(1) })
const errorSchema = z.object({ error: z.string() })

function messageOf({ details }: Task, message: string): string {
  const reasons = reasonsSchema.safeParse(details)
  if (reasons.success) return `${message}: ${reasons.data['Moderation Reasons'].join(', ')}`
  const error = errorSchema.safeParse(details)
  if (error.success) return error.data.error
  return typeof details === 'string' && details !== '' ? `${message}: ${details}` : message
}

/** Rarely set for images; whether it is a fraction or a percentage is not documented. */
function progressOf({ progress }: Task): number | null {
  if (progress === null || progress === undefined || progress < 0) return null
  return progress <= 1 ? progress : Math.min(1, progress / 100)
}

function noteOf({ status }: Task): { note?: string } {
  return status === 'Reasoning' ? { note: messages.analyzingPrompt } : {}
}
