import type { DescriptionRun } from '../shared/domain/image-description.ts'
import type { ModelRef, ProviderView } from '../shared/domain/provider.ts'
import type { Grids } from './compare/grids.ts'
import type { EditPlans } from './edit-plans/edit-plans.ts'
import type { PlanBatches } from './edit-plans/plan-batches.ts'
import type { Live } from './live/live.ts'
import type { Comparisons } from './compare/comparisons.ts'
import type { ModelValueService } from './compare/value/create-model-value.ts'
import type { Imaging } from './imaging/imaging.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Ledger } from './ledger/index.ts'
import type { WatchedFolders } from './assets/index.ts'
import type { Storage } from './storage/index.ts'
import type { Exports } from './assets/exports.ts'
import type { ExternalEdits } from './assets/external-edits.ts'
import type { Assets } from './assets/assets.ts'
import type { Documents } from './assets/documents.ts'
import type { LocalEngine } from './engine/engine.ts'
import type { LocalService } from './local-service/local-service.ts'
import type { EngineReleases } from './engine-releases/engine-releases.ts'
import type { ModelSource } from './hub/index.ts'
import type { ModelPurpose, PresetTask } from '../shared/domain/model-value.ts'
import type { ProviderId } from '../shared/domain/provider-id.ts'
import type { DownloadImage } from './download-image.ts'
import type { OutputSettings } from './jobs/index.ts'
import type { ProviderManager } from './providers/provider-manager.ts'
import type { BackgroundRemoval } from './vision/background-removal.ts'
import type { DescriptionQueue, Descriptions } from './vision/descriptions.ts'
import type { Embeddings } from './vision/embeddings.ts'
import type { ControlImages, Detection, LibraryMap, MapWork, ObjectSelection, VisionOverview } from './vision/index.ts'
import type { MeaningSearch } from './vision/meaning-search.ts'
import type { Signing } from './signing/index.ts'
import type { Prompts } from './prompts/index.ts'

/** Services shared by the window and the command line. */
export interface MainServices {
  readonly assets: Assets
  readonly storage: Storage
  readonly watched: WatchedFolders
  readonly comparisons: Comparisons
  readonly modelValue: ModelValueService
  readonly documents: Documents
  readonly exports: Exports
  readonly editPlans: EditPlans
  readonly planBatches: PlanBatches
  /** Whether an edit plan is being worked on, of the window or of an agent. */
  arePlansRunning(): Promise<boolean>
  stopPlans(): Promise<void>
  readonly external: ExternalEdits
  readonly grids: Grids
  readonly jobs: Jobs
  readonly live: Live
  readonly ledger: Ledger
  readonly imaging: Imaging
  readonly prompts: Prompts
  readonly signing: Signing
  /** The engine and the models of this computer. */
  local(): Promise<LocalService>
  engine(): Promise<LocalEngine>
  /** Installs engines. @throws configuration/invalid */
  engineReleases(): Promise<EngineReleases>
  /** Models from the hub. @throws configuration/invalid */
  downloads(): Promise<ModelSource>
  /** Whether models are being downloaded. Opens nothing. */
  isDownloading(): Promise<boolean>
  /** Vectors of images and texts, by models on this computer. */
  embeddings(): Promise<Embeddings>
  /** Images without their backgrounds, by models on this computer. */
  backgrounds(): Promise<BackgroundRemoval>
  /** Control images, by models on this computer. */
  controls(): Promise<ControlImages>
  /** Captions, descriptions and tags of images, by models on this computer. */
  descriptions(): Promise<Descriptions>
  descriptionQueue(): Promise<DescriptionQueue>
  /** How far that queue is. */
  descriptionRun(): Promise<DescriptionRun>
  /** Search by what images show. */
  meaning(): Promise<MeaningSearch>
  /** The map of the library, by what images show. */
  map(): Promise<LibraryMap>
  /** Masks of objects, by models on this computer. */
  objects(): Promise<ObjectSelection>
  /** Objects by words, by models on this computer. */
  detection(): Promise<Detection>
  /** Models for local vision, from a new look at the model folders. */
  visionModels(): Promise<VisionOverview>
  onMeaningIndexChanged(listener: () => void): void
  onMapChanged(listener: (work: MapWork, isStale: boolean) => void): void
  onDescriptionsChanged(listener: () => void): void
  /** Loads the providers on first use. */
  openProviders(): Promise<OpenedProviders>
  providers(): Promise<ProviderManager>
  onProviderChanged(listener: (view: ProviderView) => void): void
  /** Cancels pending work, writes and closes. */
  close(): Promise<void>
}

/** The providers, loaded on first use. */
export interface OpenedProviders {
  readonly manager: ProviderManager
  readonly output: () => OutputSettings
  /** The configured one, for when none is named. */
  readonly defaultProvider: () => ProviderId | null
  /** The default model for drafts or finals of a task; null = none is set. */
  readonly modelFor: (purpose: ModelPurpose, task: PresetTask) => ModelRef | null
  /** Sets the address for this run, overriding all settings. @throws configuration/invalid */
  readonly setBaseUrl: (id: ProviderId, baseUrl: string) => void
  /** Downloads a public https address. @throws network/*, media/too-large */
  readonly downloadImage: DownloadImage
}
