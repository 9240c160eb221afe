import { z } from 'zod'
import type { AdapterInput, RemotePicture, TaskState } from '../../core/adapter.ts'
import type { CallResponse } from '../../core/call.ts'
import { toBase64 } from '../../core/encode-picture.ts'
import { findWords } from '../../core/plain-words.ts'
import { toRemotePicture } from '../../core/remote-picture.ts'
import { given, sizeOf, type Via } from './via.ts'

/** Rarely JSON: then in one of these shapes. */
const answerSchema = z.looseObject({
  data: z.array(z.looseObject({ b64_json: z.string() })).nullish(),
  output: z.array(z.string()).nullish(),
})

/** Hugging Face's own machines: the answer is the picture. A model that sleeps says so (503) and is asked again later. */
export const viaHfInference: Via = {
  async submit({ providerId }, input, call) {
    const path = `/hf-inference/models/${providerId}`
    const json = input.source ? editBody(input, toBase64(input.source)) : generateBody(input)
    return readAnswer(await call.reply({ method: 'POST', path, body: { json }, isPaid: true }))
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

/** The task's description has no seed for edits. */
function editBody(input: AdapterInput, picture: string): Readonly<Record<string, unknown>> {
  const size = sizeOf(input)
  const parameters = given({
    prompt: input.prompt,
    negative_prompt: input.negativePrompt,
    guidance_scale: input.guidance,
    num_inference_steps: input.steps,
    target_size: size && { width: size.widthPx, height: size.heightPx },
  })
  return { inputs: picture, parameters }
}

function readAnswer(reply: CallResponse): TaskState {
  const requestId = reply.headers['x-request-id'] ?? null
  const done = (pictures: readonly RemotePicture[]): TaskState => ({ is: 'done', pictures, costUsd: null, requestId })
  if (!reply.mime.includes('json')) return done([{ bytes: reply.bytes, mime: reply.mime }])
  const json: unknown = JSON.parse(reply.text())
  const { data, output } = answerSchema.parse(json)
  const pictures = [
    ...(data ?? []).map(({ b64_json: base64 }) => ({ base64 })),
    ...(output ?? []).map((address) => toRemotePicture(address)),
  ]
  if (pictures.length > 0) return done(pictures)
  return { is: 'failed', words: findWords(json) || 'It answered without an image.', isBilled: 'unknown' }
}
