import type { AdapterInput, TaskState } from '../../core/adapter.ts'
import { toBase64 } from '../../core/wire/image-bytes.ts'
import { z } from 'zod'
import { toSeed } from '../../../../shared/domain/seed.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import { ifItFits, thoseThatFit } from '../../core/wire/if-it-fits.ts'

type Fields = Readonly<Record<string, unknown>>

/** Builds the body of `POST /sdcpp/v1/img_gen`. Unknown fields are silently ignored, so nothing else is sent. */
export function buildJob(input: AdapterInput, seed: number): Fields {
  const { prompt, negativePrompt, n, format } = input
  const size = input.size ?? input.source
  return {
    prompt,
    ...(negativePrompt !== null && { negative_prompt: negativePrompt }),
    ...(size && { width: size.widthPx, height: size.heightPx }),
    seed,
    batch_count: n,
    ...imageFields(input),
    ...samplingFields(input),
    ...(format && { output_format: format }),
  }
}

/**
 * Builds the prompt for the server's OpenAI API, which has no fields for these: it parses them from the prompt. Any
 * other server would treat them as text to draw.
 */
export function promptWithFields(input: AdapterInput): string {
  const { prompt, seed, negativePrompt, source, strength } = input
  const fields = {
    ...(seed !== null && { seed }),
    ...(negativePrompt !== null && { negative_prompt: negativePrompt }),
    ...(source !== null && strength !== null && { strength }),
    ...samplingFields(input),
  }
  if (Object.keys(fields).length === 0) return prompt
  // No field may end the tag.
  const json = JSON.stringify(fields).replaceAll('<', String.raw`\u003c`)
  return `${prompt} <sd_cpp_extra_args>${json}</sd_cpp_extra_args>`
}

/**
 * Without a seed the server always uses 42, and never reports the seed it used. The call's id yields one that can be
 * shown.
 */
export function seedFor({ seed, ticket, card }: AdapterInput): number {
  return seed ?? Number.parseInt(ticket.slice(0, 8), 16) % (card.seedMax + 1)
}

/** Instruction models take the image as a reference; all others start from its pixels. */
function imageFields(input: AdapterInput): Fields {
  const { source, references, mask, strength } = input
  const isTold = input.options['ref_images'] ?? input.card.edits === 'instruction'
  const shown = [...(source && isTold === true ? [source] : []), ...references]
  const startsFromPixels = source !== null && (isTold !== true || mask !== null)
  return {
    ...(startsFromPixels && { init_image: toBase64(source) }),
    ...(startsFromPixels && strength !== null && { strength }),
    ...(mask && { mask_image: toBase64(mask) }),
    ...(shown.length > 0 && { ref_images: shown.map(toBase64) }),
  }
}

function samplingFields(input: AdapterInput): Fields {
  const { loras } = input
  const guidance = {
    ...(input.guidance !== null && { txt_cfg: input.guidance }),
    ...option(input, 'distilled_guidance'),
  }
  const sampling = {
    ...option(input, 'sample_method'),
    ...option(input, 'scheduler'),
    ...option(input, 'flow_shift'),
    ...(input.steps !== null && { sample_steps: input.steps }),
    ...(Object.keys(guidance).length > 0 && { guidance }),
  }
  return {
    ...(Object.keys(sampling).length > 0 && { sample_params: sampling }),
    ...option(input, 'clip_skip'),
    ...(loras.length > 0 && { lora: loras.map(({ path, scale }) => ({ path, multiplier: scale })) }),
  }
}

function option({ options }: AdapterInput, name: string): Fields {
  const value = options[name]
  return value === undefined ? {} : { [name]: value }
}

export const jobSchema = z
  .object({
    status: ifItFits(z.string()),
    queue_position: ifItFits(z.number()),
    result: z
      .object({
        output_format: ifItFits(z.string()),
        images: thoseThatFit(z.object({ index: ifItFits(z.number()), b64_json: z.string() })).catch([]),
      })
      .catch({ images: [] }),
    error: ifItFits(z.object({ message: ifItFits(z.string()) })),
  })
  .refine(({ status, result }) => status || result.images.length > 0, 'Neither a status nor an image.')
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
export function toSdcppState(job: Job, handle: string): TaskState {
  const { seed } = readSdcppHandle(handle)
  switch (job.status) {
    case 'queued': {
      const position = job.queue_position ?? 0
      return {
        type: 'waiting',
        handle,
        progress: null,
        ...(position > 0 && { note: messages.queuePosition({ position }) }),
      }
    }
    case 'completed':
      return toDone(job, seed)
    case 'failed':
      return { type: 'failed', message: job.error?.message || messages.sdcppImageNotMade, isBilled: 'no' }
    case 'cancelled':
      return { type: 'cancelled' }
    default:
      // Generating, or a status that was added since: polled until the deadline, unless the images are there.
      return job.result.images.length > 0 ? toDone(job, seed) : { type: 'waiting', handle, progress: null }
  }
}

function toDone({ result }: Job, seed: number): TaskState {
  const { images, output_format: format } = result
  if (images.length === 0) {
    return { type: 'failed', message: messages.sdcppNoImage, isBilled: 'no' }
  }
  const mime = format ? `image/${format}` : null
  const decoded = images.map(({ b64_json, index }, at) => ({
    base64: b64_json,
    mime,
    seed: toSeed(seed + (index ?? at)),
  }))
  return { type: 'done', images: decoded, costUsd: 0 }
}
