import { Worker } from 'node:worker_threads'
import { systemClock } from '../../src/main/platform/clock.ts'
import type { HomePaths } from '../../src/main/platform/home-paths.ts'
import { programsAndAddresses } from '../../src/main/settings/index.ts'
import { createStorage, createTaskRunner, type Storage } from '../../src/main/storage/index.ts'
import { builtProgram } from './built/built-program.ts'
import type { TestLibrary } from './open-library.ts'

const workerUrl = builtProgram(new URL('../../src/main/storage/worker/storage-worker.ts', import.meta.url))

/** Opens the storage of a test library, with its real thread. */
export function openTestStorage(
  paths: HomePaths,
  { assets, database }: TestLibrary,
  beforeTask: () => Promise<void> = () => Promise.resolve(),
): Storage {
  const runTask = createTaskRunner((options) => new Worker(workerUrl, options))
  const run: typeof runTask = async (name, input, options) => {
    await beforeTask()
    return runTask(name, input, options)
  }
  return createStorage({ database, assets, paths, clock: systemClock, appVersion: '0.1.0', run, programsAndAddresses })
}
