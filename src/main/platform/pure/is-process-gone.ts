import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

const dayMs = 86_400_000
const clockSlackMs = 2_000

/**
 * Whether the process that was running at `atMs` (milliseconds since 1970) under this id has ended. Ids are reused, on
 * Linux after as few as 32,768: a process that started later is a different one.
 */
export function isProcessGone(pid: number, atMs: number): boolean {
  return isLongAgo(atMs) || !mayStillRun(pid, atMs)
}

/** Likewise for a process that may have been running for weeks: when in doubt, it still runs. */
export function mayStillRun(pid: number, atMs: number): boolean {
  return isAlive(pid) && !isBeforeStart(atMs) && !hasEndedOrBegunAfter(pid, atMs)
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
  if (process.platform !== 'linux') return false
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The 3rd field (state) and the 22nd (start time, in hundredths of a second since boot); the 2nd, in parentheses,
    // may itself contain spaces.
    const [state, ...fields] = line.slice(line.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z') return true
    const startedTicks = Number(fields[18])
    const startedAtMs = Date.now() - uptime() * 1_000 + startedTicks * 10
    return startedAtMs > atMs + clockSlackMs
  } catch {
    return false
  }
}

/** Whether any process has this id. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // It exists but belongs to another user.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
