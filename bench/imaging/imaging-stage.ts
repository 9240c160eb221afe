import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createImaging, type Imaging } from '../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../src/main/platform/process/start-forked-child.ts'

const projectFolder = join(import.meta.dirname, '../..')
const builtEntry = join(projectFolder, 'out/main/imaging.js')
/** The build, as shipped; the source if there is none, whose threads take longer to start. */
const entryPath = existsSync(builtEntry) ? builtEntry : join(projectFolder, 'src/main/imaging/child/imaging-child.ts')

/** A fresh process per group, to measure each one's peak memory separately. */
export async function withImaging<T>(measure: (imaging: Imaging, pid: () => number) => Promise<T>): Promise<T> {
  let pid = 0
  const imaging = createImaging({
    start: () => {
      const child = startForkedChild(entryPath)
      pid = child.pid ?? 0
      return child
    },
  })
  try {
    return await measure(imaging, () => pid)
  } finally {
    await imaging.dispose()
  }
}

/**
 * Peak memory of a process as tracked by the kernel; only Linux exposes it to other processes. Null also where the
 * process has ended: the imaging process is replaced once it has grown above its limit and is idle.
 */
export function peakMemoryMb(pid: number): number | null {
  if (process.platform !== 'linux') return null
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? (Number(found[1]) * 1024) / 1e6 : null
  } catch {
    return null
  }
}
