import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import type { AdapterInput, ProviderAdapter, TaskState, InputPicture } from '../core/adapter.ts'
import type { Call, FormPart } from '../core/call.ts'
import type { FailureResponse, Fault } from '../core/fault.ts'
import { fileNameOf, toDataUri } from '../core/encode-picture.ts'
import { runwayModels } from './runway-models.ts'
import { buildRunwayRequest } from './runway-request.ts'
import { runwayTaskSchema, toTaskState } from './runway-task.ts'

/** Every request names the version of the API it was written for; without it the service answers 400. */
const runwayHeaders = { 'x-runway-version': '2024-11-06' } as const

const begunSchema = z.object({ id: z.string() })
const organizationSchema = z.object({
  creditBalance: z.number(),
  tier: z.object({ models: z.record(z.string(), z.unknown()).nullish() }).nullish(),
})

export const runway: ProviderAdapter = {
  id: 'runway',
  label: providerLabels.runway,
  kind: 'cloud',
  // The production host, whatever its name says.
  baseUrl: 'https://api.dev.runwayml.com/v1',
  apiHosts: [],
  // Results come by signed links of a content network. Large pictures go up to a store, without the key.
  deliveryHosts: ['*.cloudfront.net', '*.runwayml.com', '*.amazonaws.com'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://dev.runwayml.com' },
  pages: { docs: 'https://docs.dev.runwayml.com/', prices: 'https://docs.dev.runwayml.com/guides/pricing/' },
  privacy:
    'Prompts and images go to Runway in the USA, and from there to the maker of the model where it is not Runway’s own. Results are kept there for at least 24 hours; how long it keeps what is sent, its own terms say.',
  models: runwayModels,
  // Each model has fields of its own, so that an unknown one cannot be asked.
  addModelHint: null,
  concurrency: 2,
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 6_000, deadlineMs: 1_200_000 },
  authorise: (credential) => (credential.is === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const { creditBalance } = await loadOrganization(call)
    const message = `The key is good: ${creditBalance} credits left.`
    return { message, balance: { amount: creditBalance, unit: 'credits' } }
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
    return toTaskState(
      await call.json({ method: 'GET', path: taskPath(handle), headers: runwayHeaders }, runwayTaskSchema),
    )
  },
  async cancel(handle, call) {
    // 404: it has ended and is gone already.
    await call.reply({ method: 'DELETE', path: taskPath(handle), headers: runwayHeaders, alsoAccept: [404] })
  },
  readFailure: readRunwayFailure,
}

async function submit(input: AdapterInput, call: Call): Promise<TaskState> {
  const pictures = [...(input.source ? [input.source] : []), ...input.references]
  const { path, json } = buildRunwayRequest(input, await placePictures(pictures, call))
  const { id } = await call.json(
    { method: 'POST', path, headers: runwayHeaders, body: { json }, isPaid: true },
    begunSchema,
  )
  return { is: 'waiting', handle: id, progress: null }
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

function readRunwayFailure(reply: FailureResponse): Fault | null {
  const parsed = failureSchema.safeParse(reply.json)
  if (!parsed.success) return null
  const { error, issues } = parsed.data
  const details = (issues ?? []).map(({ path, message }) => [...(path ?? []), message].join(': '))
  const words = [error, ...details].join(' ')
  // The vendor's own client asks again: something of theirs was busy.
  if (reply.status === 409) return { is: 'error', code: 'provider/unavailable', words, isBilled: 'unknown' }
  const code = codeOf(reply.status, words)
  return code && { is: 'error', code, words, isBilled: 'no' }
}

function codeOf(status: number, words: string): Extract<Fault, { is: 'error' }>['code'] | null {
  switch (status) {
    case 400:
      // No credit comes as 400; the exact words are UNCONFIRMED.
      return /enough credits|insufficient credits/i.test(words) ? 'provider/quota' : 'provider/invalid-request'
    case 401:
      return 'credential/rejected'
    case 403:
      return 'provider/unsupported'
    case 404:
      // Only tasks are addressed by a number.
      return 'provider/task-expired'
    case 429:
      return 'provider/rate-limited'
    default:
      return null
  }
}

/** Of one data URI, in characters. */
const dataUriCharsMax = 5_242_880

const uploadSchema = z.object({
  uploadUrl: z.url(),
  fields: z.record(z.string(), z.union([z.string(), z.number()])),
  runwayUri: z.string(),
})

/**
 * The addresses to give for pictures: data URIs where all together are as small as one may be, else uploads, which are
 * free and forgotten after a day.
 */
function placePictures(pictures: readonly InputPicture[], call: Call): Promise<string[]> {
  const chars = pictures.reduce((sum, { bytes }) => sum + dataUriChars(bytes), 0)
  if (chars <= dataUriCharsMax) return Promise.resolve(pictures.map(toDataUri))
  return Promise.all(pictures.map((each, at) => upload(each, fileNameOf(`picture-${at + 1}`, each), call)))
}

function dataUriChars({ byteLength }: Uint8Array): number {
  return Math.ceil(byteLength / 3) * 4 + 'data:image/webp;base64,'.length
}

async function upload(picture: InputPicture, fileName: string, call: Call): Promise<string> {
  const ticket = await call.json(
    {
      method: 'POST',
      path: '/uploads',
      headers: runwayHeaders,
      body: { json: { filename: fileName, type: 'ephemeral' } },
    },
    uploadSchema,
  )
  // The store takes the fields first and the file last.
  const form: FormPart[] = [
    ...Object.entries(ticket.fields).map(([name, value]) => ({ name, value: String(value) })),
    { name: 'file', bytes: picture.bytes, mime: picture.mime, fileName },
  ]
  await call.reply({ method: 'POST', path: ticket.uploadUrl, auth: 'none', body: { form } })
  return ticket.runwayUri
}
