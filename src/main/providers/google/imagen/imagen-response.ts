import { z } from 'zod'
import type { AdapterInput, RemotePicture, TaskState } from '../../core/adapter.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { readGoogleFailure, readGoogleStatus } from '../shared/google-failure.ts'
import { whatFollows } from './imagen-models.ts'

const predictionSchema = z.object({
  bytesBase64Encoded: z.string().optional(),
  mimeType: z.string().optional(),
  /** As the model rewrote it. */
  prompt: z.string().optional(),
  raiFilteredReason: z.string().optional(),
})
/** Google leaves `predictions` out where it withheld everything. */
export const imagenResponseSchema = z.object({ predictions: z.array(predictionSchema).default([]) })

const noWords = "Google's filter withheld the image and gave no reason."

/** Withheld pictures are left out of the list, with HTTP 200: fewer than asked for means that the rest was refused. */
export function readImagenResponse(
  answer: z.output<typeof imagenResponseSchema>,
  input: AdapterInput,
  usesSeed: boolean,
): TaskState {
  const reasons = answer.predictions.flatMap((one) => one.raiFilteredReason ?? [])
  const shown = answer.predictions.filter((one) => one.bytesBase64Encoded !== undefined)
  if (shown.length === 0) {
    return { is: 'refused', what: 'output', words: reasons.join(' ') || noWords, isBilled: 'unknown' }
  }
  const drawn = shown.map((one): RemotePicture => ({
    base64: one.bytesBase64Encoded ?? '',
    mime: one.mimeType ?? null,
    // Of several pictures only the first is made from the seed itself; Google does not tell the others'.
    seed: usesSeed && input.n === 1 ? input.seed : null,
    revisedPrompt: one.prompt ?? null,
  }))
  const missing = Math.max(0, input.n - drawn.length)
  const withheld = Array.from({ length: missing }, (_, index): RemotePicture => ({
    nothing: true,
    refused: reasons[index] ?? reasons[0] ?? noWords,
  }))
  return { is: 'done', pictures: [...drawn, ...withheld], costUsd: null }
}

/** A blocked prompt comes as 400 with words about responsible AI, and a model that has ended as 404. */
export function readImagenFailure(reply: FailureResponse): Fault | null {
  const message = readGoogleStatus(reply)?.message ?? ''
  if (reply.status === 400 && /responsible ai|usage guidelines|sensitive words/i.test(message)) {
    return { is: 'refused', what: 'prompt', words: message, isBilled: 'no' }
  }
  if (reply.status === 404) {
    const words = `Google retired Imagen, and this account has no such model. ${whatFollows} ${message}`.trim()
    return { is: 'error', code: 'provider/unknown-model', words }
  }
  return readGoogleFailure(reply)
}
