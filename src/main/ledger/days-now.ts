import { localDay, monthOf } from '../../shared/util/local-day.ts'
import type { Clock } from '../platform/clock.ts'

/** Returns today and the current month in this computer's time zone. */
export function daysNow(clock: Clock): { day: string; firstOfMonth: string; lastOfMonth: string; nowMs: number } {
  const nowMs = clock.nowMs()
  const day = localDay(nowMs)
  const { first, last } = monthOf(day)
  return { day, firstOfMonth: first, lastOfMonth: last, nowMs }
}
