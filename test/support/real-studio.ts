import { createJobs, type JobsOptions } from '../../src/main/jobs/jobs.ts'
import type { Jobs } from '../../src/main/jobs/jobs.ts'
import { systemClock } from '../../src/main/platform/clock.ts'
import type { HomePaths } from '../../src/main/platform/home-paths.ts'
import type { JobSnapshot } from '../../src/shared/domain/job.ts'
import { createFakeProviders, type FakeProviders } from './fake-providers.ts'
import { sharedImagingProcess, type ImagingProcess } from './imaging-process.ts'
import { openTestLibrary, type TestLibrary } from './open-library.ts'
import { createRecordingLogger } from './recording-logger.ts'
import { noInpainting } from './no-inpainting.ts'

export interface RealStudio {
  readonly jobs: Jobs
  readonly store: TestLibrary
  readonly providers: FakeProviders
  readonly emitted: JobSnapshot[]
  killImaging(): void
  close(): Promise<void>
}

type Replaced = 'output' | 'providers' | 'sleep' | 'inpainting' | 'network' | 'onNoticed'

interface StudioOptions extends Partial<Pick<JobsOptions, Replaced>> {
  /** One that outlives the studio; absent: that of all tests. */
  readonly process?: ImagingProcess
}

/** Real library, database, and imaging process: everything except Electron and the services, which are scripted. */
export function openRealStudio(
  paths: HomePaths,
  { process: worker = sharedImagingProcess, ...overrides }: StudioOptions = {},
): RealStudio {
  const { imaging } = worker
  const store = openTestLibrary(paths, { imaging })
  const { assets, exports, database } = store
  const providers = createFakeProviders()
  const jobs = createJobs({
    imaging,
    assets,
    exports,
    paths,
    inpainting: noInpainting,
    providers: async () => providers.manager,
    output: async () => ({ saveToDisk: false, folder: '', format: 'png' }),
    database,
    clock: systemClock,
    logger: createRecordingLogger(),
    onNoticed: () => undefined,
    ...overrides,
  })
  const emitted: JobSnapshot[] = []
  jobs.onChanged((job) => emitted.push(job))
  return {
    jobs,
    store,
    providers,
    emitted,
    killImaging: () => void process.kill(worker.pid(), 'SIGKILL'),
    async close() {
      await jobs.dispose()
      await store.close()
    },
  }
}
