import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/replicate.ts'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { AdapterInput, ProviderAdapter, InputImage, RemoteImage, TaskState } from '../../core/adapter.ts'
import type { Call, CallRequest } from '../../core/call.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { findMessage } from '../../core/wire/plain-text.ts'
import { readMaskPolarity } from '../shared/read-mask-polarity.ts'
import { begunPredictionSchema, predictionSchema, readPrediction } from '../shared/replicate-response.ts'
import { writeInput, type SentImages } from '../shared/write-input.ts'
import {
  findCard,
  loadModel,
  parseModelName,
  modelPath,
  toReplicateCard,
  type LoadedModel,
} from './replicate-catalogue.ts'
import { offeredReplicateIds, replicateModels } from './replicate-models.ts'
import { fileNameOf, toDataUri } from '../../core/wire/image-bytes.ts'

/** Stops a model once nothing waits for it, because it bills by the second. */
const cancelAfter = { 'cancel-after': '30m' }

export const replicate: ProviderAdapter = {
  id: 'replicate',
  label: providerLabels.replicate,
  kind: 'cloud',
  baseUrl: 'https://api.replicate.com/v1',
  apiHosts: [],
  deliveryHosts: ['replicate.delivery', '*.replicate.delivery'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://replicate.com/account/api-tokens' },
  pages: { docs: 'https://replicate.com/docs', prices: 'https://replicate.com/pricing' },
  privacy: messages.privacy,
  models: replicateModels,
  addModelHint: messages.modelId,
  concurrency: 4,
  // A model that has not been used for a while takes minutes to start.
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 1_000, deadlineMs: 1_800_000 },
  authorise: (credential) => (credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const account = z.looseObject({ username: z.string() })
    const { username } = await call.json({ method: 'GET', path: '/account' }, account)
    return { message: messages.accountNoBalance({ account: username }) }
  },
  async listModels(call) {
    const cards = await Promise.all(offeredReplicateIds.map((id) => findCard(id, call)))
    return { models: cards.filter((card) => card !== null), isComplete: false }
  },
  async describeModel(id, call) {
    return toReplicateCard(id.trim(), await loadModel(parseModelName(id), call), 'added')
  },
  async submit(input, call) {
    const model = await loadModel(parseModelName(input.card.id), call)
    requireSamePolarity(model, input)
    const { images, fileIds } = await sendImages(input, call)
    const fields = { ...writeInput(model.shape, input, images), ...steadySeed(model, input) }
    const prediction = await create(model, fields, call)
    return withOwnFiles(readPrediction(prediction, writeHandle(prediction.id, fileIds)), call)
  },
  async poll(handle, call) {
    const task = readHandle(handle)
    if (task === null) return { type: 'expired', message: responses.notTaskOf({ service: providerLabels.replicate }) }
    const prediction = await call.json({ method: 'GET', path: task.path }, predictionSchema)
    const state = await withOwnFiles(readPrediction(prediction, handle), call)
    if (state.type !== 'waiting') await removeFiles(task.fileIds, call)
    return state
  },
  async cancel(handle, call) {
    const task = readHandle(handle)
    if (task === null) return
    await call.response({ method: 'POST', path: `${task.path}/cancel`, alsoAccept: [404, 422] })
    await removeFiles(task.fileIds, call)
  },
  readFailure,
}

/** `predictions/<id>`, with the ids of its uploaded files if there are any: `predictions/<id>?files=<id>,<id>`. */
function writeHandle(id: string, fileIds: readonly string[]): string {
  return fileIds.length === 0 ? `predictions/${id}` : `predictions/${id}?files=${fileIds.join(',')}`
}

/** null = not a prediction: a submission that has not responded yet has none. */
function readHandle(handle: string): { readonly path: string; readonly fileIds: readonly string[] } | null {
  const [, id, files = ''] = /^predictions\/([\w-]+)(?:\?files=(.+))?$/.exec(handle) ?? []
  return id === undefined ? null : { path: `/predictions/${id}`, fileIds: files === '' ? [] : files.split(',') }
}

/**
 * The mask has already been made: if the model's polarity has changed since its card was made, it would repaint the
 * rest.
 */
function requireSamePolarity({ shape, name }: LoadedModel, { mask, card }: AdapterInput): void {
  const currentPolarity = readMaskPolarity(shape.roles.mask?.hint ?? null)
  if (mask === null || currentPolarity === null || currentPolarity === card.maskPolarity) return
  throw new AppError('provider/unsupported', messages.maskPolarityChanged({ model: name }))
}

/** With a seed, turns off the fast mode, whose images are not reproducible, unless the user has set it. */
function steadySeed({ shape }: LoadedModel, { seed, options }: AdapterInput): Readonly<Record<string, unknown>> {
  const hasFastWay = shape.options.some(({ name }) => name === 'go_fast')
  return hasFastWay && seed !== null && options['go_fast'] === undefined ? { go_fast: false } : {}
}

function begin(path: string, json: Readonly<Record<string, unknown>>): CallRequest {
  return { method: 'POST', path, headers: cancelAfter, body: { json }, isPaid: true }
}

async function create(model: LoadedModel, fields: Readonly<Record<string, unknown>>, call: Call) {
  const byVersion = begin('/predictions', { version: model.latestVersion, input: fields })
  if (model.isOfficial === false && model.latestVersion !== null) return call.json(byVersion, begunPredictionSchema)
  const byName = begin(`${modelPath(model)}/predictions`, { input: fields })
  if (model.isOfficial === true || model.latestVersion === null) return call.json(byName, begunPredictionSchema)
  // Whether it is official is unknown: an unofficial model has no such address, and nothing was started.
  const response = await call.response({ ...byName, alsoAccept: [404] })
  if (response.status === 404) return call.json(byVersion, begunPredictionSchema)
  return begunPredictionSchema.parse(JSON.parse(response.text()))
}

const problemSchema = z.looseObject({
  title: z.string().nullish(),
  detail: z.unknown().optional(),
  /** Seconds. */
  retry_after: z.number().nullish(),
})

function readFailure({ status, json }: FailureResponse): Fault | null {
  const parsed = problemSchema.safeParse(json)
  if (!parsed.success) return null
  const { title, retry_after: seconds } = parsed.data
  const message = findMessage(parsed.data.detail) || title || ''
  if (status === 422 && /version/i.test(title ?? '')) return { type: 'error', code: 'provider/unknown-model', message }
  if (status === 422 && /flagged as sensitive|\bE005\b|nsfw/i.test(message)) {
    return { type: 'refused', what: 'prompt', message, isBilled: 'no' }
  }
  if (status === 413) {
    return { type: 'error', code: 'provider/invalid-request', message: message || messages.uploadTooLarge }
  }
  if (status === 429 && typeof seconds === 'number') {
    return { type: 'error', code: 'provider/rate-limited', message, afterMs: seconds * 1_000 }
  }
  return null
}

/** Larger images are uploaded: Replicate recommends no more inside a request. */
const inlineBytesMax = 256_000

const fileSchema = z.looseObject({ id: z.string().nullish(), urls: z.looseObject({ get: z.string() }) })

/** An image as sent, and its file id at Replicate; null = it is sent inline. */
interface Sent {
  readonly address: string
  readonly fileId: string | null
}

/** `fileIds`: uploads to remove when the task has ended. */
async function sendImages(
  { source, references, mask }: AdapterInput,
  call: Call,
): Promise<{ readonly images: SentImages; readonly fileIds: readonly string[] }> {
  const sentSource = source && (await sendImage('source', source, call))
  const sentReferences = await Promise.all(references.map((each, at) => sendImage(`reference-${at + 1}`, each, call)))
  const sentMask = mask && (await sendImage('mask', mask, call))
  const all = [sentSource, sentMask, ...sentReferences]
  return {
    images: {
      source: sentSource?.address ?? null,
      references: sentReferences.map(({ address }) => address),
      mask: sentMask?.address ?? null,
    },
    fileIds: all.flatMap((sent) => (sent?.fileId ? [sent.fileId] : [])),
  }
}

/** An uploaded file is read with the account's own token. */
async function sendImage(name: string, image: InputImage, call: Call): Promise<Sent> {
  if (image.bytes.byteLength <= inlineBytesMax) return { address: toDataUri(image), fileId: null }
  const { bytes, mime } = image
  const form = [
    { name: 'content', bytes, mime, fileName: fileNameOf(name, image) },
    { name: 'metadata', value: '{}', mime: 'application/json' },
  ]
  const { id, urls } = await call.json({ method: 'POST', path: '/files', body: { form } }, fileSchema)
  return { address: urls.get, fileId: id ?? null }
}

const goneOrLater = [403, 404, 429, 500, 502, 503, 504]

/** A file that cannot be removed expires by itself within a day. */
async function removeFiles(fileIds: readonly string[], call: Call): Promise<void> {
  const requests = fileIds.map((id) =>
    call.response({ method: 'DELETE', path: `/files/${encodeURIComponent(id)}`, alsoAccept: goneOrLater }),
  )
  await Promise.allSettled(requests)
}

/** Some results are stored with the API's own files, which cannot be downloaded without the key. */
async function withOwnFiles(state: TaskState, call: Call): Promise<TaskState> {
  if (state.type !== 'done') return state
  return { ...state, images: await Promise.all(state.images.map((image) => withOwnFile(image, call))) }
}

async function withOwnFile(image: RemoteImage, call: Call): Promise<RemoteImage> {
  if (!('url' in image) || !image.url.startsWith('https://api.replicate.com/')) return image
  const { url, ...facts } = image
  const { bytes, mime } = await call.response({ method: 'GET', path: url })
  return { ...facts, bytes, mime }
}
