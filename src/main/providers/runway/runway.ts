import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import * as messages from '../../../shared/messages/en/runway.ts'
import * as responses from '../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, ProviderAdapter, TaskState, InputImage } from '../core/adapter.ts'
import type { Call, FormPart } from '../core/call.ts'
import type { FailureResponse, Fault } from '../core/fault.ts'
import { fileNameOf, toDataUri } from '../core/wire/image-bytes.ts'
import { runwayModels } from './runway-models.ts'
import { buildRunwayRequest } from './runway-request.ts'
import { ifItFits, thoseThatFit } from '../core/wire/if-it-fits.ts'
import { taskIdSchema } from '../core/wire/task-id.ts'

/** Every request names the API version it was written for; without it the service returns 400. */
const runwayHeaders = { 'x-runway-version': '2024-11-06' } as const

const begunSchema = z.object({ id: taskIdSchema })
const organizationSchema = z.object({
  creditBalance: z.number(),
  tier: z.object({ models: z.record(z.string(), z.unknown()).nullish() }).nullish(),
})

export const runway: ProviderAdapter = {
  id: 'runway',
  label: providerLabels.runway,
  kind: 'cloud',
  // The production host, despite its name.
  baseUrl: 'https://api.dev.runwayml.com/v1',
  apiHosts: [],
  // Results are delivered by signed links to a CDN. Large images are uploaded to storage, without the key.
  deliveryHosts: ['*.cloudfront.net', '*.runwayml.com', '*.amazonaws.com'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://dev.runwayml.com' },
  pages: { docs: 'https://docs.dev.runwayml.com/', prices: 'https://docs.dev.runwayml.com/guides/pricing/' },
  privacy: messages.privacy,
  models: runwayModels,
  // Each model has its own fields, so an unknown one cannot be called.
  addModelHint: null,
  concurrency: 2,
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 6_000, deadlineMs: 1_200_000 },
  authorise: (credential) => (credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const { creditBalance } = await loadOrganization(call)
    return {
      message: responses.keyAcceptedCredits({ credits: creditBalance }),
      balance: { amount: creditBalance, unit: 'credits' },
    }
  },
  async listModels(call) {
    const { tier } = await loadOrganization(call)
    const allowed = Object.keys(tier?.models ?? {})
    // UNCONFIRMED whether the upscaler is in this list: it is offered either way.
    const models = runwayModels.filter((card) => allowed.includes(card.id) || card.edits === 'own')
    return { models, isComplete: allowed.length > 0 }
  },
  submit,
  async poll(handle, call) {
    const request = { method: 'GET', path: taskPath(handle), headers: runwayHeaders } as const
    return toRunwayState(await call.json(request, runwayTaskSchema), handle)
  },
  async cancel(handle, call) {
    // 404: it has ended and is already gone.
    await call.response({ method: 'DELETE', path: taskPath(handle), headers: runwayHeaders, alsoAccept: [404] })
  },
  readFailure: readRunwayFailure,
}

async function submit(input: AdapterInput, call: Call): Promise<TaskState> {
  const images = [...(input.source ? [input.source] : []), ...input.references]
  const { path, json } = buildRunwayRequest(input, await placeImages(images, call))
  const { id } = await call.json(
    { method: 'POST', path, headers: runwayHeaders, body: { json }, isPaid: true },
    begunSchema,
  )
  return { type: 'waiting', handle: id, progress: null }
}

function loadOrganization(call: Call): Promise<z.output<typeof organizationSchema>> {
  return call.json({ method: 'GET', path: '/organization', headers: runwayHeaders }, organizationSchema)
}

function taskPath(handle: string): string {
  return `/tasks/${encodeURIComponent(handle)}`
}

const failureSchema = z.object({
  error: z.string(),
  issues: z
    .array(z.object({ path: z.array(z.union([z.string(), z.number()])).nullish(), message: z.string() }))
    .nullish(),
})

function readRunwayFailure(response: FailureResponse): Fault | null {
  const parsed = failureSchema.safeParse(response.json)
  if (!parsed.success) return null
  const { error, issues } = parsed.data
  const details = (issues ?? []).map(({ path, message }) => [...(path ?? []), message].join(': '))
  const message = [error, ...details].join(' ')
  // The vendor's own client retries: something on their side was busy.
  if (response.status === 409) return { type: 'error', code: 'provider/unavailable', message, isBilled: 'unknown' }
  const code = codeOf(response.status, message)
  return code && { type: 'error', code, message, isBilled: 'no' }
}

function codeOf(status: number, message: string): Extract<Fault, { type: 'error' }>['code'] | null {
  switch (status) {
    case 400:
      // A lack of credit is reported as 400; the exact text is UNCONFIRMED.
      return /enough credits|insufficient credits/i.test(message) ? 'provider/quota' : 'provider/invalid-request'
    case 401:
      return 'credential/rejected'
    case 403:
      return 'provider/unsupported'
    case 404:
      // Only tasks are addressed by an id.
      return 'provider/task-expired'
    case 429:
      return 'provider/rate-limited'
    default:
      return null
  }
}

/** Limit of one data URI, in characters. */
const dataUriCharsMax = 5_242_880

const uploadSchema = z.object({
  uploadUrl: z.url(),
  fields: z.record(z.string(), z.union([z.string(), z.number()])),
  runwayUri: z.string(),
})

/**
 * Returns the addresses of images: data URIs if all together fit the limit of one, otherwise uploads, which are free
 * and deleted after a day.
 */
function placeImages(images: readonly InputImage[], call: Call): Promise<string[]> {
  const chars = images.reduce((sum, { bytes }) => sum + dataUriChars(bytes), 0)
  if (chars <= dataUriCharsMax) return Promise.resolve(images.map(toDataUri))
  return Promise.all(images.map((each, at) => upload(each, fileNameOf(`picture-${at + 1}`, each), call)))
}

function dataUriChars({ byteLength }: Uint8Array): number {
  return Math.ceil(byteLength / 3) * 4 + 'data:image/webp;base64,'.length
}

async function upload(image: InputImage, fileName: string, call: Call): Promise<string> {
  const ticket = await call.json(
    {
      method: 'POST',
      path: '/uploads',
      headers: runwayHeaders,
      body: { json: { filename: fileName, type: 'ephemeral' } },
    },
    uploadSchema,
  )
  // The storage service requires the fields first and the file last.
  const form: FormPart[] = [
    ...Object.entries(ticket.fields).map(([name, value]) => ({ name, value: String(value) })),
    { name: 'file', bytes: image.bytes, mime: image.mime, fileName },
  ]
  await call.response({ method: 'POST', path: ticket.uploadUrl, auth: 'none', body: { form } })
  return ticket.runwayUri
}

const runwayTaskSchema = z
  .object({
    status: ifItFits(z.string()),
    progress: ifItFits(z.number()),
    output: thoseThatFit(z.string()).catch([]),
    failure: ifItFits(z.string()),
    failureCode: ifItFits(z.string()),
    cost: ifItFits(z.object({ credits: z.number() })),
  })
  .refine(({ status, output }) => status || output.length > 0, 'Neither a status nor an image.')
type RunwayTask = z.output<typeof runwayTaskSchema>

const usdPerCredit = 0.01

function toRunwayState(task: RunwayTask, handle: string): TaskState {
  switch (task.status) {
    case 'PENDING':
      return { type: 'waiting', handle, progress: null }
    case 'THROTTLED':
      // All slots of the account are in use: the service starts by itself when one is free.
      return { type: 'waiting', handle, progress: null, note: messages.waitingForSlot }
    case 'RUNNING':
      return { type: 'waiting', handle, progress: task.progress ?? null }
    case 'SUCCEEDED':
      return toDone(task)
    case 'FAILED':
      return toFailed(task)
    case 'CANCELLED':
      return { type: 'cancelled' }
    default:
      // A status that was added since: what the task brings counts, else it is polled until the deadline.
      if (task.output.length > 0) return toDone(task)
      return isRefusal(task) ? toFailed(task) : { type: 'waiting', handle, progress: task.progress ?? null }
  }
}

function toDone({ output, cost }: RunwayTask): TaskState {
  if (output.length === 0) {
    return { type: 'failed', message: messages.noImage, isBilled: billedBy(cost, 'unknown') }
  }
  return {
    type: 'done',
    images: output.map((url) => ({ url })),
    costUsd: cost ? cost.credits * usdPerCredit : null,
    ...(cost && { usage: { credits: cost.credits } }),
  }
}

/** The first two parts of the code describe the failure; the third is not meant for users. */
function toFailed(task: RunwayTask): TaskState {
  const { failure, cost } = task
  const message = failure || messages.failed
  if (!isRefusal(task)) return { type: 'failed', message, isBilled: billedBy(cost, 'unknown') }
  const parts = codeParts(task)
  if (parts.includes('OUTPUT')) return { type: 'refused', what: 'output', message, isBilled: billedBy(cost, 'unknown') }
  const what = parts.includes('IMAGE') ? 'input' : 'prompt'
  // Documented: a request refused for its input is not refunded. Nothing is said about requests rejected during
  // preprocessing.
  return { type: 'refused', what, message, isBilled: billedBy(cost, parts[0] === 'SAFETY' ? 'yes' : 'unknown') }
}

function isRefusal(task: RunwayTask): boolean {
  return codeParts(task).includes('SAFETY')
}

function codeParts({ failureCode }: RunwayTask): readonly string[] {
  return (failureCode ?? '').split('.')
}

function billedBy(cost: RunwayTask['cost'], otherwise: 'yes' | 'unknown'): 'yes' | 'no' | 'unknown' {
  if (!cost) return otherwise
  return cost.credits > 0 ? 'yes' : 'no'
}
