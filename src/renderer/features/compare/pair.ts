import type { AssetId } from '../../../shared/domain/ids.ts'
import type { CompareState, CompareStore } from './create-compare-store.ts'

type Table = Pick<CompareState, 'ids' | 'chosen' | 'referenceId' | 'view'>

export interface Pair {
  readonly reference: AssetId
  readonly other: AssetId
}

/** The two that are held against each other; null where there are none. */
export function pairOf({ ids, chosen, referenceId }: Table): Pair | null {
  const reference = referenceId ?? ids[0]
  const other = chosen !== null && chosen !== reference ? chosen : ids.find((id) => id !== reference)
  return reference === undefined || other === undefined ? null : { reference, other }
}

/** What is on the screen: all tiles, or the two. */
export function shownIds(state: Table): readonly AssetId[] {
  const pair = state.view === 'grid' ? null : pairOf(state)
  return pair === null ? state.ids : [pair.reference, pair.other]
}

/** Of two the chosen one is the other: it is what is judged. */
export function look(store: CompareStore, view: CompareState['view']): void {
  const pair = view === 'grid' ? null : pairOf(store.getState())
  store.setState(pair === null ? { view } : { view, chosen: pair.other })
}

/** To the next tile; of two the reference stays and the next one is held against it. Round at the ends. */
export function step(store: CompareStore, by: number): void {
  const state = store.getState()
  const pair = state.view === 'grid' ? null : pairOf(state)
  const ring = pair === null ? state.ids : state.ids.filter((id) => id !== pair.reference)
  if (ring.length === 0) return
  const current = pair === null ? state.chosen : pair.other
  const at = current === null ? -1 : ring.indexOf(current)
  const next = at < 0 ? 0 : (at + by + ring.length * 9) % ring.length
  store.setState({ chosen: ring[next] ?? null })
}

/** The chosen one; what it was held against becomes the chosen one where two are looked at. */
export function makeReference(store: CompareStore, id: AssetId): void {
  const state = store.getState()
  const pair = pairOf(state)
  const chosen = state.view !== 'grid' && pair !== null && pair.other === id ? pair.reference : state.chosen
  store.setState({ referenceId: state.referenceId === id && state.view === 'grid' ? null : id, chosen })
}

/** A, B, C … by their place on the table. */
export function letterOf(at: number): string {
  return String.fromCharCode(65 + at)
}
