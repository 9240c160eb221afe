import type { AgentHttpState } from '../../shared/domain/agent-settings.ts'
import type { DescriptionRun } from '../../shared/domain/image-description.ts'
import type { z } from 'zod'
import type { CallName, Contract, ParsedInput, Output } from '../../shared/contract/index.ts'
import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import type { UpdateView } from '../../shared/domain/update.ts'
import type { Settings, SettingsPatch, WindowSettings } from '../../shared/domain/settings.ts'
import type { Grids } from '../compare/grids.ts'
import type { Comparisons } from '../compare/comparisons.ts'
import type { ModelValueService } from '../compare/value/create-model-value.ts'
import type { EditPlans } from '../edit-plans/edit-plans.ts'
import type { PlanBatches } from '../edit-plans/plan-batches.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Ledger } from '../ledger/index.ts'
import type { EngineReleases } from '../engine-releases/engine-releases.ts'
import type { ModelSource } from '../hub/model-downloads.ts'
import type { Exports } from '../assets/exports.ts'
import type { ExternalEdits } from '../assets/external-edits.ts'
import type { Assets } from '../assets/assets.ts'
import type { Documents } from '../assets/documents.ts'
import type { WatchedFolders } from '../assets/index.ts'
import type { Live } from '../live/live.ts'
import type { LocalService } from '../local-service/local-service.ts'
import type { Logger } from '../platform/logger.ts'
import type { Prompts } from '../prompts/index.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'
import type { Signing } from '../signing/index.ts'
import type { Storage } from '../storage/index.ts'
import type { Language } from '../../shared/messages/languages.ts'
import type { Clock } from '../platform/clock.ts'
import type { BackgroundRemoval } from '../vision/background-removal.ts'
import type { ControlImages, Detection, LibraryMap, ObjectSelection, VisionOverview } from '../vision/index.ts'
import type { DescriptionQueue, Descriptions } from '../vision/descriptions.ts'
import type { MeaningSearch } from '../vision/meaning-search.ts'
import type { Desktop } from './desktop.ts'
import type { Emit } from './events.ts'
import type { FileHandles } from './file-handles.ts'

/** The calling window, and whether it still wants the response. */
export interface Caller {
  readonly windowId: number
  /** Aborted by `bridge.cancel` and when the window closes. */
  readonly signal: AbortSignal
}

export type Handler<K extends CallName> = (
  input: ParsedInput<K>,
  caller: Caller,
) => Promise<z.input<Contract[K]['output']>>

/** One handler per route of the contract: a missing or surplus one does not compile. */
export type Handlers = { readonly [K in CallName]: Handler<K> }

/** The handlers of some domains, for example `HandlersOf<'jobs'>`. */
export type HandlersOf<Domain extends string> = Pick<Handlers, Extract<CallName, `${Domain}.${string}`>>

/** The part of the provider manager that the window may use: everything but running jobs. */
export type ProviderService = Pick<
  ProviderManager,
  | 'list'
  | 'plan'
  | 'cheaper'
  | 'setKey'
  | 'deleteKey'
  | 'test'
  | 'configure'
  | 'refreshModels'
  | 'addModel'
  | 'removeModel'
  | 'findServers'
>

/** What a handler may use. The window opens before the database, so the services are promises. */
export interface HandlerContext {
  services(): Promise<{
    readonly assets: Assets
    readonly comparisons: Comparisons
    readonly modelValue: ModelValueService
    readonly documents: Documents
    readonly exports: Exports
    readonly external: Pick<ExternalEdits, 'begin'>
    readonly grids: Grids
    readonly editPlans: EditPlans
    readonly planBatches: Omit<PlanBatches, 'resume' | 'takeUp' | 'remainingUsd' | 'remove'>
    readonly jobs: Jobs
    readonly live: Pick<Live, 'start' | 'draw' | 'keep' | 'stop'>
    readonly ledger: Pick<Ledger, 'list' | 'spend' | 'totals' | 'writeCsv' | 'check'>
    readonly prompts: Prompts
    readonly signing: Omit<Signing, 'signer'>
    readonly storage: Storage
    /** The engine and the models of this computer; opened on first use. */
    local(): Promise<LocalService>
    /** The engines installed by Atelier. */
    engineReleases(): Promise<EngineReleases>
    /** Model downloads. @throws configuration/invalid if the environment names an invalid mirror */
    downloads(): Promise<ModelSource>
    readonly watched: Pick<WatchedFolders, 'list' | 'add' | 'setOn' | 'remove'>
    /** Search by what images show; opened on first use. */
    meaning(): Promise<Pick<MeaningSearch, 'find' | 'similar' | 'duplicates' | 'index'>>
    /** The map of the library; opened on first use. */
    map(): Promise<Pick<LibraryMap, 'load' | 'rebuild' | 'setPaused'>>
    /** Models for local vision, from a new look at the model folders. */
    visionModels(): Promise<VisionOverview>
    objects(): Promise<Pick<ObjectSelection, 'model' | 'prepare' | 'find'>>
    detection(): Promise<Pick<Detection, 'model' | 'find'>>
    descriptions(): Promise<Pick<Descriptions, 'model' | 'ofImage'>>
    descriptionQueue(): Promise<Pick<DescriptionQueue, 'add' | 'pause' | 'resume' | 'cancel'>>
    descriptionRun(): Promise<DescriptionRun>
    backgrounds(): Promise<Pick<BackgroundRemoval, 'model' | 'remove' | 'findSubject'>>
    controls(): Promise<Pick<ControlImages, 'make'>>
    /** Created on first use. */
    providers(): Promise<ProviderService>
  }>
  readonly settings: {
    load(): Promise<Settings>
    change(patch: SettingsPatch): Promise<Settings>
    /** What only `atelier.yaml` can change. */
    setInFile(): WindowSettings['setInFile']
  }
  readonly desktop: Desktop
  readonly handles: FileHandles
  /** Programs that use Atelier through MCP. */
  readonly agents: {
    http(): AgentHttpState
    /** For the configuration file of an MCP client. */
    configuration(): string
    readToken(): Promise<string>
    regenerateToken(): Promise<void>
  }
  /** Holds the sample photos and the sample project. */
  readonly samplesFolder: string
  /** Updates of Atelier itself. */
  readonly updates: {
    view(): Promise<UpdateView>
    check(): Promise<UpdateView>
    download(): Promise<UpdateView>
    install(): Promise<void>
    /** The running version on the first start after an update, once. */
    takeWhatsNew(): Promise<string | null>
  }
  readonly emit: Emit
  readonly clock: Clock
  readonly logger: Logger
  /** Settles when what is opened at the start is open: the samples of a new library, and given files. */
  openedAtStart(): Promise<void>
  /** Why opening the library takes long right now; null = it does not. */
  opening(): LibraryOpening | null
  /** Returns notices from before the window subscribed, each once. */
  takeNotices(): Output<'app.takeNotices'>
  readonly support: {
    /** Text for reports of problems. */
    diagnostics(): Promise<string>
    licenses(): Promise<Output<'app.licenses'>>
  }
  readonly about: {
    readonly version: string
    readonly platform: 'mac' | 'windows' | 'linux'
    readonly home: string
    readonly libraryFolder: string
    readonly systemLanguage: Language
    readonly isLanguageRequested: boolean
  }
}
