import type { Services } from '../../client/index.ts'
import { createCompareActions } from './compare-actions.ts'
import type { CompareModel } from './compare-context.ts'
import { createCompareStore, type CompareState } from './create-compare-store.ts'
import { createVoting } from './vote/create-voting.ts'

interface ModelOptions {
  readonly services: Services
  readonly goTo: (place: CompareState['cameFrom']) => void
}

export function createCompareModel({ services, goTo }: ModelOptions): CompareModel {
  const store = createCompareStore()
  const leave = () => goTo(store.getState().cameFrom)
  return {
    store,
    actions: createCompareActions({ services, store, leave, goToStudio: () => goTo('studio') }),
    voting: createVoting(services),
  }
}
