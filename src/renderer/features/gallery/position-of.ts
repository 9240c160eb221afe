import type { AssetId } from '../../../shared/domain/ids.ts'

const known = new WeakMap<readonly AssetId[], ReadonlyMap<AssetId, number>>()

/** Where a picture is in an order; -1 where it is not. The first question of an order notes all of it. */
export function positionOf(order: readonly AssetId[], id: AssetId): number {
  return positionsOf(order).get(id) ?? -1
}

export function positionsOf(order: readonly AssetId[]): ReadonlyMap<AssetId, number> {
  const noted = known.get(order)
  if (noted !== undefined) return noted
  const positions = new Map<AssetId, number>()
  for (let at = 0; at < order.length; at++) positions.set(order[at]!, at)
  known.set(order, positions)
  return positions
}
