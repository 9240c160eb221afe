import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'

/** Position of a family member: columns from left to right are steps, rows are one image high. */
export interface FamilyNode {
  readonly id: AssetId
  readonly column: number
  /** May be fractional: a parent is centered on its children. */
  readonly row: number
  /** Its parent in the tree, and its children, top to bottom. */
  readonly above: AssetId | null
  readonly below: readonly AssetId[]
}

export interface FamilyLayout {
  readonly nodes: ReadonlyMap<AssetId, FamilyNode>
  readonly columns: number
  readonly rows: number
}

/**
 * Lays out a tidy tree per root, one below the other (after Wetherell and Shannon: each column is filled from the top,
 * and subtrees move down until nothing overlaps). Nodes without a parent attach to another source.
 */
export function layoutFamily({ members, links }: Lineage): FamilyLayout {
  const above = findAbove(members, links)
  const below = new Map<AssetId, AssetId[]>(members.map((id) => [id, []]))
  for (const id of members) {
    const parent = above.get(id)
    if (parent !== undefined) below.get(parent)?.push(id)
  }
  const rows = new Map<AssetId, number>()
  const columns = new Map<AssetId, number>()
  /** First free row of each column. */
  const free: number[] = []
  for (const id of members) {
    if (above.has(id)) continue
    // The next root starts below everything before it.
    const top = Math.max(0, ...free)
    placeTree(id, { below, rows, columns, free, top })
  }
  const nodes = members.map((id): [AssetId, FamilyNode] => [
    id,
    {
      id,
      column: columns.get(id) ?? 0,
      row: rows.get(id) ?? 0,
      above: above.get(id) ?? null,
      below: below.get(id) ?? [],
    },
  ])
  return { nodes: new Map(nodes), columns: free.length, rows: Math.max(0, ...free) }
}

/** Attaches only to older nodes, so that a cycle from a damaged record is still laid out. */
function findAbove(members: Lineage['members'], links: Lineage['links']): Map<AssetId, AssetId> {
  const age = new Map(members.map((id, at) => [id, at]))
  const above = new Map<AssetId, AssetId>()
  for (const kinship of ['parent', 'taken-from', 'reference', 'control'] as const) {
    for (const { fromId, toId, how } of links) {
      const [from, to] = [age.get(fromId), age.get(toId)]
      if (how !== kinship || above.has(toId) || from === undefined || to === undefined || from >= to) continue
      above.set(toId, fromId)
    }
  }
  return above
}

interface Placing {
  readonly below: ReadonlyMap<AssetId, readonly AssetId[]>
  readonly rows: Map<AssetId, number>
  readonly columns: Map<AssetId, number>
  readonly free: number[]
  readonly top: number
}

/** Iterative: a chain of edits can be as long as the family is large. */
function placeTree(root: AssetId, placing: Placing): void {
  const { below, rows, columns, free, top } = placing
  const open: { readonly id: AssetId; readonly column: number; next: number }[] = [{ id: root, column: 0, next: 0 }]
  for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
    const children = below.get(frame.id) ?? []
    const child = children[frame.next++]
    if (child !== undefined) {
      open.push({ id: child, column: frame.column + 1, next: 0 })
      continue
    }
    open.pop()
    columns.set(frame.id, frame.column)
    const first = rows.get(children[0] ?? frame.id)
    const last = rows.get(children.at(-1) ?? frame.id)
    const targetRow = first === undefined || last === undefined ? top : (first + last) / 2
    const row = Math.max(targetRow, top, free[frame.column] ?? 0)
    if (row > targetRow && children.length > 0) moveDown(children, row - targetRow, placing)
    rows.set(frame.id, row)
    free[frame.column] = row + 1
  }
}

function moveDown(roots: readonly AssetId[], by: number, { below, rows, columns, free }: Placing): void {
  const open = [...roots]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const row = (rows.get(id) ?? 0) + by
    const column = columns.get(id) ?? 0
    rows.set(id, row)
    free[column] = Math.max(free[column] ?? 0, row + 1)
    open.push(...(below.get(id) ?? []))
  }
}
