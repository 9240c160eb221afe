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
  RemoteImage,
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

/** Manages every provider: keys, addresses, health, costs, and what would be sent. */
export interface ProviderManager {
  list(): Promise<ProviderView[]>
  view(id: ProviderId): Promise<ProviderView>
  /** Returns the card of a model. @throws provider/unknown-model, provider/disabled */
  requireModel(ref: ModelRef): Promise<ModelCard>
  /** Plans a request: warnings, obstacles, cost. Sends nothing. `sourceSize`: of the image to edit. */
  plan(request: PlanRequest, sourceSize: Size | null, controlSize?: Size | null): Promise<RequestPlan>
  /**
   * Finds the cheapest enabled model with a key that does the same at the same size for less than the requested one;
   * null = there is none. Based on known facts: makes no requests.
   */
  cheaper(request: PlanRequest, sourceSize: Size | null): Promise<CheaperModel | null>
  /**
   * Returns the plan with the calls to send, for the queue. Sends nothing. `isFallback`: the request was written for
   * another model, so that model's own fields are left out (with a warning) instead of being an obstacle.
   * @throws provider/unknown-model, provider/disabled
   */
  prepare(request: GenerationRequest, sourceSize: Size | null, options?: PrepareOptions): Promise<PreparedRequest>
  setKey(id: ProviderId, key: string, keep: 'keychain' | 'session'): Promise<ProviderView>
  deleteKey(id: ProviderId): Promise<ProviderView>
  test(id: ProviderId): Promise<CheckOutcome>
  /** `confirm` is asked before a key, prompts or images go to another host. @throws request/cancelled if it declines */
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
  /** Looks for servers on the usual local ports. Sends no key. */
  findServers(): Promise<FoundServer[]>
  /** Used by the queue. @throws provider/disabled, credential/* before anything is sent */
  open(id: ProviderId, options: SessionOptions): Promise<ProviderSession>
  /** Returns what the queue needs to know about a service. */
  lane(id: ProviderId): ProviderLane
  /** Returns the models to try next, in the user's order, without those that cannot do it. */
  fallbacks(operation: Operation, request: GenerationRequest, tried: readonly ModelRef[]): Promise<ModelRef[]>
  fallbackOrder(): Fallback
  safety(): Safety
  /** Announces a change that affects plans: listeners get the current state after a short delay. */
  announce(id: ProviderId): void
  /** Announces the providers whose settings or configuration have changed. Calls that run keep theirs. */
  takeChanges(): void
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
  /** Maximum number of concurrent calls. */
  readonly concurrency: number
  /** False for what runs on this computer or its local network, which works without the internet. */
  readonly needsNetwork: boolean
  /** It reports the time its images take itself. */
  readonly reportsTimeLeft: boolean
}

export interface SessionOptions {
  readonly signal: AbortSignal
  /** For this call only; never stored. */
  readonly key?: string | undefined
  readonly onUpdate: (update: LiveUpdate) => void
  /** Called right before a paid request's socket opens; throws if the user has canceled. */
  readonly onSending: () => void
}

/** One adapter with its key and address, for one call. Every step maps its failures to `AppError`s that say whether anything was billed. */
export interface ProviderSession {
  readonly adapter: ProviderAdapter
  readonly baseUrl: string
  /** The adapter's free test. */
  check(): Promise<CheckReport>
  /** Runs any other free step of the adapter: its list of models, a description, signing in. */
  run<T>(work: (call: Call) => Promise<T>): Promise<T>
  submit(input: AdapterInput): Promise<TaskState>
  poll(handle: string): Promise<TaskState>
  watch(ticket: string): Promise<LiveUpdate | null>
  /** `no-way`: the service does not support it. `works-on`: it cannot stop what it has started. */
  cancel(handle: string): Promise<'no-way' | 'asked' | 'works-on'>
  /** Opens the adapter's live channel, if it has one. Its updates go to `onUpdate`; failing to open is not an error. */
  listen(ticket: string): Promise<() => void>
  /**
   * Returns a result: its bytes from a delivery host over https, within the size cap, or as embedded in the response;
   * or its file.
   */
  fetchImage(image: RemoteImage): Promise<Uint8Array<ArrayBuffer> | MadeFile>
}
