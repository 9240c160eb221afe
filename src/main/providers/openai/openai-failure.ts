import { z } from 'zod'
import * as messages from '../../../shared/messages/en/openai.ts'
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

export function readOpenAiFailure(response: FailureResponse): Fault | null {
  const parsed = failureSchema.safeParse(response.json)
  if (!parsed.success) return null
  const { error } = parsed.data
  return toRefusal(error) ?? toFault(response, error)
}

/** Content rules. Whether a prompt that was already read is billed is not documented. */
function toRefusal({ code, message, moderation_details }: Failure): Fault | null {
  if (code !== 'moderation_blocked' && code !== 'content_policy_violation') return null
  const isOutput = moderation_details?.moderation_stage === 'output'
  return {
    type: 'refused',
    what: isOutput ? 'output' : 'prompt',
    message: message ?? messages.refusedByPolicy,
    isBilled: 'unknown',
  }
}

function toFault(response: FailureResponse, { code, type, message, param }: Failure): Fault | null {
  const text = message ?? ''
  const kind = String(code ?? type ?? '')
  if (billing.test(kind) || billing.test(type ?? '')) {
    return { type: 'error', code: 'provider/quota', message: text, isBilled: 'no' }
  }
  switch (response.status) {
    case 400: {
      const detailed = param && !text.includes(param) ? `${text} (${param})` : text
      return { type: 'error', code: 'provider/invalid-request', message: detailed, isBilled: 'no' }
    }
    case 401:
      return { type: 'error', code: 'credential/rejected', message: text, isBilled: 'no' }
    case 403:
      // The key is valid, but the account lacks access: unverified organization, model not enabled, region not served.
      return { type: 'error', code: 'provider/unsupported', message: text, isBilled: 'no' }
    case 404:
      return { type: 'error', code: 'provider/unknown-model', message: text, isBilled: 'no' }
    case 409:
      // The vendor's own client retries: something on their side was busy.
      return { type: 'error', code: 'provider/unavailable', message: text, isBilled: 'unknown' }
    case 429:
      return { type: 'error', code: 'provider/rate-limited', message: text, isBilled: 'no', ...retryAfter(response) }
    default:
      return null
  }
}

/** The vendor's own header, more precise than `retry-after`, which is read for every service. */
function retryAfter({ headers }: FailureResponse): { afterMs?: number } {
  const afterMs = Number(headers['retry-after-ms'])
  return Number.isFinite(afterMs) && afterMs > 0 ? { afterMs } : {}
}
