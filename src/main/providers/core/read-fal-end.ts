import { AppError } from '../../../shared/errors/index.ts'
import type { TaskState } from './adapter.ts'
import type { CallResponse } from './call.ts'
import { falFailedState, readFalResult, type FalFacts, type FalStatus } from './fal-response.ts'

/** What the result of a task that has ended may answer with; a gateway's own trouble looks alike. */
export const falEndStatuses: readonly number[] = [400, 404, 408, 409, 410, 422, 499, 500, 502, 503, 504]

/** A task is called completed whether or not it went well: only the answer of its result tells. */
export function readFalEnd(reply: CallResponse, facts: FalFacts, status: FalStatus | null): TaskState {
  if (reply.status < 300) return readFalResult(JSON.parse(reply.text()), facts)
  const isJson = reply.mime.includes('json')
  // A proxy's page instead of fal's own words: the result may still be there at the next look.
  if (!isJson && reply.status >= 500) {
    throw new AppError('provider/unavailable', `The result was not handed over (HTTP ${reply.status}). Try again.`)
  }
  const json: unknown = isJson ? JSON.parse(reply.text()) : null
  return falFailedState({ status: reply.status, headers: reply.headers, json, text: reply.text() }, status)
}
