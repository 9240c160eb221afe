import type { Services } from '../../client/index.ts'
import { createCompareActions } from './compare-actions.ts'
import type { CompareModel } from './compare-context.ts'
import { createCompareStore } from './create-compare-store.ts'

export function createCompareModel(services: Services): CompareModel {
  const store = createCompareStore()
  return { store, actions: createCompareActions(services, store) }
}
