import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { Warning, SentRequest } from '../../../shared/domain/generation.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import type { ProviderPages } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Seed } from '../../../shared/domain/seed.ts'
import type { AppError } from '../../../shared/errors/index.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { Call } from './call.ts'
import type { FailureResponse, Fault } from './fault.ts'

/**
 * One service: data plus small translations. An adapter never sleeps, loops over attempts, retries, downloads results,
 * logs, decodes pixels or keeps a key; the queue and the HTTP layer do that for every adapter.
 */
export interface ProviderAdapter {
  readonly id: ProviderId
  readonly label: string
  readonly kind: 'cloud' | 'local' | 'demo'
  /** Scheme, host, port and, if any, the path every request starts with, for example `https://api.bfl.ai`. */
  readonly baseUrl: string
  /**
   * Further hosts that receive requests with the key, `*.` for any subdomain: regional hosts, a catalog, a token
   * endpoint. With a base-URL override, requests to all of these go to the override instead, with the same path.
   */
  readonly apiHosts: readonly string[]
  /** Hosts that results may be downloaded from, without the key; `*.` for any subdomain. */
  readonly deliveryHosts: readonly string[]
  readonly credential: CredentialRule
  /** The vendor's own pages; absent if there is no vendor. */
  readonly pages?: ProviderPages
  /** What leaves this computer and how long it is kept there, one or two short sentences. */
  readonly privacy: string
  /**
   * For self-hosted programs: how to avoid black images there, in whole sentences. Absent = a black image is a refusal.
   */
  readonly blackImageAdvice?: string
  readonly models: readonly ModelCard[]
  /** Further ones, offered where the service turns out to have them. */
  readonly probedModels?: readonly ModelCard[]
  /** Returns why a model cannot be used at present; absent or null = it can be. */
  readonly whyNot?: (modelId: string) => AppError | null
  /** Built-in ids that stand for whatever a server has loaded: its list is read before the first plan with one. */
  readonly loadedModels?: readonly string[]
  /** Format of a model id that is not in the list; null if none can be added. */
  readonly addModelHint: string | null
  /** For a self-hosted server: the ports it usually listens on. */
  readonly usualPorts?: readonly number[]
  /** Maximum number of concurrent calls. */
  readonly concurrency: number
  readonly timing: AdapterTiming
  /** Returns authentication headers. Called for every request; `null` if no key is set and none is needed. */
  authorise(credential: Credential): Readonly<Record<string, string>>
  /**
   * Exchanges a credential for short-lived headers (a service account for an access token). Used instead of `authorise`
   * unless it returns null; the manager keeps the headers until `expiresAtMs`.
   */
  signIn?(credential: Credential, call: Call, nowMs: number): Promise<SignedIn | null>
  /** The free test: verifies that the address and the key are valid. */
  check(call: Call): Promise<CheckReport>
  /**
   * Loads the service's own list of models. `models` are cards to show (a known id keeps its built-in card unless this
   * one is more accurate); `isComplete`: built-in models missing from it are not offered to this account.
   */
  listModels?(call: Call): Promise<{ readonly models: readonly ModelCard[]; readonly isComplete: boolean }>
  /** Returns a card for an id typed by hand, from the service's description. @throws provider/unknown-model */
  describeModel?(id: string, call: Call): Promise<ModelCard>
  /**
   * Returns what is known locally about a planned call beyond the card, reported with the plan. Instant: makes no
   * requests.
   */
  review?(call: PlannedCall): PlanReview
  /** Requests the images. The only step that may cost money. */
  submit(input: AdapterInput, call: Call): Promise<TaskState>
  /** Polls a task that `submit` left waiting. */
  poll?(handle: string, call: Call): Promise<TaskState>
  /** Returns the progress of a pending `submit`: for services that respond only at the end. */
  watch?(ticket: string, call: Call): Promise<LiveUpdate | null>
  /**
   * Asks the service to stop. `works-on`: it cannot, and finishes what it has started. `handle`: of the waiting task,
   * or the ticket if `submit` has not responded yet.
   */
  cancel?(handle: string, call: Call): Promise<void | 'works-on'>
  /** Progress over a WebSocket, opened before `submit`. */
  readonly live?: LiveChannel
  /** Interprets this vendor's response that is not 2xx; null = as the status says (see `fault.ts`). */
  readFailure(response: FailureResponse): Fault | null
}

export interface CredentialRule {
  readonly need: 'required' | 'optional' | 'none'
  /** `login` has the form `user:password`. */
  readonly form: 'key' | 'login'
  readonly pageUrl: string | null
}

export type Credential =
  | { readonly type: 'none' }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'login'; readonly user: string; readonly password: string }
  | {
      readonly type: 'service-account'
      readonly clientEmail: string
      /** PKCS#8, PEM. */
      readonly privateKey: string
      readonly privateKeyId: string | null
      readonly projectId: string
      /** Set if `GOOGLE_CLOUD_LOCATION` names one. */
      readonly location?: string | null
    }

export interface SignedIn {
  readonly headers: Readonly<Record<string, string>>
  readonly expiresAtMs: number
}

export interface AdapterTiming {
  /** Time limit for the response to one submission. */
  readonly submitTimeoutMs: number
  /** Between two polls; a task may ask for longer. */
  readonly pollEveryMs: number
  /** From sending to finished, before it counts as timed out. */
  readonly deadlineMs: number
  /**
   * For servers that keep their tasks in memory: if a local one refuses connections for this long, it has stopped and
   * its tasks are lost. Absent = tasks survive a server restart.
   */
  readonly stoppedAfterMs?: number
  /** It reports the time left itself: timings of previous images are not used. */
  readonly reportsTimeLeft?: boolean
}

export interface CheckReport {
  /** Whose account, which server and version: a short text for display. */
  readonly message: string
  readonly balance?: { readonly amount: number; readonly unit: string }
}

/** An image as sent: already scaled, padded and encoded by the card's `input` rule. */
export interface InputImage {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly widthPx: number
  readonly heightPx: number
}

/** One call of a plan. */
export interface PlannedCall extends Readonly<SentRequest> {
  readonly card: ModelCard
}

/** A call as sent: with what only the queue has. */
export interface AdapterInput extends PlannedCall {
  /** Atelier's own id for this call (a lowercase UUID): task id or idempotency key for services that take one. */
  readonly ticket: string
  readonly source: InputImage | null
  /**
   * The source for cards that take files instead of `source`: upright 8-bit sRGB, of any type that Atelier displays.
   * `originalPath`: the same image as it is in the library, at its own depth.
   */
  readonly sourceFile?: (Size & { readonly path: string; readonly originalPath: string }) | null
  /** Earlier turns, oldest first, the last of which returned the image to change; absent = `source` is that image. */
  readonly turns?: readonly InputTurn[]
  readonly references: readonly InputImage[]
  /** In the source's size and the card's polarity: 8-bit gray for white and black, RGBA for transparent. */
  readonly mask: InputImage | null
  /** The control image, covering the whole output. */
  readonly controlImage?: InputImage | null
  /** The user is watching: request previews if they are free. */
  readonly wantsPreviews: boolean
}

/** An earlier turn of a conversation. */
export interface InputTurn {
  readonly prompt: string
  /** Sent with it; null = nothing was, or the turn before returned it. */
  readonly source: InputImage | null
  /** What the model returned … */
  readonly image: InputImage
  /** … and its own record of that. */
  readonly record: string
}

export interface PlanReview {
  readonly warnings: readonly Warning[]
  /** Why it cannot be sent at all, for display. */
  readonly obstacles: readonly string[]
  /** Set if the output has another size than requested. */
  readonly output?: Size
  /** Estimated time, if known from similar requests. */
  readonly estimatedMs?: number
  /** Estimated time of another one right after it, if shorter. */
  readonly nextMs?: number
}

/** State of a remote task after one step. */
export type TaskState =
  /** `handle` identifies the task in the next poll. It is plain text. */
  | {
      readonly type: 'waiting'
      readonly handle: string
      /** Set by the session if a service has put the key into its handle: the form that may be stored and shown. */
      readonly shownHandle?: string
      readonly progress: number | null
      /** A short text such as "third in the queue". */
      readonly note?: string
      readonly pollAfterMs?: number
    }
  /** Rejected before anything was started or billed (a cold start, a full queue): retry after a while. */
  | { readonly type: 'not-ready'; readonly afterMs: number; readonly note: string }
  | {
      readonly type: 'done'
      /** In order. Fewer than requested = the others were withheld; use `refused` entries if that is known. */
      readonly images: readonly RemoteImage[]
      readonly costUsd: number | null
      /** Tokens, credits, seconds … in the vendor's unit. */
      readonly usage?: Readonly<Record<string, number>>
      readonly requestId?: string | null
      /** The model that made the images, as the service names it: a retired one may be answered by its successor. */
      readonly servedModel?: string | null
      /** Record of a drawing made on this computer. */
      readonly local?: LocalRecord
      /** Set by the session if an image's address contains the key: it must not be stored. */
      readonly isSecret?: boolean
    }
  /** `what`: the prompt, an image that was sent, or the output. */
  | {
      readonly type: 'refused'
      readonly what: 'prompt' | 'input' | 'output'
      readonly message: string
      readonly isBilled: 'yes' | 'no' | 'unknown'
    }
  | { readonly type: 'failed'; readonly message: string; readonly isBilled: 'yes' | 'no' | 'unknown' }
  /** The service has forgotten the task or its result. */
  | { readonly type: 'expired'; readonly message: string }
  /** The service reports that it was stopped. */
  | { readonly type: 'cancelled' }

export type RemoteImage = RemotePixels & {
  /** Not to be trusted: the actual type is read from the bytes. */
  readonly mime?: string | null
  readonly seed?: Seed | null
  readonly revisedPrompt?: string | null
  /** The service's message if it withheld this image, or returned a black or blurred one in its place. */
  readonly refused?: string | null
  /** The model's own record of this turn, plain text, for a later turn with the same model. */
  readonly record?: string | null
}
type RemotePixels =
  | { readonly url: string }
  | { readonly base64: string }
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | MadeFile
  | { readonly nothing: true }

/** A PNG file made on this computer, which the recipient must move or remove. */
export interface MadeFile {
  readonly file: string
}

export interface LiveUpdate {
  readonly progress: number | null
  /** Milliseconds until the images are ready, as of now; null = unknown. */
  readonly leftMs?: number | null
  readonly preview?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly mime: string }
}

/** Pure: what to open, what to send first, and how to read the frames. */
export interface LiveChannel {
  /** Path and query of the socket. */
  path(ticket: string): string
  readonly greeting: string | null
  /** Creates a reader for one task; it may keep state between frames. */
  createReader(ticket: string): (frame: string | Uint8Array<ArrayBuffer>) => LiveUpdate | null
}
