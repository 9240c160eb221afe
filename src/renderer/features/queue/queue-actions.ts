import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import { selectLanes, type Services } from '../../client/index.ts'
import { targetOf } from './queue-rows.ts'

/** What can be done about what waits and runs. What goes wrong is told in the corner. */
export interface QueueActions {
  /** null = all lanes. */
  setPaused(lane: string | null, isPaused: boolean): void
  move(entries: readonly QueueEntry[], step: 'front' | 'up' | 'down' | 'end'): void
  /** Within its lane; null = to the end. */
  moveBefore(entry: QueueEntry, beforeCallId: string | null): void
  /** null = everything. */
  cancel(callIds: readonly string[] | null): void
  dismiss(job: JobSnapshot): void
}

export function createQueueActions({ client, intents, jobs, queue }: Services): QueueActions {
  const run = (work: Promise<unknown>) => void work.catch((error: unknown) => intents.send({ do: 'report', error }))

  async function moveAll(entries: readonly QueueEntry[], step: Parameters<QueueActions['move']>[1]): Promise<void> {
    // The last goes first to the front, so that they stand there in the order they have.
    const ordered = step === 'front' || step === 'down' ? entries.toReversed() : entries
    for (const entry of ordered) {
      const before = targetOf(selectLanes(queue.store.getState()), entry, step)
      if (before !== undefined) await client.call('queue.move', { callId: entry.callId, beforeCallId: before })
    }
  }

  return {
    setPaused: (lane, isPaused) => run(client.call(isPaused ? 'queue.pause' : 'queue.resume', { lane })),
    move: (entries, step) => run(moveAll(entries, step)),
    moveBefore: ({ callId }, beforeCallId) => run(client.call('queue.move', { callId, beforeCallId })),
    cancel: (callIds) => run(client.call('queue.cancel', { callIds: callIds === null ? null : [...callIds] })),
    dismiss: ({ id }) => run(jobs.decide(id, 'rejected')),
  }
}
