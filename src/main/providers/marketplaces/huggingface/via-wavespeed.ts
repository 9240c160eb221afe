import { z } from 'zod'
import * as messages from '../../../../shared/messages/en/huggingface.ts'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, TaskState } from '../../core/adapter.ts'
import { toDataUri } from '../../core/encode-image.ts'
import { toRemoteImage } from '../../core/remote-image.ts'
import { given, pathOfAddress, type Served, type Via } from './via.ts'

const taskSchema = z.looseObject({
  code: z.number().nullish(),
  message: z.string().nullish(),
  data: z.looseObject({
    id: z.string().min(1),
    /** Absent in the response to the submission. */
    status: z.enum(['created', 'processing', 'completed', 'failed']).nullish(),
    urls: z.looseObject({ get: z.string().nullish() }).nullish(),
    outputs: z.array(z.string()).nullish(),
    has_nsfw_contents: z.array(z.boolean()).nullish(),
    error: z.string().nullish(),
  }),
})
type Task = z.output<typeof taskSchema>['data']

/** WaveSpeed's tasks. The handle is the path of the task's result. */
export const viaWavespeed: Via = {
  async submit(served, input, call) {
    const path = `/wavespeed/api/v3/${served.providerId}`
    const body = { json: bodyOf(served, input) }
    const { data } = await call.json({ method: 'POST', path, body, isPaid: true }, taskSchema)
    return toState(data, pathOfAddress(data.urls?.get) ?? `/api/v3/predictions/${data.id}/result`)
  },
  async poll(handle, call) {
    const { data } = await call.json({ method: 'GET', path: `/wavespeed${handle}` }, taskSchema)
    return toState(data, handle)
  },
}

function bodyOf(served: Served, input: AdapterInput): Readonly<Record<string, unknown>> {
  const { size, source, references } = input
  const images = [...(source ? [source] : []), ...references].map(toDataUri)
  return given({
    prompt: input.prompt,
    negative_prompt: input.negativePrompt,
    size: size && `${size.widthPx}*${size.heightPx}`,
    num_inference_steps: input.steps,
    guidance_scale: input.guidance,
    seed: input.seed,
    image: images[0],
    images: images.length > 0 ? images : null,
    loras: served.loraFile === null ? null : [{ path: served.modelId, scale: 1 }],
  })
}

function toState(task: Task, handle: string): TaskState {
  switch (task.status) {
    case 'completed':
      return toImages(task)
    case 'failed':
      return toFailure(task.error ?? '')
    case 'created':
    case 'processing':
    case null:
    case undefined:
      return { type: 'waiting', handle, progress: null }
  }
}

function toImages({ outputs, has_nsfw_contents: flags, id }: Task): TaskState {
  const images = (outputs ?? []).map((address, at) =>
    flags?.[at] === true ? { nothing: true as const, refused: messages.flaggedByWaveSpeed } : toRemoteImage(address),
  )
  if (images.length === 0) {
    return { type: 'refused', what: 'output', message: responses.probablyWithheld, isBilled: 'unknown' }
  }
  const isRefused = images.every((image) => 'refused' in image)
  if (isRefused) return { type: 'refused', what: 'output', message: messages.flaggedByWaveSpeed, isBilled: 'unknown' }
  return { type: 'done', images, costUsd: null, requestId: id }
}

function toFailure(error: string): TaskState {
  const message = error === '' ? responses.failedWithoutMessage : error
  const isRefused = /nsfw|sensitive|content policy|moderation|flagged/i.test(message)
  if (isRefused) return { type: 'refused', what: 'prompt', message, isBilled: 'unknown' }
  return { type: 'failed', message, isBilled: 'unknown' }
}
