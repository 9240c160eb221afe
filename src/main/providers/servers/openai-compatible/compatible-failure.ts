import { z } from 'zod'
import type { FailureResponse, Fault, FaultCode } from '../../core/fault.ts'

/** `error` is an object, a string, or absent with the message elsewhere: every format these servers use. */
const failureSchema = z.object({
  error: z
    .union([
      z.string(),
      z.object({
        message: z.string().nullish(),
        type: z.string().nullish(),
        param: z.string().nullish(),
        code: z.union([z.string(), z.number()]).nullish(),
      }),
    ])
    .nullish(),
  message: z.string().nullish(),
  detail: z.string().nullish(),
})

const moderation = /^(moderation_blocked|content_policy_violation|content_filter)$/
const money = /^(insufficient_quota|billing_hard_limit_reached|billing_not_active|insufficient_credits)$/

interface VendorFailure {
  readonly code: string
  readonly message: string
}

export function readCompatibleFailure(response: FailureResponse): Fault | null {
  const failure = read(response.json)
  if (failure === null) return null
  const { code, message: text } = failure
  if (moderation.test(code)) return { type: 'refused', what: 'prompt', message: text, isBilled: 'unknown' }
  if (money.test(code)) return { type: 'error', code: 'provider/quota', message: text, isBilled: 'no' }
  switch (response.status) {
    case 404:
      return { type: 'error', code: codeOfMissing(text), message: text, isBilled: 'no' }
    case 410:
      return { type: 'error', code: 'provider/task-expired', message: text, isBilled: 'no' }
    case 429:
      // sd-server's queue is limited to 64 jobs, and the response says no more.
      return {
        type: 'error',
        code: 'provider/rate-limited',
        message: text,
        isBilled: 'no',
        ...(isAboutJob(text) && queuePause),
      }
    default:
      return null
  }
}

const queuePause = { afterMs: 10_000 }

function codeOfMissing(text: string): FaultCode {
  if (isAboutJob(text)) return 'provider/task-expired'
  // The message says if only the model is missing.
  return /^(not found\.?)?$/i.test(text) ? 'provider/wrong-address' : 'provider/unknown-model'
}

function isAboutJob(text: string): boolean {
  return /^job /i.test(text)
}

function read(json: unknown): VendorFailure | null {
  const parsed = failureSchema.safeParse(json)
  if (!parsed.success) return null
  const { error, message, detail } = parsed.data
  if (typeof error === 'string') return { code: '', message: message ? `${error}: ${message}` : error }
  const text = error?.message ?? message ?? detail ?? ''
  return { code: String(error?.code ?? error?.type ?? ''), message: text }
}
