import { z } from 'zod'
import type { RemotePicture, TaskState } from '../../core/adapter.ts'
import { tokenRatesOf, type TokenRates } from './gemini-models.ts'

const partSchema = z.object({
  text: z.string().optional(),
  /** A thinking model's drafts, pictures among them: never a result. */
  thought: z.boolean().optional(),
  inlineData: z.object({ mimeType: z.string().default(''), data: z.string() }).optional(),
})
const candidateSchema = z.object({
  content: z.object({ parts: z.array(partSchema).default([]) }).optional(),
  finishReason: z.string().optional(),
  finishMessage: z.string().optional(),
})
const usageSchema = z.object({
  promptTokenCount: z.number().default(0),
  candidatesTokenCount: z.number().default(0),
  thoughtsTokenCount: z.number().default(0),
  totalTokenCount: z.number().default(0),
  candidatesTokensDetails: z.array(z.object({ modality: z.string(), tokenCount: z.number().default(0) })).default([]),
})
export const geminiResponseSchema = z.object({
  candidates: z.array(candidateSchema).default([]),
  promptFeedback: z
    .object({ blockReason: z.string().optional(), blockReasonMessage: z.string().optional() })
    .optional(),
  // What a picture has cost must not cost the picture.
  usageMetadata: usageSchema.optional().catch(undefined),
  responseId: z.string().optional(),
})
type GeminiAnswer = z.output<typeof geminiResponseSchema>
type Usage = z.output<typeof usageSchema>

/** Finish reasons that mean a rule was broken; every other end without a picture is a failure. */
const refusalReasons = new Set([
  'SAFETY',
  'IMAGE_SAFETY',
  'PROHIBITED_CONTENT',
  'IMAGE_PROHIBITED_CONTENT',
  'RECITATION',
  'IMAGE_RECITATION',
  'BLOCKLIST',
  'SPII',
  'IMAGE_OTHER',
])

/** Google refuses with HTTP 200 and no picture; which of its words are there tells the rest. */
export function readGeminiResponse(answer: GeminiAnswer, model: string): TaskState {
  const parts = answer.candidates.flatMap((candidate) => candidate.content?.parts ?? [])
  const shown = parts.filter((part) => part.thought !== true)
  const pictures = shown.flatMap((part): RemotePicture[] =>
    part.inlineData ? [{ base64: part.inlineData.data, mime: part.inlineData.mimeType }] : [],
  )
  if (pictures.length === 0) return readNoPicture(answer, shown.map((part) => part.text ?? '').join(' '))
  const usage = answer.usageMetadata
  return {
    is: 'done',
    pictures,
    costUsd: usage ? costOf(usage, tokenRatesOf(model)) : null,
    ...(usage && { usage: toUsage(usage) }),
    requestId: answer.responseId ?? null,
  }
}

function readNoPicture(answer: GeminiAnswer, text: string): TaskState {
  const blockReason = answer.promptFeedback?.blockReason
  if (blockReason !== undefined) {
    const words = joinWords(blockReason, answer.promptFeedback?.blockReasonMessage)
    return { is: 'refused', what: 'prompt', words, isBilled: 'unknown' }
  }
  const candidate = answer.candidates[0]
  const reason = candidate?.finishReason ?? 'no reason given'
  const words = joinWords(reason, candidate?.finishMessage ?? (text.trim() || undefined))
  if (refusalReasons.has(reason)) return { is: 'refused', what: 'output', words, isBilled: 'unknown' }
  // NO_IMAGE and STOP: the model answered, but drew nothing. The tokens may be billed.
  return { is: 'failed', words: `Gemini drew no image (${words}).`, isBilled: 'unknown' }
}

function joinWords(code: string, words: string | undefined): string {
  return words === undefined || words === '' ? code : `${code}: ${words}`
}

function imageTokensOf(usage: Usage): number {
  const details = usage.candidatesTokensDetails
  // Models without a breakdown make pictures only.
  if (details.length === 0) return usage.candidatesTokenCount
  return details.filter((one) => one.modality === 'IMAGE').reduce((sum, one) => sum + one.tokenCount, 0)
}

function costOf(usage: Usage, rates: TokenRates | null): number | null {
  if (rates === null) return null
  const imageTokens = imageTokensOf(usage)
  const textTokens = Math.max(0, usage.candidatesTokenCount - imageTokens) + usage.thoughtsTokenCount
  const millionths = usage.promptTokenCount * rates.inputUsd + imageTokens * rates.imageUsd + textTokens * rates.textUsd
  return millionths / 1_000_000
}

function toUsage(usage: Usage): Record<string, number> {
  return {
    inputTokens: usage.promptTokenCount,
    imageTokens: imageTokensOf(usage),
    thoughtTokens: usage.thoughtsTokenCount,
    totalTokens: usage.totalTokenCount,
  }
}
