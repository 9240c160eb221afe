import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly path: string
  /** Fills it except for the last `leftBytes`. */
  fill(leftBytes?: number): void
  free(): void
  setWritable(isWritable: boolean): void
  unmount(): void
}

/** Mounts a real in-memory file system of a few megabytes, which can be filled and made read-only. Needs root. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'atelier-disk-'))
  mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path)
  const filler = join(path, 'filler')
  return {
    path,
    fill: (leftBytes = 0) => {
      const file = openSync(filler, 'w')
      try {
        const piece = Buffer.alloc(4_096)
        for (;;) writeSync(file, piece)
      } catch (thrown) {
        if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')) throw thrown
      } finally {
        closeSync(file)
      }
      if (leftBytes > 0) truncateSync(filler, Math.max(0, statSync(filler).size - leftBytes))
    },
    free: () => rmSync(filler, { force: true }),
    setWritable: (isWritable) => mount('-o', `remount,${isWritable ? 'rw' : 'ro'}`, path),
    unmount: () => {
      execFileSync('/bin/umount', ['--lazy', path])
      rmSync(path, { recursive: true, force: true })
    },
  }
}

function mount(...args: string[]): void {
  try {
    execFileSync('/bin/mount', args, { stdio: 'pipe' })
  } catch (thrown) {
    throw new Error(`These tests mount a small disk: run them as root on Linux. (${String(thrown)})`, {
      cause: thrown,
    })
  }
}
