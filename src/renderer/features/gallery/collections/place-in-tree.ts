import { compareNames } from '../../../../shared/messages/formats.ts'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'

export type AllCollections = readonly Collection[]

export function byPosition(a: Collection, b: Collection): number {
  return a.position - b.position || compareNames(a.name, b.name)
}

/** Drop position relative to a row: between it and its neighbors, or inside it. */
export type DropPlace = 'before' | 'inside' | 'after'

export function canHoldCollections({ kind }: Collection): boolean {
  return kind !== 'smart'
}

/** Returns where a dropped collection goes; null if it would land in itself or in one of its descendants. */
export function placeForDrop(
  all: AllCollections,
  movedId: CollectionId,
  target: Collection,
  place: DropPlace,
): Pick<Collection, 'parentId' | 'position'> | null {
  const parentId = place === 'inside' ? target.id : target.parentId
  if (isWithin(all, parentId, movedId)) return null
  const siblings = all
    .filter((each) => each.parentId === parentId && each.id !== movedId)
    .toSorted(byPosition)
    .map(({ id, position }) => ({ id, position }))
  if (place === 'inside') return { parentId, position: (siblings.at(-1)?.position ?? 0) + 1 }
  const index = siblings.findIndex(({ id }) => id === target.id)
  // Dropped on itself: no change.
  if (index < 0) return null
  const [before, after] =
    place === 'before' ? [siblings[index - 1], siblings[index]] : [siblings[index], siblings[index + 1]]
  return { parentId, position: between(before?.position, after?.position) }
}

function between(before: number | undefined, after: number | undefined): number {
  if (before === undefined) return (after ?? 1) - 1
  return after === undefined ? before + 1 : (before + after) / 2
}

/** Returns whether `id` is `ancestorId` or nested in it at any depth. */
export function isWithin(all: AllCollections, id: CollectionId | null, ancestorId: CollectionId): boolean {
  if (id === null) return false
  if (id === ancestorId) return true
  return isWithin(all, all.find((each) => each.id === id)?.parentId ?? null, ancestorId)
}

/** What a collection can be moved into: whatever holds collections, but itself, what is in it, and where it is. */
export function placesFor(all: AllCollections, { id, parentId }: Collection): AllCollections {
  return all.filter((each) => canHoldCollections(each) && each.id !== parentId && !isWithin(all, each.id, id))
}

/** The collections above and below one, on its level. */
export function neighborsOf(
  all: AllCollections,
  { id, parentId }: Collection,
): { readonly above: Collection | undefined; readonly below: Collection | undefined } {
  const siblings = all.filter((each) => each.parentId === parentId).toSorted(byPosition)
  const at = siblings.findIndex((each) => each.id === id)
  return { above: siblings[at - 1], below: siblings[at + 1] }
}
