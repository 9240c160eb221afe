import { z } from 'zod'
import type { FailureResponse, Fault, FaultCode } from '../core/fault.ts'

/** The description leaves these bodies open: words under one of three names, in the newest API with a reason. */
const bodySchema = z.object({
  error: z.string().nullish(),
  message: z.string().nullish(),
  detail: z.unknown().optional(),
  reject_reason: z.string().nullish(),
})
const fieldsSchema = z.array(z.object({ msg: z.string() })).min(1)

export function readIdeogramFailure({ status, json }: FailureResponse): Fault | null {
  const body = bodySchema.safeParse(json)
  if (!body.success) return null
  const { detail, reject_reason: reason } = body.data
  const fields = fieldsSchema.safeParse(detail)
  const words = wordsOf(body.data)
  if (status === 422 && !fields.success) {
    // Validation is answered with 400: this is the safety check.
    return { is: 'refused', what: /\bimage\b/i.test(words) ? 'input' : 'prompt', words, isBilled: 'unknown' }
  }
  if (status >= 500) return { is: 'error', code: 'provider/unavailable', words, isBilled: 'unknown' }
  const code = codeOf(status, reason ?? null)
  return code === null ? null : { is: 'error', code, words, isBilled: 'no' }
}

function codeOf(status: number, reason: string | null): FaultCode | null {
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
    case 405:
      return 'provider/unknown-model'
    case 429:
      // An empty account and a spent allowance are told with this status too; only a full house empties by itself.
      return reason === null || reason === 'inflight_limit' ? 'provider/rate-limited' : 'provider/quota'
    default:
      return null
  }
}

function wordsOf({ error, message, detail }: z.output<typeof bodySchema>): string {
  const fields = fieldsSchema.safeParse(detail)
  if (fields.success) return fields.data.map((field) => field.msg).join('; ')
  return error || message || (typeof detail === 'string' ? detail : '')
}
