import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { IdList } from '../../../lib/id-list.ts'

/** The standing picture of each stack that lies open, and all of the stack, the standing one first. */
export type OpenStacks = ReadonlyMap<AssetId, readonly AssetId[]>

interface Shelf {
  readonly ids: IdList
  readonly shapes: readonly number[] | null
}

/** What is shown when the open stacks lie out, each where its standing picture is. */
export function layOutStacks({ ids, shapes }: Shelf, open: OpenStacks, shapeOf: (id: AssetId) => number): Shelf {
  if (open.size === 0) return { ids, shapes }
  const allIds: AssetId[] = []
  const allShapes: number[] | null = shapes === null ? null : []
  let at = 0
  for (const id of ids) {
    allIds.push(id)
    allShapes?.push(shapes?.[at++] ?? 1_000)
    for (const member of open.get(id) ?? []) {
      if (member === id) continue
      allIds.push(member)
      allShapes?.push(shapeOf(member))
    }
  }
  return { ids: allIds, shapes: allShapes }
}

/** The standing picture of the open stack that a picture is in; null where it is in none. */
export function headOf(open: OpenStacks, id: AssetId): AssetId | null {
  for (const [head, members] of open) if (members.includes(id)) return head
  return null
}
