import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { toSeed } from '../../../../shared/domain/seed.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { parseJson } from '../../../../shared/util/parse-json.ts'
import * as messages from '../../../../shared/messages/en/fal.ts'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { RemoteImage, TaskState } from '../../core/adapter.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { findMessage } from '../../core/wire/plain-text.ts'
import { readFault } from '../../core/read-fault.ts'
import { toRemoteImage } from '../../core/wire/image-bytes.ts'
import type { Call, CallRequest, CallResponse } from '../../core/call.ts'
import { readLogProgress } from './read-log-progress.ts'
import { ifItFits, thoseThatFit } from '../../core/wire/if-it-fits.ts'
import { idInAddress, taskIdSchema } from '../../core/wire/task-id.ts'

/** Responses of fal.ai's queue; Hugging Face forwards the same ones. */

const fileSchema = z.union([z.string(), z.looseObject({ url: z.string() }).transform(({ url }) => url)])

export const falQueuedSchema = z
  .looseObject({
    request_id: ifItFits(taskIdSchema),
    status_url: ifItFits(z.url()),
    response_url: ifItFits(z.url()),
    cancel_url: ifItFits(z.url()),
    queue_position: ifItFits(z.number()),
  })
  .transform((queued, context) => {
    const id = queued.request_id ?? idInAddress(queued.response_url)
    if (id === null) context.addIssue('Neither a task nor its address.')
    return { ...queued, request_id: id ?? '' }
  })
export type FalQueued = z.output<typeof falQueuedSchema>

const falStatusSchema = z.looseObject({
  status: z.string(),
  queue_position: ifItFits(z.number()),
  logs: thoseThatFit(z.looseObject({ message: z.string() })).catch([]),
  error: z.unknown().optional(),
  error_type: ifItFits(z.string()),
})
type FalStatus = z.output<typeof falStatusSchema>

const falResultSchema = z.looseObject({
  images: z.array(ifItFits(fileSchema)).nullish(),
  /** Upscalers and background removers return one. */
  image: ifItFits(fileSchema),
  has_nsfw_concepts: ifItFits(z.array(z.unknown())),
  /** The same field in older apps. */
  nsfw_content_detected: ifItFits(z.union([z.boolean(), z.array(z.unknown())])),
  seed: ifItFits(z.number()),
  prompt: ifItFits(z.string()),
})
type FalResult = z.output<typeof falResultSchema>

/** Facts about the request needed to read a response. */
export interface FalFacts {
  readonly wanted: number
  /** The safety checker was switched off: images it flags are shown anyway. */
  readonly isUnchecked: boolean
  /** The model was set to rewrite the prompt. */
  readonly isRewritten: boolean
  readonly requestId: string | null
}

export function falProgress(status: FalStatus): { progress: number | null; note?: string } {
  if (status.status === 'IN_QUEUE') return { progress: null, note: queueNote(status.queue_position) }
  const lines = status.logs.map(({ message }) => message)
  return { progress: readLogProgress(lines.join('\n')) }
}

/** The position counts from 0. */
function queueNote(position: number | null | undefined): string {
  if (position === null || position === undefined) return messages.inQueue
  return position === 0 ? messages.nextInQueue : messages.aheadInQueue({ count: position })
}

/** A task in fal's queue: its handle, where its status and its result are, and how to read that. */
interface FalPoll {
  readonly handle: string
  readonly status: CallRequest
  readonly result: CallRequest
  readonly facts: FalFacts
}

export async function pollFal({ handle, facts, ...requests }: FalPoll, call: Call): Promise<TaskState> {
  const status = await call.find(requests.status, falStatusSchema)
  if (status === null) return { type: 'expired', message: responses.taskUnknown({ service: providerLabels.fal }) }
  // "Completed" means that it has ended, not how: only the response for the result shows it.
  if (status.status === 'COMPLETED')
    return readFalEnd(await call.response({ ...requests.result, alsoAccept: falEndStatuses }), facts, status)
  const end = falFailedState({ status: 200, headers: {}, json: null, text: '' }, status)
  // In the queue, in progress, or in a status that was added since: polled until the deadline, unless it is refused.
  return end.type === 'refused' ? end : { type: 'waiting', handle, ...falProgress(status) }
}

/** @throws ZodError if the response is not a result */
function readFalResult(json: unknown, facts: FalFacts): TaskState {
  const result = falResultSchema.parse(json)
  const files = result.images ?? (result.image ? [result.image] : null)
  if (files === null) return { type: 'failed', message: findMessage(json) || responses.noImage, isBilled: 'unknown' }
  const flags = facts.isUnchecked ? [] : flagsOf(result)
  const images = files.map((url, at) => toImage(url, flags[at] === true, result, facts))
  if (images.every(({ refused }) => refused)) {
    // An image that was drawn and then blacked out has used the machine like any other.
    return flags.includes(true)
      ? { type: 'refused', what: 'output', message: messages.flaggedAndBlackedOut, isBilled: 'yes' }
      : { type: 'failed', message: responses.noImageReturned, isBilled: 'unknown' }
  }
  const missing = Math.max(0, facts.wanted - images.length)
  const withheld = Array.from({ length: missing }, (): RemoteImage => ({
    nothing: true,
    refused: messages.fewerImages,
  }))
  return { type: 'done', images: [...images, ...withheld], costUsd: null, requestId: facts.requestId }
}

function flagsOf({ has_nsfw_concepts: flags, nsfw_content_detected: older }: FalResult): readonly unknown[] {
  return flags ?? (typeof older === 'boolean' ? [older] : (older ?? []))
}

function toImage(url: string | null | undefined, isFlagged: boolean, result: FalResult, facts: FalFacts): RemoteImage {
  if (!url) return { nothing: true, refused: responses.noImageReturned }
  if (isFlagged) return { nothing: true, refused: messages.flaggedAndBlackedOut }
  return {
    ...toRemoteImage(url),
    seed: toSeed(result.seed),
    revisedPrompt: facts.isRewritten && result.prompt ? result.prompt : null,
  }
}

const detailSchema = z.looseObject({
  loc: z.array(z.union([z.string(), z.number()])).default([]),
  msg: z.string().default(''),
  type: z.string().default(''),
})
type Detail = z.output<typeof detailSchema>

/** Errors of fal's own machines, which are not billed; the model has not run, or not to completion. */
const machineErrors = /^(request_timeout|startup_timeout|runner_|client_|bad_gateway|internal_error)/
/** The model ran, or tried to. */
const modelErrors = /^(generation_timeout|downstream_service|internal_server_error)/
const policyPattern = /content.?(policy|checker|moderation)|safety (system|filter|checker)|flagged|nsfw/i

/** Interprets a failure of fal's: `detail` is a sentence, or FastAPI's list with a type for each problem. */
export function readFalFault(response: FailureResponse): Fault | null {
  const details = detailsOf(response.json)
  const message = details.map(sentenceOf).join('; ') || findMessage(response.json)
  const types = [...details.map(({ type }) => type), errorTypeOf(response)]
  const refused = details.find(({ type }) => type === 'content_policy_violation')
  if (refused || types.includes('content_policy_violation')) {
    return { type: 'refused', what: whatOf(refused), message, isBilled: 'unknown' }
  }
  if (types.includes('no_media_generated')) return { type: 'refused', what: 'output', message, isBilled: 'unknown' }
  if ([400, 422].includes(response.status) && policyPattern.test(message)) {
    return { type: 'refused', what: whatOf(details[0]), message, isBilled: 'unknown' }
  }
  if (response.status === 403 && /balance|locked|billing|top up/i.test(message)) {
    return { type: 'error', code: 'provider/quota', message, isBilled: 'no' }
  }
  if (types.some((type) => machineErrors.test(type))) {
    return { type: 'error', code: 'provider/unavailable', message, isBilled: 'no' }
  }
  if (types.some((type) => modelErrors.test(type))) {
    return { type: 'error', code: 'provider/task-failed', message, isBilled: 'unknown' }
  }
  return details.length === 0 ? null : { ...readFault(response), message }
}

/** Reads a result that is an error: the task has ended, so polling again would return the same. */
function falFailedState(response: FailureResponse, status: FalStatus | null): TaskState {
  const known = { ...response, json: withStatus(response.json, status) }
  const fault = readFalFault(known)
  if (fault?.type === 'refused') return fault
  const message = detailsOf(known.json).map(sentenceOf).join('; ') || findMessage(known.json)
  if (/cancel/i.test(`${message} ${errorTypeOf(known)}`)) return { type: 'cancelled' }
  // Server errors are not billed; a rejected task may have used a machine before.
  const isBilled = response.status >= 500 ? 'no' : 'unknown'
  return { type: 'failed', message: message || responses.failedWithStatus({ status: response.status }), isBilled }
}

/** Since 2026 the status includes the error too; it counts if the result's own response says nothing. */
function withStatus(json: unknown, status: FalStatus | null): unknown {
  const message = findMessage(json)
  if (status === null || (message !== '' && !status.error_type)) return json
  const body = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
  return { error_type: status.error_type, ...body, ...(message === '' && { detail: findMessage(status.error) }) }
}

function detailsOf(json: unknown): Detail[] {
  const parsed = z.looseObject({ detail: z.array(detailSchema) }).safeParse(json)
  return parsed.success ? parsed.data.detail : []
}

function errorTypeOf({ json, headers }: FailureResponse): string {
  const parsed = z.looseObject({ error_type: z.string() }).safeParse(json)
  return parsed.success ? parsed.data.error_type : (headers['x-fal-error-type'] ?? '')
}

function sentenceOf({ loc, msg, type }: Detail): string {
  const field = loc.filter((part) => part !== 'body').join('.')
  const text = msg === '' ? type.replaceAll('_', ' ') : msg
  return field === '' ? text : `${field}: ${text}`
}

function whatOf(detail: Detail | undefined): 'prompt' | 'input' {
  return detail?.loc.some((part) => /image|mask/.test(String(part))) === true ? 'input' : 'prompt'
}

/** Statuses that the result of an ended task may have; a gateway's own errors look the same. */
const falEndStatuses: readonly number[] = [400, 404, 408, 409, 410, 422, 499, 500, 502, 503, 504]

/** A task is reported as completed whether or not it succeeded: only the response for its result shows which. */
function readFalEnd(response: CallResponse, facts: FalFacts, status: FalStatus | null): TaskState {
  if (response.status < 300) return readFalResult(JSON.parse(response.text()), facts)
  const { headers, mime, text } = response
  const json = mime.includes('json') ? parseJson(text()) : null
  const failure = { status: response.status, headers, json, text: text() }
  // What a gateway says instead of fal: the result may still be there at the next poll.
  if (!isOfFal(failure, status)) {
    const code = response.status >= 500 ? 'provider/unavailable' : 'provider/bad-reply'
    throw new AppError(code, messages.resultNotDelivered({ status: response.status }))
  }
  return falFailedState(failure, status)
}

const falErrorSchema = z.looseObject({ detail: z.union([z.string().min(1), z.array(z.unknown()).min(1)]) })

/** Whether an error names what fal's own errors name, or the task's status has told of one. */
function isOfFal(failure: FailureResponse, status: FalStatus | null): boolean {
  const isTold = Boolean(status?.error_type) || findMessage(status?.error) !== ''
  return isTold || errorTypeOf(failure) !== '' || falErrorSchema.safeParse(failure.json).success
}
