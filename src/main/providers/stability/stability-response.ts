import { z } from 'zod'
import type { RemotePicture, TaskState } from '../core/adapter.ts'

/** How often a slow task may be looked at; more is counted against the rate limit. */
const pollAfterMs = 10_000
const blurredWords = "The service's filter blurred the image (CONTENT_FILTERED)."

/** The picture itself, or the number of a task that is under way. Older clients saw `result` for `image`. */
export const stableImageResponseSchema = z.object({
  image: z.string().min(1).nullish(),
  result: z.string().min(1).nullish(),
  seed: z.number().nullish(),
  finish_reason: z.string().nullish(),
  id: z.string().min(1).nullish(),
  status: z.string().nullish(),
})
type StableImageReply = z.output<typeof stableImageResponseSchema>

/** `handle`: of the task that is looked at; null at the submission, whose answer names it. */
export function toStableImageState(reply: StableImageReply, handle: string | null): TaskState {
  if (reply.finish_reason === 'CONTENT_FILTERED') return filtered
  const base64 = reply.image ?? reply.result
  if (base64) return { is: 'done', pictures: [{ base64, seed: toSeed(reply.seed) }], costUsd: null }
  const task = handle ?? reply.id
  if (!task || hasFailed(reply)) return failed(reply.finish_reason ?? reply.status ?? 'The answer holds no image.')
  return { is: 'waiting', handle: task, progress: null, pollAfterMs }
}

function hasFailed({ finish_reason: reason, status }: StableImageReply): boolean {
  return reason === 'ERROR' || /fail|error/i.test(status ?? '')
}

const artifactSchema = z.object({
  base64: z.string().nullish(),
  seed: z.number().nullish(),
  finishReason: z.string().nullish(),
})
type Artifact = z.output<typeof artifactSchema>

/** v1 wraps the list, though its own description shows it bare. */
const artifactsSchema = z.array(artifactSchema).min(1)
export const sdxlResponseSchema = z.union([
  z.object({ artifacts: artifactsSchema }).transform(({ artifacts }) => artifacts),
  artifactsSchema,
])

export function toSdxlState(artifacts: readonly Artifact[]): TaskState {
  if (artifacts.every((one) => one.finishReason === 'CONTENT_FILTERED')) return filtered
  if (artifacts.every((one) => !one.base64)) return failed(artifacts[0]?.finishReason ?? 'The answer holds no image.')
  return { is: 'done', pictures: artifacts.map(toPicture), costUsd: null }
}

function toPicture({ base64, seed, finishReason }: Artifact): RemotePicture {
  if (finishReason === 'CONTENT_FILTERED') return { nothing: true, refused: blurredWords }
  return base64 ? { base64, seed: toSeed(seed) } : { nothing: true, refused: finishReason ?? 'No image was made.' }
}

/** 0 stands for a random one nobody was told of. */
function toSeed(seed: number | null | undefined): number | null {
  return seed || null
}

/** Counted as a success by the service, so probably billed: UNCONFIRMED. */
const filtered: TaskState = { is: 'refused', what: 'output', words: blurredWords, isBilled: 'unknown' }

/** Failed generations are not charged. */
function failed(words: string): TaskState {
  return { is: 'failed', words, isBilled: 'no' }
}
