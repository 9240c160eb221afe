import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { toSeed } from '../../../../shared/domain/seed.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import type { AdapterInput, CheckReport, ProviderAdapter, TaskState, RemoteImage } from '../../core/adapter.ts'
import type { Call, CallResponse } from '../../core/call.ts'
import { versionedPath } from '../../core/wire/url-policy.ts'
import { isWithoutImages, toRemoteImage } from '../../core/wire/image-bytes.ts'
import { readCompatibleFailure } from './compatible-failure.ts'
import { imageNames, localaiCard, plainCard, apiFlavorOf, sdServerName } from './compatible-models.ts'
import { buildPlainRequest } from './plain-request.ts'
import {
  canDraw,
  loadedId,
  sdcppModelName,
  sdcppCard,
  sdServerCard,
  capabilitiesSchema,
  type Capabilities,
} from './sdcpp-card.ts'
import {
  jobSchema,
  readSdcppHandle,
  toSdcppHandle,
  toSdcppState as toJobState,
  buildJob,
  seedFor,
} from './sdcpp-job.ts'
import { ifItFits } from '../../core/wire/if-it-fits.ts'
import { taskIdSchema } from '../../core/wire/task-id.ts'

const begunSchema = z.object({ id: taskIdSchema })

export const openaiCompatible: ProviderAdapter = {
  id: 'openai-compatible',
  label: providerLabels['openai-compatible'],
  // Gateways bill, and images leave this computer: it is not assumed to be local.
  kind: 'cloud',
  // sd-server's address. LocalAI is at http://127.0.0.1:8080; gateways are given with their path.
  baseUrl: 'http://127.0.0.1:1234',
  usualPorts: [1234, 8080],
  apiHosts: [],
  deliveryHosts: [],
  credential: { need: 'optional', form: 'key', pageUrl: null },
  privacy: messages.compatiblePrivacy,
  models: [sdcppCard(loadedId, null, 'built-in'), sdServerCard(null, 'built-in')],
  blackImageAdvice: messages.compatibleBlackImageAdvice,
  loadedModels: [loadedId, sdServerName],
  addModelHint: messages.addCompatibleModel,
  concurrency: 1,
  // A slow computer takes a long time, and in OpenAI's API the response only arrives at the end.
  timing: { submitTimeoutMs: 1_800_000, pollEveryMs: 1_000, deadlineMs: 7_200_000, stoppedAfterMs: 5_000 },
  authorise: (credential) => (credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  check,
  listModels,
  async describeModel(id, call) {
    if (id === sdServerName) return sdServerCard(await findCapabilities(call), 'added')
    if (apiFlavorOf(id) === 'sdcpp') return sdcppCard(id, await findCapabilities(call), 'added')
    return apiFlavorOf(id) === 'localai' ? localaiCard(id, 'added') : plainCard(id, 'added')
  },
  submit,
  async poll(handle, call) {
    const { id } = readSdcppHandle(handle)
    return toJobState(await call.json({ method: 'GET', path: jobPath(id) }, jobSchema), handle)
  },
  async cancel(handle, call) {
    const { id } = readSdcppHandle(handle)
    // 404 and 410: it is already gone.
    const { status } = await call.response({
      method: 'POST',
      path: `${jobPath(id)}/cancel`,
      alsoAccept: [404, 409, 410],
    })
    return status === 409 ? 'works-on' : undefined
  },
  readFailure: readCompatibleFailure,
}

async function check(call: Call): Promise<CheckReport> {
  const capabilities = await findCapabilities(call)
  if (capabilities) return { message: messages.sdServerFound({ model: sdcppModelName(capabilities) }) }
  const names = await findModelNames(call)
  if (names !== null) return { message: messages.modelsFound({ count: names.length }) }
  await requireImageServer(call)
  return { message: messages.noModelsListed }
}

async function listModels(call: Call): Promise<{ models: readonly ModelCard[]; isComplete: boolean }> {
  const capabilities = await findCapabilities(call)
  if (capabilities) {
    const ids = canDraw(capabilities) ? [...new Set([loadedId, `sdcpp:${sdcppModelName(capabilities)}`])] : []
    return { models: ids.map((id) => sdcppCard(id, capabilities, 'live')), isComplete: true }
  }
  const names = await findModelNames(call)
  return { models: imageNames(names ?? []).map(liveCard), isComplete: names !== null }
}

function liveCard(name: string): ModelCard {
  return name === sdServerName ? sdServerCard(null, 'live') : plainCard(name, 'live')
}

async function submit(input: AdapterInput, call: Call): Promise<TaskState> {
  if (apiFlavorOf(input.card.id) === 'sdcpp') return beginJob(input, call)
  const { path, body } = buildPlainRequest(input)
  const request = { method: 'POST', path: versionedPath(call, path), body, isPaid: true } as const
  return toPlainState(input, await call.json(request, plainResponseSchema))
}

async function beginJob(input: AdapterInput, call: Call): Promise<TaskState> {
  if (hasPath(call)) {
    throw new AppError('configuration/invalid', messages.addressWithoutPath, { detail: { isAddress: true } })
  }
  const seed = seedFor(input)
  const body = { json: buildJob(input, seed) }
  const { id } = await call.json({ method: 'POST', path: '/sdcpp/v1/img_gen', body, isPaid: true }, begunSchema)
  return { type: 'waiting', handle: toSdcppHandle(id, seed), progress: null }
}

function jobPath(id: string): string {
  return `/sdcpp/v1/jobs/${encodeURIComponent(id)}`
}

const plainResponseSchema = z.object({
  data: z.array(
    z
      .object({ b64_json: ifItFits(z.string()), url: ifItFits(z.string()), revised_prompt: ifItFits(z.string()) })
      .catch({}),
  ),
  usage: ifItFits(z.record(z.string(), z.unknown())),
  model: ifItFits(z.string()),
})
type PlainReply = z.output<typeof plainResponseSchema>

function toPlainState({ card, seed }: AdapterInput, response: PlainReply): TaskState {
  if (isWithoutImages(response.data)) return { type: 'failed', message: messages.noImageSent, isBilled: 'unknown' }
  const knowsSeed = card.id === sdServerName && seed !== null
  const images = response.data.map((entry, at) => ({
    ...toImage(entry),
    revisedPrompt: entry.revised_prompt || null,
    ...(knowsSeed && { seed: toSeed(seed + at) }),
  }))
  const usage = numbersIn(response.usage ?? {})
  const costUsd = card.price.per === 'free' ? 0 : null
  return { type: 'done', images, costUsd, ...(usage && { usage }), servedModel: response.model ?? null }
}

function toImage({ b64_json, url }: PlainReply['data'][number]): RemoteImage {
  if (b64_json) return b64_json.startsWith('data:') ? toRemoteImage(b64_json) : { base64: b64_json }
  if (!url) return { nothing: true, refused: messages.nothingSent }
  return toRemoteImage(toReachable(url))
}

/**
 * Returns a reachable address: a server that does not know its public address reports an internal one, whose path is
 * then used below ours.
 */
function toReachable(url: string): string {
  const parsed = URL.parse(url)
  const isInner =
    parsed !== null &&
    /^https?:$/.test(parsed.protocol) &&
    (!parsed.hostname.includes('.') || /^(0\.|10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(parsed.hostname))
  return isInner ? parsed.pathname + parsed.search : url
}

function numbersIn(usage: Readonly<Record<string, unknown>>): Record<string, number> | null {
  const numbers = Object.entries(usage).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return numbers.length > 0 ? Object.fromEntries(numbers) : null
}

/** Statuses servers return for an address they do not have. */
const notThere = [400, 403, 404, 405, 501]
/** Statuses they return for a GET if images are requested by POST. */
const postOnly = [400, 405, 415, 422, 501]

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/**
 * Queries sd-server's own API, which is only below the bare address; null = this is another server, or an older build.
 */
async function findCapabilities(call: Call): Promise<Capabilities | null> {
  if (hasPath(call)) return null
  const response = await call.response({
    method: 'GET',
    path: '/sdcpp/v1/capabilities',
    alsoAccept: notThere,
    isProbe: true,
  })
  return read(response, capabilitiesSchema)
}

/** Returns the ids a server lists; null = it has no list. */
async function findModelNames(call: Call): Promise<string[] | null> {
  const path = versionedPath(call, '/models')
  const response = await call.response({ method: 'GET', path, alsoAccept: [404, 405, 501], isProbe: true })
  return read(response, listSchema)?.data.map(({ id }) => id) ?? null
}

/** Free: nothing is drawn without a POST. @throws provider/wrong-address if images cannot be requested there */
async function requireImageServer(call: Call): Promise<void> {
  const path = versionedPath(call, '/images/generations')
  const { status } = await call.response({ method: 'GET', path, alsoAccept: postOnly, isProbe: true })
  if (postOnly.includes(status)) return
  throw new AppError('provider/wrong-address', messages.notImageServer)
}

/** Returns whether the user's base URL has a path. */
function hasPath({ basePath }: Call): boolean {
  return basePath !== undefined && basePath !== ''
}

/** Web interfaces return a page with status 200 for any address. */
function read<T>({ status, text }: CallResponse, schema: z.ZodType<T>): T | null {
  if (status !== 200) return null
  try {
    return schema.safeParse(JSON.parse(text())).data ?? null
  } catch {
    return null
  }
}
