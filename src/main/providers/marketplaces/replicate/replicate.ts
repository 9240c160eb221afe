import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { AdapterInput, ProviderAdapter } from '../../core/adapter.ts'
import type { Call, CallRequest } from '../../core/call.ts'
import type { FailureResponse, Fault } from '../../core/fault.ts'
import { findWords } from '../../core/plain-words.ts'
import { readMaskPolarity } from '../shared/read-mask-polarity.ts'
import { predictionSchema, readPrediction } from '../shared/replicate-response.ts'
import { writeInput } from '../shared/write-input.ts'
import {
  findCard,
  loadModel,
  parseModelName,
  pathOf,
  toReplicateCard,
  type LoadedModel,
} from './replicate-catalogue.ts'
import { removeFiles, sendPictures, withOwnFiles } from './replicate-files.ts'
import { offeredReplicateIds, replicateModels } from './replicate-models.ts'

/** Stops a model that nobody waits for any more: it bills by the second. */
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
  privacy:
    'Your words and the images you add go to Replicate, and from there to the makers of some models. Replicate deletes them and the results after an hour.',
  models: replicateModels,
  addModelHint: 'owner/model, or owner/model:version, as on its page at replicate.com',
  concurrency: 4,
  // A model that nobody has used for a while takes minutes to start.
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 1_000, deadlineMs: 1_800_000 },
  authorise: (credential) => (credential.is === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const account = z.looseObject({ username: z.string() })
    const { username } = await call.json({ method: 'GET', path: '/account' }, account)
    return { message: `Account ${username}. Replicate tells no balance.` }
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
    const { pictures, fileIds } = await sendPictures(input, call)
    const fields = { ...writeInput(model.shape, input, pictures), ...steadySeed(model, input) }
    const prediction = await create(model, fields, call)
    return withOwnFiles(readPrediction(prediction, writeHandle(prediction.id, fileIds)), call)
  },
  async poll(handle, call) {
    const task = readHandle(handle)
    if (task === null) return { is: 'expired', words: 'This is no task of Replicate’s.' }
    const prediction = await call.json({ method: 'GET', path: task.path }, predictionSchema)
    const state = await withOwnFiles(readPrediction(prediction, handle), call)
    if (state.is !== 'waiting') await removeFiles(task.fileIds, call)
    return state
  },
  async cancel(handle, call) {
    const task = readHandle(handle)
    if (task === null) return
    await call.reply({ method: 'POST', path: `${task.path}/cancel`, alsoAccept: [404, 422] })
    await removeFiles(task.fileIds, call)
  },
  readFailure,
}

/** `predictions/<id>`, and the files that were uploaded for it: `predictions/<id>?files=<id>,<id>`. */
function writeHandle(id: string, fileIds: readonly string[]): string {
  return fileIds.length === 0 ? `predictions/${id}` : `predictions/${id}?files=${fileIds.join(',')}`
}

/** null = no prediction: a submission that has not answered yet has none. */
function readHandle(handle: string): { readonly path: string; readonly fileIds: readonly string[] } | null {
  const [, id, files = ''] = /^predictions\/([\w-]+)(?:\?files=(.+))?$/.exec(handle) ?? []
  return id === undefined ? null : { path: `/predictions/${id}`, fileIds: files === '' ? [] : files.split(',') }
}

/** The mask is drawn already: where the model has changed its mind since its card was made, it would repaint the rest. */
function requireSamePolarity({ shape, name }: LoadedModel, { mask, card }: AdapterInput): void {
  const now = readMaskPolarity(shape.roles.mask?.hint ?? null)
  if (mask === null || now === null || now === card.maskPolarity) return
  throw new AppError(
    'provider/unsupported',
    `${name} now repaints what is ${now} in a mask, not what is ${card.maskPolarity}. Nothing was sent or billed. Refresh the list of models, then try again.`,
  )
}

/** The fast way draws another picture of the same seed each time. Who asks for it all the same gets it. */
function steadySeed({ shape }: LoadedModel, { seed, options }: AdapterInput): Readonly<Record<string, unknown>> {
  const hasFastWay = shape.options.some(({ name }) => name === 'go_fast')
  return hasFastWay && seed !== null && options['go_fast'] === undefined ? { go_fast: false } : {}
}

function begin(path: string, json: Readonly<Record<string, unknown>>): CallRequest {
  return { method: 'POST', path, headers: cancelAfter, body: { json }, isPaid: true }
}

async function create(model: LoadedModel, fields: Readonly<Record<string, unknown>>, call: Call) {
  const byVersion = begin('/predictions', { version: model.latestVersion, input: fields })
  if (model.isOfficial === false && model.latestVersion !== null) return call.json(byVersion, predictionSchema)
  const byName = begin(`${pathOf(model)}/predictions`, { input: fields })
  if (model.isOfficial === true || model.latestVersion === null) return call.json(byName, predictionSchema)
  // Whether it is official was not said: a model that is not has no such address, and nothing was begun.
  const reply = await call.reply({ ...byName, alsoAccept: [404] })
  if (reply.status === 404) return call.json(byVersion, predictionSchema)
  return predictionSchema.parse(JSON.parse(reply.text()))
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
  const words = findWords(parsed.data.detail) || title || ''
  if (status === 422 && /version/i.test(title ?? '')) return { is: 'error', code: 'provider/unknown-model', words }
  if (status === 422 && /flagged as sensitive|\bE005\b|nsfw/i.test(words)) {
    return { is: 'refused', what: 'prompt', words, isBilled: 'no' }
  }
  if (status === 413) {
    return { is: 'error', code: 'provider/invalid-request', words: words || 'An image is too large to be uploaded.' }
  }
  if (status === 429 && typeof seconds === 'number') {
    return { is: 'error', code: 'provider/rate-limited', words, afterMs: seconds * 1_000 }
  }
  return null
}
