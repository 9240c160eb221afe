import { z } from 'zod'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import * as messages from '../../../shared/messages/en/ideogram.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, ProviderAdapter, RemoteImage, TaskState } from '../core/adapter.ts'
import type { CallRequest, CallBody } from '../core/call.ts'
import type { FailureResponse, Fault, FaultCode } from '../core/fault.ts'
import { hasEndpoint } from '../core/has-endpoint.ts'
import { ideogramModels, v46, v46Edit } from './ideogram-models.ts'
import { ifItFits } from '../core/wire/if-it-fits.ts'
import { taskIdSchema } from '../core/wire/task-id.ts'
import { toV3Request, toV4Request, v45Task, type Fields, imageWeightOf, optionsOf, toBody } from './ideogram-request.ts'

const imageSchema = z.object({
  url: ifItFits(z.string()),
  prompt: ifItFits(z.string()),
  is_image_safe: ifItFits(z.boolean()),
  seed: ifItFits(z.number()),
})
/** One schema for all generations of the API: images, or the id of a task that has none yet. */
const responseSchema = z
  .object({
    generation_id: ifItFits(taskIdSchema),
    status: ifItFits(z.string()),
    failure_reason: ifItFits(z.string()),
    usage_cost_usd_micros: ifItFits(z.number()),
    data: z.array(imageSchema.catch({})).nullish(),
  })
  .refine((response) => response.data ?? response.generation_id ?? response.status, 'Neither images nor a task.')

const customModelsSchema = z.object({ models: z.array(z.unknown()).nullish() })

/** Ideogram: three generations of its API, all live. */
export const ideogram: ProviderAdapter = {
  id: 'ideogram',
  label: providerLabels.ideogram,
  kind: 'cloud',
  baseUrl: 'https://api.ideogram.ai',
  apiHosts: [],
  deliveryHosts: ['ideogram.ai', '*.ideogram.ai'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://ideogram.ai/manage-api' },
  pages: { docs: 'https://developer.ideogram.ai/', prices: 'https://ideogram.ai/features/api-pricing' },
  privacy: messages.privacy,
  models: ideogramModels,
  probedModels: [v46, v46Edit],
  addModelHint: null,
  // Ten concurrent calls by default.
  concurrency: 5,
  timing: { submitTimeoutMs: 180_000, pollEveryMs: 3_000, deadlineMs: 600_000 },
  authorise: (credential): Readonly<Record<string, string>> =>
    credential.type === 'key' ? { 'api-key': credential.key } : {},

  /** A dry run of a generation would prove as much, but a gateway that does not support it would draw, and bill. */
  async check(call) {
    await call.json({ method: 'GET', path: '/models' }, customModelsSchema)
    return { message: messages.keyAcceptedNoBalance }
  },

  /** Its list has custom models only. A dry run would tell as much, but see `check`. */
  async listModels(call) {
    const models: ModelCard[] = []
    for (const card of [v46, v46Edit]) {
      const path = `/v2/image/${v45Task(card.id)}`
      if (await hasEndpoint(call, path, path.replace(/-4-6$/, '-0-0'))) models.push(card)
    }
    return { models, isComplete: false }
  },

  async submit(input, call) {
    const response = await call.json(toRequest(input), responseSchema)
    return toIdeogramState(response, null, input.prompt)
  },

  async poll(handle, call) {
    const path = `/v2/generations/${encodeURIComponent(handle)}`
    const response = await call.find({ method: 'GET', path }, responseSchema)
    if (response === null)
      return { type: 'expired', message: responses.taskUnknown({ service: providerLabels.ideogram }) }
    return toIdeogramState(response, handle, null)
  },

  readFailure: readIdeogramFailure,
}

function toRequest(input: AdapterInput): CallRequest {
  return { method: 'POST', ...route(input), isPaid: true }
}

function route(input: AdapterInput) {
  const { id } = input.card
  if (id === 'V_2_UPSCALE') return toLegacyUpscaleRequest(input)
  if (id.startsWith('V_')) return toLegacyRequest(input)
  return id.startsWith('ideogram-v3') ? toV3Request(input) : toV4Request(input)
}

/**
 * The API description does not define these bodies: a message under one of three names, with a reason in the newest
 * API.
 */
const bodySchema = z.object({
  error: z.string().nullish(),
  message: z.string().nullish(),
  detail: z.unknown().optional(),
  reject_reason: z.string().nullish(),
})
const fieldsSchema = z.array(z.object({ msg: z.string() })).min(1)

function readIdeogramFailure({ status, json }: FailureResponse): Fault | null {
  const body = bodySchema.safeParse(json)
  if (!body.success) return null
  const { detail, reject_reason: reason } = body.data
  const fields = fieldsSchema.safeParse(detail)
  const message = messageOf(body.data)
  if (status === 422 && !fields.success) {
    // Validation errors are reported as 400: this is the safety check.
    return { type: 'refused', what: /\bimage\b/i.test(message) ? 'input' : 'prompt', message, isBilled: 'unknown' }
  }
  if (status >= 500) return { type: 'error', code: 'provider/unavailable', message, isBilled: 'unknown' }
  const code = codeOf(status, reason ?? null)
  return code === null ? null : { type: 'error', code, message, isBilled: 'no' }
}

function codeOf(status: number, reason: string | null): FaultCode | null {
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
    case 405:
      return 'provider/unknown-model'
    case 429:
      // An empty account and a spent allowance have this status too; only the limit on running tasks clears by itself.
      return reason === null || reason === 'inflight_limit' ? 'provider/rate-limited' : 'provider/quota'
    default:
      return null
  }
}

function messageOf({ error, message, detail }: z.output<typeof bodySchema>): string {
  const fields = fieldsSchema.safeParse(detail)
  if (fields.success) return fields.data.map((field) => field.msg).join('; ')
  return error || message || (typeof detail === 'string' ? detail : '')
}

interface Request {
  readonly path: string
  readonly body: CallBody
}

/** Models 1.0 to 2a: from text, by a mask, or from an image. */
function toLegacyRequest(input: AdapterInput): Request {
  const { source, mask } = input
  if (source && mask) {
    const fields = { ...settings(input), prompt: input.prompt, model: input.card.id }
    return {
      path: '/edit',
      body: toBody(fields, [
        ['image_file', source],
        ['mask', mask],
      ]),
    }
  }
  const request = imageRequest(input)
  if (!source) return { path: '/generate', body: toBody({ image_request: set(request) }, []) }
  const remix = { ...request, image_weight: imageWeightOf(input) }
  return { path: '/remix', body: toBody({ image_request: set(remix) }, [['image_file', source]]) }
}

function toLegacyUpscaleRequest(input: AdapterInput): Request {
  const request = { ...settings(input), prompt: input.prompt || null }
  const files = input.source ? ([['image_file', input.source]] as const) : []
  return { path: '/upscale', body: toBody({ image_request: set(request) }, files) }
}

function settings(input: AdapterInput): Fields {
  return { num_images: input.n, seed: input.seed, style_type: input.stylePreset, ...optionsOf(input) }
}

function imageRequest(input: AdapterInput): Fields {
  return {
    ...settings(input),
    prompt: input.prompt,
    model: input.card.id,
    aspect_ratio: input.aspectRatio && `ASPECT_${input.aspectRatio.replace(':', '_')}`,
    negative_prompt: input.negativePrompt,
  }
}

function set(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

type Reply = z.output<typeof responseSchema>

/** `sentPrompt`: the prompt as sent; null if it is no longer known. */
function toIdeogramState(response: Reply, handle: string | null, sentPrompt: string | null): TaskState {
  if (response.status === 'failed') return toFailure(response)
  const task = handle ?? response.generation_id
  const { status } = response
  // The older APIs, which have no tasks, write no status. One that was added since ends the task with its result only.
  const hasEnded = status && task ? hasResult(response) : response.data
  if (status === 'completed' || (status !== 'pending' && hasEnded)) return toDone(response, sentPrompt)
  return task ? { type: 'waiting', handle: task, progress: null } : failed(responses.noImage)
}

function hasResult({ data }: Reply): boolean {
  return data?.some(({ url, is_image_safe: isSafe }) => url || isSafe === false) === true
}

function toDone(response: Reply, sentPrompt: string | null): TaskState {
  const data = response.data ?? []
  const images = data.map((one) => toImage(one, sentPrompt))
  if (images.every((image) => 'nothing' in image)) {
    const isUnsafe = data.some((one) => one.is_image_safe === false)
    return isUnsafe ? refused(messages.withheld) : failed(responses.noImage)
  }
  const micros = response.usage_cost_usd_micros
  const costUsd = typeof micros === 'number' ? micros / 1e6 : null
  return { type: 'done', images, costUsd, requestId: response.generation_id ?? null }
}

function toImage(entry: z.output<typeof imageSchema>, sentPrompt: string | null): RemoteImage {
  const { url, prompt, seed } = entry
  if (entry.is_image_safe === false) return { nothing: true, refused: messages.withheld }
  if (!url) return { nothing: true, refused: responses.noImage }
  return { url, seed: seed ?? null, revisedPrompt: prompt && prompt !== sentPrompt ? prompt : null }
}

function toFailure({ failure_reason: reason }: Reply): TaskState {
  const message = reason || responses.serviceError
  if (!/safety|moderat|policy|unsafe/i.test(message)) return failed(message)
  // A task is accepted before its prompt is checked.
  return refused(message, /\bprompt\b/i.test(message) ? 'prompt' : 'output')
}

/** Whether a withheld image is billed is not documented. */
function refused(message: string, what: 'prompt' | 'output' = 'output'): TaskState {
  return { type: 'refused', what, message, isBilled: 'unknown' }
}

function failed(message: string): TaskState {
  return { type: 'failed', message, isBilled: 'unknown' }
}
