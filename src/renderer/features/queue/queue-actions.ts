import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import { selectLanes, type Services } from '../../client/index.ts'
import { rowTargetOf } from './queue-rows.ts'

/** Actions on queued and running calls. Errors are shown as notices. */
export interface QueueActions {
  /** null = all lanes. */
  setPaused(lane: string | null, isPaused: boolean): void
  move(entries: readonly QueueEntry[], step: 'front' | 'up' | 'down' | 'end'): void
  /** Moves within its lane; null = to the end. */
  moveBefore(entry: QueueEntry, beforeCallId: string | null): void
  /** Sends what has waited for the person since the start. */
  release(entries: readonly QueueEntry[]): void
  /** null = everything. */
  cancel(callIds: readonly string[] | null): void
  dismiss(job: JobSnapshot): void
}

export function createQueueActions({ client, intents, jobs, queue }: Services): QueueActions {
  const run = (work: Promise<unknown>) => void work.catch((error: unknown) => intents.send({ type: 'report', error }))

  async function moveAll(entries: readonly QueueEntry[], step: Parameters<QueueActions['move']>[1]): Promise<void> {
    // Moves the last one to the front first, so that they keep their order.
    const ordered = step === 'front' || step === 'down' ? entries.toReversed() : entries
    for (const entry of ordered) {
      const targetCallId = rowTargetOf(selectLanes(queue.store.getState()), entry, step)
      if (targetCallId !== undefined)
        await client.call('queue.move', { callId: entry.callId, beforeCallId: targetCallId })
    }
  }

  return {
    setPaused: (lane, isPaused) => run(client.call(isPaused ? 'queue.pause' : 'queue.resume', { lane })),
    move: (entries, step) => run(moveAll(entries, step)),
    moveBefore: ({ callId }, beforeCallId) => run(client.call('queue.move', { callId, beforeCallId })),
    release: (entries) => run(client.call('queue.release', { callIds: entries.map(({ callId }) => callId) })),
    cancel: (callIds) => run(client.call('queue.cancel', { callIds: callIds === null ? null : [...callIds] })),
    dismiss: ({ id }) => run(jobs.decide(id, 'rejected')),
  }
}
