import { z } from 'zod'
import { toSeed } from '../../../../shared/domain/seed.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { TaskState } from '../../core/adapter.ts'

export const jobSchema = z.object({
  id: z.string(),
  status: z.enum(['queued', 'generating', 'completed', 'failed', 'cancelled']),
  queue_position: z.number().nullish(),
  result: z
    .object({
      output_format: z.string().nullish(),
      images: z.array(z.object({ index: z.number().nullish(), b64_json: z.string() })).nullish(),
    })
    .nullish(),
  error: z.object({ message: z.string().nullish() }).nullish(),
})
type Job = z.output<typeof jobSchema>

/** The server does not tell the seed: it travels with the handle. */
export function toSdcppHandle(id: string, seed: number): string {
  return `${seed}:${id}`
}

export function readSdcppHandle(handle: string): { id: string; seed: number } {
  const [, seed, id] = /^(\d+):(.+)$/.exec(handle) ?? []
  if (seed === undefined || id === undefined) {
    throw new AppError('provider/task-expired', 'This job cannot be looked at again. Ask for the image anew.')
  }
  return { id, seed: Number(seed) }
}

/** There is neither a percentage nor a preview: only how many wait before it. */
export function toTaskState(job: Job, seed: number): TaskState {
  const handle = toSdcppHandle(job.id, seed)
  switch (job.status) {
    case 'queued': {
      const place = job.queue_position ?? 0
      return { is: 'waiting', handle, progress: null, ...(place > 0 && { note: `Number ${place} in its queue` }) }
    }
    case 'generating':
      return { is: 'waiting', handle, progress: null }
    case 'completed':
      return toDone(job, seed)
    case 'failed':
      return { is: 'failed', words: job.error?.message || 'sd-server could not make the image.', isBilled: 'no' }
    case 'cancelled':
      return { is: 'cancelled' }
  }
}

function toDone({ result }: Job, seed: number): TaskState {
  const images = result?.images ?? []
  if (images.length === 0) {
    return { is: 'failed', words: 'sd-server finished without an image.', isBilled: 'no' }
  }
  const mime = result?.output_format ? `image/${result.output_format}` : null
  const pictures = images.map(({ b64_json, index }, at) => ({
    base64: b64_json,
    mime,
    seed: toSeed(seed + (index ?? at)),
  }))
  return { is: 'done', pictures, costUsd: 0 }
}
