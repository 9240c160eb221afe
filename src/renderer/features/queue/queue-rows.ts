import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import type { ArrangedLane } from '../../client/index.ts'

/** One line of the queue's list. */
export type QueueRow =
  | { readonly is: 'lane'; readonly key: string; readonly lane: ArrangedLane }
  | { readonly is: 'call'; readonly key: string; readonly entry: QueueEntry; readonly place: number | null }
  | { readonly is: 'failed-head'; readonly key: string; readonly count: number }
  | { readonly is: 'failed'; readonly key: string; readonly job: JobSnapshot }

/** In CSS pixels; the style sheet has the same. */
export const headPx = 36
export const rowPx = 48

/** Lane by lane: what runs, then what waits in order; at the end what has failed and was not put away. */
export function rowsOf(lanes: readonly ArrangedLane[], failed: readonly JobSnapshot[]): readonly QueueRow[] {
  const rows = lanes.flatMap((lane): QueueRow[] => [
    { is: 'lane', key: `lane ${lane.id}`, lane },
    ...lane.running.map((entry) => ({ is: 'call' as const, key: entry.callId, entry, place: null })),
    ...lane.waiting.map((entry, at) => ({ is: 'call' as const, key: entry.callId, entry, place: at + 1 })),
  ])
  if (failed.length === 0) return rows
  return [
    ...rows,
    { is: 'failed-head', key: 'failed', count: failed.length },
    ...failed.map((job): QueueRow => ({ is: 'failed', key: `failed ${job.id}`, job })),
  ]
}

export function heightOf(row: QueueRow): number {
  return row.is === 'lane' || row.is === 'failed-head' ? headPx : rowPx
}

/** The ids of the model that a row names; null where it names none. */
export function modelOf(row: QueueRow): { readonly provider: string; readonly model: string | null } | null {
  if (row.is === 'call') return { provider: row.entry.lane, model: row.entry.model }
  return row.is === 'failed' ? { provider: row.job.provider, model: row.job.model } : null
}

/** Where each row begins, and last where the list ends. */
export function topsOf(rows: readonly QueueRow[]): readonly number[] {
  const tops = [0]
  for (const row of rows) tops.push(tops.at(-1)! + heightOf(row))
  return tops
}

/** The row at a height of the list; the last where it is beneath all. */
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
 * The call that another is to be moved before, so that it goes `step` places on in its lane; null = to the end, undefined =
 * it cannot go there.
 */
export function targetOf(
  lanes: readonly ArrangedLane[],
  entry: QueueEntry,
  step: 'front' | 'up' | 'down' | 'end',
): string | null | undefined {
  const waiting = lanes.find(({ id }) => id === entry.lane)?.waiting.filter((each) => !each.isElsewhere) ?? []
  const at = waiting.findIndex(({ callId }) => callId === entry.callId)
  if (at < 0) return undefined
  if (step === 'front' || step === 'up') return at === 0 ? undefined : waiting[step === 'front' ? 0 : at - 1]?.callId
  if (at === waiting.length - 1) return undefined
  return step === 'end' ? null : (waiting[at + 2]?.callId ?? null)
}
