import { uptime } from 'node:os'
import { exists, hasLiveMark, readProcessFields } from './process-marks.ts'

const dayMs = 86_400_000
const clockSlackMs = 2_000

/**
 * Whether the process that was running at `atMs` (milliseconds since 1970) under this id has ended. Ids are reused, on
 * Linux after as few as 32,768: a process that started later is a different one. A program that has left its mark lives,
 * however long ago that was and whatever was done to the clock since.
 */
export function isProcessGone(pid: number, atMs: number): boolean {
  if (!exists(pid)) return true
  return !hasLiveMark(pid) && (isLongAgo(atMs) || !mayStillRun(pid, atMs))
}

/** Likewise for a process that may have been running for weeks: when in doubt, it still runs. */
export function mayStillRun(pid: number, atMs: number): boolean {
  if (!exists(pid)) return false
  return hasLiveMark(pid) || (!isBeforeStart(atMs) && !hasEndedOrBegunAfter(pid, atMs))
}

/** Whether it is before the computer started, or more than a day ago. */
export function isLongAgo(atMs: number): boolean {
  return isBeforeStart(atMs) || atMs < Date.now() - dayMs
}

function isBeforeStart(atMs: number): boolean {
  return atMs < Date.now() - uptime() * 1_000 - clockSlackMs
}

/** Only Linux reports it; elsewhere `isLongAgo` has to do. A zombie keeps its id until its parent reaps it. */
function hasEndedOrBegunAfter(pid: number, atMs: number): boolean {
  const fields = readProcessFields(pid)
  if (fields === null) return false
  const startedAtMs = Date.now() - uptime() * 1_000 + fields.startedTicks * 10
  return fields.state === 'Z' || startedAtMs > atMs + clockSlackMs
}
