import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ProviderView } from '../shared/domain/provider.ts'
import { AppError } from '../shared/errors/index.ts'
import type { MaskEdge } from '../shared/util/effective-mask.ts'
import { createDatabase } from './database/index.ts'
import { createImaging, startUtilityChild } from './imaging/index.ts'
import type { Imaging } from './imaging/imaging.ts'
import { createJobs } from './jobs/index.ts'
import type { Jobs } from './jobs/jobs.ts'
import { createDocuments, createLibrary } from './library/index.ts'
import type { Documents, Library } from './library/library.ts'
import type { OpenedProviders, ProvidersOptions } from './open-providers.ts'
import type { ProviderManager } from './providers/provider-manager.ts'
import { systemClock } from './platform/clock.ts'
import { createHomeFolders } from './platform/home-paths.ts'

/** What the window and the command line both work with. */
export interface Services {
  readonly library: Library
  readonly documents: Documents
  readonly jobs: Jobs
  readonly imaging: Imaging
  /** Loaded when they are first asked for. */
  openProviders(): Promise<OpenedProviders>
  providers(): Promise<ProviderManager>
  onProviderChanged(listener: (view: ProviderView) => void): void
  /** Ends what is under way, writes and closes. */
  close(): Promise<void>
}

interface ServicesOptions extends ProvidersOptions {
  /** Where the built child entries lie. */
  readonly builtFolder: string
  readonly maskDefaults: () => MaskEdge
  /** Failures where no caller is waiting: the imaging process ended, the database was damaged. */
  readonly onNoticed: (error: AppError) => void
}

/** @throws storage/* where the home folder or the database cannot be opened */
export async function openServices(options: ServicesOptions): Promise<Services> {
  const { paths, logger, builtFolder, maskDefaults, onNoticed } = options
  const clock = systemClock
  await createHomeFolders(paths)
  const database = createDatabase({
    file: paths.databaseFile,
    logger,
    start: (workerOptions) => new Worker(join(builtFolder, 'database.js'), workerOptions),
  })
  const imaging = createImaging({
    start: () => startUtilityChild(join(builtFolder, 'imaging.js')),
    onCrash: onNoticed,
  })
  const library = createLibrary({ database, imaging, paths, clock, logger, appVersion: options.appVersion })
  const documents = createDocuments({ database, library, clock, maskDefaults })
  const late = createLateProviders(options)
  const { providers, output } = late
  const jobs = createJobs({
    imaging,
    library,
    providers,
    output,
    store: database.jobs,
    paths,
    clock,
    logger,
    onNoticed,
  })
  const { rebuilt } = await database.opened()
  if (rebuilt !== null) onNoticed(rebuiltNotice(rebuilt))
  return {
    library,
    documents,
    jobs,
    imaging,
    openProviders: late.open,
    providers,
    onProviderChanged: late.onChanged,
    async close() {
      await jobs.dispose()
      await Promise.all([imaging.dispose(), database.dispose(), late.dispose()])
    },
  }
}

/** The first frame, and a fill, need no provider. */
function createLateProviders(options: ProvidersOptions) {
  const listeners = new Set<(view: ProviderView) => void>()
  let opening: Promise<OpenedProviders> | null = null

  async function load(): Promise<OpenedProviders> {
    const { openProviders } = await import('./open-providers.ts')
    const opened = await openProviders(options)
    opened.manager.onChanged((view) => {
      for (const listener of listeners) listener(view)
    })
    return opened
  }

  function open(): Promise<OpenedProviders> {
    opening ??= load().catch((thrown: unknown) => {
      // A configuration that is put right is read at the next try.
      opening = null
      throw thrown
    })
    return opening
  }

  return {
    open,
    providers: async () => (await open()).manager,
    output: async () => (await open()).output(),
    onChanged: (listener: (view: ProviderView) => void) => void listeners.add(listener),
    dispose: async () => {
      const opened = await opening?.catch(() => null)
      await opened?.manager.dispose()
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
