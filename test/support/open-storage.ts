import { systemClock } from '../../src/main/platform/clock.ts'
import type { HomePaths } from '../../src/main/platform/home-paths.ts'
import { programsAndAddresses } from '../../src/main/settings/index.ts'
import { createStorage, createTaskRunner, type Storage } from '../../src/main/storage/index.ts'
import { serveStorage } from '../../src/main/storage/worker/serve-storage.ts'
import type { TestLibrary } from './open-library.ts'
import { serveHere } from './serve-here.ts'

/** Opens the storage of a test library; its tasks run in this thread. */
export function openTestStorage(
  paths: HomePaths,
  { assets, database }: TestLibrary,
  beforeTask: () => Promise<void> = () => Promise.resolve(),
): Storage {
  const runTask = createTaskRunner(() => serveHere(serveStorage))
  const run: typeof runTask = async (name, input, options) => {
    await beforeTask()
    return runTask(name, input, options)
  }
  return createStorage({ database, assets, paths, clock: systemClock, appVersion: '0.1.0', run, programsAndAddresses })
}
