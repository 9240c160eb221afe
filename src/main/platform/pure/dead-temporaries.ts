import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLongAgo, isProcessGone } from './is-process-gone.ts'
import { temporaryOwner } from './temporary-name.ts'

/** Whether the process that was writing a temporary file is gone. Names of other files are nobody's temporaries. */
export async function isDeadTemporary(folder: string, fileName: string): Promise<boolean> {
  const pid = temporaryOwner(fileName)
  if (pid === null) return false
  const facts = await stat(join(folder, fileName)).catch(() => null)
  return facts !== null && isProcessGone(pid, facts.mtimeMs)
}

/** Deletes what processes that are gone left half written in one folder: files, and folders of them. Returns how many that were. */
export async function removeDeadTemporaries(folder: string): Promise<number> {
  let removed = 0
  for (const fileName of await readdir(folder)) {
    if (!(await isDeadTemporary(folder, fileName))) continue
    await rm(join(folder, fileName), { recursive: true, force: true })
    removed++
  }
  return removed
}

/** Not written to since the computer started, or for a day. */
export async function isOld(path: string): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => isLongAgo(mtimeMs),
    () => false,
  )
}
