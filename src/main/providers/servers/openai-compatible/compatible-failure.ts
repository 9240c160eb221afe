import { z } from 'zod'
import type { FailureResponse, Fault, FaultCode } from '../../core/fault.ts'

/** `error` is an object, words, or absent with the words elsewhere: every shape these servers have. */
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

interface Told {
  readonly code: string
  readonly words: string
}

export function readCompatibleFailure(reply: FailureResponse): Fault | null {
  const told = read(reply.json)
  if (told === null) return null
  const { code, words } = told
  if (moderation.test(code)) return { is: 'refused', what: 'prompt', words, isBilled: 'unknown' }
  if (money.test(code)) return { is: 'error', code: 'provider/quota', words, isBilled: 'no' }
  switch (reply.status) {
    case 404:
      return { is: 'error', code: codeOfMissing(words), words, isBilled: 'no' }
    case 410:
      return { is: 'error', code: 'provider/task-expired', words, isBilled: 'no' }
    case 429:
      // sd-server's queue holds 64 jobs and says no more.
      return { is: 'error', code: 'provider/rate-limited', words, isBilled: 'no', ...(isAboutJob(words) && queuePause) }
    default:
      return null
  }
}

const queuePause = { afterMs: 10_000 }

function codeOfMissing(words: string): FaultCode {
  if (isAboutJob(words)) return 'provider/task-expired'
  // Where only the model is missing, that is said.
  return /^(not found\.?)?$/i.test(words) ? 'provider/wrong-address' : 'provider/unknown-model'
}

function isAboutJob(words: string): boolean {
  return /^job /i.test(words)
}

function read(json: unknown): Told | null {
  const parsed = failureSchema.safeParse(json)
  if (!parsed.success) return null
  const { error, message, detail } = parsed.data
  if (typeof error === 'string') return { code: '', words: message ? `${error}: ${message}` : error }
  const words = error?.message ?? message ?? detail ?? ''
  return { code: String(error?.code ?? error?.type ?? ''), words }
}
