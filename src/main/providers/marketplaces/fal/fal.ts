import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/fal.ts'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, ProviderAdapter } from '../../core/adapter.ts'
import { toDataUri } from '../../core/wire/image-bytes.ts'
import { falProgress, falQueuedSchema, pollFal, readFalFault, type FalQueued } from '../shared/fal-response.ts'
import { writeInput } from '../shared/write-input.ts'
import { findCards, loadEndpoint, loadPrices, platformUrl, toFalCard, withPrice } from './fal-catalogue.ts'
import { builtInShape, endpointOf, falModels, offeredFalIds } from './fal-models.ts'

/** How long fal keeps a result at its public link: long enough if the computer sleeps meanwhile. */
const lifecycle = { 'x-fal-object-lifecycle-preference': JSON.stringify({ expiration_duration_seconds: 86_400 }) }
const unreportedStatuses: readonly number[] = [400, 404, 409]

export const fal: ProviderAdapter = {
  id: 'fal',
  label: providerLabels.fal,
  kind: 'cloud',
  baseUrl: 'https://queue.fal.run',
  apiHosts: ['fal.run', '*.fal.run', 'api.fal.ai'],
  deliveryHosts: ['fal.media', '*.fal.media'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://fal.ai/dashboard/keys' },
  pages: { docs: 'https://fal.ai/docs', prices: 'https://fal.ai/pricing' },
  privacy: messages.privacy,
  models: falModels,
  addModelHint: messages.modelId,
  // More wait in fal's queue, where a new account runs two at a time.
  concurrency: 4,
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 1_000, deadlineMs: 900_000 },
  authorise: (credential) => (credential.type === 'key' ? { authorization: `Key ${credential.key}` } : {}),
  async check(call) {
    const query = { endpoint_id: 'fal-ai/flux/dev' }
    await call.json({ method: 'GET', path: `${platformUrl}/models/pricing`, query }, z.looseObject({}))
    return { message: messages.keyAccepted }
  },
  async listModels(call) {
    const current = falModels.filter(({ state }) => state.type === 'current')
    const prices = await loadPrices([...new Set(current.map(({ id }) => endpointOf(id)))], call)
    const known = current.map((card) => withPrice(card, prices.get(endpointOf(card.id))))
    return { models: [...known, ...(await findCards(offeredFalIds, call))], isComplete: false }
  },
  async describeModel(id, call) {
    const endpoint = requireEndpoint(id)
    const described = await loadEndpoint(endpoint, call)
    return toFalCard(described, (await loadPrices([endpoint], call)).get(endpoint))
  },
  async submit(input, call) {
    const endpoint = requireEndpoint(endpointOf(input.card.id))
    const shape = builtInShape(endpoint) ?? (await loadEndpoint(endpoint, call)).shape
    const body = writeInput(shape, input, imagesOf(input))
    const path = `/${endpoint}`
    const queued = await call.json(
      { method: 'POST', path, headers: lifecycle, body: { json: body }, isPaid: true },
      falQueuedSchema,
    )
    const task = toTask(endpoint, queued, body, call.isOwnBaseUrl)
    const position = { status: 'IN_QUEUE', queue_position: queued.queue_position, logs: [] }
    return { type: 'waiting', handle: writeTask(task), ...falProgress(position) }
  },
  async poll(handle, call) {
    const task = readTask(handle)
    if (task === null) return { type: 'expired', message: responses.notTaskOf({ service: providerLabels.fal }) }
    const { id: requestId, n: wanted, isUnchecked, isRewritten } = task
    const status = { method: 'GET', path: task.status, query: { logs: '1' } } as const
    const result = { method: 'GET', path: task.result } as const
    return pollFal({ handle, status, result, facts: { wanted, isUnchecked, isRewritten, requestId } }, call)
  },
  async cancel(handle, call) {
    const task = readTask(handle)
    // A running task only gets a signal: it may finish, and be billed.
    if (task) await call.response({ method: 'PUT', path: task.cancel, alsoAccept: unreportedStatuses })
  },
  readFailure: readFalFault,
}

function imagesOf(input: AdapterInput) {
  return {
    source: input.source && toDataUri(input.source),
    references: input.references.map(toDataUri),
    mask: input.mask && toDataUri(input.mask),
  }
}

/** Validates an id, which may be typed by hand and becomes part of an address. */
function requireEndpoint(id: string): string {
  const endpoint = id.trim().replace(/^\/+|\/+$/g, '')
  if (/^[\w-][\w.-]*(\/[\w-][\w.-]*)+$/.test(endpoint)) return endpoint
  throw new AppError('provider/unknown-model', messages.modelInvalid({ id }))
}

/** State kept for a task between two polls. Plain text: the addresses to poll, and how to read the response. */
const taskSchema = z.object({
  id: z.string(),
  status: z.string(),
  result: z.string(),
  cancel: z.string(),
  /** Number of images requested. */
  n: z.int(),
  isUnchecked: z.boolean(),
  isRewritten: z.boolean(),
})
type FalTask = z.output<typeof taskSchema>

/**
 * `isOwnBaseUrl`: responses come from the server the user configured, and so may the addresses in them; whether the key
 * may be sent there is decided when requests are sent.
 */
function toTask(
  endpoint: string,
  queued: FalQueued,
  body: Readonly<Record<string, unknown>>,
  isOwnBaseUrl: boolean,
): FalTask {
  const requestPath = `${requestsPath(endpoint)}/${encodeURIComponent(queued.request_id)}`
  const known = (url: string | null | undefined, path: string) =>
    typeof url === 'string' && (isOwnBaseUrl || isAtFal(url)) ? url : path
  return {
    id: queued.request_id,
    status: known(queued.status_url, `${requestPath}/status`),
    result: known(queued.response_url, requestPath),
    cancel: known(queued.cancel_url, `${requestPath}/cancel`),
    n: typeof body['num_images'] === 'number' ? body['num_images'] : 1,
    isUnchecked: body['enable_safety_checker'] === false,
    isRewritten: ['enhance_prompt', 'enable_prompt_expansion', 'expand_prompt'].some((name) => body[name] === true),
  }
}

function writeTask(task: FalTask): string {
  return JSON.stringify(task)
}

/** null = not a task of the queue: a submission that has not responded yet has none. */
function readTask(handle: string): FalTask | null {
  if (!handle.startsWith('{')) return null
  return taskSchema.parse(JSON.parse(handle))
}

function isAtFal(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'https:' && /(^|\.)fal\.run$/.test(parsed.hostname)
}

/**
 * Returns the path of an app's requests: the first two segments of the endpoint, three below `workflows` and `comfy`;
 * the rest is dropped.
 */
function requestsPath(endpoint: string): string {
  const segments = endpoint.split('/')
  const count = /^(workflows|comfy)$/.test(segments[0] ?? '') ? 3 : 2
  return `/${segments.slice(0, count).map(encodeURIComponent).join('/')}/requests`
}
