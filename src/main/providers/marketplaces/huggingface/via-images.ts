import { z } from 'zod'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, RemoteImage, TaskState } from '../../core/adapter.ts'
import type { CallResponse } from '../../core/call.ts'
import { toBase64, toRemoteImage, toDataUri } from '../../core/wire/image-bytes.ts'
import { findMessage } from '../../core/wire/plain-text.ts'
import { presentFields, sizeOf, type Via, type Served } from './via.ts'
import { ifItFits, thoseThatFit } from '../../core/wire/if-it-fits.ts'

/** Rarely JSON, and then in one of these formats. */
const jsonSchema = z.looseObject({
  data: thoseThatFit(z.looseObject({ b64_json: z.string() })).catch([]),
  output: thoseThatFit(z.string()).catch([]),
})

/**
 * Hugging Face's own servers: the response is the image. A model that is not loaded returns 503, and the request is
 * repeated later.
 */
export const viaHfInference: Via = {
  async submit({ providerId }, input, call) {
    const path = `/hf-inference/models/${providerId}`
    const json = input.source ? editBody(input, toBase64(input.source)) : generateBody(input)
    return readAnswer(await call.response({ method: 'POST', path, body: { json }, isPaid: true }))
  },
}

function generateBody({ prompt, size, ...input }: AdapterInput): Readonly<Record<string, unknown>> {
  const parameters = presentFields({
    negative_prompt: input.negativePrompt,
    guidance_scale: input.guidance,
    num_inference_steps: input.steps,
    width: size?.widthPx,
    height: size?.heightPx,
    seed: input.seed,
  })
  return { inputs: prompt, parameters }
}

/** The task's specification has no seed for edits. */
function editBody(input: AdapterInput, image: string): Readonly<Record<string, unknown>> {
  const size = sizeOf(input)
  const parameters = presentFields({
    prompt: input.prompt,
    negative_prompt: input.negativePrompt,
    guidance_scale: input.guidance,
    num_inference_steps: input.steps,
    target_size: size && { width: size.widthPx, height: size.heightPx },
  })
  return { inputs: image, parameters }
}

function readAnswer(response: CallResponse): TaskState {
  const requestId = response.headers['x-request-id'] ?? null
  const done = (images: readonly RemoteImage[]): TaskState => ({ type: 'done', images, costUsd: null, requestId })
  if (!response.mime.includes('json')) return done([{ bytes: response.bytes, mime: response.mime }])
  const json: unknown = JSON.parse(response.text())
  const { data, output } = jsonSchema.parse(json)
  const images = [
    ...data.map(({ b64_json: base64 }) => ({ base64 })),
    ...output.map((address) => toRemoteImage(address)),
  ]
  if (images.length > 0) return done(images)
  return { type: 'failed', message: findMessage(json) || responses.noImageReturned, isBilled: 'unknown' }
}

/** Together and nscale respond like OpenAI's images API: with the images in the immediate response. */
const imagesSchema = z.looseObject({
  data: z.array(z.looseObject({ b64_json: ifItFits(z.string()), url: ifItFits(z.string()) }).catch({})),
})

export const viaTogether: Via = {
  async submit(served, input, call) {
    const body = { json: togetherBody(served, input) }
    const path = '/together/v1/images/generations'
    return toState(await call.json({ method: 'POST', path, body, isPaid: true }, imagesSchema))
  },
}

export const viaNscale: Via = {
  async submit({ providerId: model }, input, call) {
    const { prompt, size, seed, guidance, negativePrompt } = input
    const json = presentFields({
      model,
      prompt,
      response_format: 'b64_json',
      size: size && `${size.widthPx}x${size.heightPx}`,
      seed,
      guidance_scale: guidance,
      negative_prompt: negativePrompt,
    })
    const path = '/nscale/v1/images/generations'
    return toState(await call.json({ method: 'POST', path, body: { json }, isPaid: true }, imagesSchema))
  },
}

function togetherBody({ providerId: model }: Served, input: AdapterInput): Readonly<Record<string, unknown>> {
  const { source, references } = input
  const size = sizeOf(input)
  const images = [...(source ? [source] : []), ...references].map(toDataUri)
  // FLUX.1 Kontext takes one address; all newer models a list.
  const isKontext = /flux\.1.*kontext/i.test(model)
  return presentFields({
    model,
    prompt: input.prompt,
    negative_prompt: input.negativePrompt,
    response_format: 'base64',
    output_format: 'png',
    steps: input.steps,
    guidance_scale: input.guidance,
    seed: input.seed,
    width: size?.widthPx,
    height: size?.heightPx,
    image_url: isKontext ? images[0] : null,
    reference_images: isKontext || images.length === 0 ? null : images,
  })
}

function toState({ data }: z.output<typeof imagesSchema>): TaskState {
  const images = data.flatMap(({ b64_json: base64, url }): RemoteImage[] =>
    base64 ? [{ base64 }] : url ? [{ url }] : [],
  )
  if (images.length > 0) return { type: 'done', images, costUsd: null }
  return { type: 'failed', message: responses.noImageReturned, isBilled: 'unknown' }
}
