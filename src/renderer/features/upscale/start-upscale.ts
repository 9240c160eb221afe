import type { AssetId, DocumentId, JobId } from '../../../shared/domain/ids.ts'
import { fromErrorData, toErrorData, type AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/upscale.ts'
import type { Intents, Services } from '../../client/index.ts'
import type { ModelMatch } from '../../lib/models/model-ref.ts'
import { upscaleRequest } from './upscalers.ts'

export interface Upscale {
  readonly ids: readonly AssetId[]
  /** The open document it was requested in; null = requested elsewhere. */
  readonly documentId: DocumentId | null
  readonly upscaler: ModelMatch
  readonly factor: number
}

/** Limit of one call to the queue. */
const requestsMax = 1_000

/**
 * Enqueues everything as one run. Rejected images are reported and do not stop the others. Resolves to false if the
 * user declined the price. @throws if none was accepted
 */
export async function startUpscale(services: Services, upscale: Upscale): Promise<boolean> {
  const { ids, upscaler } = upscale
  const runId = crypto.randomUUID()
  const errors: AppError[] = []
  const jobs: JobId[] = []
  for (let at = 0; at < ids.length; at += requestsMax) {
    const outcomes = await send(services, upscale, runId, ids.slice(at, at + requestsMax))
    if (outcomes === null) return false
    for (const each of outcomes) {
      if ('error' in each) errors.push(fromErrorData(each.error))
      else jobs.push(...each.ids)
    }
  }
  const [error] = errors
  if (error !== undefined && errors.length === ids.length) throw error
  const { provider, card } = upscaler
  services.settings.change({ upscaler: { provider: provider.id, model: card.id } })
  report(services.intents, upscale, jobs, errors)
  return true
}

/** Shows the card in an open document; elsewhere, points to the queue. */
function report(
  intents: Intents,
  { ids, documentId, upscaler, factor }: Upscale,
  [jobId]: readonly JobId[],
  errors: readonly AppError[],
): void {
  if (documentId !== null && jobId !== undefined) intents.send({ type: 'show-job', jobId, documentId })
  const [error] = errors
  if (error !== undefined) {
    const text = messages.cannotUpscale({ count: errors.length, total: ids.length, reason: error.message })
    intents.send({ type: 'notify', notice: { level: 'warning', text } })
  } else if (documentId === null) {
    const text = messages.upscalingImages({ count: ids.length, factor, model: upscaler.card.label })
    const action = { label: messages.showQueue, run: () => intents.send({ type: 'show-queue' }) }
    intents.send({ type: 'notify', notice: { level: 'info', text, topic: 'upscale', action } })
  }
}

/** null = over a spending limit that asks, and the user declined: nothing was sent. */
async function send(
  { client, documents }: Services,
  { documentId, upscaler, factor }: Upscale,
  runId: string,
  ids: readonly AssetId[],
) {
  const open = documents.store.getState().documents ?? []
  const requests = ids.map((sourceId) => {
    // An open image shows its result there.
    const ownDocumentId = documentId ?? open.find(({ baseId }) => baseId === sourceId)?.id ?? null
    return { ...upscaleRequest({ upscaler, factor, sourceId, documentId: ownDocumentId }), maskBounds: null }
  })
  try {
    return await client.call('jobs.run', { runId, maskPng: null, requests })
  } catch (thrown) {
    if (toErrorData(thrown).code === 'request/cancelled') return null
    throw thrown
  }
}
