import type { QueueEntry } from '../../../shared/domain/queue.ts'

/** Returns the selected entries, or the active one if none are selected. In queue order. */
export function pickedOf(
  entries: ReadonlyMap<string, QueueEntry>,
  chosen: ReadonlySet<string>,
  activeKey: string | null,
): readonly QueueEntry[] {
  const picked = [...entries.values()].filter(({ callId }) => chosen.has(callId))
  const active = activeKey === null ? undefined : entries.get(activeKey)
  const all = picked.length > 0 || active === undefined ? picked : [active]
  return all.toSorted((a, b) => a.position - b.position)
}
