import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

const dayMs = 86_400_000
const clockSlackMs = 2_000

/**
 * Whether the process that was at work at `atMs` (milliseconds since 1970) under this number has ended. Numbers are given
 * again, on Linux after as few as 32,768: one that began later is another.
 */
export function isProcessGone(pid: number, atMs: number): boolean {
  return isLongAgo(atMs) || !mayStillRun(pid, atMs)
}

/** Likewise of a process that may have been there for weeks: in doubt it is. */
export function mayStillRun(pid: number, atMs: number): boolean {
  return isAlive(pid) && !isBeforeStart(atMs) && !hasEndedOrBegunAfter(pid, atMs)
}

/** Before the computer started, or more than a day ago. */
export function isLongAgo(atMs: number): boolean {
  return isBeforeStart(atMs) || atMs < Date.now() - dayMs
}

function isBeforeStart(atMs: number): boolean {
  return atMs < Date.now() - uptime() * 1_000 - clockSlackMs
}

/** Only Linux tells; elsewhere `isLongAgo` has to do. One that has ended keeps its number until somebody asks how. */
function hasEndedOrBegunAfter(pid: number, atMs: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The 3rd field and the 22nd; the 2nd, in brackets, may itself hold spaces. In hundredths of a second since the start.
    const [state, ...fields] = line.slice(line.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z') return true
    const startedTicks = Number(fields[18])
    const startedAtMs = Date.now() - uptime() * 1_000 + startedTicks * 10
    return startedAtMs > atMs + clockSlackMs
  } catch {
    return false
  }
}

/** Whether a process of this number is there, whoever it is. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // It exists but belongs to somebody else.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
