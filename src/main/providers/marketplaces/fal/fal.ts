import { z } from 'zod'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { AdapterInput, ProviderAdapter } from '../../core/adapter.ts'
import { toDataUri } from '../../core/encode-picture.ts'
import { falProgress, falStatusSchema, readFalFault } from '../shared/fal-response.ts'
import { falEndStatuses, readFalEnd } from '../shared/fal-response.ts'
import { writeInput } from '../shared/write-input.ts'
import { findCards, loadEndpoint, loadPrices, platformUrl, toFalCard, withPrice } from './fal-catalogue.ts'
import { builtInShape, endpointOf, falModels, offeredFalIds } from './fal-models.ts'
import { queuedSchema, readTask, toTask, writeTask } from './fal-task.ts'

/** How long fal keeps a result at its public link: long enough for a computer that slept meanwhile. */
const lifecycle = { 'x-fal-object-lifecycle-preference': JSON.stringify({ expiration_duration_seconds: 86_400 }) }
const notTold: readonly number[] = [400, 404, 409]

export const fal: ProviderAdapter = {
  id: 'fal',
  label: providerLabels.fal,
  kind: 'cloud',
  baseUrl: 'https://queue.fal.run',
  apiHosts: ['fal.run', '*.fal.run', 'api.fal.ai'],
  deliveryHosts: ['fal.media', '*.fal.media'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://fal.ai/dashboard/keys' },
  pages: { docs: 'https://fal.ai/docs', prices: 'https://fal.ai/pricing' },
  privacy:
    'Your words and the images you add go to fal.ai, which keeps requests for 30 days in your account’s history. Results stay there for a day at a link that anyone who has it can open.',
  models: falModels,
  addModelHint: 'An endpoint as on its page at fal.ai, for example fal-ai/recraft/v3/text-to-image',
  // More wait in fal's queue: a new account runs two at a time there.
  concurrency: 4,
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 1_000, deadlineMs: 900_000 },
  authorise: (credential) => (credential.is === 'key' ? { authorization: `Key ${credential.key}` } : {}),
  async check(call) {
    const query = { endpoint_id: 'fal-ai/flux/dev' }
    await call.json({ method: 'GET', path: `${platformUrl}/models/pricing`, query }, z.looseObject({}))
    return { message: 'The key is good. fal.ai tells the balance to administrators’ keys only.' }
  },
  async listModels(call) {
    const current = falModels.filter(({ state }) => state.is === 'current')
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
    const body = writeInput(shape, input, picturesOf(input))
    const path = `/${endpoint}`
    const queued = await call.json(
      { method: 'POST', path, headers: lifecycle, body: { json: body }, isPaid: true },
      queuedSchema,
    )
    const task = toTask(endpoint, queued, body, call.isOwnBaseUrl)
    const position = { status: 'IN_QUEUE' as const, queue_position: queued.queue_position }
    return { is: 'waiting', handle: writeTask(task), ...falProgress(position) }
  },
  async poll(handle, call) {
    const task = readTask(handle)
    if (task === null) return { is: 'expired', words: 'This is no task of fal.ai’s queue.' }
    const status = await call.json(
      { method: 'GET', path: task.status, query: { logs: '1' }, alsoAccept: [404] },
      falStatusSchema,
    )
    if (status.status === undefined) return { is: 'expired', words: 'fal.ai no longer knows this task.' }
    if (status.status !== 'COMPLETED') return { is: 'waiting', handle, ...falProgress(status) }
    // Completed says that it has ended, not how: only the result's own answer does.
    const reply = await call.reply({ method: 'GET', path: task.result, alsoAccept: falEndStatuses })
    const { id: requestId, n: wanted, isUnchecked, isRewritten } = task
    return readFalEnd(reply, { wanted, isUnchecked, isRewritten, requestId }, status)
  },
  async cancel(handle, call) {
    const task = readTask(handle)
    // What is under way gets a signal only: it may finish, and be billed.
    if (task) await call.reply({ method: 'PUT', path: task.cancel, alsoAccept: notTold })
  },
  readFailure: readFalFault,
}

function picturesOf(input: AdapterInput) {
  return {
    source: input.source && toDataUri(input.source),
    references: input.references.map(toDataUri),
    mask: input.mask && toDataUri(input.mask),
  }
}

/** Ids are typed by hand too, and become part of an address. */
function requireEndpoint(id: string): string {
  const endpoint = id.trim().replace(/^\/+|\/+$/g, '')
  if (/^[\w-][\w.-]*(\/[\w-][\w.-]*)+$/.test(endpoint)) return endpoint
  throw new AppError(
    'provider/unknown-model',
    `“${id}” is no endpoint of fal.ai. Write it like fal-ai/flux/dev, as on its page there.`,
  )
}
