import type { ModelCard, OptionValue, PictureFormat, Quality } from '../../../shared/domain/model-card.ts'
import type { Control, Lora, Operation, Safety, Warning } from '../../../shared/domain/generation.ts'
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
 * logs, decodes pixels or keeps a key; the queue and the HTTP layer do that for all of them alike.
 */
export interface ProviderAdapter {
  readonly id: ProviderId
  readonly label: string
  readonly kind: 'cloud' | 'local' | 'demo'
  /** Scheme, host, port and, where there is one, the path every request starts with, for example `https://api.bfl.ai`. */
  readonly baseUrl: string
  /**
   * Further hosts that get requests with the key, `*.` for any subdomain: regional hosts, a catalog, a token endpoint.
   * With a base-URL override requests to all of these go to the override instead, path unchanged.
   */
  readonly apiHosts: readonly string[]
  /** Hosts that results may be downloaded from, without the key; `*.` for any subdomain. */
  readonly deliveryHosts: readonly string[]
  readonly credential: CredentialRule
  /** The vendor's own pages about it; absent where there is no vendor. */
  readonly pages?: ProviderPages
  /** What leaves this computer and how long it is kept there, one or two short sentences. */
  readonly privacy: string
  /**
   * Of programs that people run themselves: what keeps images from coming out black there, in whole sentences. Absent =
   * a black image is a refusal.
   */
  readonly blackImageAdvice?: string
  readonly models: readonly ModelCard[]
  /** Why none of its models can be used at present; absent or null = nothing stands in the way. */
  readonly whyNot?: () => AppError | null
  /** Built-in ids that stand for whatever a server has loaded: its list is read before the first plan with one. */
  readonly loadedModels?: readonly string[]
  /** How a model id that is not in the list is written; null where none can be added. */
  readonly addModelHint: string | null
  /** Of a server that people run themselves: where it usually listens. */
  readonly usualPorts?: readonly number[]
  /** Calls under way at once. */
  readonly concurrency: number
  readonly timing: AdapterTiming
  /** Headers that prove who asks. Called for every request; `null` where no key is set and none is needed. */
  authorise(credential: Credential): Readonly<Record<string, string>>
  /**
   * Trades a credential for short-lived headers (a service account for an access token). Used instead of `authorise`
   * where it answers something; the manager keeps the headers until `expiresAtMs`.
   */
  signIn?(credential: Credential, call: Call, nowMs: number): Promise<SignedIn | null>
  /** The free test: proves that the address and the key are good. */
  check(call: Call): Promise<CheckReport>
  /**
   * The service's own list of models. `models` are cards to show (a known id keeps its built-in card unless this one
   * knows better); `isComplete`: built-in models that are not in it are not offered to this account.
   */
  listModels?(call: Call): Promise<{ readonly models: readonly ModelCard[]; readonly isComplete: boolean }>
  /** A card for an id typed by hand, from the service's description of it. @throws provider/unknown-model */
  describeModel?(id: string, call: Call): Promise<ModelCard>
  /** What is known here of a planned call beyond the card, said with the plan. Instant: asks nobody. */
  review?(call: PlannedCall): PlanReview
  /** Asks for the pictures. The one step that may cost money. */
  submit(input: AdapterInput, call: Call): Promise<TaskState>
  /** One look at a task that `submit` left waiting. */
  poll?(handle: string, call: Call): Promise<TaskState>
  /** A look at how far a `submit` that has not answered yet is: for services that answer only at the end. */
  watch?(ticket: string, call: Call): Promise<LiveUpdate | null>
  /** Asks the service to stop. `works-on`: it cannot, and finishes what it has begun. `handle`: of the waiting task, or the ticket where `submit` has not answered yet. */
  cancel?(handle: string, call: Call): Promise<void | 'works-on'>
  /** Progress that comes by WebSocket, opened before `submit`. */
  readonly live?: LiveChannel
  /** What this vendor means by an answer that is not 2xx; null = as the status says (see `fault.ts`). */
  readFailure(reply: FailureResponse): Fault | null
}

export interface CredentialRule {
  readonly need: 'required' | 'optional' | 'none'
  /** `login` is written `user:password`. */
  readonly form: 'key' | 'login'
  readonly pageUrl: string | null
}

export type Credential =
  | { readonly is: 'none' }
  | { readonly is: 'key'; readonly key: string }
  | { readonly is: 'login'; readonly user: string; readonly password: string }
  | {
      readonly is: 'service-account'
      readonly clientEmail: string
      /** PKCS#8, PEM. */
      readonly privateKey: string
      readonly privateKeyId: string | null
      readonly projectId: string
      /** Where `GOOGLE_CLOUD_LOCATION` names one. */
      readonly location?: string | null
    }

export interface SignedIn {
  readonly headers: Readonly<Record<string, string>>
  readonly expiresAtMs: number
}

export interface AdapterTiming {
  /** How long one submission may take to answer. */
  readonly submitTimeoutMs: number
  /** Between two polls; a task may ask for longer. */
  readonly pollEveryMs: number
  /** From sending to finished, before it counts as timed out. */
  readonly deadlineMs: number
  /**
   * For servers that keep their tasks in memory: where one on this computer refuses connections for so long, it has
   * stopped and its tasks are lost. Absent = a task outlives the server that is asked for it.
   */
  readonly stoppedAfterMs?: number
  /** It says itself how long it takes: what its models took the last times is not asked. */
  readonly tellsTimeLeft?: boolean
}

export interface CheckReport {
  /** Whose account, which server and version: a few words for people. */
  readonly message: string
  readonly balance?: { readonly amount: number; readonly unit: string }
}

/** A picture as it is sent: already scaled, padded and encoded by the card's `input` rule. */
export interface InputPicture {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly widthPx: number
  readonly heightPx: number
}

/**
 * A request as it is sent: only what the model's card allows, everything else has become a warning. Numbers are within
 * the card's ranges, sizes are on its rule, options are checked.
 */
export interface AdapterInput {
  readonly operation: Operation
  readonly card: ModelCard
  /** Our own number for this call (a lower-case UUID): task id or idempotency key where a service takes one. */
  readonly ticket: string
  readonly prompt: string
  readonly negativePrompt: string | null
  /** 1 to `card.imagesPerCall`. */
  readonly n: number
  /** Set for `list` and `grid` rules; for `ratios` the nominal size; null = the service decides, or as the source. */
  readonly size: Size | null
  /** Set for `ratios` rules. */
  readonly aspectRatio: string | null
  /** The id of one of the rule's `tiers`. */
  readonly tier: string | null
  readonly quality: Quality | null
  readonly stylePreset: string | null
  readonly seed: number | null
  readonly guidance: number | null
  readonly steps: number | null
  readonly strength: number | null
  readonly loras: readonly Lora[]
  readonly source: InputPicture | null
  /** The source where the card takes files, instead of `source`: upright 8-bit sRGB, of any type that Atelier shows. */
  readonly sourceFile?: (Size & { readonly path: string }) | null
  readonly references: readonly InputPicture[]
  /** The source's size, in the card's polarity: 8-bit gray for white and black, RGBA for transparent. */
  readonly mask: InputPicture | null
  readonly format: PictureFormat | null
  readonly safety: Safety
  readonly options: Readonly<Record<string, OptionValue>>
  /** null or absent = no image is followed. */
  readonly control?: Control | null
  /** The control image, over all that is drawn. */
  readonly controlImage?: InputPicture | null
  /** Of an image that is to be drawn once more on this computer. */
  readonly drawnWith?: LocalRecord | null
  /** The person watches: ask for previews where they cost nothing. */
  readonly wantsPreviews: boolean
}

/** One call of a plan: the adapter's input without what only the queue has: pictures, a ticket, and who watches. */
export type PlannedCall = Omit<
  AdapterInput,
  'ticket' | 'source' | 'sourceFile' | 'references' | 'mask' | 'controlImage' | 'wantsPreviews'
>

export interface PlanReview {
  readonly warnings: readonly Warning[]
  /** Why it cannot be sent at all, for people. */
  readonly obstacles: readonly string[]
  /** What comes back is of another size than what was asked for. */
  readonly output?: Size
  /** How long it takes, where that is known of requests like it. */
  readonly estimatedMs?: number
  /** Of one more like it right after, where that is less. */
  readonly nextMs?: number
}

/** One step of one remote task. */
export type TaskState =
  /** `handle` is what the next look asks for. It is plain text. */
  | {
      readonly is: 'waiting'
      readonly handle: string
      /** Set by the session where a service has put the key into its handle: what may be stored and shown of it. */
      readonly shownHandle?: string
      readonly progress: number | null
      /** A few words such as "third in the queue". */
      readonly note?: string
      readonly pollAfterMs?: number
    }
  /** Turned away before anything was begun or billed (a cold start, a full queue): ask again after a while. */
  | { readonly is: 'not-ready'; readonly afterMs: number; readonly note: string }
  | {
      readonly is: 'done'
      /** In order. Fewer than asked for = the others were withheld; say so by `refused` entries where it is known. */
      readonly pictures: readonly RemotePicture[]
      readonly costUsd: number | null
      /** Tokens, credits, seconds … in the vendor's unit. */
      readonly usage?: Readonly<Record<string, number>>
      readonly requestId?: string | null
      /** What it was drawn with on this computer. */
      readonly local?: LocalRecord
      /** Set by the session where an address of a picture holds the key: it must not be stored. */
      readonly isSecret?: boolean
    }
  /** `what`: the words, a picture that was sent, or what came out. */
  | {
      readonly is: 'refused'
      readonly what: 'prompt' | 'input' | 'output'
      readonly words: string
      readonly isBilled: 'yes' | 'no' | 'unknown'
    }
  | { readonly is: 'failed'; readonly words: string; readonly isBilled: 'yes' | 'no' | 'unknown' }
  /** The service has forgotten the task or its result. */
  | { readonly is: 'expired'; readonly words: string }
  /** The service says it was stopped. */
  | { readonly is: 'cancelled' }

export type RemotePicture = RemotePixels & {
  /** Not to be trusted: the real type is read from the bytes. */
  readonly mime?: string | null
  readonly seed?: Seed | null
  readonly revisedPrompt?: string | null
  /** The service withheld this one, or gave a black or blurred picture in its place: its words. */
  readonly refused?: string | null
}
type RemotePixels =
  | { readonly url: string }
  | { readonly base64: string }
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | MadeFile
  | { readonly nothing: true }

/** A PNG file that was made on this computer, for whoever takes it to move or remove. */
export interface MadeFile {
  readonly file: string
}

export interface LiveUpdate {
  readonly progress: number | null
  /** Milliseconds until the images are there, as of now; null = not known. */
  readonly leftMs?: number | null
  readonly preview?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly mime: string }
}

/** Pure: what to open, what to say first, and how to read what comes. */
export interface LiveChannel {
  /** Path and query of the socket. */
  path(ticket: string): string
  readonly greeting: string | null
  /** A reader for one task; it may remember what came before. */
  createReader(ticket: string): (frame: string | Uint8Array<ArrayBuffer>) => LiveUpdate | null
}
