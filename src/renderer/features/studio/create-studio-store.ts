import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId, DocumentId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Seed } from '../../../shared/domain/seed.ts'
import { blankForm, type MakeForm } from './form/make-form.ts'
import type { FindAsset } from './lineage.ts'
import type { SpendQuestion } from './spend/spend-question.ts'
import type { StripCard } from './strip/run-groups.ts'

/** A request that did not reach the queue. `who`: the model it was for; null = it failed before any was asked. */
export interface SubmitFailure {
  readonly who: string | null
  readonly error: unknown
}

export interface StudioState {
  /** The card whose result is on the canvas; null = the picture itself. */
  readonly selectedJobId: JobId | null
  readonly seedMode: 'random' | 'fixed'
  readonly fixedSeed: Seed
  /** Whether a line with before on its left and after on its right lies over the result. */
  readonly isComparing: boolean
  /** Where and how much the result differs from the picture it was made from: kept on, or looked at by pointing. */
  readonly isHeatOn: boolean
  readonly isHeatPeeked: boolean
  /** Between the click and the answer of the queue. */
  readonly isSubmitting: boolean
  /** What was not taken; the others of the same click were. */
  readonly failures: readonly SubmitFailure[]
  /** The limits have something to say to what is about to be sent. */
  readonly spendQuestion: SpendQuestion | null
  /** The card of which all is told. */
  readonly detailsOf: JobId | null
  /** What is filled in for a new picture, an edit or variations. */
  readonly form: MakeForm
  readonly isPickerOpen: boolean
  /** The one that is open where the window has no room for both; null = neither. */
  readonly narrowSide: 'task' | 'options' | null
  /** The prompt is to be written on: it takes the focus as soon as it is there. */
  readonly isPromptWanted: boolean
  /** A picture of which a part is to be taken into that document: what is painted over comes from it. */
  readonly takingFrom: { readonly sourceId: AssetId; readonly documentId: DocumentId } | null
  /** It is looked at instead of the open one. */
  readonly isSourcePeeked: boolean
}

export type StudioStore = StoreApi<StudioState>

export function createStudioStore(): StudioStore {
  return createStore<StudioState>(() => ({
    selectedJobId: null,
    seedMode: 'random',
    narrowSide: 'task',
    fixedSeed: 1,
    isComparing: false,
    isHeatOn: false,
    isHeatPeeked: false,
    isSubmitting: false,
    failures: [],
    spendQuestion: null,
    detailsOf: null,
    form: blankForm,
    isPickerOpen: false,
    isPromptWanted: false,
    takingFrom: null,
    isSourcePeeked: false,
  }))
}

export function selectJob(store: StudioStore, id: JobId | null): void {
  if (store.getState().selectedJobId === id) return
  store.setState((state) => ({ selectedJobId: id, isComparing: id !== null && state.isComparing }))
}

/** Another picture is on screen. */
export function forgetSelection(store: StudioStore): void {
  selectJob(store, null)
  store.setState({ failures: [], isSourcePeeked: false })
}

export function toggleHeat(store: StudioStore): void {
  store.setState(({ isHeatOn }) => ({ isHeatOn: !isHeatOn, isHeatPeeked: false }))
}

export function toggleCompare(store: StudioStore): void {
  store.setState(({ isComparing }) => ({ isComparing: !isComparing }))
}

/** All but what was dismissed, and what was canceled before anything was sent: of that there is nothing to show. */
export function jobsInStrip(jobs: readonly JobSnapshot[]): readonly JobSnapshot[] {
  return jobs.filter((job) => job.verdict !== 'rejected' && !(job.state === 'cancelled' && !job.wasSent))
}

/** The card beside the selected one; from none, the newest. Stays at the ends. */
export function neighborOf(cards: readonly StripCard[], selected: JobId | null, step: 1 | -1): JobId | null {
  const index = selected === null ? -1 : indexOf(cards, selected)
  if (index < 0) return cards.at(-1)?.job.id ?? null
  return cards[index + step]?.job.id ?? selected
}

/** What to select when the card with `gone` leaves the strip. */
export function successorOf(cards: readonly StripCard[], gone: JobId): JobId | null {
  const index = indexOf(cards, gone)
  return cards[index + 1]?.job.id ?? cards[index - 1]?.job.id ?? null
}

function indexOf(cards: readonly StripCard[], id: JobId): number {
  return cards.findIndex(({ jobs }) => jobs.some((job) => job.id === id))
}

export interface ReviewState {
  readonly job: JobSnapshot
  readonly verdict: 'kept' | 'open'
}

/**
 * Which verdicts differ from what the base says: kept are the results it is made of, one upon the other. Keeping an
 * earlier result again leaves the later ones out of the picture, so they are open once more. Between them may lie
 * pictures that no job has made: layers in one, a part that was cut out. `canBeBase` is false for those that were kept as
 * pictures of their own: what the base is says nothing of them.
 */
export function reviewStatesOf(
  jobs: readonly JobSnapshot[],
  baseId: AssetId,
  { canBeBase, find }: { readonly canBeBase: (job: JobSnapshot) => boolean; readonly find: FindAsset },
): readonly ReviewState[] {
  const byResult = new Map(jobs.filter(({ resultId }) => resultId !== null).map((job) => [job.resultId, job]))
  const kept = new Set<JobSnapshot>()
  const seen = new Set<AssetId>()
  let id: AssetId | null = baseId
  while (id !== null && !seen.has(id)) {
    seen.add(id)
    const job = byResult.get(id)
    if (job !== undefined) kept.add(job)
    id = job?.assetId ?? find(id)?.parentId ?? null
  }
  const changes: ReviewState[] = []
  for (const each of jobs) {
    if (kept.has(each) && each.verdict !== 'kept') changes.push({ job: each, verdict: 'kept' })
    if (!kept.has(each) && each.verdict === 'kept' && canBeBase(each)) changes.push({ job: each, verdict: 'open' })
  }
  return changes
}

/** Done on this computer: nothing is sent, and nothing is billed. */
export function isLocal({ operation, provider }: JobSnapshot): boolean {
  return operation === 'fill' || operation === 'expand' || operation === 'merge' || provider === 'reblend'
}

export function isUnderWay(job: JobSnapshot): boolean {
  return job.state === 'queued' || job.state === 'running'
}
