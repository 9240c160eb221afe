import { fileURLToPath } from 'node:url'
import { createImaging, type Imaging } from '../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../src/main/platform/process/start-forked-child.ts'
import { builtProgram } from './built/built-program.ts'

const entry = fileURLToPath(builtProgram(new URL('../../src/main/imaging/child/imaging-child.ts', import.meta.url)))

export interface ImagingProcess {
  readonly imaging: Imaging
  /** Of the process started last. */
  pid(): number
  /** How often one has ended by itself; one that rests too long is ended and started anew. */
  crashes(): number
  dispose(): Promise<void>
}

/** A real imaging process of its own, as plain Node, for tests about its life; it starts with the first call. */
export function createImagingProcess(): ImagingProcess {
  const pids: number[] = []
  let crashes = 0
  const imaging = createImaging({
    onCrash: () => crashes++,
    start: () => {
      const child = startForkedChild(entry)
      pids.push(child.pid!)
      return child
    },
  })
  return { imaging, pid: () => pids.at(-1)!, crashes: () => crashes, dispose: () => imaging.dispose() }
}

/**
 * The one of all tests that do not alter it: starting one takes longer than most tests. It ends with the test runner's
 * process, which loads each module once.
 */
export const sharedImagingProcess = createImagingProcess()
