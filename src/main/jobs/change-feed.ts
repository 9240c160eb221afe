import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Logger } from '../platform/logger.ts'

/** Between two progress events of one job: about 30 a second, more than anyone can see. */
const pauseMs = 33

export interface ChangeFeed {
  /** Emits a new state, verdict or result immediately. */
  emit(job: JobSnapshot): void
  /** Emits progress and previews at a limited rate; the latest one is always delivered. */
  emitThrottled(job: JobSnapshot): void
  onChanged(listener: (job: JobSnapshot) => void): () => void
}

export function createChangeFeed(logger: Pick<Logger, 'error'>): ChangeFeed {
  // A failing listener must not end work that is paid for.
  const changed = createEmitter<[JobSnapshot]>((error) => logger.error('jobs.not-heard', { error }))
  const pauses = new Map<JobId, { timer: NodeJS.Timeout; latest: JobSnapshot | null }>()

  function endPause(id: JobId): void {
    const latest = pauses.get(id)?.latest
    pauses.delete(id)
    if (latest) emitThrottled(latest)
  }
  function emitThrottled(job: JobSnapshot): void {
    const pause = pauses.get(job.id)
    if (pause) {
      pause.latest = job
      return
    }
    pauses.set(job.id, { timer: setTimeout(() => endPause(job.id), pauseMs), latest: null })
    changed.emit(job)
  }

  return {
    emit(job) {
      clearTimeout(pauses.get(job.id)?.timer)
      pauses.delete(job.id)
      changed.emit(job)
    },
    emitThrottled,
    onChanged: changed.on,
  }
}
