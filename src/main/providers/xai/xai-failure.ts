import { z } from 'zod'
import type { FailureResponse, Fault } from '../core/fault.ts'

/** Three shapes occur: a code beside words, an object, and words alone. The codes tell nothing that the words do not. */
const failureSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string().nullish() })]) })

const aboutKey = /api key/i
const aboutContent = /moderat|content polic|usage polic|guideline|safety/i
/** The exact code is not documented: the words tell. */
const aboutMoney = /credit|spending limit|billing|balance/i

export function readXaiFailure(reply: FailureResponse): Fault | null {
  const parsed = failureSchema.safeParse(reply.json)
  if (!parsed.success) return null
  const { error } = parsed.data
  const words = typeof error === 'string' ? error : (error.message ?? '')
  const code = codeOf(reply.status, words)
  // That a prompt is refused by 403 is UNCONFIRMED; by 400 it has been seen.
  if ((code === 'credential/rejected' || code === 'provider/invalid-request') && isRefusal(reply.status, words)) {
    return { is: 'refused', what: subjectOf(words), words, isBilled: 'unknown' }
  }
  return code && { is: 'error', code, words, isBilled: 'no' }
}

function codeOf(status: number, words: string): Extract<Fault, { is: 'error' }>['code'] | null {
  switch (status) {
    case 400:
      // An incorrect key is answered by 400.
      return aboutKey.test(words) ? 'credential/rejected' : 'provider/invalid-request'
    case 401:
      return 'credential/rejected'
    case 402:
      return 'provider/quota'
    case 403:
      return aboutMoney.test(words) ? 'provider/quota' : 'credential/rejected'
    case 404:
      return 'provider/unknown-model'
    case 405:
    case 415:
    case 422:
      return 'provider/invalid-request'
    case 429:
      return aboutMoney.test(words) ? 'provider/quota' : 'provider/rate-limited'
    default:
      return null
  }
}

function isRefusal(status: number, words: string): boolean {
  return (status === 400 || status === 403) && !aboutKey.test(words) && aboutContent.test(words)
}

function subjectOf(words: string): 'prompt' | 'input' | 'output' {
  if (/generated|output/i.test(words)) return 'output'
  return /image|picture/i.test(words) ? 'input' : 'prompt'
}
