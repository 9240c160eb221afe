import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { PlanFacts } from './planned-call.ts'
import type { PlanNotes } from './plan-notes.ts'

/** A retired model is offered only where another address than the vendor's may still serve it. */
export function planState({ label, state }: ModelCard, facts: PlanFacts, notes: PlanNotes): void {
  if (state.is === 'current') return
  const follows = state.successor === null ? '' : ` ${state.successor} follows it.`
  if (state.is === 'retiring') {
    notes.warn('model-retiring', `${facts.providerLabel} serves ${label} until ${state.on}.${follows}`)
    return
  }
  const since = state.on === null ? '' : ` since ${state.on}`
  const told = state.note === null ? '' : ` ${state.note}`
  const gone = `${facts.providerLabel} serves ${label} no more${since}.${told}${follows}`
  if (state.isServedElsewhere && facts.isOwnBaseUrl) {
    notes.warn('model-retired', `${gone} The address set for it may still do.`)
    return
  }
  notes.obstruct(state.isServedElsewhere ? `${gone} A gateway may still: set its address as the base URL.` : gone)
}
