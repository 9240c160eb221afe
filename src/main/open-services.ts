import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '../shared/errors/index.ts'
import type { MaskEdge } from '../shared/util/effective-mask.ts'
import { createDatabase } from './database/index.ts'
import { createImaging, startUtilityChild } from './imaging/index.ts'
import type { Imaging } from './imaging/imaging.ts'
import { createJobs } from './jobs/index.ts'
import type { Jobs } from './jobs/jobs.ts'
import { createDocuments, createLibrary } from './library/index.ts'
import type { Documents, Library } from './library/library.ts'
import type { ProviderManager } from './providers/provider-manager.ts'
import type { ProviderView } from '../shared/domain/provider.ts'
import { systemClock } from './platform/clock.ts'
import { createHomeFolders, type HomePaths } from './platform/home-paths.ts'
import type { Logger } from './platform/logger.ts'

/** What the window and the command line both work with. */
export interface Services {
  readonly library: Library
  readonly documents: Documents
  readonly jobs: Jobs
  readonly imaging: Imaging
  providers(): Promise<ProviderManager>
  onProviderChanged(listener: (view: ProviderView) => void): void
  /** Ends what is under way, writes and closes. */
  close(): Promise<void>
}

interface ServicesOptions {
  readonly paths: HomePaths
  readonly logger: Logger
  readonly appVersion: string
  /** Where the built child entries lie. */
  readonly builtFolder: string
  readonly maskDefaults: () => MaskEdge
  /** Failures where no caller is waiting: the imaging process ended, the database was damaged. */
  readonly onNoticed: (error: AppError) => void
}

/** @throws storage/* where the home folder or the database cannot be opened */
export async function openServices(options: ServicesOptions): Promise<Services> {
  const { paths, logger, builtFolder, maskDefaults } = options
  const clock = systemClock
  await createHomeFolders(paths)
  const database = createDatabase({
    file: paths.databaseFile,
    logger,
    start: (workerOptions) => new Worker(join(builtFolder, 'database.js'), workerOptions),
  })
  const imaging = createImaging({
    start: () => startUtilityChild(join(builtFolder, 'imaging.js')),
    onCrash: options.onNoticed,
  })
  const library = createLibrary({ database, imaging, paths, clock, logger, appVersion: options.appVersion })
  const documents = createDocuments({ database, library, clock, maskDefaults })
  const jobs = createJobs({ imaging, library, store: database.jobs, paths, clock, logger })
  const { rebuilt } = await database.opened()
  if (rebuilt !== null) options.onNoticed(rebuiltNotice(rebuilt))
  return {
    library,
    documents,
    jobs,
    imaging,
    providers: () => Promise.reject(new AppError('provider/unsupported', 'No provider is set up yet.')),
    onProviderChanged: () => undefined,
    async close() {
      await jobs.dispose()
      await Promise.all([imaging.dispose(), database.dispose()])
    },
  }
}

/** The pictures themselves are plain files: the sweep after the start lists again those whose records were lost. */
function rebuiltNotice({ setAsidePath, salvaged }: { setAsidePath: string; salvaged: number }): AppError {
  return new AppError(
    'storage/corrupt',
    `The library’s database was damaged and has been built again: ${salvaged} records were saved, and your picture ` +
      `files are untouched. The damaged file is kept as ${setAsidePath}.`,
  )
}
