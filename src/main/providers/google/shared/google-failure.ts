import { z } from 'zod'
import type { FailureResponse, Fault } from '../../core/fault.ts'

/** Google's error body (google.rpc.Status). Streams wrap it in a list. */
const statusSchema = z.object({
  error: z.object({
    message: z.string().default(''),
    status: z.string().default(''),
    details: z.array(z.looseObject({ '@type': z.string().default('') })).default([]),
  }),
})
type GoogleStatus = z.output<typeof statusSchema>['error']

/** The token endpoint's (RFC 6749, 5.2), which names its errors; a gateway's `error` is a sentence. */
const tokenErrorSchema = z.object({
  error: z.string().regex(/^[a-z]+(_[a-z]+)+$/),
  error_description: z.string().default(''),
})

const errorInfoSchema = z.object({ reason: z.string() })
const retryInfoSchema = z.object({ retryDelay: z.string() })
const quotaFailureSchema = z.object({ violations: z.array(z.looseObject({ quotaId: z.string().default('') })) })

/** What Google means, for everything but a model that is gone and a prompt that is refused: those differ by service. */
export function readGoogleFailure(reply: FailureResponse): Fault | null {
  const tokenError = tokenErrorSchema.safeParse(reply.json)
  if (tokenError.success && reply.status < 500) return readTokenError(tokenError.data)
  const status = readGoogleStatus(reply)
  if (status === null) return null
  if (reply.status === 429) return readQuota(status)
  if (reasonOf(status) === 'BILLING_DISABLED') return { is: 'error', code: 'provider/quota', words: status.message }
  switch (reply.status) {
    case 400:
      return readBadRequest(status)
    case 401:
    case 403:
      return { is: 'error', code: 'credential/rejected', words: status.message }
    case 404:
      return { is: 'error', code: 'provider/unknown-model', words: status.message }
    default:
      return null
  }
}

export function readGoogleStatus(reply: FailureResponse): GoogleStatus | null {
  const body: unknown = Array.isArray(reply.json) ? reply.json[0] : reply.json
  const parsed = statusSchema.safeParse(body)
  return parsed.success ? parsed.data.error : null
}

function readTokenError(answer: z.output<typeof tokenErrorSchema>): Fault {
  const words = `${answer.error}: ${answer.error_description}`
  // A clock that is minutes off is the usual reason for an account that worked before.
  const hint = answer.error === 'invalid_grant' ? " Is this computer's clock right, and does the key still exist?" : ''
  return { is: 'error', code: 'credential/rejected', words: words + hint }
}

/** A bad key comes as 400, and so does a country or a plan that the free tier does not serve. */
function readBadRequest(status: GoogleStatus): Fault {
  if (reasonOf(status)?.startsWith('API_KEY_') || /api key (not valid|expired)/i.test(status.message)) {
    return { is: 'error', code: 'credential/rejected', words: status.message }
  }
  if (status.status !== 'FAILED_PRECONDITION') {
    return { is: 'error', code: 'provider/invalid-request', words: status.message }
  }
  const code = /billing|free tier/i.test(status.message) ? 'provider/quota' : 'provider/unsupported'
  return { is: 'error', code, words: status.message }
}

/** The free plan has no pictures at all for most models: a valid key, and a limit of 0. */
function readQuota(status: GoogleStatus): Fault {
  const ids = quotaIds(status)
  const isFreePlan = ids.some((id) => id.includes('FreeTier')) || status.message.includes('free_tier')
  if (isFreePlan && /limit: 0\b/.test(status.message)) {
    const words = `${status.message} The free plan has no images for this model: enable billing for the key's project.`
    return { is: 'error', code: 'provider/quota', words }
  }
  if (ids.some((id) => id.includes('PerDay'))) {
    // Google names a wait of seconds for this, too, and after it there is still nothing left.
    return { is: 'error', code: 'provider/rate-limited', words: `${status.message} This is the quota of a whole day.` }
  }
  const afterMs = retryAfterMs(status)
  return {
    is: 'error',
    code: 'provider/rate-limited',
    words: status.message,
    ...(afterMs !== null && { afterMs }),
  }
}

function reasonOf(status: GoogleStatus): string | null {
  return detailOf(status, 'google.rpc.ErrorInfo', errorInfoSchema)?.reason ?? null
}

function quotaIds(status: GoogleStatus): string[] {
  const quota = detailOf(status, 'google.rpc.QuotaFailure', quotaFailureSchema)
  return quota?.violations.map((violation) => violation.quotaId) ?? []
}

/** Google says how long to wait in the body (`34s`, `1.5s`), not in a header. */
function retryAfterMs(status: GoogleStatus): number | null {
  const delay = detailOf(status, 'google.rpc.RetryInfo', retryInfoSchema)?.retryDelay
  const seconds = delay === undefined ? Number.NaN : Number(/^([\d.]+)s$/.exec(delay)?.[1])
  return Number.isFinite(seconds) ? Math.ceil(seconds * 1_000) : null
}

function detailOf<T>(status: GoogleStatus, type: string, schema: z.ZodType<T>): T | null {
  const detail = status.details.find((one) => one['@type'].endsWith(type))
  const parsed = schema.safeParse(detail)
  return parsed.success ? parsed.data : null
}
