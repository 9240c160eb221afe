import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/openai.ts'
import type { TaskState } from '../core/adapter.ts'
import type { Call, CallRequest } from '../core/call.ts'
import { readOpenAiFailure } from './openai-failure.ts'
import { bill, imagesResponseSchema, toOpenAiState, usageSchema } from './openai-response.ts'

const eventSchema = z.object({
  type: z.string(),
  b64_json: z.string().nullish(),
  output_format: z.string().nullish(),
  usage: usageSchema.nullish(),
})

/** Streams one image in stages: coarse ones are shown, the last one is the result. It may arrive before all others. */
export async function streamImage(model: string, request: CallRequest, call: Call): Promise<TaskState> {
  for await (const { data } of call.events(request)) {
    const state = data === '[DONE]' ? null : readEvent(model, parse(data), call)
    if (state) return state
  }
  return { type: 'failed', message: messages.endedEarly, isBilled: 'unknown' }
}

function readEvent(model: string, json: unknown, call: Call): TaskState | null {
  // A server that does not stream sends a complete response.
  const whole = imagesResponseSchema.safeParse(json)
  if (whole.success) return toOpenAiState(model, whole.data)
  const fault = readOpenAiFailure({ status: 0, headers: {}, json, text: '' })
  if (fault?.type === 'refused') return fault
  const event = eventSchema.safeParse(json)
  if (!event.success) return toFailure(json)
  const { type, b64_json, output_format, usage } = event.data
  const mime = `image/${output_format ?? 'png'}`
  if (type.endsWith('.partial_image') && b64_json) {
    call.preview(Uint8Array.from(Buffer.from(b64_json, 'base64')), mime)
  }
  if (type === 'error') return toFailure(json)
  if (!type.endsWith('.completed') || !b64_json) return null
  return { type: 'done', images: [{ base64: b64_json, mime }], ...bill(model, usage ?? null) }
}

const errorSchema = z.object({ error: z.object({ message: z.string() }) })

function toFailure(json: unknown): TaskState {
  const told = errorSchema.safeParse(json)
  if (!told.success) throw badReply()
  return { type: 'failed', message: told.data.error.message, isBilled: 'unknown' }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (thrown) {
    throw badReply(thrown)
  }
}

function badReply(cause?: unknown): AppError {
  return new AppError('provider/bad-reply', messages.unexpectedResponse, { detail: { isBilled: 'unknown' }, cause })
}
