import { fileURLToPath } from 'node:url'
import { createImaging } from '../../src/main/imaging/create-imaging.ts'
import type { Imaging } from '../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../src/main/platform/start-forked-child.ts'

const entry = fileURLToPath(new URL('../../src/main/imaging/child/imaging-child.ts', import.meta.url))

export interface ImagingProcess {
  readonly imaging: Imaging
  /** Of the process started last. */
  pid(): number
  starts(): number
  dispose(): Promise<void>
}

/**
 * The real imaging process, started from source as plain Node on the first call. Starting one takes longer than most
 * tests, so tests in a file that do not alter it share one.
 */
export function createImagingProcess(): ImagingProcess {
  const pids: number[] = []
  const imaging = createImaging({
    start: () => {
      const child = startForkedChild(entry)
      pids.push(child.pid!)
      return child
    },
  })
  return { imaging, pid: () => pids.at(-1)!, starts: () => pids.length, dispose: () => imaging.dispose() }
}
