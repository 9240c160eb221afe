import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { toSeed } from '../../../../shared/domain/seed.ts'
import type { AdapterInput, CheckReport, ProviderAdapter, TaskState, RemotePicture } from '../../core/adapter.ts'
import type { Call, CallResponse } from '../../core/call.ts'
import { versionedPath } from '../../core/versioned-path.ts'
import { toRemotePicture } from '../../core/remote-picture.ts'
import { readCompatibleFailure } from './compatible-failure.ts'
import { imageNames, localaiCard, plainCard } from './compatible-models.ts'
import { apiFlavorOf, sdServerName } from './api-flavor.ts'
import { buildPlainRequest } from './plain-request.ts'
import {
  canDraw,
  loadedId,
  modelNameOf,
  sdcppCard,
  sdServerCard,
  capabilitiesSchema,
  type Capabilities,
} from './sdcpp-card.ts'
import { jobSchema, readSdcppHandle, toSdcppHandle, toTaskState as toJobState } from './sdcpp-job.ts'
import { buildJob, seedFor } from './sdcpp-request.ts'

const begunSchema = z.object({ id: z.string() })

export const openaiCompatible: ProviderAdapter = {
  id: 'openai-compatible',
  label: providerLabels['openai-compatible'],
  // Gateways bill, and pictures leave this computer: it is not taken to be at home.
  kind: 'cloud',
  // Where sd-server listens. LocalAI is at http://127.0.0.1:8080; gateways are given with their path.
  baseUrl: 'http://127.0.0.1:1234',
  usualPorts: [1234, 8080],
  apiHosts: [],
  deliveryHosts: [],
  credential: { need: 'optional', form: 'key', pageUrl: null },
  privacy:
    'Prompts and images go to the server at the base URL, and nowhere else. What happens to them there, its owner decides.',
  models: [sdcppCard(loadedId, null, 'built-in'), sdServerCard(null, 'built-in')],
  blackImageAdvice:
    'With stable-diffusion.cpp, use a VAE that belongs to the model and is fixed for fp16, run the VAE on the CPU (--backend vae=cpu), tile it (--vae-tiling), or start the server without --fa.',
  loadedModels: [loadedId, sdServerName],
  addModelHint:
    'The model’s name as the server lists it. localai:NAME for a LocalAI server, sdcpp:NAME for sd-server’s own API.',
  concurrency: 1,
  // A slow computer takes its time, and behind the plain door the answer comes at the end.
  timing: { submitTimeoutMs: 1_800_000, pollEveryMs: 1_000, deadlineMs: 7_200_000, stoppedAfterMs: 5_000 },
  authorise: (credential) => (credential.is === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  check,
  listModels,
  async describeModel(id, call) {
    if (id === sdServerName) return sdServerCard(await findCapabilities(call), 'added')
    if (apiFlavorOf(id) === 'sdcpp') return sdcppCard(id, await findCapabilities(call), 'added')
    return apiFlavorOf(id) === 'localai' ? localaiCard(id, 'added') : plainCard(id, 'added')
  },
  submit,
  async poll(handle, call) {
    const { id, seed } = readSdcppHandle(handle)
    return toJobState(await call.json({ method: 'GET', path: jobPath(id) }, jobSchema), seed)
  },
  async cancel(handle, call) {
    const { id } = readSdcppHandle(handle)
    // 404 and 410: it is gone already.
    const { status } = await call.reply({ method: 'POST', path: `${jobPath(id)}/cancel`, alsoAccept: [404, 409, 410] })
    return status === 409 ? 'works-on' : undefined
  },
  readFailure: readCompatibleFailure,
}

async function check(call: Call): Promise<CheckReport> {
  const told = await findCapabilities(call)
  if (told) return { message: `sd-server found with ${modelNameOf(told)}.` }
  const names = await findModelNames(call)
  if (names !== null) return { message: `Server found with ${countOf(names.length)}.` }
  await requireImageServer(call)
  return { message: 'Server found, but it lists no models. Add one by its name.' }
}

function countOf(models: number): string {
  return models === 1 ? '1 model' : `${models} models`
}

async function listModels(call: Call): Promise<{ models: readonly ModelCard[]; isComplete: boolean }> {
  const told = await findCapabilities(call)
  if (told) {
    const ids = canDraw(told) ? [...new Set([loadedId, `sdcpp:${modelNameOf(told)}`])] : []
    return { models: ids.map((id) => sdcppCard(id, told, 'live')), isComplete: true }
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
    const message = 'Enter the server address without a path, e.g. http://127.0.0.1:1234, or choose another model.'
    throw new AppError('configuration/invalid', message, { detail: { isAddress: true } })
  }
  const seed = seedFor(input)
  const body = { json: buildJob(input, seed) }
  const { id } = await call.json({ method: 'POST', path: '/sdcpp/v1/img_gen', body, isPaid: true }, begunSchema)
  return { is: 'waiting', handle: toSdcppHandle(id, seed), progress: null }
}

function jobPath(id: string): string {
  return `/sdcpp/v1/jobs/${encodeURIComponent(id)}`
}

const plainResponseSchema = z.object({
  data: z.array(
    z.object({ b64_json: z.string().nullish(), url: z.string().nullish(), revised_prompt: z.string().nullish() }),
  ),
  output_format: z.string().nullish(),
  usage: z.record(z.string(), z.unknown()).nullish(),
})
type PlainReply = z.output<typeof plainResponseSchema>

function toPlainState({ card, seed }: AdapterInput, reply: PlainReply): TaskState {
  if (reply.data.length === 0) {
    return { is: 'refused', what: 'output', words: 'The server answered without an image.', isBilled: 'unknown' }
  }
  const knowsSeed = card.id === sdServerName && seed !== null
  const pictures = reply.data.map((each, at) => ({
    ...toPicture(each),
    revisedPrompt: each.revised_prompt || null,
    ...(knowsSeed && { seed: toSeed(seed + at) }),
  }))
  const usage = numbersIn(reply.usage ?? {})
  return { is: 'done', pictures, costUsd: card.price.per === 'free' ? 0 : null, ...(usage && { usage }) }
}

function toPicture({ b64_json, url }: PlainReply['data'][number]): RemotePicture {
  if (b64_json) return b64_json.startsWith('data:') ? toRemotePicture(b64_json) : { base64: b64_json }
  if (!url) return { nothing: true, refused: 'The server sent nothing for this image.' }
  return toRemotePicture(toReachable(url))
}

/** A server that does not know how it is reached names itself by an inner address: then its path below ours is meant. */
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

/** What servers answer to an address they do not have. */
const notThere = [400, 403, 404, 405, 501]
/** What they answer to a GET where images are asked for by POST. */
const postOnly = [400, 405, 415, 422, 501]

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/** sd-server's own API, which is below the bare address only; null = this is another server, or an older build. */
async function findCapabilities(call: Call): Promise<Capabilities | null> {
  if (hasPath(call)) return null
  const reply = await call.reply({ method: 'GET', path: '/sdcpp/v1/capabilities', alsoAccept: notThere, isProbe: true })
  return read(reply, capabilitiesSchema)
}

/** The ids a server lists; null = it has no list. */
async function findModelNames(call: Call): Promise<string[] | null> {
  const path = versionedPath(call, '/models')
  const reply = await call.reply({ method: 'GET', path, alsoAccept: [404, 405, 501], isProbe: true })
  return read(reply, listSchema)?.data.map(({ id }) => id) ?? null
}

/** Free: nothing is drawn without a POST. @throws provider/wrong-address where images cannot be asked for */
async function requireImageServer(call: Call): Promise<void> {
  const path = versionedPath(call, '/images/generations')
  const { status } = await call.reply({ method: 'GET', path, alsoAccept: postOnly, isProbe: true })
  if (postOnly.includes(status)) return
  throw new AppError(
    'provider/wrong-address',
    'Something answers at this address, but no image server was found there. Check the address on the Models page.',
  )
}

/** The person's base URL leads below the server's root. */
function hasPath({ basePath }: Call): boolean {
  return basePath !== undefined && basePath !== ''
}

/** Pages of a web interface answer any address with 200. */
function read<T>({ status, text }: CallResponse, schema: z.ZodType<T>): T | null {
  if (status !== 200) return null
  try {
    return schema.safeParse(JSON.parse(text())).data ?? null
  } catch {
    return null
  }
}
