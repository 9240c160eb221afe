import { z } from 'zod'
import type { AdapterInput, TaskState } from '../../core/adapter.ts'
import { toDataUri } from '../../core/encode-picture.ts'
import { toRemotePicture } from '../../core/remote-picture.ts'
import { given, pathOf, type Served, type Via } from './via.ts'

const taskSchema = z.looseObject({
  code: z.number().nullish(),
  message: z.string().nullish(),
  data: z.looseObject({
    id: z.string().min(1),
    /** Absent in the answer to the submission. */
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
    return toState(data, pathOf(data.urls?.get) ?? `/api/v3/predictions/${data.id}/result`)
  },
  async poll(handle, call) {
    const { data } = await call.json({ method: 'GET', path: `/wavespeed${handle}` }, taskSchema)
    return toState(data, handle)
  },
}

function bodyOf(served: Served, input: AdapterInput): Readonly<Record<string, unknown>> {
  const { size, source, references } = input
  const pictures = [...(source ? [source] : []), ...references].map(toDataUri)
  return given({
    prompt: input.prompt,
    negative_prompt: input.negativePrompt,
    size: size && `${size.widthPx}*${size.heightPx}`,
    num_inference_steps: input.steps,
    guidance_scale: input.guidance,
    seed: input.seed,
    image: pictures[0],
    images: pictures.length > 0 ? pictures : null,
    loras: served.loraFile === null ? null : [{ path: served.modelId, scale: 1 }],
  })
}

const flagged = 'WaveSpeed flagged the image as NSFW.'
const nothing = 'WaveSpeed finished without an image, which is how a withheld one looks.'

function toState(task: Task, handle: string): TaskState {
  switch (task.status) {
    case 'completed':
      return toPictures(task)
    case 'failed':
      return toFailure(task.error ?? '')
    case 'created':
    case 'processing':
    case null:
    case undefined:
      return { is: 'waiting', handle, progress: null }
  }
}

function toPictures({ outputs, has_nsfw_contents: flags, id }: Task): TaskState {
  const pictures = (outputs ?? []).map((address, at) =>
    flags?.[at] === true ? { nothing: true as const, refused: flagged } : toRemotePicture(address),
  )
  if (pictures.length === 0) return { is: 'refused', what: 'output', words: nothing, isBilled: 'unknown' }
  const isRefused = pictures.every((picture) => 'refused' in picture)
  if (isRefused) return { is: 'refused', what: 'output', words: flagged, isBilled: 'unknown' }
  return { is: 'done', pictures, costUsd: null, requestId: id }
}

function toFailure(error: string): TaskState {
  const words = error === '' ? 'It failed without a word.' : error
  const isRefused = /nsfw|sensitive|content policy|moderation|flagged/i.test(words)
  if (isRefused) return { is: 'refused', what: 'prompt', words, isBilled: 'unknown' }
  return { is: 'failed', words, isBilled: 'unknown' }
}
