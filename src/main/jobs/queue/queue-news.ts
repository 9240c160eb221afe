import type { Payload } from '../../../shared/contract/index.ts'
import type { QueueEntry, QueueView } from '../../../shared/domain/queue.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { Logger } from '../../platform/logger.ts'

type News = Payload<'queue.changed'>

/** Gathers what changes, and tells it a little at a time. */
export interface QueueNews {
  touch(callIds: readonly string[]): void
  touchLanes(): void
  onChanged(listener: (news: News) => void): () => void
  dispose(): void
}

const pauseMs = 100
/** In one telling: so much is drawn, and checked, within a frame. */
const entriesMax = 200

/** `entryOf`: null where it has gone. */
export function createQueueNews(
  look: {
    readonly entryOf: (callId: string) => QueueEntry | null
    readonly state: () => Omit<QueueView, 'entries'>
  },
  logger: Pick<Logger, 'error'>,
): QueueNews {
  const told = createEmitter<[News]>((error) => logger.error('jobs.not-heard', { error }))
  const touched = new Set<string>()
  let timer: NodeJS.Timeout | null = null

  function soon(): void {
    if (!told.hasListeners()) return touched.clear()
    timer ??= setTimeout(tell, pauseMs)
  }

  function tell(): void {
    timer = null
    const changed: QueueEntry[] = []
    const gone: string[] = []
    for (const callId of touched) {
      if (changed.length + gone.length === entriesMax) break
      touched.delete(callId)
      const entry = look.entryOf(callId)
      if (entry === null) gone.push(callId)
      else changed.push(entry)
    }
    told.emit({ ...look.state(), changed, gone })
    if (touched.size > 0) soon()
  }

  return {
    touch(callIds) {
      for (const callId of callIds) touched.add(callId)
      soon()
    },
    touchLanes: soon,
    onChanged: told.on,
    dispose() {
      if (timer !== null) clearTimeout(timer)
      told.clear()
    },
  }
}
