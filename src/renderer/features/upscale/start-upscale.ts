import type { AssetId, DocumentId, JobId } from '../../../shared/domain/ids.ts'
import { fromErrorData, toErrorData, type AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/upscale.ts'
import type { Intents, Services } from '../../client/index.ts'
import type { ModelMatch } from '../../lib/model-ref.ts'
import { upscaleRequest } from './upscalers.ts'

export interface Upscale {
  readonly ids: readonly AssetId[]
  /** The open image it is asked for in; null = asked for elsewhere. */
  readonly documentId: DocumentId | null
  readonly upscaler: ModelMatch
  readonly factor: number
}

/** One call to the queue takes no more. */
const requestsMax = 1_000

/**
 * Sends all to the queue as one run. What was not taken is told, and does not stop the others. Resolves to false where
 * the person said no to its price. @throws where none was taken
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
  tell(services.intents, upscale, jobs, errors)
  return true
}

/** In an open image its card is shown; elsewhere the queue is where it goes on. */
function tell(
  intents: Intents,
  { ids, documentId, upscaler, factor }: Upscale,
  [jobId]: readonly JobId[],
  errors: readonly AppError[],
): void {
  if (documentId !== null && jobId !== undefined) intents.send({ do: 'show-job', jobId, documentId })
  const [error] = errors
  if (error !== undefined) {
    const text = messages.cannotUpscale({ count: errors.length, total: ids.length, reason: error.message })
    intents.send({ do: 'notify', notice: { level: 'warning', text } })
  } else if (documentId === null) {
    const text = messages.upscalingImages({ count: ids.length, factor, model: upscaler.card.label })
    const action = { label: messages.showQueue, run: () => intents.send({ do: 'show-queue' }) }
    intents.send({ do: 'notify', notice: { level: 'info', text, topic: 'upscale', action } })
  }
}

/** null = over a spending limit that asks, and the answer was no: nothing was sent. */
async function send(
  { client, documents }: Services,
  { documentId, upscaler, factor }: Upscale,
  runId: string,
  ids: readonly AssetId[],
) {
  const open = documents.store.getState().documents ?? []
  const requests = ids.map((sourceId) => {
    // An image that is open shows its result there.
    const own = documentId ?? open.find(({ baseId }) => baseId === sourceId)?.id ?? null
    return { ...upscaleRequest({ upscaler, factor, sourceId, documentId: own }), maskBounds: null }
  })
  try {
    return await client.call('jobs.run', { runId, maskPng: null, requests })
  } catch (thrown) {
    if (toErrorData(thrown).code === 'request/cancelled') return null
    throw thrown
  }
}
