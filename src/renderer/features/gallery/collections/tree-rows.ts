import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { byPosition, canHoldCollections, type AllCollections, type DropPlace } from './place-in-tree.ts'

/** A row of the collection tree. */
export interface TreeRow {
  readonly collection: Collection
  /** 1 = top level. */
  readonly level: number
  /** Undefined if it has no children. */
  readonly isOpen: boolean | undefined
  /** Position among its siblings, from 1. */
  readonly place: number
  readonly siblings: number
}

/** Returns the visible rows, top to bottom. */
export function treeRows(all: AllCollections, open: ReadonlySet<CollectionId>): readonly TreeRow[] {
  const nested = Map.groupBy(all, ({ parentId }) => parentId)
  const below = (parentId: CollectionId | null, level: number): TreeRow[] => {
    const siblings = (nested.get(parentId) ?? []).toSorted(byPosition)
    return siblings.flatMap((collection, at) => {
      const isOpen = nested.has(collection.id) ? open.has(collection.id) : undefined
      const row = { collection, level, isOpen, place: at + 1, siblings: siblings.length }
      return [row, ...(isOpen === true ? below(collection.id, level + 1) : [])]
    })
  }
  return below(null, 1)
}

export type TreeMove = 'up' | 'down' | 'first' | 'last' | 'in' | 'out'
export type TreeStep = { readonly goTo: CollectionId } | { readonly toggle: CollectionId } | null

/** Returns what an arrow key does, as is usual in trees: right expands, then enters; left collapses, then leaves. */
export function stepInTree(rows: readonly TreeRow[], from: CollectionId, move: TreeMove): TreeStep {
  const index = rows.findIndex(({ collection }) => collection.id === from)
  const row = rows[index]
  if (row === undefined) return null
  const goTo = (target: TreeRow | undefined): TreeStep => (target === undefined ? null : { goTo: target.collection.id })
  switch (move) {
    case 'up':
      return goTo(rows[index - 1])
    case 'down':
      return goTo(rows[index + 1])
    case 'first':
      return goTo(rows[0])
    case 'last':
      return goTo(rows.at(-1))
    case 'in':
      if (row.isOpen === undefined) return null
      return row.isOpen ? goTo(rows[index + 1]) : { toggle: from }
    case 'out':
      if (row.isOpen === true) return { toggle: from }
      return row.collection.parentId === null ? null : { goTo: row.collection.parentId }
  }
}

/** `fraction`: pointer position down the row, 0 to 1. */
export function dropPlace(target: Collection, fraction: number): DropPlace {
  if (!canHoldCollections(target)) return fraction < 0.5 ? 'before' : 'after'
  if (fraction < 0.25) return 'before'
  return fraction > 0.75 ? 'after' : 'inside'
}

/** `Clients › Café › Poster`. */
export function pathOf(all: AllCollections, { name, parentId }: Pick<Collection, 'name' | 'parentId'>): string {
  const parent = all.find(({ id }) => id === parentId)
  return parent === undefined ? name : `${pathOf(all, parent)} › ${name}`
}
