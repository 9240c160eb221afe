import { fileURLToPath } from 'node:url'
import { createImaging } from '../../src/main/imaging/create-imaging.ts'
import { startForkedChild } from '../../src/main/imaging/start-forked-child.ts'
import { createJobs, type JobsOptions } from '../../src/main/jobs/create-jobs.ts'
import type { Jobs } from '../../src/main/jobs/jobs.ts'
import { systemClock } from '../../src/main/platform/clock.ts'
import type { HomePaths } from '../../src/main/platform/home-paths.ts'
import type { JobSnapshot } from '../../src/shared/domain/job.ts'
import { createFakeProviders, type FakeProviders } from './fake-providers.ts'
import { openTestLibrary, type TestLibrary } from './open-library.ts'
import { createRecordingLogger } from './recording-logger.ts'

const childEntry = fileURLToPath(new URL('../../src/main/imaging/child/imaging-child.ts', import.meta.url))

export interface RealStudio {
  readonly jobs: Jobs
  readonly store: TestLibrary
  readonly providers: FakeProviders
  readonly heard: JobSnapshot[]
  killImaging(): void
  close(): Promise<void>
}

/** Real library, real database, real imaging process: all but Electron and the services, which follow a script. */
export function openRealStudio(paths: HomePaths, own: Partial<Pick<JobsOptions, 'output'>> = {}): RealStudio {
  let pid: number | undefined
  const start = () => {
    const child = startForkedChild(childEntry)
    pid = child.pid
    return child
  }
  const imaging = createImaging({ start })
  const store = openTestLibrary(paths, { imaging })
  const { library, database } = store
  const providers = createFakeProviders()
  const jobs = createJobs({
    imaging,
    library,
    paths,
    providers: async () => providers.manager,
    output: async () => ({ saveToDisk: false, folder: '', format: 'png' }),
    store: database.jobs,
    clock: systemClock,
    logger: createRecordingLogger(),
    onNoticed: () => undefined,
    ...own,
  })
  const heard: JobSnapshot[] = []
  jobs.onChanged((job) => heard.push(job))
  return {
    jobs,
    store,
    providers,
    heard,
    killImaging: () => void process.kill(pid!, 'SIGKILL'),
    async close() {
      await jobs.dispose()
      await Promise.all([imaging.dispose(), store.close()])
    },
  }
}
