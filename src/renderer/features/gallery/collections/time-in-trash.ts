import { trashKeptMs } from '../../../../shared/domain/limits.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'

const dayMs = 86_400_000

/** Formats the time left before permanent deletion, such as "12 days left". */
export function timeInTrash(trashedAtMs: number, nowMs: number): string {
  const days = Math.ceil((trashedAtMs + trashKeptMs - nowMs) / dayMs)
  return days < 1 ? messages.lastDay : messages.daysLeft({ days })
}
