import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createVision, type VisionOptions, type Vision } from '../../../src/main/vision/vision.ts'
import { gpuArgument } from '../../../src/main/vision/vision-calls.ts'
import { startForkedChild } from '../../../src/main/platform/process/start-forked-child.ts'
import { builtProgram } from '../built/built-program.ts'

const entry = fileURLToPath(builtProgram(new URL('../../../src/main/vision/child/vision-child.ts', import.meta.url)))
const electron = dirname(createRequire(import.meta.url).resolve('electron'))

/** Makes a process see one GPU that every computer has: Electron's own software Vulkan (SwiftShader). */
export const softwareGpu = { VK_ICD_FILENAMES: join(electron, 'dist', 'vk_swiftshader_icd.json') }
/** … or none at all. */
export const noGpu = { VK_ICD_FILENAMES: join(electron, 'none.json') }

export interface VisionProcess {
  readonly vision: Vision
  /** Of the process started last. */
  pid(): number
  starts(): number
  /** Resolves when something is next sent to it. */
  sent(): Promise<void>
}

/** The real vision process, as plain Node on the first call. */
export function createVisionProcess({
  env = {},
  ...options
}: Partial<VisionOptions> & { readonly env?: Readonly<Record<string, string>> } = {}): VisionProcess {
  const pids: number[] = []
  let sending = Promise.withResolvers<void>()
  const vision = createVision({
    ...options,
    start: (usesGpu) => {
      const child = startForkedChild(entry, { args: usesGpu ? [gpuArgument] : [], env })
      pids.push(child.pid!)
      return {
        ...child,
        post(message) {
          child.post(message)
          sending.resolve()
          sending = Promise.withResolvers()
        },
      }
    },
  })
  return { vision, pid: () => pids.at(-1)!, starts: () => pids.length, sent: () => sending.promise }
}
