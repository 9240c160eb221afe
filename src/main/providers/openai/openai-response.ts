import { z } from 'zod'
import * as messages from '../../../shared/messages/en/openai.ts'
import type { RemoteImage, TaskState } from '../core/adapter.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import { parseJson } from '../../../shared/util/parse-json.ts'
import type { Call, CallRequest, EventOnTheWay, ServerSentEvent } from '../core/call.ts'
import { readOpenAiFailure } from './openai-failure.ts'
import { ifItFits } from '../core/wire/if-it-fits.ts'
import { findMessage } from '../core/wire/plain-text.ts'
import { isWithoutImages } from '../core/wire/image-bytes.ts'

/** USD per million tokens. `textOut` null: the vendor lists no price for output text. */
interface TokenRates {
  readonly textIn: number
  readonly imageIn: number
  readonly imageOut: number
  readonly textOut: number | null
}

const second: TokenRates = { textIn: 5, imageIn: 8, imageOut: 30, textOut: null }
const latest: TokenRates = { textIn: 5, imageIn: 8, imageOut: 32, textOut: 10 }

/** The vendor's price list, read on 2026-11-20. Prices of models missing from it are not guessed. */
const rates: Readonly<Record<string, TokenRates>> = {
  'gpt-image-2.6-sunburst': second,
  'gpt-image-2.6-flare': second,
  'gpt-image-2.5-sunburst': second,
  'gpt-image-2.5-flare': second,
  'gpt-image-2': second,
  'gpt-image-1.5': latest,
  'chatgpt-image-latest': latest,
  'gpt-image-1-mini': { textIn: 2, imageIn: 2.5, imageOut: 8, textOut: null },
  'gpt-image-1': { textIn: 5, imageIn: 10, imageOut: 40, textOut: null },
}

/**
 * Returns the cost of one call's tokens; null = unknown. Cached input is cheaper but not reported separately, so this
 * is an upper bound by fractions of a cent.
 */
function usageToUsd(model: string, { input_tokens, output_tokens, ...usage }: Usage): number | null {
  // A dated snapshot costs the same as its model.
  const rate = rates[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')]
  // Gateways that do not count say 0: no image is made of nothing.
  if (!rate || typeof input_tokens !== 'number' || !output_tokens) return null
  const textIn = usage.input_tokens_details?.text_tokens ?? input_tokens
  const imageIn = usage.input_tokens_details?.image_tokens ?? 0
  const textOut = usage.output_tokens_details?.text_tokens ?? 0
  const imageOut = usage.output_tokens_details?.image_tokens ?? output_tokens
  if (textOut > 0 && rate.textOut === null) return null
  const millionths =
    textIn * rate.textIn + imageIn * rate.imageIn + imageOut * rate.imageOut + textOut * (rate.textOut ?? 0)
  return millionths / 1_000_000
}

const countSchema = ifItFits(z.number().nonnegative())
const detailsSchema = ifItFits(z.object({ text_tokens: countSchema, image_tokens: countSchema }))
const usageSchema = z.object({
  input_tokens: countSchema,
  output_tokens: countSchema,
  total_tokens: countSchema,
  input_tokens_details: detailsSchema,
  output_tokens_details: detailsSchema,
})
type Usage = z.output<typeof usageSchema>

/** Sizes, qualities and formats in the response are open lists: the vendor's description lags behind its models. */
export const imagesResponseSchema = z.object({
  data: z.array(
    z
      .object({ b64_json: ifItFits(z.string()), url: ifItFits(z.string()), revised_prompt: ifItFits(z.string()) })
      .catch({}),
  ),
  output_format: ifItFits(z.string()),
  usage: ifItFits(usageSchema),
  model: ifItFits(z.string()),
})
type ImagesReply = z.output<typeof imagesResponseSchema>

export function toOpenAiState(model: string, response: ImagesReply): TaskState {
  const mime = response.output_format ? `image/${response.output_format}` : null
  if (isWithoutImages(response.data)) return { type: 'failed', message: messages.noImage, isBilled: 'unknown' }
  return {
    type: 'done',
    images: response.data.map((each) => toImage(each, mime)),
    ...bill(model, response.usage ?? null),
    servedModel: response.model ?? null,
  }
}

function bill(
  model: string,
  usage: Usage | null,
): { costUsd: number | null; usage?: Readonly<Record<string, number>> } {
  if (usage === null) return { costUsd: null }
  const { input_tokens, output_tokens, total_tokens, input_tokens_details: details } = usage
  const counts = {
    input_tokens,
    output_tokens,
    total_tokens: total_tokens ?? sumOf(input_tokens, output_tokens),
    input_text_tokens: details?.text_tokens,
    input_image_tokens: details?.image_tokens,
  }
  const known = Object.entries(counts).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return { costUsd: usageToUsd(model, usage), ...(known.length > 0 && { usage: Object.fromEntries(known) }) }
}

function sumOf(a: number | null | undefined, b: number | null | undefined): number | null {
  return typeof a === 'number' && typeof b === 'number' ? a + b : null
}

function toImage(entry: ImagesReply['data'][number], mime: string | null): RemoteImage {
  const common = { mime, revisedPrompt: entry.revised_prompt ?? null }
  if (entry.b64_json) return { ...common, base64: entry.b64_json }
  if (entry.url) return { ...common, url: entry.url }
  return { ...common, nothing: true, refused: messages.nothingForImage }
}

const eventSchema = z.object({
  type: ifItFits(z.string()),
  b64_json: ifItFits(z.string()),
  output_format: ifItFits(z.string()),
  usage: ifItFits(usageSchema),
  model: ifItFits(z.string()),
})

/** Streams one image in stages: coarse ones are shown, the last one is the result. It may arrive before all others. */
export async function streamImage(model: string, request: CallRequest, call: Call): Promise<TaskState> {
  let atTheEnd: TaskState = { type: 'failed', message: messages.endedEarly, isBilled: 'unknown' }
  const state = await call
    .events(request, (event) => {
      const read = readEvent(model, event, call)
      if (typeof read !== 'object' || !('ifNothingFollows' in read)) return read
      if (atTheEnd.type !== 'done' || read.ifNothingFollows.type === 'done') atTheEnd = read.ifNothingFollows
      return 'progress'
    })
    .catch((thrown: unknown) => {
      // What has arrived is paid for, whatever breaks off after it.
      const isBreak = toErrorData(thrown).code.startsWith('network/')
      if (isBreak && atTheEnd.type === 'done' && !call.signal.aborted) return null
      throw thrown
    })
  return state ?? atTheEnd
}

/** An image of unknown type, which may be a coarse one, or an answer without an image. */
interface Incomplete {
  readonly ifNothingFollows: TaskState
}

function readEvent(
  model: string,
  { event, data }: ServerSentEvent,
  call: Call,
): TaskState | Incomplete | EventOnTheWay {
  const json = parseJson(data)
  // A server that does not stream sends a complete response.
  const complete = imagesResponseSchema.safeParse(json)
  if (complete.success) {
    const state = toOpenAiState(model, complete.data)
    return state.type === 'done' ? state : { ifNothingFollows: state }
  }
  const fault = readOpenAiFailure({ status: 0, headers: {}, json, text: '' })
  if (fault?.type === 'refused') return fault
  const parsed = eventSchema.safeParse(json)
  if (!parsed.success) return 'unknown'
  const { b64_json: base64, output_format, usage, model: servedModel = null } = parsed.data
  // Both name it, and a gateway may keep only one of them.
  const type = [parsed.data.type, event].find((name) => typeof name === 'string' && knownType.test(name))
  if (type === 'error') return { type: 'failed', message: findMessage(json), isBilled: 'unknown' }
  if (!base64) return type ? 'progress' : 'unknown'
  const mime = `image/${output_format ?? 'png'}`
  if (type?.endsWith('.partial_image')) {
    call.preview(Uint8Array.from(Buffer.from(base64, 'base64')), mime)
    return 'progress'
  }
  const state = { type: 'done', images: [{ base64, mime }], ...bill(model, usage ?? null), servedModel } as const
  return type ? state : { ifNothingFollows: state }
}

const knownType = /^error$|\.(partial_image|completed)$/
