import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createImaging } from '../../../src/main/imaging/create-imaging.ts'
import type { Imaging } from '../../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../../src/main/imaging/start-forked-child.ts'

const entryPath = join(import.meta.dirname, '../../../src/main/imaging/child/imaging-child.ts')

export interface RealImaging {
  readonly imaging: Imaging
  /** A folder of its own, removed by `close`. */
  readonly folder: string
  at(name: string): string
  /** Process id of the imaging process started last. */
  pid(): number
  starts(): number
  /** Names in the folder that no call should have left behind. */
  temporaries(): Promise<string[]>
  close(): Promise<void>
}

/** The real imaging process, started from source as a plain Node process. */
export async function startRealImaging(): Promise<RealImaging> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-imaging-'))
  const pids: number[] = []
  const imaging = createImaging({
    start: () => {
      const child = startForkedChild(entryPath)
      pids.push(child.pid!)
      return child
    },
  })
  return {
    imaging,
    folder,
    at: (name) => join(folder, name),
    pid: () => pids.at(-1)!,
    starts: () => pids.length,
    temporaries: async () => (await readdir(folder)).filter((name) => name.endsWith('.atelier-tmp')),
    close: async () => {
      await imaging.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The most memory a process ever held, from the kernel's own books; null where there are none (macOS, Windows). */
export function peakMemoryBytes(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found![1]) * 1024
}
