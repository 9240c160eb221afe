import type { Size } from '../../../../shared/util/geometry.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import { toDataUri } from '../../core/encode-image.ts'
import { predictionSchema, readPrediction } from '../shared/replicate-response.ts'
import { given, type Served, type Via } from './via.ts'

/** Replicate's predictions. The handle is the prediction's id. */
export const viaReplicate: Via = {
  async submit(served, input, call) {
    const [name = '', version] = served.providerId.split(':')
    const path = version === undefined ? `/replicate/v1/models/${name}/predictions` : '/replicate/v1/predictions'
    const json = given({ version, input: inputOf(served, input) })
    // Most finish within the minute that this waits; others are polled.
    const headers = { prefer: 'wait' }
    const prediction = await call.json(
      { method: 'POST', path, headers, body: { json }, isPaid: true },
      predictionSchema,
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
  return given({
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
