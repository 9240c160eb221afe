import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'

/** What the taskbar or dock shows. */
export interface TaskbarState {
  readonly mode: 'none' | 'normal' | 'indeterminate' | 'error'
  /** 0 to 1, in steps of 0.01; only for `normal`. */
  readonly value: number
  /** Jobs waiting or running. */
  readonly open: number
}

interface Tally {
  /** Number of jobs since the queue was last empty. */
  readonly total: number
  readonly open: number
  /** Running jobs that report progress. */
  readonly known: number
  readonly progressSum: number
  /** Something failed while the program was in the background. */
  readonly hasFailed: boolean
}

/**
 * Jobs that have ended count as 1, those that wait or do not report as 0: the bar never moves backward when one ends.
 */
export function taskbarState({ total, open, known, progressSum, hasFailed }: Tally): TaskbarState {
  if (open === 0) return { mode: hasFailed ? 'error' : 'none', value: 0, open }
  const endedCount = total - open
  if (endedCount === 0 && known === 0) return { mode: 'indeterminate', value: 0, open }
  return {
    mode: hasFailed ? 'error' : 'normal',
    value: Math.floor(((endedCount + progressSum) / total) * 100) / 100,
    open,
  }
}

interface TaskbarOptions {
  readonly isInFront: () => boolean
  /** Called only when something visible has changed. */
  readonly show: (state: TaskbarState) => void
}

/** Tracks the jobs at constant cost per event, however many there are. */
export function createTaskbarProgress({ isInFront, show }: TaskbarOptions) {
  /** Progress of each job; null = not reported. */
  const open = new Map<JobId, number | null>()
  let tally: Tally = { total: 0, open: 0, known: 0, progressSum: 0, hasFailed: false }
  let shownState: TaskbarState = taskbarState(tally)

  function update(changes: Partial<Tally>): void {
    tally = { ...tally, ...changes, open: open.size }
    if (open.size === 0) tally = { ...tally, total: 0, known: 0, progressSum: 0 }
    const state = taskbarState(tally)
    if (state.mode === shownState.mode && state.value === shownState.value && state.open === shownState.open) return
    shownState = state
    show(state)
  }

  /** Subtracts what was counted for this job. */
  function without(id: JobId): Pick<Tally, 'known' | 'progressSum'> {
    const previous = open.get(id) ?? null
    if (previous === null) return { known: tally.known, progressSum: tally.progressSum }
    return { known: tally.known - 1, progressSum: tally.progressSum - previous }
  }

  function noteJob({ id, state, progress }: JobSnapshot): void {
    const { known, progressSum } = without(id)
    if (state === 'queued' || state === 'running') {
      const isNew = !open.has(id)
      const reported = state === 'running' ? progress : null
      open.set(id, reported)
      update({
        total: tally.total + (isNew ? 1 : 0),
        known: known + (reported === null ? 0 : 1),
        progressSum: progressSum + (reported ?? 0),
      })
    } else if (open.delete(id)) {
      const isLost = (state === 'failed' || state === 'refused') && !isInFront()
      update({ known, progressSum, hasFailed: tally.hasFailed || isLost })
    }
  }

  return { heed: noteJob, /** The user has returned. */ lookedAt: () => update({ hasFailed: false }) }
}
