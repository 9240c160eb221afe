import type { AdapterInput } from '../../core/adapter.ts'
import { toDataUri } from '../../core/wire/image-bytes.ts'
import { falQueuedSchema, pollFal } from '../shared/fal-response.ts'
import { presentFields, pathOfAddress, type Served, type Via } from './via.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { begunPredictionSchema, predictionSchema, readPrediction } from '../shared/replicate-response.ts'
import { idInAddress } from '../../core/wire/task-id.ts'

const queue = { _subdomain: 'queue' }

/** fal's queue. The handle is the path of the task's result. */
export const viaFal: Via = {
  async submit(served, input, call) {
    const path = `/fal-ai/${served.providerId}`
    const body = { json: falBody(served, input) }
    const queued = await call.json({ method: 'POST', path, query: queue, body, isPaid: true }, falQueuedSchema)
    const app = served.providerId.split('/').slice(0, 2).join('/')
    const handle = pathOfAddress(queued.response_url) ?? `/${app}/requests/${queued.request_id}`
    return { type: 'waiting', handle, progress: null }
  },
  async poll(handle, call) {
    const status = { method: 'GET', path: `/fal-ai${handle}/status`, query: queue } as const
    const result = { method: 'GET', path: `/fal-ai${handle}`, query: queue } as const
    const requestId = idInAddress(`https://queue.fal.run${handle}`)
    const facts = { wanted: 1, isUnchecked: false, isRewritten: false, requestId }
    return pollFal({ handle, status, result, facts }, call)
  },
  async cancel(handle, call) {
    // UNCONFIRMED whether the router forwards it: if not, the task continues, and is billed.
    const alsoAccept = [400, 403, 404, 405, 501]
    await call.response({ method: 'PUT', path: `/fal-ai${handle}/cancel`, query: queue, alsoAccept })
  },
}

function falBody(served: Served, input: AdapterInput): Readonly<Record<string, unknown>> {
  const { size, source, references } = input
  const images = [...(source ? [source] : []), ...references].map(toDataUri)
  return presentFields({
    prompt: input.prompt,
    negative_prompt: input.negativePrompt,
    image_size: size && { width: size.widthPx, height: size.heightPx },
    num_inference_steps: input.steps,
    guidance_scale: input.guidance,
    seed: input.seed,
    // Some endpoints take one image, some a list: each ignores the other field.
    image_url: images[0],
    image_urls: images.length > 0 ? images : null,
    output_format: 'png',
    ...loraOf(served),
  })
}

function loraOf({ loraFile, modelId, providerId }: Served): Readonly<Record<string, unknown>> {
  if (loraFile === null) return {}
  const path = `https://huggingface.co/${modelId}/resolve/main/${loraFile}`
  const base = providerId === 'fal-ai/lora' ? { model_name: 'stabilityai/stable-diffusion-xl-base-1.0' } : {}
  return { loras: [{ path, scale: 1 }], ...base }
}

/** Replicate's predictions. The handle is the prediction's id. */
export const viaReplicate: Via = {
  async submit(served, input, call) {
    const [name = '', version] = served.providerId.split(':')
    const path = version === undefined ? `/replicate/v1/models/${name}/predictions` : '/replicate/v1/predictions'
    const json = presentFields({ version, input: inputOf(served, input) })
    // Most finish within the minute that this waits; others are polled.
    const headers = { prefer: 'wait' }
    const prediction = await call.json(
      { method: 'POST', path, headers, body: { json }, isPaid: true },
      begunPredictionSchema,
    )
    return readPrediction(prediction, prediction.id)
  },
  async poll(handle, call) {
    const path = `/replicate/v1/predictions/${encodeURIComponent(handle)}`
    return readPrediction(await call.json({ method: 'GET', path }, predictionSchema), handle)
  },
  async cancel(handle, call) {
    // UNCONFIRMED whether the router forwards it: if not, the prediction continues, and is billed.
    const path = `/replicate/v1/predictions/${encodeURIComponent(handle)}/cancel`
    await call.response({ method: 'POST', path, alsoAccept: [400, 403, 404, 405, 422, 501] })
  },
}

/** The router does not describe a model's own fields: FLUX has its own names, other models those of diffusers. */
function inputOf(served: Served, input: AdapterInput): Readonly<Record<string, unknown>> {
  const isFlux = /(^|\/)flux/i.test(served.providerId)
  const image = input.source && toDataUri(input.source)
  return presentFields({
    prompt: input.prompt,
    seed: input.seed,
    num_inference_steps: input.steps,
    ...(isFlux ? fluxFields(input) : diffusersFields(input)),
    // Models use one name or the other, and ignore the rest.
    ...(image && { image: image, images: [image], input_image: image, input_images: [image] }),
    lora_weights: served.loraFile === null ? null : `https://huggingface.co/${served.modelId}`,
  })
}

function fluxFields({ guidance, size, source, seed }: AdapterInput): Readonly<Record<string, unknown>> {
  return {
    guidance,
    // By default an edit keeps the image's shape.
    aspect_ratio: source ? null : size && nearestRatio(size),
    output_format: 'png',
    go_fast: seed === null ? null : false,
  }
}

function diffusersFields({ guidance, size, negativePrompt }: AdapterInput): Readonly<Record<string, unknown>> {
  return { guidance_scale: guidance, negative_prompt: negativePrompt, width: size?.widthPx, height: size?.heightPx }
}

const fluxRatios = ['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21']

function nearestRatio({ widthPx, heightPx }: Size): string {
  const distanceOf = (ratio: string) => {
    const [width = 1, height = 1] = ratio.split(':').map(Number)
    return Math.abs(Math.log(width / height / (widthPx / heightPx)))
  }
  return fluxRatios.reduce((best, ratio) => (distanceOf(ratio) < distanceOf(best) ? ratio : best))
}
