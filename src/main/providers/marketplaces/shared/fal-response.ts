import { z } from 'zod'
import { toSeed } from '../../../../shared/domain/seed.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { RemotePicture, TaskState } from '../../core/adapter.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { findWords } from '../../core/plain-words.ts'
import { readFault } from '../../core/read-fault.ts'
import { toRemotePicture } from '../../core/remote-picture.ts'
import type { CallResponse } from '../../core/call.ts'
import { readLogProgress } from './read-log-progress.ts'

/** What fal.ai's queue answers, to whoever asks: Hugging Face hands the same answers through. */

const fileSchema = z.union([z.string(), z.looseObject({ url: z.string() }).transform(({ url }) => url)])

const queueStatuses = ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED'] as const

export const falStatusSchema = z.looseObject({
  /** Absent in the answer about a request that fal no longer knows. */
  status: z.enum(queueStatuses).optional(),
  queue_position: z.number().nullish(),
  logs: z.array(z.looseObject({ message: z.string().nullish() })).nullish(),
  error: z.unknown().optional(),
  error_type: z.string().nullish(),
})
export type FalStatus = z.output<typeof falStatusSchema>

const falResultSchema = z.looseObject({
  images: z.array(fileSchema).nullish(),
  /** Upscalers and background removers answer one. */
  image: fileSchema.nullish(),
  has_nsfw_concepts: z.array(z.boolean()).nullish(),
  /** What older apps call the same. */
  nsfw_content_detected: z.union([z.boolean(), z.array(z.boolean())]).nullish(),
  seed: z.number().nullish(),
  prompt: z.string().nullish(),
})
type FalResult = z.output<typeof falResultSchema>

/** What was asked for, as far as an answer is read by it. */
export interface FalFacts {
  readonly wanted: number
  /** The safety checker was switched off: what it flags is shown all the same. */
  readonly isUnchecked: boolean
  /** The model was asked to rewrite the prompt. */
  readonly isRewritten: boolean
  readonly requestId: string | null
}

export function falProgress(status: FalStatus): { progress: number | null; note?: string } {
  if (status.status === 'IN_QUEUE') return { progress: null, note: queueNote(status.queue_position) }
  const lines = (status.logs ?? []).map(({ message }) => message ?? '')
  return { progress: readLogProgress(lines.join('\n')) }
}

/** The position counts from 0. */
function queueNote(position: number | null | undefined): string {
  if (position === null || position === undefined) return 'In the queue'
  return position === 0 ? 'Next in the queue' : `${position} before it in the queue`
}

const flaggedWords = 'The safety checker flagged the image as NSFW and blacked it out.'
const fewerWords = 'Fewer images came than were asked for: the others were withheld.'
const nothingWords = 'It finished without an image, which is how a withheld one looks.'

/** @throws ZodError where the answer is no result */
export function readFalResult(json: unknown, facts: FalFacts): TaskState {
  const result = falResultSchema.parse(json)
  const files = result.images ?? (result.image ? [result.image] : null)
  if (files === null) return { is: 'failed', words: 'The answer has no image in it.', isBilled: 'unknown' }
  const flags = facts.isUnchecked ? [] : flagsOf(result)
  const pictures = files.map((url, at) => toPicture(url, flags[at] === true, result, facts))
  if (pictures.length === 0) return { is: 'refused', what: 'output', words: nothingWords, isBilled: 'unknown' }
  // What was drawn and then blacked out has used the machine like any other.
  if (pictures.every(({ refused }) => refused)) {
    return { is: 'refused', what: 'output', words: flaggedWords, isBilled: 'yes' }
  }
  const missing = Math.max(0, facts.wanted - pictures.length)
  const withheld = Array.from({ length: missing }, (): RemotePicture => ({ nothing: true, refused: fewerWords }))
  return { is: 'done', pictures: [...pictures, ...withheld], costUsd: null, requestId: facts.requestId }
}

function flagsOf({ has_nsfw_concepts: flags, nsfw_content_detected: older }: FalResult): readonly boolean[] {
  return flags ?? (typeof older === 'boolean' ? [older] : (older ?? []))
}

function toPicture(url: string, isFlagged: boolean, result: FalResult, facts: FalFacts): RemotePicture {
  if (isFlagged) return { nothing: true, refused: flaggedWords }
  return {
    ...toRemotePicture(url),
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

/** Errors of fal's own machines, which are not billed; the model has not run, or not to its end. */
const machineErrors = /^(request_timeout|startup_timeout|runner_|client_|bad_gateway|internal_error)/
/** The model ran, or tried to. */
const modelErrors = /^(generation_timeout|downstream_service|internal_server_error)/
const policyWords = /content.?(policy|checker|moderation)|safety (system|filter|checker)|flagged|nsfw/i

/** What a failure of fal's means: `detail` is a sentence, or FastAPI's list with a type for each problem. */
export function readFalFault(reply: FailureResponse): Fault | null {
  const details = detailsOf(reply.json)
  const words = details.map(sentenceOf).join('; ') || findWords(reply.json)
  const types = [...details.map(({ type }) => type), errorTypeOf(reply)]
  const refused = details.find(({ type }) => type === 'content_policy_violation')
  if (refused || types.includes('content_policy_violation')) {
    return { is: 'refused', what: whatOf(refused), words, isBilled: 'unknown' }
  }
  if (types.includes('no_media_generated')) return { is: 'refused', what: 'output', words, isBilled: 'unknown' }
  if ([400, 422].includes(reply.status) && policyWords.test(words)) {
    return { is: 'refused', what: whatOf(details[0]), words, isBilled: 'unknown' }
  }
  if (reply.status === 403 && /balance|locked|billing|top up/i.test(words)) {
    return { is: 'error', code: 'provider/quota', words, isBilled: 'no' }
  }
  if (types.some((type) => machineErrors.test(type))) {
    return { is: 'error', code: 'provider/unavailable', words, isBilled: 'no' }
  }
  if (types.some((type) => modelErrors.test(type))) {
    return { is: 'error', code: 'provider/task-failed', words, isBilled: 'unknown' }
  }
  return details.length === 0 ? null : { ...readFault(reply), words }
}

/** A result that is an error: the task has ended, so asking again would bring the same. */
export function falFailedState(reply: FailureResponse, status: FalStatus | null): TaskState {
  const known = { ...reply, json: withStatus(reply.json, status) }
  const fault = readFalFault(known)
  if (fault?.is === 'refused') return fault
  const words = detailsOf(known.json).map(sentenceOf).join('; ') || findWords(known.json)
  if (/cancel/i.test(`${words} ${errorTypeOf(known)}`)) return { is: 'cancelled' }
  // Errors of the servers are not billed; a task that was turned down may have used a machine before.
  const isBilled = reply.status >= 500 ? 'no' : 'unknown'
  return { is: 'failed', words: words || `It failed without a word (HTTP ${reply.status}).`, isBilled }
}

/** Since 2026 the status names the error too; it counts where the result's own answer says nothing. */
function withStatus(json: unknown, status: FalStatus | null): unknown {
  const own = findWords(json)
  if (status === null || (own !== '' && !status.error_type)) return json
  const body = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
  return { error_type: status.error_type, ...body, ...(own === '' && { detail: findWords(status.error) }) }
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
  const said = msg === '' ? type.replaceAll('_', ' ') : msg
  return field === '' ? said : `${field}: ${said}`
}

function whatOf(detail: Detail | undefined): 'prompt' | 'input' {
  return detail?.loc.some((part) => /image|mask/.test(String(part))) === true ? 'input' : 'prompt'
}

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
