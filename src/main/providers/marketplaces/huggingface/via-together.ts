import { z } from 'zod'
import type { AdapterInput, RemotePicture, TaskState } from '../../core/adapter.ts'
import { toDataUri } from '../../core/encode-picture.ts'
import { given, sizeOf, type Served, type Via } from './via.ts'

/** Together and nscale answer like OpenAI's images API: pictures inside the answer, at once. */
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
  const pictures = [...(source ? [source] : []), ...references].map(toDataUri)
  // FLUX.1 Kontext takes one address; everything newer a list.
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
    image_url: isKontext ? pictures[0] : null,
    reference_images: isKontext || pictures.length === 0 ? null : pictures,
  })
}

function toState({ data }: z.output<typeof answerSchema>): TaskState {
  const pictures = data.flatMap(({ b64_json: base64, url }): RemotePicture[] =>
    base64 ? [{ base64 }] : url ? [{ url }] : [],
  )
  if (pictures.length > 0) return { is: 'done', pictures, costUsd: null }
  const words = 'It answered without an image, which is how a withheld one looks.'
  return { is: 'refused', what: 'output', words, isBilled: 'unknown' }
}
