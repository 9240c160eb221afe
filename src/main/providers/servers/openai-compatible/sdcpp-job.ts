import { z } from 'zod'
import { toSeed } from '../../../../shared/domain/seed.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
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

/** The server does not report the seed, so it is part of the handle. */
export function toSdcppHandle(id: string, seed: number): string {
  return `${seed}:${id}`
}

export function readSdcppHandle(handle: string): { id: string; seed: number } {
  const [, seed, id] = /^(\d+):(.+)$/.exec(handle) ?? []
  if (seed === undefined || id === undefined) {
    throw new AppError('provider/task-expired', messages.sdcppJobGone)
  }
  return { id, seed: Number(seed) }
}

/** There is neither a percentage nor a preview: only the number of jobs ahead of it. */
export function toSdcppState(job: Job, seed: number): TaskState {
  const handle = toSdcppHandle(job.id, seed)
  switch (job.status) {
    case 'queued': {
      const place = job.queue_position ?? 0
      return {
        type: 'waiting',
        handle,
        progress: null,
        ...(place > 0 && { note: messages.queuePosition({ position: place }) }),
      }
    }
    case 'generating':
      return { type: 'waiting', handle, progress: null }
    case 'completed':
      return toDone(job, seed)
    case 'failed':
      return { type: 'failed', message: job.error?.message || messages.sdcppImageNotMade, isBilled: 'no' }
    case 'cancelled':
      return { type: 'cancelled' }
  }
}

function toDone({ result }: Job, seed: number): TaskState {
  const images = result?.images ?? []
  if (images.length === 0) {
    return { type: 'failed', message: messages.sdcppNoImage, isBilled: 'no' }
  }
  const mime = result?.output_format ? `image/${result.output_format}` : null
  const decoded = images.map(({ b64_json, index }, at) => ({
    base64: b64_json,
    mime,
    seed: toSeed(seed + (index ?? at)),
  }))
  return { type: 'done', images: decoded, costUsd: 0 }
}
