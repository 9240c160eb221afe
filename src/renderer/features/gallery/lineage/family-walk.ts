import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { FamilyLayout, FamilyNode } from './family-layout.ts'

export type FamilyMove = 'left' | 'right' | 'up' | 'down'

/** Returns where an arrow key leads: left to the source, right to a derived image, up and down within the column. */
export function walkFamily({ nodes }: FamilyLayout, from: AssetId, move: FamilyMove): AssetId {
  const node = nodes.get(from)
  if (node === undefined) return from
  if (move === 'left') return node.above ?? from
  if (move === 'right')
    return (
      nearest(
        node,
        node.below.map((id) => nodes.get(id)).filter((each) => each !== undefined),
      ) ?? from
    )
  const inColumn = [...nodes.values()].filter(
    ({ column, row }) => column === node.column && (move === 'up' ? row < node.row : row > node.row),
  )
  return nearest(node, inColumn) ?? from
}

function nearest({ row }: FamilyNode, candidates: readonly FamilyNode[]): AssetId | null {
  const [best] = candidates.toSorted((a, b) => Math.abs(a.row - row) - Math.abs(b.row - row))
  return best?.id ?? null
}

/** Returns all descendants of an image, oldest first, excluding itself. */
export function descendantsOf(
  id: AssetId,
  { members, links }: { members: readonly AssetId[]; links: readonly { fromId: AssetId; toId: AssetId }[] },
): readonly AssetId[] {
  const children = new Map<AssetId, AssetId[]>()
  for (const { fromId, toId } of links) children.set(fromId, [...(children.get(fromId) ?? []), toId])
  const found = new Set<AssetId>()
  const open = [id]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of children.get(at) ?? []) {
      if (next === id || found.has(next)) continue
      found.add(next)
      open.push(next)
    }
  }
  return members.filter((member) => found.has(member))
}
