import { z } from 'zod'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, RemoteImage, TaskState } from '../../core/adapter.ts'
import type { CallResponse } from '../../core/call.ts'
import { toBase64 } from '../../core/encode-image.ts'
import { findMessage } from '../../core/plain-text.ts'
import { toRemoteImage } from '../../core/remote-image.ts'
import { given, sizeOf, type Via } from './via.ts'

/** Rarely JSON, and then in one of these formats. */
const answerSchema = z.looseObject({
  data: z.array(z.looseObject({ b64_json: z.string() })).nullish(),
  output: z.array(z.string()).nullish(),
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
  const parameters = given({
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
  const parameters = given({
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
  const { data, output } = answerSchema.parse(json)
  const images = [
    ...(data ?? []).map(({ b64_json: base64 }) => ({ base64 })),
    ...(output ?? []).map((address) => toRemoteImage(address)),
  ]
  if (images.length > 0) return done(images)
  return { type: 'failed', message: findMessage(json) || responses.noImageReturned, isBilled: 'unknown' }
}
