import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import * as messages from '../../../shared/messages/en/stability.ts'
import type { ProviderAdapter, RemoteImage, TaskState } from '../core/adapter.ts'
import { toSdxlRequest, toStableImageRequest } from './stability-request.ts'
import { sdxlEngine, sdxlModels, stableImageModels } from './stability-models.ts'
import type { FailureResponse, Fault, FaultCode } from '../core/fault.ts'
import { ifItFits } from '../core/wire/if-it-fits.ts'
import { taskIdSchema } from '../core/wire/task-id.ts'

const balanceSchema = z.object({ credits: z.number() })
const enginesSchema = z.array(z.object({ id: z.string() }))

/** Stability AI: the v2beta Stable Image endpoints, and the only remaining v1 engine. */
export const stability: ProviderAdapter = {
  id: 'stability',
  label: providerLabels.stability,
  kind: 'cloud',
  baseUrl: 'https://api.stability.ai',
  apiHosts: [],
  // Images are embedded in the response.
  deliveryHosts: [],
  credential: { need: 'required', form: 'key', pageUrl: 'https://platform.stability.ai/account/keys' },
  pages: { docs: 'https://platform.stability.ai/docs/api-reference', prices: 'https://platform.stability.ai/pricing' },
  privacy: messages.privacy,
  models: [...stableImageModels, ...sdxlModels],
  addModelHint: null,
  concurrency: 4,
  timing: { submitTimeoutMs: 180_000, pollEveryMs: 10_000, deadlineMs: 900_000 },
  authorise: (credential): Readonly<Record<string, string>> =>
    credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {},

  async check(call) {
    const { credits } = await call.json({ method: 'GET', path: '/v1/user/balance' }, balanceSchema)
    return {
      message: responses.creditsLeft({ credits: Math.floor(credits * 100) / 100 }),
      balance: { amount: credits, unit: 'credits' },
    }
  },

  /** Only v1 has a list; the Stable Image models are available to every account. */
  async listModels(call) {
    const engines = await call.json({ method: 'GET', path: '/v1/engines/list' }, enginesSchema)
    const hasSdxl = engines.some((engine) => engine.id === sdxlEngine)
    return { models: hasSdxl ? [...stableImageModels, ...sdxlModels] : stableImageModels, isComplete: true }
  },

  async submit(input, call) {
    if (sdxlModels.some((card) => card.id === input.card.id)) {
      return toSdxlState(await call.json(toSdxlRequest(input), sdxlResponseSchema))
    }
    return toStableImageState(await call.json(toStableImageRequest(input), stableImageResponseSchema), null)
  },

  async poll(handle, call) {
    const path = `/v2beta/results/${encodeURIComponent(handle)}`
    const request = { method: 'GET', path, headers: { accept: 'application/json' } } as const
    return toStableImageState(await call.json(request, stableImageResponseSchema), handle)
  },

  readFailure: readStabilityFailure,
}

/** Minimum interval between polls of a slow task; more frequent ones count against the rate limit. */
const pollAfterMs = 10_000

/** The image itself, or the id of a running task. Older clients saw `result` instead of `image`. */
const stableImageResponseSchema = z.object({
  image: ifItFits(z.string().min(1)),
  result: ifItFits(z.string().min(1)),
  seed: ifItFits(z.number()),
  finish_reason: ifItFits(z.string()),
  id: ifItFits(taskIdSchema),
  status: ifItFits(z.string()),
})
type StableImageReply = z.output<typeof stableImageResponseSchema>

/** `handle`: of the task being polled; null for the submission, whose response contains it. */
function toStableImageState(response: StableImageReply, handle: string | null): TaskState {
  if (response.finish_reason === 'CONTENT_FILTERED') return filtered
  const base64 = response.image ?? response.result
  if (base64) return { type: 'done', images: [{ base64, seed: toSeed(response.seed) }], costUsd: null }
  const task = handle ?? response.id
  if (!task || hasFailed(response)) return failed(response.finish_reason ?? response.status ?? responses.noImage)
  return { type: 'waiting', handle: task, progress: null, pollAfterMs }
}

function hasFailed({ finish_reason: reason, status }: StableImageReply): boolean {
  return reason === 'ERROR' || /fail|error/i.test(status ?? '')
}

const artifactSchema = z.object({
  base64: ifItFits(z.string()),
  seed: ifItFits(z.number()),
  finishReason: ifItFits(z.string()),
})
type Artifact = z.output<typeof artifactSchema>

/** v1 wraps the list, though its own description shows it bare. */
const artifactsSchema = z.array(artifactSchema.catch({})).min(1)
const sdxlResponseSchema = z.union([
  z.object({ artifacts: artifactsSchema }).transform(({ artifacts }) => artifacts),
  artifactsSchema,
])

function toSdxlState(artifacts: readonly Artifact[]): TaskState {
  if (artifacts.every((one) => one.finishReason === 'CONTENT_FILTERED')) return filtered
  if (artifacts.every((one) => !one.base64)) return failed(artifacts[0]?.finishReason ?? responses.noImage)
  return { type: 'done', images: artifacts.map(toImage), costUsd: null }
}

function toImage({ base64, seed, finishReason }: Artifact): RemoteImage {
  if (finishReason === 'CONTENT_FILTERED') return { nothing: true, refused: messages.blurred }
  return base64 ? { base64, seed: toSeed(seed) } : { nothing: true, refused: finishReason ?? responses.noImageReturned }
}

/** 0 stands for a random seed that is not reported. */
function toSeed(seed: number | null | undefined): number | null {
  return seed || null
}

/** Counted as a success by the service, so probably billed: UNCONFIRMED. */
const filtered: TaskState = { type: 'refused', what: 'output', message: messages.blurred, isBilled: 'unknown' }

/** Failed generations are not charged. */
function failed(message: string): TaskState {
  return { type: 'failed', message, isBilled: 'no' }
}

/** v2beta lists its messages in `errors`, v1 has one `message`. */
const bodySchema = z.object({
  name: z.string().nullish(),
  errors: z.array(z.string()).nullish(),
  message: z.string().nullish(),
})

/** Beyond the limit of 150 requests in 10 seconds everything is rejected for a minute; no header says so. */
const penaltyMs = 60_000

/** Neither a failed generation nor a rejected request costs anything. */
function readStabilityFailure(response: FailureResponse): Fault | null {
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
