import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { selectJobsOf, useActiveDocument, useServices } from '../../client/index.ts'
import { cardsOf } from './create-studio-store.ts'
import { useStudioState } from './studio-context.ts'

export interface Cards {
  readonly cards: readonly JobSnapshot[]
  readonly selected: JobSnapshot | null
}

/** The cards of the picture on screen, oldest first. */
export function useCards(): Cards {
  const documentId = useActiveDocument()?.id ?? null
  const state = useStore(useServices().jobs.store)
  const selectedId = useStudioState((each) => each.selectedJobId)
  const cards = useMemo(() => cardsOf(selectJobsOf(state, documentId)), [state, documentId])
  return { cards, selected: cards.find((card) => card.id === selectedId) ?? null }
}
