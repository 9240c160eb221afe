import { trashKeptMs } from '../../../../shared/domain/trash-kept.ts'
import { formatCount } from '../../../lib/format.ts'

const dayMs = 86_400_000

/** "12 days left" before it is gone for good. */
export function timeInTrash(trashedAtMs: number, nowMs: number): string {
  const days = Math.ceil((trashedAtMs + trashKeptMs - nowMs) / dayMs)
  return days < 1 ? 'last day' : `${formatCount(days, 'day')} left`
}
