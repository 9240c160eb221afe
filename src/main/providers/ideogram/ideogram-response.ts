import { z } from 'zod'
import type { RemotePicture, TaskState } from '../core/adapter.ts'

const pictureSchema = z.object({
  url: z.string().nullish(),
  prompt: z.string().nullish(),
  is_image_safe: z.boolean().nullish(),
  seed: z.number().nullish(),
})

/** One shape for all generations of the API: pictures, or the number of a task that has none yet. */
export const responseSchema = z
  .object({
    generation_id: z.string().min(1).nullish(),
    status: z.string().nullish(),
    failure_reason: z.string().nullish(),
    usage_cost_usd_micros: z.number().nullish(),
    data: z.array(pictureSchema).nullish(),
  })
  .refine((reply) => reply.data ?? reply.generation_id ?? reply.status, 'Neither images nor a task.')
/** A task it has forgotten. */
export const goneSchema = z.union([
  z.object({ error: z.string() }),
  z.object({ detail: z.string() }),
  z.object({ message: z.string() }),
])
type Reply = z.output<typeof responseSchema>

const unsafeWords = 'Withheld by the safety check (is_image_safe: false).'
const noLinkWords = 'The answer holds no image.'

/** `asked`: the prompt as it was sent; null where that is not known any more. */
export function toTaskState(reply: Reply, handle: string | null, asked: string | null): TaskState {
  if (reply.status === 'failed') return toFailure(reply)
  if (reply.status === 'completed' || (reply.data && reply.status !== 'pending')) return toDone(reply, asked)
  const task = handle ?? reply.generation_id
  return task ? { is: 'waiting', handle: task, progress: null } : failed(noLinkWords)
}

function toDone(reply: Reply, asked: string | null): TaskState {
  const data = reply.data ?? []
  const pictures = data.map((one) => toPicture(one, asked))
  if (pictures.every((picture) => 'nothing' in picture)) {
    // An empty list is what is left where everything was withheld.
    const isUnsafe = data.length === 0 || data.some((one) => one.is_image_safe === false)
    return isUnsafe ? refused(data.length === 0 ? noLinkWords : unsafeWords) : failed(noLinkWords)
  }
  const micros = reply.usage_cost_usd_micros
  const costUsd = typeof micros === 'number' ? micros / 1e6 : null
  return { is: 'done', pictures, costUsd, requestId: reply.generation_id ?? null }
}

function toPicture(one: z.output<typeof pictureSchema>, asked: string | null): RemotePicture {
  const { url, prompt, seed } = one
  if (one.is_image_safe === false) return { nothing: true, refused: unsafeWords }
  if (!url) return { nothing: true, refused: noLinkWords }
  return { url, seed: seed ?? null, revisedPrompt: prompt && prompt !== asked ? prompt : null }
}

function toFailure({ failure_reason: reason }: Reply): TaskState {
  const words = reason || 'The service reported a failure.'
  if (!/safety|moderat|policy|unsafe/i.test(words)) return failed(words)
  // A task is taken before its words are checked.
  return refused(words, /\bprompt\b/i.test(words) ? 'prompt' : 'output')
}

/** Whether a withheld picture is billed is not said anywhere. */
function refused(words: string, what: 'prompt' | 'output' = 'output'): TaskState {
  return { is: 'refused', what, words, isBilled: 'unknown' }
}

function failed(words: string): TaskState {
  return { is: 'failed', words, isBilled: 'unknown' }
}
