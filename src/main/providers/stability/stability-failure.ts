import { z } from 'zod'
import type { FailureResponse, Fault, FaultCode } from '../core/fault.ts'

/** v2beta lists its words in `errors`, v1 has one `message`. */
const bodySchema = z.object({
  name: z.string().nullish(),
  errors: z.array(z.string()).nullish(),
  message: z.string().nullish(),
})

/** Over the limit of 150 requests in 10 seconds everything is turned away for a minute; no header says so. */
const penaltyMs = 60_000

/** A failed generation costs nothing, and a request that was turned away neither. */
export function readStabilityFailure(reply: FailureResponse): Fault | null {
  if (reply.status === 429) return { ...error('provider/rate-limited', wordsOf(reply)), afterMs: penaltyMs }
  const body = bodySchema.safeParse(reply.json)
  if (!body.success) return null
  const words = wordsOf(reply)
  const name = body.data.name ?? ''
  if (isModeration(reply.status, name, words)) {
    return { is: 'refused', what: /\bimage\b/i.test(words) ? 'input' : 'prompt', words, isBilled: 'no' }
  }
  const code = codeOf(reply.status, name)
  return code === null ? null : error(code, words)
}

/** v1 answers filtered words with `invalid_prompts`, and a moderated picture with `permission_denied`. */
function isModeration(status: number, name: string, words: string): boolean {
  if (name === 'content_moderation' || name === 'invalid_prompts') return true
  return status === 403 && /moderat|flagged|filter/i.test(words)
}

function codeOf(status: number, name: string): FaultCode | null {
  switch (status) {
    case 400:
    case 413:
    case 422:
      return 'provider/invalid-request'
    case 401:
    case 403:
      return 'credential/rejected'
    case 402:
      return 'provider/quota'
    case 404:
      // Results are kept for 24 hours.
      return name === 'generation_not_found' ? 'provider/task-expired' : 'provider/unknown-model'
    case 500:
      return 'provider/unavailable'
    default:
      return null
  }
}

function error(code: FaultCode, words: string): Extract<Fault, { is: 'error' }> {
  return { is: 'error', code, words, isBilled: 'no' }
}

function wordsOf({ json }: FailureResponse): string {
  const body = bodySchema.safeParse(json)
  if (!body.success) return ''
  return body.data.errors?.join(' ') || body.data.message || body.data.name || ''
}
