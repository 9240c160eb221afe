import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { AppError } from '../../../shared/errors/index.ts'
import type { CompareActions } from './compare-actions.ts'
import type { CompareState, CompareStore } from './create-compare-store.ts'
import type { VoteState, Voting } from './vote/create-voting.ts'

export interface CompareModel {
  readonly store: CompareStore
  readonly actions: CompareActions
  readonly voting: Voting
}

const CompareContext = createContext<CompareModel | null>(null)

export const CompareProvider = CompareContext.Provider

export function useCompare(): CompareModel {
  const model = useContext(CompareContext)
  if (model === null) throw new AppError('internal/bug', 'Used outside of Compare.')
  return model
}

export function useCompareState<T>(select: (state: CompareState) => T): T {
  return useStore(useCompare().store, select)
}

export function useVoteState<T>(select: (state: VoteState) => T): T {
  return useStore(useCompare().voting.store, select)
}
