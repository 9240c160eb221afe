import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'

/** What the taskbar or dock shows. */
export interface TaskbarState {
  readonly mode: 'none' | 'normal' | 'indeterminate' | 'error'
  /** 0 to 1, in whole hundredths; of `normal` only. */
  readonly value: number
  /** Jobs that wait or run. */
  readonly open: number
}

interface Tally {
  /** Since nothing was under way last. */
  readonly total: number
  readonly open: number
  /** Of the jobs that run and tell how far they are. */
  readonly known: number
  readonly progressSum: number
  /** Something came to nothing while nobody was looking. */
  readonly hasFailed: boolean
}

/** Jobs that have ended count as 1, those that wait, or do not tell, as 0: the bar never goes back when one ends. */
export function taskbarState({ total, open, known, progressSum, hasFailed }: Tally): TaskbarState {
  if (open === 0) return { mode: hasFailed ? 'error' : 'none', value: 0, open }
  const ended = total - open
  if (ended === 0 && known === 0) return { mode: 'indeterminate', value: 0, open }
  return { mode: hasFailed ? 'error' : 'normal', value: Math.floor(((ended + progressSum) / total) * 100) / 100, open }
}

interface TaskbarOptions {
  readonly isInFront: () => boolean
  /** Only when something visible has changed. */
  readonly show: (state: TaskbarState) => void
}

/** Follows the jobs with the same little work for each word, however many there are. */
export function createTaskbarProgress({ isInFront, show }: TaskbarOptions) {
  /** How far each one is; null = it does not tell. */
  const open = new Map<JobId, number | null>()
  let tally: Tally = { total: 0, open: 0, known: 0, progressSum: 0, hasFailed: false }
  let shown: TaskbarState = taskbarState(tally)

  function update(changes: Partial<Tally>): void {
    tally = { ...tally, ...changes, open: open.size }
    if (open.size === 0) tally = { ...tally, total: 0, known: 0, progressSum: 0 }
    const state = taskbarState(tally)
    if (state.mode === shown.mode && state.value === shown.value && state.open === shown.open) return
    shown = state
    show(state)
  }

  /** Takes back what was counted for it. */
  function without(id: JobId): Pick<Tally, 'known' | 'progressSum'> {
    const before = open.get(id) ?? null
    if (before === null) return { known: tally.known, progressSum: tally.progressSum }
    return { known: tally.known - 1, progressSum: tally.progressSum - before }
  }

  function heed({ id, state, progress }: JobSnapshot): void {
    const { known, progressSum } = without(id)
    if (state === 'queued' || state === 'running') {
      const isNew = !open.has(id)
      const told = state === 'running' ? progress : null
      open.set(id, told)
      update({
        total: tally.total + (isNew ? 1 : 0),
        known: known + (told === null ? 0 : 1),
        progressSum: progressSum + (told ?? 0),
      })
    } else if (open.delete(id)) {
      const isLost = (state === 'failed' || state === 'refused') && !isInFront()
      update({ known, progressSum, hasFailed: tally.hasFailed || isLost })
    }
  }

  return { heed, /** The person has come back. */ lookedAt: () => update({ hasFailed: false }) }
}
