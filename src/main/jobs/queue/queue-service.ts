import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Database } from '../../database/index.ts'
import type { UnfinishedCall } from '../../../shared/domain/kept-call.ts'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Logger } from '../../platform/logger.ts'
import { createYielder } from '../create-yielder.ts'
import type { QueueService } from '../jobs.ts'
import { localJobId } from '../local/local-job.ts'
import type { CallQueue } from './call-queue.ts'
import { allLanes } from './lane-gate.ts'
import { createQueueEntries, type QueueEntries, type QueueEntriesNeeds } from './queue-entries.ts'
import { createQueueNews, type QueueNews } from './queue-news.ts'

export interface QueueServiceNeeds extends QueueEntriesNeeds {
  readonly database: Pick<Database, 'call'>
  readonly queue: CallQueue
  readonly logger: Pick<Logger, 'error'>
}

/** At once to whoever asks; further ones follow as news. */
const viewMax = 1_000
/** Of other programs. */
export const othersMax = 500

export interface LocalQueueService {
  readonly service: QueueService
  readonly news: Pick<QueueNews, 'touch' | 'touchLanes' | 'dispose'>
  /** What another program has in hand. */
  noteOthers(calls: readonly UnfinishedCall[]): void
  /** What was paused when the program last ended. */
  loadPauses(): Promise<void>
}

export function createQueueService(needs: QueueServiceNeeds): LocalQueueService {
  const { database, queue, gate, logger } = needs
  const entries = createQueueEntries(needs)
  const news = createQueueNews({ entryOf: (callId) => entries.find(callId), state: () => entries.state() }, logger)

  const noteOthers = (calls: readonly UnfinishedCall[]) => news.touch(entries.setOthers(calls))

  const service: QueueService = {
    async view() {
      noteOthers(await database.call('queue.others', { pid: process.pid, limit: othersMax }))
      const here = entries.here()
      const first = await collect([...here.slice(0, viewMax), ...entries.others()], entries)
      news.touch(here.slice(viewMax))
      return { ...entries.state(), entries: first }
    },
    async setPaused(lane, isPaused) {
      await database.call('queue.setPaused', { lane: lane ?? allLanes, isPaused })
      gate.setPaused(lane, isPaused)
    },
    async move(callId, beforeCallId) {
      if (await queue.move(callId, beforeCallId)) return
      throw new AppError('request/invalid', messages.cannotMove)
    },
    cancel: (callIds) => cancel(callIds, entries.here(), needs),
    onChanged: (listener) => news.onChanged(listener),
  }

  return {
    service,
    news,
    noteOthers,
    async loadPauses() {
      for (const lane of await database.call('queue.pauses', null))
        gate.setPaused(lane === allLanes ? null : lane, true)
    },
  }
}

async function collect(callIds: readonly string[], entries: QueueEntries): Promise<QueueEntry[]> {
  const found: QueueEntry[] = []
  const breathe = createYielder()
  for (const callId of callIds) {
    const entry = entries.find(callId)
    if (entry !== null) found.push(entry)
    await breathe()
  }
  return found
}

/** What is here ends at once; whoever has the others in hand is asked to. */
async function cancel(
  callIds: readonly string[] | null,
  here: readonly string[],
  { queue, local, database }: QueueServiceNeeds,
): Promise<void> {
  const wanted = callIds ?? here
  const own = wanted.map((callId) => local.find(localJobId(callId))).filter((job) => job !== null)
  const elsewhere = wanted.filter(
    (callId) => queue.findCall(callId) === null && local.find(localJobId(callId)) === null,
  )
  await Promise.all(own.map((job) => local.cancel(job.snapshot().id)))
  await queue.cancelCalls(wanted)
  if (callIds === null) await database.call('queue.askToCancel', { callIds: null })
  else if (elsewhere.length > 0) await database.call('queue.askToCancel', { callIds: elsewhere })
}
