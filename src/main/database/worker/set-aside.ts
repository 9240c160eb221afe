import { existsSync, renameSync, rmSync } from 'node:fs'

/** Renames a damaged database and its log so that a new one can be made in its place. Returns where it lies now. */
export function setAside(file: string): string {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  let target = `${file}.damaged-${stamp}`
  for (let n = 2; existsSync(target); n++) target = `${file}.damaged-${stamp}-${n}`
  // The log first: a new database must never find the old one's log and replay it.
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${target}-wal`)
  rmSync(`${file}-shm`, { force: true })
  renameSync(file, target)
  return target
}
