import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId, DocumentId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Seed } from '../../../shared/domain/seed.ts'
import { blankForm, type GenerateForm } from './form/generate-form.ts'
import type { FindAsset } from './results/lineage.ts'
import type { StripCard } from './strip/run-groups.ts'

/** A request that did not reach the queue. `who`: its model; null = it failed before reaching any model. */
export interface SubmitFailure {
  readonly who: string | null
  readonly error: unknown
}

/** Why the limits block a run, until the user has dismissed it. */
export interface SpendQuestion {
  /** Which limit, how much is spent, how much this would add. */
  readonly reasons: readonly string[]
  readonly close: () => void
}

export interface StudioState {
  /** The card whose result is on the canvas; null = the image itself. */
  readonly selectedJobId: JobId | null
  readonly seedMode: 'random' | 'fixed'
  readonly fixedSeed: Seed
  /** Whether the comparison divider is shown, with the original on its left and the result on its right. */
  readonly isComparing: boolean
  /** Whether the difference between the result and its source image is shown: permanently, or while hovering. */
  readonly isHeatOn: boolean
  readonly isHeatPeeked: boolean
  /** Between the click and the queue's response. */
  readonly isSubmitting: boolean
  /** Rejected requests; the others of the same click were accepted. */
  readonly failures: readonly SubmitFailure[]
  /** A spending limit requires confirmation before sending. */
  readonly spendQuestion: SpendQuestion | null
  readonly isEditPlanOpen: boolean
  /** The card whose details are open. */
  readonly detailsOf: JobId | null
  /** The form for a new image, an edit or variations. */
  readonly form: GenerateForm
  readonly isPickerOpen: boolean
  /** The open panel if the window has no room for both; null = neither. */
  readonly narrowSide: 'task' | 'options' | null
  /** The prompt should take the focus as soon as it is rendered. */
  readonly isPromptWanted: boolean
  /** An image to merge a part of into that document: painted areas come from it. */
  readonly takingFrom: { readonly sourceId: AssetId; readonly documentId: DocumentId } | null
  /** It is shown instead of the open document. */
  readonly isSourcePeeked: boolean
  /** A conversation is shown beside this document. `assetId`: goes on from this image; null = where it was. */
  readonly conversation: { readonly documentId: DocumentId; readonly assetId: AssetId | null } | null
  /** ID of the document that is redrawn while it is painted; null = none. */
  readonly liveOf: string | null
  /** The tour is on: it says what to do, not the hints of the first start. */
  readonly isTouring: boolean
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
    isEditPlanOpen: false,
    detailsOf: null,
    form: blankForm,
    isPickerOpen: false,
    isPromptWanted: false,
    takingFrom: null,
    isSourcePeeked: false,
    conversation: null,
    liveOf: null,
    isTouring: false,
  }))
}

export function selectJob(store: StudioStore, id: JobId | null): void {
  if (store.getState().selectedJobId === id) return
  store.setState((state) => ({ selectedJobId: id, isComparing: id !== null && state.isComparing }))
}

/** Called when another image is shown. */
export function forgetSelection(store: StudioStore): void {
  selectJob(store, null)
  store.setState({ failures: [], isSourcePeeked: false })
}

export function toggleHeat(store: StudioStore): void {
  store.setState(({ isHeatOn }) => ({ isHeatOn: !isHeatOn, isHeatPeeked: false }))
}

export function toggleLive(store: StudioStore, documentId: string): void {
  store.setState(({ liveOf }) => ({ liveOf: liveOf === documentId ? null : documentId }))
}

export function toggleCompare(store: StudioStore): void {
  store.setState(({ isComparing }) => ({ isComparing: !isComparing }))
}

/** All jobs except dismissed ones and those canceled before sending, which have nothing to show. */
export function jobsInStrip(jobs: readonly JobSnapshot[]): readonly JobSnapshot[] {
  return jobs.filter((job) => job.verdict !== 'rejected' && !(job.state === 'cancelled' && !job.wasSent))
}

/** The card next to the selected one; without a selection, the newest. Stops at the ends. */
export function neighborOf(cards: readonly StripCard[], selected: JobId | null, step: 1 | -1): JobId | null {
  const index = selected === null ? -1 : indexOf(cards, selected)
  if (index < 0) return cards.at(-1)?.job.id ?? null
  return cards[index + step]?.job.id ?? selected
}

/** The card to select when the card with `gone` leaves the strip. */
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
 * Verdicts that differ from what the base implies: the kept results are those the base was made from. Keeping an
 * earlier result again removes later ones from the image, so they are undecided again. In between there may be images
 * no job made: flattened layers, a crop. `canBeBase` is false for results that were kept as separate images: the base
 * implies nothing about them.
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

/** Runs on this computer: nothing is sent, and nothing is billed. */
export function isLocal({ operation, provider }: JobSnapshot): boolean {
  return (
    operation === 'fill' ||
    operation === 'expand' ||
    operation === 'merge' ||
    provider === 'reblend' ||
    provider === 'live'
  )
}

export function isUnderWay(job: JobSnapshot): boolean {
  return job.state === 'queued' || job.state === 'running'
}
