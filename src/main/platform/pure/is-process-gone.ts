import { readFile } from 'node:fs/promises'
import { uptime } from 'node:os'

const dayMs = 86_400_000
const clockSlackMs = 2_000

/**
 * Whether the process that was at work at `atMs` (milliseconds since 1970) under this number has ended. Numbers are given
 * again, on Linux after as few as 32,768: one that began later is another.
 */
export async function isProcessGone(pid: number, atMs: number): Promise<boolean> {
  return !isAlive(pid) || isLongAgo(atMs) || (await hasBegunAfter(pid, atMs))
}

/** Before the computer started, or more than a day ago. */
export function isLongAgo(atMs: number): boolean {
  const now = Date.now()
  return atMs < now - uptime() * 1_000 || atMs < now - dayMs
}

/** Only Linux tells; elsewhere `isLongAgo` has to do. */
async function hasBegunAfter(pid: number, atMs: number): Promise<boolean> {
  if (process.platform !== 'linux') return false
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'latin1')
    // The 22nd field; the 2nd, in brackets, may itself hold spaces. In hundredths of a second since the start.
    const startedTicks = Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[19])
    const startedAtMs = Date.now() - uptime() * 1_000 + startedTicks * 10
    return startedAtMs > atMs + clockSlackMs
  } catch {
    return false
  }
}

/** Whether a process of this number is there, whoever it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // It exists but belongs to somebody else.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
