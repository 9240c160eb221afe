import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { CanvasDocument } from '../../../../shared/domain/canvas-document.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { useActiveDocument, useServices, type Services } from '../../../client/index.ts'
import { jobsInStrip } from '../create-studio-store.ts'
import { cardsOf } from '../strip/run-groups.ts'
import { jobsBeneath } from './strip-jobs.ts'
import { useStudioState } from '../studio-context.ts'

export interface Cards {
  /** One job per card: jobs of a run that failed or were refused for the same reason share a card, see `cardsOf`. */
  readonly cards: readonly JobSnapshot[]
  readonly selected: JobSnapshot | null
}

type JobsState = ReturnType<Services['jobs']['store']['getState']>

interface Known {
  readonly document: CanvasDocument | null
  readonly cards: readonly JobSnapshot[]
}

/** Several parts of the window query this, a hundred times a minute during a run. */
const known = new WeakMap<JobsState, Known>()

function cardsBeneath(state: JobsState, document: CanvasDocument | null, assets: Services['assets']): Known['cards'] {
  const cached = known.get(state)
  if (cached !== undefined && cached.document === document) return cached.cards
  const { records } = assets.store.getState()
  const cards = jobsInStrip(jobsBeneath(state, document, (id) => records.get(id)))
  known.set(state, { document, cards })
  return cards
}

/** The cards of the open image, or those without an image, oldest first. */
export function useCards(): Cards {
  const document = useActiveDocument()
  const { assets, jobs } = useServices()
  const state = useStore(jobs.store)
  const selectedId = useStudioState((each) => each.selectedJobId)
  const cards = cardsBeneath(state, document, assets)
  const selected = useMemo(() => cards.find((card) => card.id === selectedId) ?? null, [cards, selectedId])
  return { cards, selected }
}

/** All jobs of a job's card, in order. */
export function useCardJobs(job: JobSnapshot): readonly JobSnapshot[] {
  const { cards } = useCards()
  return useMemo(
    () => cardsOf(cards).find(({ jobs }) => jobs.some(({ id }) => id === job.id))?.jobs ?? [job],
    [cards, job],
  )
}
