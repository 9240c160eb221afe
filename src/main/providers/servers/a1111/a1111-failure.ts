import { z } from 'zod'
import type { FailureResponse, Fault } from '../../core/fault.ts'

const bodySchema = z.object({
  error: z.string().optional(),
  detail: z
    .union([z.string(), z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() }))])
    .optional(),
  errors: z.string().optional(),
})

/** A1111 and Forge are written with FastAPI, SD.Next in its own way; all three put the words somewhere else. */
export function readA1111Failure(reply: FailureResponse): Fault | null {
  const parsed = bodySchema.safeParse(reply.json)
  const words = parsed.success ? wordsOf(parsed.data) : ''
  switch (reply.status) {
    case 401:
      return { is: 'error', code: 'credential/rejected', words }
    case 404:
      return readNotFound(words)
    case 400:
    case 422:
      return { is: 'error', code: 'provider/invalid-request', words }
    case 500:
      return { is: 'error', code: 'provider/task-failed', words: withRemedy(words), isBilled: 'no' }
    default:
      // A proxy's: nothing here costs money, whatever became of it.
      return reply.status > 500
        ? { is: 'error', code: 'provider/unavailable', words: words || reply.text, isBilled: 'no' }
        : null
  }
}

function readNotFound(words: string): Fault {
  // "Init image not found" comes as 404, too.
  if (words !== '' && words !== 'Not Found') return { is: 'error', code: 'provider/invalid-request', words }
  // Also where the API is off.
  return { is: 'error', code: 'provider/wrong-address', words: 'Start the server with --api.' }
}

function wordsOf({ errors, detail, error }: z.output<typeof bodySchema>): string {
  if (errors) return errors
  if (typeof detail === 'string' && detail !== '') return detail
  if (Array.isArray(detail)) return detail.map((one) => `${one.loc.slice(1).join('.')}: ${one.msg}`).join('; ')
  return error ?? ''
}

function withRemedy(words: string): string {
  if (!/out of memory|OutOfMemory/i.test(words)) return words
  return `${words.split('\n')[0] ?? words} A smaller image, or fewer at once, needs less memory.`
}
