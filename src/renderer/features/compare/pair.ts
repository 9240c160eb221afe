import type { AssetId } from '../../../shared/domain/ids.ts'
import type { CompareState, CompareStore } from './create-compare-store.ts'

type Table = Pick<CompareState, 'ids' | 'chosen' | 'referenceId' | 'view'>

export interface Pair {
  readonly reference: AssetId
  readonly other: AssetId
}

/** Returns the two images being compared; null if there are fewer. */
export function pairOf({ ids, chosen, referenceId }: Table): Pair | null {
  const reference = referenceId ?? ids[0]
  const other = chosen !== null && chosen !== reference ? chosen : ids.find((id) => id !== reference)
  return reference === undefined || other === undefined ? null : { reference, other }
}

/** Returns what is shown: all tiles, or the pair. */
export function shownIds(state: Table): readonly AssetId[] {
  const pair = state.view === 'grid' ? null : pairOf(state)
  return pair === null ? state.ids : [pair.reference, pair.other]
}

/** Switches the view; in pair views the non-reference image is selected, because it is the one being judged. */
export function chooseView(store: CompareStore, view: CompareState['view']): void {
  const pair = view === 'grid' ? null : pairOf(store.getState())
  store.setState(pair === null ? { view } : { view, chosen: pair.other })
}

/** Moves to the next tile, wrapping around; in pair views the reference stays and the other image changes. */
export function step(store: CompareStore, by: number): void {
  const state = store.getState()
  const pair = state.view === 'grid' ? null : pairOf(state)
  const ring = pair === null ? state.ids : state.ids.filter((id) => id !== pair.reference)
  if (ring.length === 0) return
  const current = pair === null ? state.chosen : pair.other
  const index = current === null ? -1 : ring.indexOf(current)
  const next = index < 0 ? 0 : (index + by + ring.length * 9) % ring.length
  store.setState({ chosen: ring[next] ?? null })
}

/** Makes an image the reference; in pair views the previous reference becomes the selected image. */
export function makeReference(store: CompareStore, id: AssetId): void {
  const state = store.getState()
  const pair = pairOf(state)
  const chosen = state.view !== 'grid' && pair !== null && pair.other === id ? pair.reference : state.chosen
  store.setState({ referenceId: state.referenceId === id && state.view === 'grid' ? null : id, chosen })
}

/** Returns A, B, C … by position on the table. */
export function letterOf(index: number): string {
  return String.fromCharCode(65 + index)
}
