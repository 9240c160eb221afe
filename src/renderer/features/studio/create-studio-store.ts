import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { blankForm, type MakeForm } from './make/make-form.ts'
import type { StudioCanvasState } from './studio-canvas.ts'

export interface StudioState {
  /** The card whose result is on the canvas; null = the picture itself. */
  readonly selectedJobId: JobId | null
  readonly seedMode: 'random' | 'fixed'
  readonly fixedSeed: number
  /** Whether a line with before on its left and after on its right lies over the result. */
  readonly isComparing: boolean
  /** Between the click and the answer of the queue. */
  readonly isSubmitting: boolean
  readonly submitError: unknown
  /** What is filled in for a new picture, an edit or variations. */
  readonly form: MakeForm
  readonly isPickerOpen: boolean
  /** Counts up whenever the prompt is to be written on. */
  readonly promptFocus: number
}

export type StudioStore = StoreApi<StudioState>

export function createStudioStore(): StudioStore {
  return createStore<StudioState>(() => ({
    selectedJobId: null,
    seedMode: 'random',
    fixedSeed: 1,
    isComparing: false,
    isSubmitting: false,
    submitError: null,
    form: blankForm,
    isPickerOpen: false,
    promptFocus: 0,
  }))
}

export function selectJob(store: StudioStore, id: JobId | null): void {
  if (store.getState().selectedJobId === id) return
  store.setState((state) => ({ selectedJobId: id, isComparing: id !== null && state.isComparing }))
}

export function toggleCompare(store: StudioStore): void {
  store.setState(({ isComparing }) => ({ isComparing: !isComparing }))
}

/** The cards of the strip: what was rejected is gone, and so is a cancelled fill, which leaves nothing to tell. */
export function cardsOf(jobs: readonly JobSnapshot[]): readonly JobSnapshot[] {
  return jobs.filter((job) => job.verdict !== 'rejected' && !(job.state === 'cancelled' && job.operation === 'fill'))
}

/** The card beside the selected one; from none, the newest. Stays at the ends. */
export function neighbourOf(cards: readonly JobSnapshot[], selected: JobId | null, step: 1 | -1): JobId | null {
  const index = cards.findIndex((card) => card.id === selected)
  if (index < 0) return cards.at(-1)?.id ?? null
  return cards[index + step]?.id ?? selected
}

/** What to select when `gone` leaves the strip. */
export function successorOf(cards: readonly JobSnapshot[], gone: JobId): JobId | null {
  const index = cards.findIndex((card) => card.id === gone)
  return cards[index + 1]?.id ?? cards[index - 1]?.id ?? null
}

export interface Verdict {
  readonly job: JobSnapshot
  readonly verdict: 'kept' | 'open'
}

/**
 * Which verdicts differ from what the base says: kept are the results it is made of, one upon the other. Keeping an
 * earlier result again leaves the later ones out of the picture, so they are open once more. `canBeBase` is false for
 * those that were kept as pictures of their own: what the base is says nothing of them.
 */
export function verdictsOf(
  jobs: readonly JobSnapshot[],
  baseId: AssetId,
  canBeBase: (job: JobSnapshot) => boolean,
): readonly Verdict[] {
  const byResult = new Map(jobs.filter(({ resultId }) => resultId !== null).map((job) => [job.resultId, job]))
  const kept = new Set<JobSnapshot>()
  let job = byResult.get(baseId)
  while (job !== undefined && !kept.has(job)) {
    kept.add(job)
    job = byResult.get(job.assetId)
  }
  const changes: Verdict[] = []
  for (const each of jobs) {
    if (kept.has(each) && each.verdict !== 'kept') changes.push({ job: each, verdict: 'kept' })
    if (!kept.has(each) && each.verdict === 'kept' && canBeBase(each)) changes.push({ job: each, verdict: 'open' })
  }
  return changes
}

type Painted = Pick<StudioCanvasState, 'hasMask' | 'sampling' | 'hasSampling'>

/** Why Fill cannot run now, in words; null when it can. */
export function fillObstacle({ hasMask, sampling, hasSampling }: Painted, isSubmitting: boolean): string | null {
  if (!hasMask) return 'Paint over what should go first.'
  if (sampling === 'painted' && !hasSampling) {
    return 'Paint where the fill may copy from, or set the sampling area to automatic.'
  }
  return isSubmitting ? 'Sending …' : null
}

export function isUnderWay(job: JobSnapshot): boolean {
  return job.state === 'queued' || job.state === 'running'
}

/** Seeds are 32-bit. Typed text that is none gives null. */
export function parseSeed(text: string): number | null {
  const value = Number(text.trim())
  return text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= 0xffffffff ? value : null
}
