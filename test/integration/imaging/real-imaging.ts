import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Imaging } from '../../../src/main/imaging/imaging.ts'
import { sharedImagingProcess, type ImagingProcess } from '../../support/imaging-process.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

export interface RealImaging {
  readonly imaging: Imaging
  /** Its own folder, removed by `close`. */
  readonly folder: string
  at(name: string): string
  /** Process id of the imaging process started last. */
  pid(): number
  crashes(): number
  /** Names in the folder that no call should have left behind. */
  temporaries(): Promise<string[]>
  close(): Promise<void>
}

/** The shared imaging process and a folder for its files; tests about the life of a process hand in their own. */
export async function startRealImaging(worker: ImagingProcess = sharedImagingProcess): Promise<RealImaging> {
  const folder = await mkdtemp(join(folderInMemory(), 'atelier-imaging-'))
  return {
    imaging: worker.imaging,
    folder,
    at: (name) => join(folder, name),
    pid: worker.pid,
    crashes: worker.crashes,
    temporaries: async () => (await readdir(folder)).filter((name) => name.endsWith('.atelier-tmp')),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Peak memory of a process as reported by the kernel; null on macOS and Windows. */
export function peakMemoryBytes(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found![1]) * 1024
}
