import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mayStillRun } from '../platform/pure/is-process-gone.ts'

const folderOf = (root: string) => join(root, 'running')

const marks = new Set<string>()
const removeMarks = () => {
  for (const mark of marks) rmSync(mark, { force: true })
}

/** Notes that this process uses the home, until it ends. A home that cannot be written says so itself a moment later. */
export function noteRunning(root: string): void {
  const mark = join(folderOf(root), String(process.pid))
  try {
    mkdirSync(folderOf(root), { recursive: true })
    writeFileSync(mark, '')
    if (marks.size === 0) process.on('exit', removeMarks)
    marks.add(mark)
  } catch {
    // Read-only or full: nothing can be changed there anyway.
  }
}

/** Whether another living process uses the home. Marks of dead ones are removed. */
export function hasOtherPrograms(root: string): boolean {
  return listMarks(root).some((name) => {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) return false
    const path = join(folderOf(root), name)
    if (mayStillRun(pid, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)) return true
    rmSync(path, { force: true })
    return false
  })
}

function listMarks(root: string): string[] {
  try {
    return readdirSync(folderOf(root))
  } catch {
    return []
  }
}
