import { z } from 'zod'
import * as messages from '../../../shared/messages/en/openai.ts'
import type { RemoteImage, TaskState } from '../core/adapter.ts'

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

interface TokenUsage {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly input_tokens_details?: { readonly text_tokens: number; readonly image_tokens: number } | null | undefined
  readonly output_tokens_details?: { readonly text_tokens: number; readonly image_tokens: number } | null | undefined
}

/**
 * Returns the cost of one call's tokens; null = unknown. Cached input is cheaper but not reported separately, so this
 * is an upper bound by fractions of a cent.
 */
function usageToUsd(model: string, usage: TokenUsage): number | null {
  // A dated snapshot costs the same as its model.
  const rate = rates[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')]
  if (!rate) return null
  const textIn = usage.input_tokens_details?.text_tokens ?? usage.input_tokens
  const imageIn = usage.input_tokens_details?.image_tokens ?? 0
  const textOut = usage.output_tokens_details?.text_tokens ?? 0
  const imageOut = usage.output_tokens_details?.image_tokens ?? usage.output_tokens
  if (textOut > 0 && rate.textOut === null) return null
  const millionths =
    textIn * rate.textIn + imageIn * rate.imageIn + imageOut * rate.imageOut + textOut * (rate.textOut ?? 0)
  return millionths / 1_000_000
}

const detailsSchema = z.object({ text_tokens: z.number(), image_tokens: z.number() })
export const usageSchema = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  total_tokens: z.number().nullish(),
  input_tokens_details: detailsSchema.nullish(),
  output_tokens_details: detailsSchema.nullish(),
})
type Usage = z.output<typeof usageSchema>

/** Sizes, qualities and formats in the response are open lists: the vendor's description lags behind its models. */
export const imagesResponseSchema = z.object({
  data: z.array(
    z.object({ b64_json: z.string().nullish(), url: z.string().nullish(), revised_prompt: z.string().nullish() }),
  ),
  output_format: z.string().nullish(),
  usage: usageSchema.nullish(),
})
type ImagesReply = z.output<typeof imagesResponseSchema>

export function toOpenAiState(model: string, response: ImagesReply): TaskState {
  const mime = response.output_format ? `image/${response.output_format}` : null
  if (response.data.length === 0) {
    return { type: 'refused', what: 'output', message: messages.noImage, isBilled: 'unknown' }
  }
  return {
    type: 'done',
    images: response.data.map((each) => toImage(each, mime)),
    ...bill(model, response.usage ?? null),
  }
}

export function bill(
  model: string,
  usage: Usage | null,
): { costUsd: number | null; usage?: Readonly<Record<string, number>> } {
  if (usage === null) return { costUsd: null }
  const { input_tokens, output_tokens, total_tokens, input_tokens_details } = usage
  return {
    costUsd: usageToUsd(model, usage),
    usage: {
      input_tokens,
      output_tokens,
      total_tokens: total_tokens ?? input_tokens + output_tokens,
      ...(input_tokens_details && {
        input_text_tokens: input_tokens_details.text_tokens,
        input_image_tokens: input_tokens_details.image_tokens,
      }),
    },
  }
}

function toImage(each: ImagesReply['data'][number], mime: string | null): RemoteImage {
  const told = { mime, revisedPrompt: each.revised_prompt ?? null }
  if (each.b64_json) return { ...told, base64: each.b64_json }
  if (each.url) return { ...told, url: each.url }
  return { ...told, nothing: true, refused: messages.nothingForImage }
}
