import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import type { ArrangedLane } from '../../client/index.ts'

/** One row of the queue's list. */
export type QueueRow =
  | { readonly type: 'lane'; readonly key: string; readonly lane: ArrangedLane }
  | { readonly type: 'call'; readonly key: string; readonly entry: QueueEntry; readonly place: number | null }
  | { readonly type: 'failed-head'; readonly key: string; readonly count: number }
  | { readonly type: 'failed'; readonly key: string; readonly job: JobSnapshot }

/** CSS pixels; keep in sync with the style sheet. */
export const headPx = 36
export const rowPx = 48

/** Returns rows by lane: running, then waiting in order; at the end, failures not dismissed. */
export function rowsOf(lanes: readonly ArrangedLane[], failed: readonly JobSnapshot[]): readonly QueueRow[] {
  const rows = lanes.flatMap((lane): QueueRow[] => [
    { type: 'lane', key: `lane ${lane.id}`, lane },
    ...lane.running.map((entry) => ({ type: 'call' as const, key: entry.callId, entry, place: null })),
    ...lane.waiting.map((entry, at) => ({ type: 'call' as const, key: entry.callId, entry, place: at + 1 })),
  ])
  if (failed.length === 0) return rows
  return [
    ...rows,
    { type: 'failed-head', key: 'failed', count: failed.length },
    ...failed.map((job): QueueRow => ({ type: 'failed', key: `failed ${job.id}`, job })),
  ]
}

export function heightOf(row: QueueRow): number {
  return row.type === 'lane' || row.type === 'failed-head' ? headPx : rowPx
}

/** Returns the ids of a row's model; null if it has none. */
export function modelOf(row: QueueRow): { readonly provider: string; readonly model: string | null } | null {
  if (row.type === 'call') return { provider: row.entry.lane, model: row.entry.model }
  return row.type === 'failed' ? { provider: row.job.provider, model: row.job.model } : null
}

/** Returns the top of each row, followed by the end of the list. */
export function topsOf(rows: readonly QueueRow[]): readonly number[] {
  const tops = [0]
  for (const row of rows) tops.push(tops.at(-1)! + heightOf(row))
  return tops
}

/** Returns the row at an offset; the last one if beyond the end. */
export function rowAt(tops: readonly number[], px: number): number {
  let low = 0
  let high = Math.max(0, tops.length - 2)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (tops[middle]! <= px) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * Returns the call to move another before, so that it advances `step` positions in its lane; null = to the end,
 * undefined = it cannot move there.
 */
export function rowTargetOf(
  lanes: readonly ArrangedLane[],
  entry: QueueEntry,
  step: 'front' | 'up' | 'down' | 'end',
): string | null | undefined {
  const waiting = lanes.find(({ id }) => id === entry.lane)?.waiting.filter((each) => !each.isElsewhere) ?? []
  const index = waiting.findIndex(({ callId }) => callId === entry.callId)
  if (index < 0) return undefined
  if (step === 'front' || step === 'up')
    return index === 0 ? undefined : waiting[step === 'front' ? 0 : index - 1]?.callId
  if (index === waiting.length - 1) return undefined
  return step === 'end' ? null : (waiting[index + 2]?.callId ?? null)
}

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
