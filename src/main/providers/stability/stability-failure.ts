import { z } from 'zod'
import type { FailureResponse, Fault, FaultCode } from '../core/fault.ts'

/** v2beta lists its messages in `errors`, v1 has one `message`. */
const bodySchema = z.object({
  name: z.string().nullish(),
  errors: z.array(z.string()).nullish(),
  message: z.string().nullish(),
})

/** Beyond the limit of 150 requests in 10 seconds everything is rejected for a minute; no header says so. */
const penaltyMs = 60_000

/** Neither a failed generation nor a rejected request costs anything. */
export function readStabilityFailure(response: FailureResponse): Fault | null {
  if (response.status === 429) return { ...error('provider/rate-limited', messageOf(response)), afterMs: penaltyMs }
  const body = bodySchema.safeParse(response.json)
  if (!body.success) return null
  const message = messageOf(response)
  const name = body.data.name ?? ''
  if (isModeration(response.status, name, message)) {
    return { type: 'refused', what: /\bimage\b/i.test(message) ? 'input' : 'prompt', message, isBilled: 'no' }
  }
  const code = codeOf(response.status, name)
  return code === null ? null : error(code, message)
}

/** v1 reports a filtered prompt as `invalid_prompts`, and a moderated image as `permission_denied`. */
function isModeration(status: number, name: string, message: string): boolean {
  if (name === 'content_moderation' || name === 'invalid_prompts') return true
  return status === 403 && /moderat|flagged|filter/i.test(message)
}

function codeOf(status: number, name: string): FaultCode | null {
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
      // Results are kept for 24 hours.
      return name === 'generation_not_found' ? 'provider/task-expired' : 'provider/unknown-model'
    case 500:
      return 'provider/unavailable'
    default:
      return null
  }
}

function error(code: FaultCode, message: string): Extract<Fault, { type: 'error' }> {
  return { type: 'error', code, message, isBilled: 'no' }
}

function messageOf({ json }: FailureResponse): string {
  const body = bodySchema.safeParse(json)
  if (!body.success) return ''
  return body.data.errors?.join(' ') || body.data.message || body.data.name || ''
}
