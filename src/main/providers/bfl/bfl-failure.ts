import { z } from 'zod'
import type { FailureResponse, Fault, FaultCode } from '../core/fault.ts'

/** Words, or what is wrong with which field. */
const bodySchema = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])).nullish(), msg: z.string() })).min(1),
  ]),
})

export function readBflFailure({ status, json }: FailureResponse): Fault | null {
  const body = bodySchema.safeParse(json)
  if (!body.success) return null
  const words = wordsOf(body.data.detail)
  // Nothing is said of failures on their side.
  if (status >= 500) return { is: 'error', code: 'provider/unavailable', words, isBilled: 'unknown' }
  const code = codes[status]
  return code === undefined ? null : { is: 'error', code, words, isBilled: 'no' }
}

const codes: Readonly<Record<number, FaultCode>> = {
  400: 'provider/invalid-request',
  401: 'credential/rejected',
  402: 'provider/quota',
  403: 'credential/rejected',
  404: 'provider/unknown-model',
  422: 'provider/invalid-request',
  // All slots are taken: 24 tasks at once, 6 of Kontext max.
  429: 'provider/rate-limited',
}

function wordsOf(detail: z.output<typeof bodySchema>['detail']): string {
  if (typeof detail === 'string') return detail
  return detail.map(({ loc, msg }) => `${loc?.at(-1) ?? 'request'}: ${msg}`).join('; ')
}
