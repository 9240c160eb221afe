import { trashKeptMs } from '../../../../shared/domain/library.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'

const dayMs = 86_400_000

/** Formats the time left before permanent deletion, such as "12 days left". */
export function timeInTrash(trashedAtMs: number, nowMs: number): string {
  // Not more than from now on, if the clock was ahead then.
  const days = Math.ceil((Math.min(trashedAtMs, nowMs) + trashKeptMs - nowMs) / dayMs)
  return days < 1 ? messages.lastDay : messages.daysLeft({ days })
}
