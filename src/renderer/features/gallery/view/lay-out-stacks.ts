import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { IdList } from '../../../lib/id-list.ts'

/** Cover of each open stack, mapped to its members, cover first. */
export type OpenStacks = ReadonlyMap<AssetId, readonly AssetId[]>

interface StackRow {
  readonly ids: IdList
  readonly shapes: readonly number[] | null
}

/** Expands open stacks at the position of their cover. */
export function layOutStacks({ ids, shapes }: StackRow, open: OpenStacks, shapeOf: (id: AssetId) => number): StackRow {
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

/** Returns the cover of the open stack an image is in; null if none. */
export function headOf(open: OpenStacks, id: AssetId): AssetId | null {
  for (const [head, members] of open) if (members.includes(id)) return head
  return null
}
