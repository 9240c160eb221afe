import { z } from 'zod'
import * as messages from '../../../../shared/messages/en/google.ts'
import type { RemoteImage, TaskState } from '../../core/adapter.ts'
import { tokenRatesOf, type TokenRates } from './gemini-models.ts'
import { ifItFits, thoseThatFit } from '../../core/wire/if-it-fits.ts'

const partSchema = z.object({
  text: ifItFits(z.string()),
  /** A thinking model's drafts, including images: never a result. */
  thought: ifItFits(z.boolean()),
  /** Opaque; wanted back with the part in later turns. */
  thoughtSignature: ifItFits(z.string()),
  inlineData: ifItFits(z.object({ mimeType: z.string().catch(''), data: z.string() })),
})
/** Google writes `null` where it has nothing for a list or an object. */
const candidateSchema = z.object({
  content: ifItFits(z.object({ parts: thoseThatFit(partSchema).catch([]) })),
  finishReason: ifItFits(z.string()),
  finishMessage: ifItFits(z.string()),
})
const usageSchema = z.object({
  promptTokenCount: z.number().default(0),
  candidatesTokenCount: z.number().default(0),
  thoughtsTokenCount: z.number().default(0),
  totalTokenCount: z.number().default(0),
  candidatesTokensDetails: z.array(z.object({ modality: z.string(), tokenCount: z.number().default(0) })).default([]),
})
export const geminiResponseSchema = z.object({
  candidates: thoseThatFit(candidateSchema).catch([]),
  promptFeedback: ifItFits(z.object({ blockReason: ifItFits(z.string()), blockReasonMessage: ifItFits(z.string()) })),
  usageMetadata: ifItFits(usageSchema),
  responseId: ifItFits(z.string()),
  modelVersion: ifItFits(z.string()),
})
type GeminiAnswer = z.output<typeof geminiResponseSchema>
type Usage = z.output<typeof usageSchema>

/** Finish reasons for content violations; every other end without an image is a failure. */
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

/** Google refuses with HTTP 200 and no image; the response contains the reasons. */
export function readGeminiResponse(response: GeminiAnswer, model: string): TaskState {
  const parts = response.candidates.flatMap((candidate) => candidate.content?.parts ?? [])
  const shown = parts.filter((part) => part.thought !== true)
  const images = shown.flatMap((part): RemoteImage[] =>
    part.inlineData ? [{ base64: part.inlineData.data, mime: part.inlineData.mimeType }] : [],
  )
  const record = writeTurnRecord(shown)
  if (record !== null) images[0] = { ...images[0]!, record }
  if (images.length === 0) return readNoImage(response, shown.map((part) => part.text ?? '').join(' '))
  const usage = response.usageMetadata
  return {
    type: 'done',
    images,
    costUsd: usage ? costOf(usage, tokenRatesOf(model)) : null,
    ...(usage && { usage: toUsage(usage) }),
    requestId: response.responseId ?? null,
    servedModel: response.modelVersion ?? null,
  }
}

/** Larger ones would fill the library: without a record, the image is sent as any other. */
const recordCharsMax = 4_000_000

const recordSchema = z.array(
  z.object({ text: z.string().optional(), isImage: z.boolean().optional(), thoughtSignature: z.string().optional() }),
)

/**
 * The parts of a turn without the pixels of its image, as JSON. Null where the image has no signature, so that the turn
 * cannot be repeated, and where there are several images.
 */
function writeTurnRecord(parts: readonly z.output<typeof partSchema>[]): string | null {
  const images = parts.filter(({ inlineData }) => inlineData)
  if (images.length !== 1 || !images[0]!.thoughtSignature) return null
  const record: z.output<typeof recordSchema> = parts.map(({ text, inlineData, thoughtSignature }) => ({
    ...(typeof text === 'string' && { text }),
    ...(inlineData && { isImage: true }),
    ...(typeof thoughtSignature === 'string' && { thoughtSignature }),
  }))
  const json = JSON.stringify(record)
  return json.length <= recordCharsMax ? json : null
}

/** @param image the part that holds the turn's image */
export function readTurnRecord(record: string, image: object): object[] {
  return recordSchema
    .parse(JSON.parse(record))
    .map(({ isImage = false, ...part }) => (isImage ? { ...part, ...image } : part))
}

function readNoImage(response: GeminiAnswer, text: string): TaskState {
  const blockReason = response.promptFeedback?.blockReason
  if (typeof blockReason === 'string') {
    const message = joinMessage(blockReason, response.promptFeedback?.blockReasonMessage)
    return { type: 'refused', what: 'prompt', message, isBilled: 'unknown' }
  }
  const candidate = response.candidates[0]
  const reason = candidate?.finishReason ?? messages.noReason
  const message = joinMessage(reason, candidate?.finishMessage ?? (text.trim() || undefined))
  if (refusalReasons.has(reason)) return { type: 'refused', what: 'output', message, isBilled: 'unknown' }
  // NO_IMAGE and STOP: the model responded, but drew nothing. The tokens may be billed.
  return { type: 'failed', message: messages.noImage({ reason: message }), isBilled: 'unknown' }
}

function joinMessage(code: string, message: string | null | undefined): string {
  return !message ? code : `${code}: ${message}`
}

function imageTokensOf(usage: Usage): number {
  const details = usage.candidatesTokensDetails
  // Models without a breakdown return only images.
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
