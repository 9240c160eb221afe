import { z } from 'zod'
import type { FailureResponse, Fault } from '../core/fault.ts'

const failureSchema = z.object({
  error: z.string(),
  issues: z
    .array(z.object({ path: z.array(z.union([z.string(), z.number()])).nullish(), message: z.string() }))
    .nullish(),
})

export function readRunwayFailure(reply: FailureResponse): Fault | null {
  const parsed = failureSchema.safeParse(reply.json)
  if (!parsed.success) return null
  const { error, issues } = parsed.data
  const details = (issues ?? []).map(({ path, message }) => [...(path ?? []), message].join(': '))
  const words = [error, ...details].join(' ')
  // The vendor's own client asks again: something of theirs was busy.
  if (reply.status === 409) return { is: 'error', code: 'provider/unavailable', words, isBilled: 'unknown' }
  const code = codeOf(reply.status, words)
  return code && { is: 'error', code, words, isBilled: 'no' }
}

function codeOf(status: number, words: string): Extract<Fault, { is: 'error' }>['code'] | null {
  switch (status) {
    case 400:
      // No credit comes as 400; the exact words are UNCONFIRMED.
      return /enough credits|insufficient credits/i.test(words) ? 'provider/quota' : 'provider/invalid-request'
    case 401:
      return 'credential/rejected'
    case 403:
      return 'provider/unsupported'
    case 404:
      // Only tasks are addressed by a number.
      return 'provider/task-expired'
    case 429:
      return 'provider/rate-limited'
    default:
      return null
  }
}
