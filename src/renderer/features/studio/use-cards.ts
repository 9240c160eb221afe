import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useActiveDocument, useServices } from '../../client/index.ts'
import { cardsOf } from './create-studio-store.ts'
import { jobsBeneath } from './strip-jobs.ts'
import { useStudioState } from './studio-context.ts'

export interface Cards {
  readonly cards: readonly JobSnapshot[]
  readonly selected: JobSnapshot | null
}

/** The cards beneath the picture on screen, or those of none, oldest first. */
export function useCards(): Cards {
  const document = useActiveDocument()
  const state = useStore(useServices().jobs.store)
  const selectedId = useStudioState((each) => each.selectedJobId)
  const cards = useMemo(() => cardsOf(jobsBeneath(state, document)), [state, document])
  return { cards, selected: cards.find((card) => card.id === selectedId) ?? null }
}
