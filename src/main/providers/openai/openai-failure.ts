import { z } from 'zod'
import type { FailureResponse, Fault } from '../core/fault.ts'

const failureSchema = z.object({
  error: z.object({
    message: z.string().nullish(),
    type: z.string().nullish(),
    param: z.string().nullish(),
    code: z.union([z.string(), z.number()]).nullish(),
    moderation_details: z.object({ moderation_stage: z.string().nullish() }).nullish(),
  }),
})
type Failure = z.output<typeof failureSchema>['error']

const billing = /^(insufficient_quota|billing_hard_limit_reached|billing_not_active|.*_spend_limit_exceeded)$/

export function readOpenAiFailure(reply: FailureResponse): Fault | null {
  const parsed = failureSchema.safeParse(reply.json)
  if (!parsed.success) return null
  const { error } = parsed.data
  return toRefusal(error) ?? toFault(reply, error)
}

/** Content rules. Whether the words already read are billed is not documented. */
function toRefusal({ code, message, moderation_details }: Failure): Fault | null {
  if (code !== 'moderation_blocked' && code !== 'content_policy_violation') return null
  const isOutput = moderation_details?.moderation_stage === 'output'
  return {
    is: 'refused',
    what: isOutput ? 'output' : 'prompt',
    words: message ?? 'Refused by the content policy.',
    isBilled: 'unknown',
  }
}

function toFault(reply: FailureResponse, { code, type, message, param }: Failure): Fault | null {
  const words = message ?? ''
  const kind = String(code ?? type ?? '')
  if (billing.test(kind) || billing.test(type ?? '')) {
    return { is: 'error', code: 'provider/quota', words, isBilled: 'no' }
  }
  switch (reply.status) {
    case 400: {
      const told = param && !words.includes(param) ? `${words} (${param})` : words
      return { is: 'error', code: 'provider/invalid-request', words: told, isBilled: 'no' }
    }
    case 401:
      return { is: 'error', code: 'credential/rejected', words, isBilled: 'no' }
    case 403:
      // The key is good, but the account may not: unverified organization, model not enabled, region not served.
      return { is: 'error', code: 'provider/unsupported', words, isBilled: 'no' }
    case 404:
      return { is: 'error', code: 'provider/unknown-model', words, isBilled: 'no' }
    case 409:
      // The vendor's own client asks again: something of theirs was busy.
      return { is: 'error', code: 'provider/unavailable', words, isBilled: 'unknown' }
    case 429:
      return { is: 'error', code: 'provider/rate-limited', words, isBilled: 'no', ...retryAfter(reply) }
    default:
      return null
  }
}

/** The vendor's own form, finer than `retry-after`, which is read for every service alike. */
function retryAfter({ headers }: FailureResponse): { afterMs?: number } {
  const afterMs = Number(headers['retry-after-ms'])
  return Number.isFinite(afterMs) && afterMs > 0 ? { afterMs } : {}
}
