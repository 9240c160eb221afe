import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { temporaryOwner } from '../platform/pure/temporary-name.ts'

const dayMs = 86_400_000
const clockSlackMs = 2_000

/** Whether the process that was writing a temporary file is gone. Names of other files are nobody's temporaries. */
export async function isDeadTemporary(folder: string, fileName: string): Promise<boolean> {
  const pid = temporaryOwner(fileName)
  if (pid === null) return false
  const path = join(folder, fileName)
  return !isAlive(pid) || (await isOld(path)) || (await isYounger(pid, path))
}

/** Deletes what processes that are gone left half written in one folder. Returns how many files that were. */
export async function removeDeadTemporaries(folder: string): Promise<number> {
  let removed = 0
  for (const fileName of await readdir(folder)) {
    if (!(await isDeadTemporary(folder, fileName))) continue
    await rm(join(folder, fileName), { force: true })
    removed++
  }
  return removed
}

/** Not written to since the computer started, or for a day: then the process of that number is another one. */
export async function isOld(path: string): Promise<boolean> {
  const now = Date.now()
  const bootedAtMs = now - uptime() * 1_000
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs < bootedAtMs || mtimeMs < now - dayMs,
    () => false,
  )
}

/**
 * Whether the process of that number began only after the file was last written: numbers are given again, on Linux
 * after as few as 32,768. Elsewhere `isOld` has to do.
 */
async function isYounger(pid: number, path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'latin1')
    // The 22nd field; the 2nd, in brackets, may itself hold spaces. In hundredths of a second since the start.
    const startedTicks = Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[19])
    const startedAtMs = Date.now() - uptime() * 1_000 + startedTicks * 10
    return startedAtMs > (await stat(path)).mtimeMs + clockSlackMs
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // It exists but belongs to somebody else.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
