import { z } from 'zod'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import * as messages from '../../../shared/messages/en/stability.ts'
import type { RemoteImage, TaskState } from '../core/adapter.ts'

/** Minimum interval between polls of a slow task; more frequent ones count against the rate limit. */
const pollAfterMs = 10_000

/** The image itself, or the id of a running task. Older clients saw `result` instead of `image`. */
export const stableImageResponseSchema = z.object({
  image: z.string().min(1).nullish(),
  result: z.string().min(1).nullish(),
  seed: z.number().nullish(),
  finish_reason: z.string().nullish(),
  id: z.string().min(1).nullish(),
  status: z.string().nullish(),
})
type StableImageReply = z.output<typeof stableImageResponseSchema>

/** `handle`: of the task being polled; null for the submission, whose response contains it. */
export function toStableImageState(response: StableImageReply, handle: string | null): TaskState {
  if (response.finish_reason === 'CONTENT_FILTERED') return filtered
  const base64 = response.image ?? response.result
  if (base64) return { type: 'done', images: [{ base64, seed: toSeed(response.seed) }], costUsd: null }
  const task = handle ?? response.id
  if (!task || hasFailed(response)) return failed(response.finish_reason ?? response.status ?? responses.noImage)
  return { type: 'waiting', handle: task, progress: null, pollAfterMs }
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
  if (artifacts.every((one) => !one.base64)) return failed(artifacts[0]?.finishReason ?? responses.noImage)
  return { type: 'done', images: artifacts.map(toImage), costUsd: null }
}

function toImage({ base64, seed, finishReason }: Artifact): RemoteImage {
  if (finishReason === 'CONTENT_FILTERED') return { nothing: true, refused: messages.blurred }
  return base64 ? { base64, seed: toSeed(seed) } : { nothing: true, refused: finishReason ?? responses.noImageReturned }
}

/** 0 stands for a random seed that is not reported. */
function toSeed(seed: number | null | undefined): number | null {
  return seed || null
}

/** Counted as a success by the service, so probably billed: UNCONFIRMED. */
const filtered: TaskState = { type: 'refused', what: 'output', message: messages.blurred, isBilled: 'unknown' }

/** Failed generations are not charged. */
function failed(message: string): TaskState {
  return { type: 'failed', message, isBilled: 'no' }
}
