import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Caps } from '../shared/domain/ledger.ts'
import type { ProviderView } from '../shared/domain/provider.ts'
import type { Settings } from '../shared/domain/settings.ts'
import { AppError } from '../shared/errors/index.ts'
import * as databaseMessages from '../shared/messages/en/database.ts'
import { stillShared } from '../shared/messages/en/originals.ts'
import { createEmitter } from '../shared/util/create-emitter.ts'
import { lazy } from '../shared/util/lazy.ts'
import type { MaskEdge } from '../shared/util/mask/effective-mask.ts'
import type { Assets } from './assets/assets.ts'
import {
  createAssets,
  createDocuments,
  createExports,
  createExternalEdits,
  createFingerprintQueue,
  watchFolders,
  watchSafety,
} from './assets/index.ts'
import { createComparisons } from './compare/comparisons.ts'
import type { Database } from './database/index.ts'
import type { Imaging } from './imaging/imaging.ts'
import { createImaging } from './imaging/index.ts'
import { createJobs, type JobsOptions } from './jobs/index.ts'
import type { Jobs, Spending } from './jobs/jobs.ts'
import { createLedger } from './ledger/index.ts'
import type { MainServices, OpenedProviders } from './main-services.ts'
import { createLateVision, isDownloading, openEditPlans, openGrids, openLateLive, openModelValue } from './open-late.ts'
import type { ProvidersOptions } from './open-providers.ts'
import { systemClock } from './platform/clock.ts'
import { createHomeFolders } from './platform/create-home-folders.ts'
import { createNetTransport } from './platform/network/net-transport.ts'
import { createNetworkStatus } from './platform/network/network-status.ts'
import type { Transport } from './platform/network/transport.ts'
import { createPagePrinter } from './platform/page-printer.ts'
import { startUtilityChild } from './platform/process/start-utility-child.ts'
import type { WorkerThread } from './platform/process/worker-port.ts'
import { createPrompts, recordingPrompts } from './prompts/index.ts'
import type { Keychain, SystemKeychain } from './secrets/index.ts'
import { coveringFilter, programsAndAddresses } from './settings/index.ts'
import { createSigning } from './signing/index.ts'
import { createStorage, createTaskRunner } from './storage/index.ts'
import type { Upscaling, Vision } from './vision/index.ts'

/** What several programs in one process have in common: each costs more to open than all the rest. */
export interface SharedParts {
  /** Two would share connections that each assumes to be its own. */
  readonly transport: Transport
  readonly imaging: Imaging
  /** Absent: the system's. */
  readonly keychain?: SystemKeychain
  /** Absent: each program starts its own. */
  readonly vision?: Vision
  /** One that serves a single opening of a library. */
  startDatabase(): WorkerThread
}

interface ServicesOptions extends ProvidersOptions {
  readonly shared?: SharedParts
  readonly database: Database
  /** Folder of the built entries. */
  readonly builtFolder: string
  readonly keychain: Keychain
  /** The file of the bundled styles. */
  readonly stylesFile: string
  readonly maskDefaults: () => MaskEdge
  /** Called with failures that have no waiting caller: the imaging process ended, the database was damaged. */
  readonly onNoticed: (error: AppError) => void
}

/** @throws storage/* if the home folder or the database cannot be opened */
export async function openServices(options: ServicesOptions): Promise<MainServices> {
  const { paths, logger, onNoticed } = options
  await createHomeFolders(paths)
  // One instance for the whole program: two would share connections that each assumes to be its own.
  const transport = options.shared?.transport ?? createNetTransport()
  const opened = createStores(options, transport)
  const { clock, database, imaging, assets, documents, exports, ledger, prompts, ...stores } = opened
  const external = createExternalEdits({ assets, imaging, paths, clock, logger, onNoticed })
  const vision = createLateVision({ ...options, assets, imaging })
  const { inpainting, upscaling, ...visionServices } = vision.services
  const late = createLateProviders(options, { transport, upscaling, assets })
  const jobs = openJobs(options, { imaging, inpainting, assets, exports, database, ledger, clock, late })
  const watch = watchSafety({ assets, isOn: () => isSafetyWatched(options), logger })
  const live = openLateLive({ ...options, assets, jobs, local: late.openLocal })
  const queue = createFingerprintQueue({ database, imaging, assets, isOn: options.startedBy === 'window', logger })
  const watched = watchFolders({ database, assets, paths, clock, logger, isOn: options.startedBy === 'window' })
  const stopListening = options.settings.onChanged(watch.wake)
  await noteRebuilt(database, onNoticed)
  if (options.startedBy === 'window') await noteSharedOriginals(assets, onNoticed)
  for (const each of [watch, queue, watched]) each.wake()
  const shared = { ...options, ...visionServices, ...late.services, assets, imaging, jobs, ledger, clock, inpainting }
  return {
    assets,
    ...stores,
    storage: openStorage(options, { database, assets, clock }),
    watched,
    documents,
    ...openEditPlans(shared),
    exports,
    external,
    grids: openGrids({ database, assets, exports, jobs, ledger, providers: late.services.providers, clock, logger }),
    jobs: recordingPrompts(jobs, prompts),
    live,
    ledger,
    prompts,
    imaging,
    ...late.services,
    ...visionServices,
    async close() {
      await Promise.all([jobs.dispose(), live.dispose(), external.dispose()])
      stopListening()
      await Promise.all([watch.dispose(), queue.dispose(), watched.dispose()])
      await vision.dispose()
      await Promise.all([imaging.dispose(), database.dispose(), late.dispose()])
    },
  }
}

type OpenedStores = Pick<
  ReturnType<typeof createStores>,
  'imaging' | 'assets' | 'exports' | 'database' | 'ledger' | 'clock'
>

interface JobNeeds extends OpenedStores {
  readonly inpainting: JobsOptions['inpainting']
  readonly late: ReturnType<typeof createLateProviders>
}

function openJobs(options: ServicesOptions, { late, ...stores }: JobNeeds): Jobs {
  const { paths, logger, onNoticed } = options
  return createJobs({
    ...stores,
    providers: late.services.providers,
    output: late.output,
    admitter: stores.ledger,
    isWatched: options.startedBy === 'window',
    ...conditionsOf(options),
    paths,
    logger,
    onNoticed,
  })
}

function openStorage(
  { paths, appVersion, builtFolder }: ServicesOptions,
  stores: Pick<ReturnType<typeof createStores>, 'database' | 'assets' | 'clock'>,
): MainServices['storage'] {
  const run = createTaskRunner((workerOptions) => new Worker(join(builtFolder, 'storage.js'), workerOptions))
  return createStorage({ ...stores, paths, appVersion, run, programsAndAddresses })
}

/** Not for commands: they end with their work, and the window reviews what they made. */
function isSafetyWatched({ settings, startedBy }: ServicesOptions): boolean {
  return startedBy === 'window' && settings.get().safety.blockNsfw
}

/** null = the limits could not be read and have not been set again. */
function limitsOf({ caps, capsProblem }: Settings): Caps | null {
  return capsProblem === null ? caps : null
}

/** A command fails at once without network: a user or a script is waiting for it to end. */
function networkOf({ startedBy }: ServicesOptions) {
  return startedBy === 'window' ? createNetworkStatus() : null
}

/** What holds jobs back. */
function conditionsOf(options: ServicesOptions) {
  return { spending: spendingOf(options), network: networkOf(options) }
}

function spendingOf({ settings }: ServicesOptions): Spending {
  return {
    isStopped: () => limitsOf(settings.get()) === null,
    onChanged: (listener) => settings.onChanged(listener),
  }
}

/** Opens the stores and the image processing. */
function createStores(options: ServicesOptions, transport: Transport) {
  const { database, paths, logger, appVersion, builtFolder, maskDefaults, onNoticed } = options
  const clock = systemClock
  const imaging =
    options.shared?.imaging ??
    createImaging({
      start: () => startUtilityChild(join(builtFolder, 'imaging.js'), { name: 'Atelier Imaging' }),
      onCrash: onNoticed,
    })
  const covering = () => coveringFilter(options.settings.get())
  const assets = createAssets({
    database,
    imaging,
    paths,
    clock,
    logger,
    appVersion,
    covering,
  })
  const comparisons = createComparisons({ database, assets, imaging, clock })
  const documents = createDocuments({
    database,
    assets,
    imaging,
    paths,
    clock,
    logger,
    appVersion,
    maskDefaults,
  })
  const signing = createSigning({ keychain: options.keychain, paths, clock })
  const exports = createExports({
    database,
    imaging,
    assets,
    paths,
    printer: createPagePrinter(),
    signer: () => signing.signer(),
    ownPresets: () => options.settings.get().exportPresets,
    appVersion,
  })
  const ledger = createLedger({ ...options, database, caps: () => limitsOf(options.settings.get()), clock })
  const prompts = createPrompts({
    ...options,
    database,
    transport,
    attempts: ledger,
    admitter: ledger,
    clock,
  })
  return { clock, database, imaging, assets, comparisons, documents, exports, ledger, prompts, signing }
}

interface LateNeeds {
  readonly transport: Transport
  readonly assets: Pick<Assets, 'references' | 'threads'>
  /** Opened with the first image that is upscaled. */
  readonly upscaling: () => Promise<Upscaling>
}

/** Opened late: the first frame and a fill need no provider. */
function createLateProviders(options: ServicesOptions, needs: LateNeeds) {
  const { transport, assets } = needs
  const changed = createEmitter<[ProviderView]>()

  /** Where they are open. Not an error: “Look for models again” says why the folder cannot be read. */
  const tellOpened = (change: (opened: OpenedProviders) => unknown) =>
    void open
      .started()
      ?.then(change)
      .catch(() => undefined)

  const onLateModels = () => tellOpened(({ manager }) => manager.refreshModels('local'))
  const onOtherTimes = () => tellOpened(({ manager }) => manager.announce('local'))

  const openLocal = lazy(async () => {
    const loaded = await import('./open-local.ts')
    return loaded.openLocal({ ...options, ...needs, onLateModels, onOtherTimes })
  })

  // After a failure, a corrected configuration is read on the next try.
  const open = lazy(async (): Promise<OpenedProviders> => {
    const { openProviders } = await import('./open-providers.ts')
    const opened = await openProviders({
      ...options,
      transport,
      references: () => assets.references.list(),
      chain: assets.threads.chain,
      local: async () => (await openLocal()).needs(),
    })
    opened.manager.onChanged(changed.emit)
    refreshLocalOnChange(options, onLateModels)
    return opened
  })

  return {
    services: {
      local: async () => (await openLocal()).service,
      engine: async () => (await openLocal()).engine,
      engineReleases: async () => {
        const { openEngineReleases } = await import('./open-engine-releases.ts')
        const { engine, downloader } = await openLocal()
        return openEngineReleases({ ...options, transport, engine, downloader })
      },
      downloads: async () => (await openLocal()).downloads(),
      isDownloading: () => isDownloading(openLocal.started()),
      openProviders: open,
      providers: async () => (await open()).manager,
      modelValue: openModelValue({ database: options.database, providers: async () => (await open()).manager }),
      onProviderChanged: changed.on,
    },
    openLocal,
    output: async () => (await open()).output(),
    dispose: async () => {
      const opened = await open.started()?.catch(() => null)
      await Promise.all([opened?.manager.dispose(), (await openLocal.started())?.dispose()])
    },
  }
}

/** Looks for local models again where `atelier.yaml` has named other folders or another engine. */
function refreshLocalOnChange({ settings, configuration }: ServicesOptions, refresh: () => void): void {
  const read = () => JSON.stringify([settings.get().modelFolders, settings.get().enginePath])
  let previous = read()
  configuration.onChanged(() => {
    if (read() !== previous) refresh()
    previous = read()
  })
}

async function noteRebuilt(database: Database, onNoticed: ServicesOptions['onNoticed']): Promise<void> {
  const { rebuilt } = await database.opened()
  if (rebuilt !== null) onNoticed(rebuiltNotice(rebuilt))
}

/** Earlier versions moved originals to a folder of several libraries; this one is the last that can move them back. */
async function noteSharedOriginals({ originals }: Assets, onNoticed: ServicesOptions['onNoticed']): Promise<void> {
  const { count, folder } = await originals.shared()
  if (folder !== null) onNoticed(new AppError('storage/unreachable', stillShared({ count, folder })))
}

/** The images are plain files: the sweep after startup adds those whose records were lost. */
function rebuiltNotice({ setAsidePath, salvaged }: { setAsidePath: string; salvaged: number }): AppError {
  return new AppError('storage/corrupt', databaseMessages.rebuilt({ count: salvaged, path: setAsidePath }))
}
