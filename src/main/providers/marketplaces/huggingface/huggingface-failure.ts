import { z } from 'zod'
import { readFalFault } from '../shared/fal-response.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { findWords } from '../../core/plain-words.ts'

const loadingSchema = z.looseObject({ estimated_time: z.number().nullish() })

const wakingMsMax = 60_000
const wakingMsUsual = 20_000

const policyWords =
  /nsfw|content policy|moderation|flagged|safety (system|filter|checker)|(unsafe|sensitive|inappropriate) content/i
const gatedWords = /gated|restricted|accept (the|its) (conditions|licen[cs]e|terms)|awaiting a review/i

/**
 * Hugging Face's own words are in `error`, a sentence or a list; those of the provider behind it come through in its own
 * shape, fal's for example.
 */
export function readHuggingfaceFailure(reply: FailureResponse): Fault | null {
  const { status, json } = reply
  const words = findWords(json)
  const loading = loadingSchema.safeParse(json).data
  if (status === 503 && (typeof loading?.estimated_time === 'number' || /\bloading\b/i.test(words))) {
    const seconds = loading?.estimated_time ?? wakingMsUsual / 1_000
    return { is: 'not-ready', afterMs: Math.min(wakingMsMax, Math.max(1, seconds) * 1_000), words }
  }
  const ofFal = readFalFault(reply)
  if (ofFal !== null) return ofFal
  if ([400, 403, 422].includes(status) && policyWords.test(words)) {
    return { is: 'refused', what: 'prompt', words, isBilled: 'unknown' }
  }
  if (status === 403 && gatedWords.test(words)) {
    const help = `${words} Open the model’s page at huggingface.co and accept its terms.`
    return { is: 'error', code: 'provider/unsupported', words: help }
  }
  if (status === 400 && /not supported by|not served by|no provider/i.test(words)) {
    return { is: 'error', code: 'provider/unknown-model', words }
  }
  return null
}
