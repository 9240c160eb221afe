import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Folders in which this process has a mark. */
const folders = new Set<string>()
let beat: ReturnType<typeof setInterval> | undefined

const beatEveryMs = 60_000
/** A mark that was renewed this recently belongs to a process that lives; a step of the clock is over by the next beat. */
const freshForMs = 3 * beatEveryMs

/**
 * Leaves a file named by the process id in `folder`, until this process ends or `removeProcessMarks`. It tells other
 * programs that this one lives, whatever the clock does. Marks of ended processes are removed. @throws if the folder cannot
 * be written
 */
export function markProcess(folder: string): void {
  // It may be the first folder of a new home, which is for this account alone; one that exists keeps its mode.
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const pid of listProcessMarks(folder)) if (!exists(pid)) rmSync(pathOf(folder, pid), { force: true })
  writeFileSync(pathOf(folder, process.pid), readIdentity(process.pid) ?? '')
  process.off('exit', removeAllMarks).on('exit', removeAllMarks)
  folders.add(folder)
  // Only Linux says which process an id means now.
  if (process.platform !== 'linux') beat ??= setInterval(renewMarks, beatEveryMs).unref()
}

/**
 * Node's `exit` does not come where Electron ends before it was ready.
 * @param of folders that are no longer used; default: all
 */
export function removeProcessMarks(...of: readonly string[]): void {
  for (const folder of folders) {
    if (of.length > 0 && !of.includes(folder)) continue
    rmSync(pathOf(folder, process.pid), { force: true })
    folders.delete(folder)
  }
  if (folders.size > 0) return
  clearInterval(beat)
  beat = undefined
}

const removeAllMarks = () => removeProcessMarks()

/** The ids of processes that left a mark in a folder. */
export function listProcessMarks(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** Whether a process that exists is a program that uses the same folder. False also where nobody can tell. */
export function hasLiveMark(pid: number): boolean {
  return [...folders].some((folder) => isLive(pathOf(folder, pid), pid))
}

function isLive(path: string, pid: number): boolean {
  try {
    const identity = readIdentity(pid)
    if (identity !== null) return readFileSync(path, 'utf8') === identity
    return Math.abs(Date.now() - statSync(path).mtimeMs) < freshForMs
  } catch {
    return false
  }
}

/**
 * The boot and the moment of it, in hundredths of a second, in which a process started: no other process ever has the same
 * id and the same moment. Null where the system does not say, and for one that has ended.
 */
function readIdentity(pid: number): string | null {
  const fields = readProcessFields(pid)
  if (fields === null || fields.state === 'Z') return null
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields.startedTicks}`
}

/** `state`: `Z` = ended, until its parent notices. Null except on Linux. */
export function readProcessFields(pid: number): { readonly state: string; readonly startedTicks: number } | null {
  if (process.platform !== 'linux') return null
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The 3rd field (state) and the 22nd (start time, in hundredths of a second since boot); the 2nd, in parentheses,
    // may itself contain spaces.
    const [state = '', ...fields] = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return { state, startedTicks: Number(fields[18]) }
  } catch {
    return null
  }
}

/** Whether any process has this id. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // It exists but belongs to another user.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

function renewMarks(): void {
  const now = new Date()
  for (const folder of folders) {
    try {
      utimesSync(pathOf(folder, process.pid), now, now)
    } catch {
      // The folder was moved, or cannot be written: then nothing can be claimed there either.
    }
  }
}

function pathOf(folder: string, pid: number): string {
  return join(folder, String(pid))
}
