import { localDay, monthOf } from '../../shared/util/local-day.ts'
import type { Clock } from '../platform/clock.ts'

/** Today, and the month around it, by this computer's clock and time zone. */
export function daysNow(clock: Clock): { day: string; firstOfMonth: string; lastOfMonth: string; nowMs: number } {
  const nowMs = clock.nowMs()
  const day = localDay(nowMs)
  const { first, last } = monthOf(day)
  return { day, firstOfMonth: first, lastOfMonth: last, nowMs }
}
