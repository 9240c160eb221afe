import { fileURLToPath } from 'node:url'
import { createVision } from '../../../src/main/vision/create-vision.ts'
import type { Vision } from '../../../src/main/vision/vision.ts'
import { startForkedChild } from '../../../src/main/platform/start-forked-child.ts'

const entry = fileURLToPath(new URL('../../../src/main/vision/child/vision-child.ts', import.meta.url))

export interface VisionProcess {
  readonly vision: Vision
  /** Of the process started last. */
  pid(): number
  starts(): number
}

/** The real vision process, started from source as plain Node on the first call. */
export function createVisionProcess(): VisionProcess {
  const pids: number[] = []
  const vision = createVision({
    start: () => {
      const child = startForkedChild(entry)
      pids.push(child.pid!)
      return child
    },
  })
  return { vision, pid: () => pids.at(-1)!, starts: () => pids.length }
}
