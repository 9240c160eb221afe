import { z } from 'zod'
import * as messages from '../../../shared/messages/en/ideogram.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import type { RemoteImage, TaskState } from '../core/adapter.ts'
import { ifItFits } from '../core/if-it-fits.ts'

const imageSchema = z.object({
  url: ifItFits(z.string()),
  prompt: ifItFits(z.string()),
  is_image_safe: ifItFits(z.boolean()),
  seed: ifItFits(z.number()),
})

/** One schema for all generations of the API: images, or the id of a task that has none yet. */
export const responseSchema = z
  .object({
    generation_id: ifItFits(z.string().min(1)),
    status: ifItFits(z.string()),
    failure_reason: ifItFits(z.string()),
    usage_cost_usd_micros: ifItFits(z.number()),
    data: z.array(imageSchema.catch({})).nullish(),
  })
  .refine((response) => response.data ?? response.generation_id ?? response.status, 'Neither images nor a task.')
/** For a task it has forgotten. */
export const goneSchema = z.union([
  z.object({ error: z.string() }),
  z.object({ detail: z.string() }),
  z.object({ message: z.string() }),
])
type Reply = z.output<typeof responseSchema>

/** `sentPrompt`: the prompt as sent; null if it is no longer known. */
export function toIdeogramState(response: Reply, handle: string | null, sentPrompt: string | null): TaskState {
  if (response.status === 'failed') return toFailure(response)
  if (response.status === 'completed' || (response.data && response.status !== 'pending'))
    return toDone(response, sentPrompt)
  const task = handle ?? response.generation_id
  return task ? { type: 'waiting', handle: task, progress: null } : failed(responses.noImage)
}

function toDone(response: Reply, sentPrompt: string | null): TaskState {
  const data = response.data ?? []
  const images = data.map((one) => toImage(one, sentPrompt))
  if (images.every((image) => 'nothing' in image)) {
    const isUnsafe = data.some((one) => one.is_image_safe === false)
    return isUnsafe ? refused(messages.withheld) : failed(responses.noImage)
  }
  const micros = response.usage_cost_usd_micros
  const costUsd = typeof micros === 'number' ? micros / 1e6 : null
  return { type: 'done', images, costUsd, requestId: response.generation_id ?? null }
}

function toImage(entry: z.output<typeof imageSchema>, sentPrompt: string | null): RemoteImage {
  const { url, prompt, seed } = entry
  if (entry.is_image_safe === false) return { nothing: true, refused: messages.withheld }
  if (!url) return { nothing: true, refused: responses.noImage }
  return { url, seed: seed ?? null, revisedPrompt: prompt && prompt !== sentPrompt ? prompt : null }
}

function toFailure({ failure_reason: reason }: Reply): TaskState {
  const message = reason || responses.serviceError
  if (!/safety|moderat|policy|unsafe/i.test(message)) return failed(message)
  // A task is accepted before its prompt is checked.
  return refused(message, /\bprompt\b/i.test(message) ? 'prompt' : 'output')
}

/** Whether a withheld image is billed is not documented. */
function refused(message: string, what: 'prompt' | 'output' = 'output'): TaskState {
  return { type: 'refused', what, message, isBilled: 'unknown' }
}

function failed(message: string): TaskState {
  return { type: 'failed', message, isBilled: 'unknown' }
}
