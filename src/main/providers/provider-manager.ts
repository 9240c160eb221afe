import type { GenerationRequest, PlanRequest, RequestPlan } from '../../shared/domain/generation.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { CheckOutcome, Fallback, FoundServer, ModelRef, ProviderView } from '../../shared/domain/provider.ts'
import type { ProviderId } from '../../shared/domain/provider-id.ts'
import type { Operation } from '../../shared/domain/generation.ts'
import type { Safety } from '../../shared/domain/generation.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type {
  AdapterInput,
  CheckReport,
  LiveUpdate,
  ProviderAdapter,
  MadeFile,
  RemotePicture,
  TaskState,
} from './core/adapter.ts'
import type { ConfirmAddress } from './core/address-consent.ts'
import type { Call } from './core/call.ts'
import type { PreparedRequest } from './core/plan/planned-call.ts'

export interface PrepareOptions {
  readonly isFallback?: boolean
  /** Of the control image. */
  readonly controlSize?: Size | null
}

/** Runs every provider: whose key, which address, how well it is, what it costs, and what would be sent. */
export interface ProviderManager {
  list(): Promise<ProviderView[]>
  view(id: ProviderId): Promise<ProviderView>
  /** The card of a model. @throws provider/unknown-model, provider/disabled */
  requireModel(ref: ModelRef): Promise<ModelCard>
  /** What a request comes to: warnings, obstacles, cost. Sends nothing. `sourceSize`: of the picture to edit. */
  plan(request: PlanRequest, sourceSize: Size | null, controlSize?: Size | null): Promise<RequestPlan>
  /**
   * The enabled model with a key that does the same at the same size for least, less than what is asked for; null = there
   * is none. Goes by what is known of the models: sends nothing, asks nobody.
   */
  cheaper(request: PlanRequest, sourceSize: Size | null): Promise<CheaperModel | null>
  /**
   * The plan with the calls to send, for the queue. Sends nothing. `isFallback`: the request was written for another
   * model, so that model's own fields are left out (with a warning) instead of being an obstacle.
   * @throws provider/unknown-model, provider/disabled
   */
  prepare(request: GenerationRequest, sourceSize: Size | null, options?: PrepareOptions): Promise<PreparedRequest>
  setKey(id: ProviderId, key: string, keep: 'keychain' | 'session'): Promise<ProviderView>
  deleteKey(id: ProviderId): Promise<ProviderView>
  test(id: ProviderId): Promise<CheckOutcome>
  /** `confirm` is asked before a key, prompts or images go to another host. @throws request/cancelled where it says no */
  configure(
    id: ProviderId,
    change: {
      readonly isEnabled?: boolean | null | undefined
      readonly defaultModel?: string | null | undefined
      readonly defaultSize?: string | null | undefined
      readonly baseUrl?: string | null | undefined
    },
    confirm: ConfirmAddress,
  ): Promise<ProviderView>
  refreshModels(id: ProviderId): Promise<ProviderView>
  addModel(id: ProviderId, model: string): Promise<ProviderView>
  removeModel(id: ProviderId, model: string): Promise<ProviderView>
  /** Looks for servers on the usual ports of this computer. Sends no key. */
  findServers(): Promise<FoundServer[]>
  /** Used by the queue. @throws provider/disabled, credential/* before anything is sent */
  open(id: ProviderId, options: SessionOptions): Promise<ProviderSession>
  /** How the queue sees a service. */
  lane(id: ProviderId): ProviderLane
  /** Who may be asked next for this, in the person's order, without those that cannot do it. */
  fallbacks(operation: Operation, request: GenerationRequest, tried: readonly ModelRef[]): Promise<ModelRef[]>
  fallbackOrder(): Fallback
  safety(): Safety
  /** Something that plans go by has changed: listeners are told, a moment later, how it looks now. */
  announce(id: ProviderId): void
  onChanged(listener: (view: ProviderView) => void): () => void
  dispose(): Promise<void>
}

export interface CheaperModel {
  readonly ref: ModelRef
  /** Of the model, with its service. */
  readonly label: string
  readonly usd: number
  readonly insteadOfUsd: number
}

export interface ProviderLane {
  readonly label: string
  /** Calls it takes at once. */
  readonly concurrency: number
  /** False for what runs on this computer or its own network: that is there without the internet. */
  readonly needsNetwork: boolean
  /** It says itself how long its images take. */
  readonly tellsTimeLeft: boolean
}

export interface SessionOptions {
  readonly signal: AbortSignal
  /** For this call only; never stored. */
  readonly key?: string | undefined
  readonly onUpdate: (update: LiveUpdate) => void
  /** Called directly before a paid request's socket opens; throws where the person has canceled. */
  readonly onSending: () => void
}

/** One adapter with its key and address, for one call. Every step maps its failures to `AppError`s that say whether anything was billed. */
export interface ProviderSession {
  readonly adapter: ProviderAdapter
  readonly baseUrl: string
  /** The adapter's free test. */
  check(): Promise<CheckReport>
  /** Any other free step of the adapter: its list of models, a description, signing in. */
  run<T>(work: (call: Call) => Promise<T>): Promise<T>
  submit(input: AdapterInput): Promise<TaskState>
  poll(handle: string): Promise<TaskState>
  watch(ticket: string): Promise<LiveUpdate | null>
  /** `no-way`: the service has no such thing. `works-on`: it cannot stop what it has begun. */
  cancel(handle: string): Promise<'no-way' | 'asked' | 'works-on'>
  /** Opens the adapter's live channel, where it has one. Its updates go to `onUpdate`; a failure to open is no failure. */
  listen(ticket: string): Promise<() => void>
  /** A result: its bytes from a delivery host by https, within the size cap, or as they came with it; or its file. */
  fetchPicture(picture: RemotePicture): Promise<Uint8Array<ArrayBuffer> | MadeFile>
}
