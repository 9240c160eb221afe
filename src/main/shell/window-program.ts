import type { DescriptionRun } from '../../shared/domain/image-description.ts'
import type { Settings, SettingsPatch, WindowSettings } from '../../shared/domain/settings.ts'
import type { AgentServices } from '../automation/index.ts'
import type { Grids } from '../compare/grids.ts'
import type { Live } from '../live/live.ts'
import type { Comparisons } from '../compare/comparisons.ts'
import type { ModelValueService } from '../compare/value/create-model-value.ts'
import type { EditPlans } from '../edit-plans/edit-plans.ts'
import type { PlanBatches } from '../edit-plans/plan-batches.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { HandlerContext } from '../ipc/index.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Exports } from '../assets/exports.ts'
import type { ExternalEdits } from '../assets/external-edits.ts'
import type { WatchedFolders } from '../assets/index.ts'
import type { Assets } from '../assets/assets.ts'
import type { Documents } from '../assets/documents.ts'
import type { ModelSource } from '../hub/model-downloads.ts'
import type { EngineReleases } from '../engine-releases/engine-releases.ts'
import type { LocalService } from '../local-service/local-service.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Logger } from '../platform/logger.ts'
import type { Signing } from '../signing/index.ts'
import type { BackgroundRemoval } from '../vision/background-removal.ts'
import type { ControlImages, Detection, LibraryMap, MapWork, ObjectSelection, VisionOverview } from '../vision/index.ts'
import type { DescriptionQueue, Descriptions } from '../vision/descriptions.ts'
import type { MeaningSearch } from '../vision/meaning-search.ts'
import type { Storage } from '../storage/index.ts'
import type { Prompts } from '../prompts/index.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import type { AgentToken } from '../secrets/index.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'
import type { Notices } from './notices.ts'
import type { OpeningProgress } from './opening-progress.ts'

/** What the window needs to open, passed by the composition root. */
export interface WindowStart {
  readonly paths: HomePaths
  readonly folders: {
    /** Folder of the built pages. */
    readonly pages: string
    readonly samples: string
    /** Path of the icon that stands in the tray while the program works without its window. */
    readonly trayIcon: string
    /** Path of the preload script. */
    readonly preload: string
  }
  readonly about: HandlerContext['about']
  /** electron-vite's development server; null in every build. */
  readonly devServerUrl: string | null
  /** From the settings, which are loaded later. */
  readonly look: Pick<Settings, 'theme' | 'uiScale'>
  /** The arguments of this start, and how to parse those of another start. */
  readonly args: readonly string[]
  argsOf(argv: readonly string[]): string[]
  readonly clock: Clock
  readonly logger: Logger
  readonly notices: Notices
  readonly openingProgress: OpeningProgress
  /** Loads the rest of the program. */
  openProgram(): Promise<OpenedProgram>
}

/** Everything the window works with. */
export interface WindowProgram extends WindowStart, OpenedProgram {}

/** What is loaded while the window's process starts. */
interface OpenedProgram {
  readonly settings: {
    load(): Promise<Settings>
    /** The last loaded or changed. */
    get(): Settings
    /** Takes over what another process has written. */
    reload(): Promise<void>
    change(patch: SettingsPatch): Promise<Settings>
    setInFile(): WindowSettings['setInFile']
    onChanged(listener: (settings: Settings) => void): () => void
  }
  /** Takes over changes that other programs make to the settings and `atelier.yaml`. */
  watchSettings(): Promise<void>
  reloadSettings(): Promise<void>
  services(): Promise<{
    readonly assets: Assets
    readonly comparisons: Comparisons
    readonly modelValue: ModelValueService
    readonly grids: Grids
    readonly live: Live
    readonly documents: Documents
    readonly editPlans: EditPlans
    readonly planBatches: PlanBatches
    readonly exports: Exports
    readonly external: ExternalEdits
    readonly jobs: Jobs
    readonly ledger: Ledger
    readonly prompts: Prompts
    readonly signing: Signing
    readonly storage: Storage
    /** What agents use beside it. */
    engine: AgentServices['engine']
    embeddings: AgentServices['embeddings']
    openProviders: AgentServices['openProviders']
    /** The engine and the models of this computer. */
    local(): Promise<LocalService>
    engineReleases(): Promise<EngineReleases>
    downloads(): Promise<ModelSource>
    isDownloading(): Promise<boolean>
    arePlansRunning(): Promise<boolean>
    /** Cancels what edit plans have not sent, of the window and of agents. */
    stopPlans(): Promise<void>
    readonly watched: WatchedFolders
    readonly imaging: Imaging
    providers(): Promise<ProviderManager>
    backgrounds(): Promise<BackgroundRemoval>
    controls(): Promise<ControlImages>
    meaning(): Promise<MeaningSearch>
    map(): Promise<LibraryMap>
    objects(): Promise<ObjectSelection>
    detection(): Promise<Detection>
    visionModels(): Promise<VisionOverview>
    descriptions(): Promise<Descriptions>
    descriptionQueue(): Promise<DescriptionQueue>
    descriptionRun(): Promise<DescriptionRun>
    onDescriptionsChanged(listener: () => void): void
    onMeaningIndexChanged(listener: () => void): void
    onMapChanged(listener: (work: MapWork, isStale: boolean) => void): void
    /** Called for every provider that has changed, once they are loaded. */
    onProviderChanged(listener: (view: ProviderView) => void): void
  }>
  agentToken(): AgentToken
  /** Writes and closes everything. */
  close(): Promise<void>
}
