import { z } from 'zod'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, RemoteImage, TaskState } from '../../core/adapter.ts'
import { toDataUri } from '../../core/encode-image.ts'
import { given, sizeOf, type Served, type Via } from './via.ts'

/** Together and nscale respond like OpenAI's images API: with the images in the immediate response. */
const answerSchema = z.looseObject({
  data: z.array(z.looseObject({ b64_json: z.string().nullish(), url: z.string().nullish() })),
})

export const viaTogether: Via = {
  async submit(served, input, call) {
    const body = { json: togetherBody(served, input) }
    const path = '/together/v1/images/generations'
    return toState(await call.json({ method: 'POST', path, body, isPaid: true }, answerSchema))
  },
}

export const viaNscale: Via = {
  async submit({ providerId: model }, input, call) {
    const { prompt, size, seed, guidance, negativePrompt } = input
    const json = given({
      model,
      prompt,
      response_format: 'b64_json',
      size: size && `${size.widthPx}x${size.heightPx}`,
      seed,
      guidance_scale: guidance,
      negative_prompt: negativePrompt,
    })
    const path = '/nscale/v1/images/generations'
    return toState(await call.json({ method: 'POST', path, body: { json }, isPaid: true }, answerSchema))
  },
}

function togetherBody({ providerId: model }: Served, input: AdapterInput): Readonly<Record<string, unknown>> {
  const { source, references } = input
  const size = sizeOf(input)
  const images = [...(source ? [source] : []), ...references].map(toDataUri)
  // FLUX.1 Kontext takes one address; all newer models a list.
  const isKontext = /flux\.1.*kontext/i.test(model)
  return given({
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

function toState({ data }: z.output<typeof answerSchema>): TaskState {
  const images = data.flatMap(({ b64_json: base64, url }): RemoteImage[] =>
    base64 ? [{ base64 }] : url ? [{ url }] : [],
  )
  if (images.length > 0) return { type: 'done', images, costUsd: null }
  return { type: 'refused', what: 'output', message: responses.probablyWithheld, isBilled: 'unknown' }
}
