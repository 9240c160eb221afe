import { z } from 'zod'
import type { RemotePicture, TaskState } from '../core/adapter.ts'
import { usageToUsd } from './openai-prices.ts'

const detailsSchema = z.object({ text_tokens: z.number(), image_tokens: z.number() })
export const usageSchema = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  total_tokens: z.number().nullish(),
  input_tokens_details: detailsSchema.nullish(),
  output_tokens_details: detailsSchema.nullish(),
})
type Usage = z.output<typeof usageSchema>

/** Sizes, qualities and formats in the answer are open lists: the vendor's description lags its models. */
export const imagesResponseSchema = z.object({
  data: z.array(
    z.object({ b64_json: z.string().nullish(), url: z.string().nullish(), revised_prompt: z.string().nullish() }),
  ),
  output_format: z.string().nullish(),
  usage: usageSchema.nullish(),
})
type ImagesReply = z.output<typeof imagesResponseSchema>

export function toTaskState(model: string, reply: ImagesReply): TaskState {
  const mime = reply.output_format ? `image/${reply.output_format}` : null
  if (reply.data.length === 0) {
    return { is: 'refused', what: 'output', words: 'OpenAI answered without an image.', isBilled: 'unknown' }
  }
  return {
    is: 'done',
    pictures: reply.data.map((each) => toPicture(each, mime)),
    ...bill(model, reply.usage ?? null),
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

function toPicture(each: ImagesReply['data'][number], mime: string | null): RemotePicture {
  const told = { mime, revisedPrompt: each.revised_prompt ?? null }
  if (each.b64_json) return { ...told, base64: each.b64_json }
  if (each.url) return { ...told, url: each.url }
  return { ...told, nothing: true, refused: 'OpenAI sent nothing for this image.' }
}
