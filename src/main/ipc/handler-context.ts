import type { AgentHttpState } from '../../shared/domain/agent-settings.ts'
import type { z } from 'zod'
import type { CallName, Contract, ParsedInput, Output } from '../../shared/contract/index.ts'
import type { LibraryOpening } from '../../shared/domain/library.ts'
import type { UpdateView } from '../../shared/domain/update.ts'
import type { Settings, SettingsPatch, WindowSettings } from '../../shared/domain/settings.ts'
import type { Logger } from '../platform/logger.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'
import type { Language } from '../../shared/messages/languages.ts'
import type { Clock } from '../platform/clock.ts'
import type { MainServices } from '../main-services.ts'
import type { Desktop } from './desktop.ts'
import type { Emit } from './events.ts'
import type { FileHandles } from './file-handles.ts'
import type { ImportsUnderWay } from './imports-under-way.ts'

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

/** What requests of a page may reach: of a provider, everything but running jobs. */
export type HandlerServices = Pick<
  MainServices,
  | 'assets'
  | 'comparisons'
  | 'modelValue'
  | 'documents'
  | 'exports'
  | 'external'
  | 'grids'
  | 'editPlans'
  | 'planBatches'
  | 'jobs'
  | 'live'
  | 'ledger'
  | 'prompts'
  | 'signing'
  | 'storage'
  | 'local'
  | 'engineReleases'
  | 'downloads'
  | 'watched'
  | 'meaning'
  | 'map'
  | 'visionModels'
  | 'objects'
  | 'detection'
  | 'descriptions'
  | 'descriptionQueue'
  | 'descriptionRun'
  | 'backgrounds'
  | 'controls'
> & { providers(): Promise<ProviderService> }

/** What a handler may use. The window opens before the database, so the services are promises. */
export interface HandlerContext {
  services(): Promise<HandlerServices>
  readonly settings: {
    load(): Promise<Settings>
    change(patch: SettingsPatch): Promise<Settings>
    /** What only `atelier.yaml` can change. */
    setInFile(): WindowSettings['setInFile']
  }
  readonly desktop: Desktop
  readonly handles: FileHandles
  readonly imports: ImportsUnderWay
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
