import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLongAgo, isProcessGone } from './is-process-gone.ts'
import { temporaryOwner } from './temporary-name.ts'

/** Whether the process that was writing a temporary file has ended; false for all other file names. */
export async function isDeadTemporary(folder: string, fileName: string): Promise<boolean> {
  const pid = temporaryOwner(fileName)
  if (pid === null) return false
  const facts = await stat(join(folder, fileName)).catch(() => null)
  return facts !== null && isProcessGone(pid, facts.mtimeMs)
}

/** Deletes the unfinished files and folders that ended processes left in a folder. Returns how many there were. */
export async function removeDeadTemporaries(folder: string): Promise<number> {
  let removed = 0
  for (const fileName of await readdir(folder)) {
    if (!(await isDeadTemporary(folder, fileName))) continue
    await rm(join(folder, fileName), { recursive: true, force: true })
    removed++
  }
  return removed
}

/** Whether it was last modified before the computer started, or more than a day ago. */
export async function isOld(path: string): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => isLongAgo(mtimeMs),
    () => false,
  )
}
