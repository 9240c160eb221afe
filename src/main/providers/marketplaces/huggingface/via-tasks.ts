import { z } from 'zod'
import * as messages from '../../../../shared/messages/en/huggingface.ts'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, TaskState } from '../../core/adapter.ts'
import { toDataUri, toRemoteImage } from '../../core/wire/image-bytes.ts'
import { presentFields, pathOfAddress, type Served, type Via } from './via.ts'
import { ifItFits, thoseThatFit } from '../../core/wire/if-it-fits.ts'
import { taskIdSchema } from '../../core/wire/task-id.ts'

const wavespeedTaskSchema = z.looseObject({
  data: z.looseObject({
    id: ifItFits(taskIdSchema),
    /** Absent in the response to the submission. */
    status: ifItFits(z.string()),
    urls: ifItFits(z.looseObject({ get: ifItFits(z.string()) })),
    outputs: ifItFits(z.array(ifItFits(z.string()))),
    has_nsfw_contents: ifItFits(z.array(z.unknown())),
    error: ifItFits(z.string()),
  }),
})
type WavespeedTask = z.output<typeof wavespeedTaskSchema>['data']

const wavespeedPollSchema = wavespeedTaskSchema.refine(
  ({ data }) => data.status || hasImage(data),
  'Neither a status nor an image.',
)
const wavespeedBegunSchema = wavespeedTaskSchema.refine(
  ({ data }) => data.id || data.urls?.get || hasImage(data),
  'Neither a task nor an image.',
)

/** WaveSpeed's tasks. The handle is the path of the task's result. */
export const viaWavespeed: Via = {
  async submit(served, input, call) {
    const path = `/wavespeed/api/v3/${served.providerId}`
    const body = { json: wavespeedBody(served, input) }
    const { data } = await call.json({ method: 'POST', path, body, isPaid: true }, wavespeedBegunSchema)
    return toWavespeedState(data, pathOfAddress(data.urls?.get) ?? `/api/v3/predictions/${data.id}/result`)
  },
  async poll(handle, call) {
    const { data } = await call.json({ method: 'GET', path: `/wavespeed${handle}` }, wavespeedPollSchema)
    return toWavespeedState(data, handle)
  },
}

function wavespeedBody(served: Served, input: AdapterInput): Readonly<Record<string, unknown>> {
  const { size, source, references } = input
  const images = [...(source ? [source] : []), ...references].map(toDataUri)
  return presentFields({
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

function toWavespeedState(task: WavespeedTask, handle: string): TaskState {
  switch (task.status) {
    case 'completed':
      return toImages(task)
    case 'failed':
      return toFailure(task.error ?? '')
    case 'created':
    case 'processing':
      return { type: 'waiting', handle, progress: null }
    default:
      return readUnknown(task, handle)
  }
}

/** A status that was added since: what the task brings counts, else it is polled until the deadline. */
function readUnknown(task: WavespeedTask, handle: string): TaskState {
  if (hasImage(task)) return toImages(task)
  const failure = toFailure(task.error ?? '')
  return failure.type === 'refused' ? failure : { type: 'waiting', handle, progress: null }
}

function hasImage({ outputs }: WavespeedTask): boolean {
  return outputs?.some((address) => address) === true
}

function toImages({ outputs, has_nsfw_contents: flags, id }: WavespeedTask): TaskState {
  const images = (outputs ?? []).map((address, at) => {
    if (flags?.[at] === true) return { nothing: true as const, refused: messages.flaggedByWaveSpeed }
    return address ? toRemoteImage(address) : { nothing: true as const, refused: responses.noImageReturned }
  })
  if (images.some((image) => !('refused' in image)))
    return { type: 'done', images, costUsd: null, requestId: id ?? null }
  if (flags?.includes(true) === true) {
    return { type: 'refused', what: 'output', message: messages.flaggedByWaveSpeed, isBilled: 'unknown' }
  }
  return { type: 'failed', message: responses.noImageReturned, isBilled: 'unknown' }
}

function toFailure(error: string): TaskState {
  const message = error === '' ? responses.failedWithoutMessage : error
  const isRefused = /nsfw|sensitive|content policy|moderation|flagged/i.test(message)
  if (isRefused) return { type: 'refused', what: 'prompt', message, isBilled: 'unknown' }
  return { type: 'failed', message, isBilled: 'unknown' }
}

const zaiTaskSchema = z.looseObject({
  task_status: ifItFits(z.string()),
  image_result: thoseThatFit(z.looseObject({ url: z.string() })).catch([]),
})
const zaiPollSchema = zaiTaskSchema.refine(
  ({ task_status: status, image_result: results }) => status || results.length > 0,
  'Neither a status nor an image.',
)
const zaiBegunSchema = zaiTaskSchema.extend({ id: taskIdSchema })

/** Sent by Hugging Face's own clients. */
const zaiHeaders = { 'x-source-channel': 'hugging_face', 'accept-language': 'en-US,en' }
/** It takes about twenty seconds; Hugging Face's own clients poll every five. */
const zaiPollAfterMs = 5_000

/** Z.ai's tasks. The handle is the task's id. It takes only a prompt and a size. */
export const viaZai: Via = {
  async submit({ providerId: model }, { prompt, size }, call) {
    const path = '/zai-org/api/paas/v4/async/images/generations'
    const json = presentFields({ model, prompt, size: size && `${size.widthPx}x${size.heightPx}` })
    const task = await call.json(
      { method: 'POST', path, headers: zaiHeaders, body: { json }, isPaid: true },
      zaiBegunSchema,
    )
    return toZaiState(task, task.id)
  },
  async poll(handle, call) {
    const path = `/zai-org/api/paas/v4/async-result/${encodeURIComponent(handle)}`
    return toZaiState(await call.json({ method: 'GET', path, headers: zaiHeaders }, zaiPollSchema), handle)
  },
}

function toZaiState(
  { task_status: status, image_result: results }: z.output<typeof zaiTaskSchema>,
  handle: string,
): TaskState {
  if (status === 'FAIL') return { type: 'failed', message: responses.failedWithoutMessage, isBilled: 'unknown' }
  if (status !== 'PROCESSING' && results.length > 0) {
    return { type: 'done', images: results.map(({ url }) => ({ url })), costUsd: null, requestId: handle }
  }
  if (status === 'SUCCESS') return { type: 'failed', message: responses.noImageReturned, isBilled: 'unknown' }
  // In progress, or in a status that was added since: polled until the deadline.
  return { type: 'waiting', handle, progress: null, pollAfterMs: zaiPollAfterMs }
}
