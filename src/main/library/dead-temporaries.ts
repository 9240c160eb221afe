import { readdir, rm, stat } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { temporaryOwner } from '../platform/pure/temporary-name.ts'

const dayMs = 86_400_000

/** Whether the process that was writing a temporary file is gone. Names of other files are nobody's temporaries. */
export async function isDeadTemporary(folder: string, fileName: string): Promise<boolean> {
  const pid = temporaryOwner(fileName)
  if (pid === null) return false
  return !isAlive(pid) || (await isOld(join(folder, fileName)))
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // It exists but belongs to somebody else.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
