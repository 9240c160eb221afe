import { z } from 'zod'
import * as messages from '../../../../shared/messages/en/google.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
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

/** The token endpoint's error body (RFC 6749, 5.2), with an error code; a gateway's `error` is a sentence. */
const tokenErrorSchema = z.object({
  error: z.string().regex(/^[a-z]+(_[a-z]+)+$/),
  error_description: z.string().default(''),
})

const errorInfoSchema = z.object({ reason: z.string() })
const retryInfoSchema = z.object({ retryDelay: z.string() })
const quotaFailureSchema = z.object({ violations: z.array(z.looseObject({ quotaId: z.string().default('') })) })

/** Interprets Google's errors, except for a retired model and a refused prompt: those differ by service. */
export function readGoogleFailure(response: FailureResponse): Fault | null {
  const tokenError = tokenErrorSchema.safeParse(response.json)
  if (tokenError.success && response.status < 500) return readTokenError(tokenError.data)
  const status = readGoogleStatus(response)
  if (status === null) return null
  if (response.status === 429) return readQuota(status)
  if (reasonOf(status) === 'BILLING_DISABLED') return { type: 'error', code: 'provider/quota', message: status.message }
  switch (response.status) {
    case 400:
      return readBadRequest(status)
    case 401:
      return { type: 'error', code: 'credential/rejected', message: status.message }
    case 403:
    case 404: {
      if (isAboutModel(status, response)) return notForKey(status)
      const code = response.status === 403 ? 'credential/rejected' : 'provider/unknown-model'
      return { type: 'error', code, message: status.message }
    }
    default:
      return null
  }
}

/** Models that Google is about to retire are only for accounts that used them before. */
function notForKey({ message }: GoogleStatus): Fault {
  return { type: 'error', code: 'provider/unknown-model', message: joinSentences(messages.notForKey, message) }
}

const keyReason =
  /^(API_KEY_|ACCESS_TOKEN_|ACCOUNT_|CONSUMER_|CREDENTIALS_|IAM_|SERVICE_|USER_PROJECT_|SECURITY_POLICY_|RESOURCE_PROJECT_)/
const aboutKey =
  /\bkey\b|credential|authenticat|unregistered|has not been used|disabled|suspended|blocked|\bproject\b|organization|\bpolicy\b|denied access/i

/** Google may answer with a sentence that names neither key nor model: then what was requested tells. */
function isAboutModel(status: GoogleStatus, { path = '' }: FailureResponse): boolean {
  const { message } = status
  if (keyReason.test(reasonOf(status) ?? '') || /^permission '/i.test(message)) return false
  if (/\bmodels?\b/i.test(message)) return true
  return !aboutKey.test(message) && /\/models\/[^/]+:(generateContent|predict)$/.test(path)
}

export function readGoogleStatus(response: FailureResponse): GoogleStatus | null {
  const body: unknown = Array.isArray(response.json) ? response.json[0] : response.json
  const parsed = statusSchema.safeParse(body)
  return parsed.success ? parsed.data.error : null
}

function readTokenError(response: z.output<typeof tokenErrorSchema>): Fault {
  const detail = `${response.error}: ${response.error_description}`
  // A clock that is off by minutes is the usual reason if an account worked before.
  const message = response.error === 'invalid_grant' ? messages.invalidGrant({ answer: detail }) : detail
  return { type: 'error', code: 'credential/rejected', message }
}

/** A bad key is reported as 400, and so is a country or a plan that the free tier does not serve. */
function readBadRequest(status: GoogleStatus): Fault {
  if (reasonOf(status)?.startsWith('API_KEY_') || /api key (not valid|expired)/i.test(status.message)) {
    return { type: 'error', code: 'credential/rejected', message: status.message }
  }
  if (status.status !== 'FAILED_PRECONDITION') {
    return { type: 'error', code: 'provider/invalid-request', message: status.message }
  }
  const code = /billing|free tier/i.test(status.message) ? 'provider/quota' : 'provider/unsupported'
  return { type: 'error', code, message: status.message }
}

/** The free plan includes no images for most models: a valid key, and a limit of 0. */
function readQuota(status: GoogleStatus): Fault {
  const ids = quotaIds(status)
  const isFreePlan = ids.some((id) => id.includes('FreeTier')) || status.message.includes('free_tier')
  if (isFreePlan && /limit: 0\b/.test(status.message)) {
    const message = messages.freePlan({ answer: status.message })
    return { type: 'error', code: 'provider/quota', message }
  }
  if (ids.some((id) => id.includes('PerDay'))) {
    // Google gives a wait of seconds for this as well, after which the quota is still used up.
    const message = messages.dailyQuota({ answer: status.message })
    return { type: 'error', code: 'provider/rate-limited', message }
  }
  const afterMs = retryAfterMs(status)
  return {
    type: 'error',
    code: 'provider/rate-limited',
    message: status.message,
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
