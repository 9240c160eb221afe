import type { Operation } from '../../../src/shared/domain/generation.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import type { ProviderId } from '../../../src/shared/domain/provider-id.ts'

/**
 * A vendor's API as far as Atelier uses it, played by a local server: in the contract tests over every adapter, and for
 * the real program, whose base URL for that provider is then the server's address.
 */
export interface ServiceStub {
  readonly id: Exclude<ProviderId, 'local'>
  /** A key of the vendor's shape that the stub takes; any other is answered as the vendor answers a bad key. */
  readonly goodKey: string
  /** A model of the adapter that the suite generates with; `null` where a service cannot do it. */
  readonly models: {
    readonly generate: string | null
    readonly edit: string | null
    /** A model that takes a mask. */
    readonly mask: string | null
    readonly variations: string | null
  }
  /** Cards of models that are not built in (from a live list) and that `models` names. */
  readonly cards?: readonly ModelCard[]
  /** Whether results come as links (under `/delivered/`), for the first of the `models` that is there. */
  readonly deliversByLink: boolean
  /** What it answers to a cancel while it works; absent = that it was asked. */
  readonly cancelled?: 'works-on'
  /** Which operation leaves its work waiting, where the first of the `models` answers at once. */
  readonly waitsAt?: Operation
  /** Every way this vendor refuses, by a name of its own (`http-400-moderation`, `empty-list`, `black-picture` …). */
  readonly refusals: readonly RefusalCase[]
  /** The statuses of this vendor's documented failures, with what Atelier must make of each. */
  readonly failures: readonly FailureCase[]
  /** Answers one request. `play.scene` says how. The server itself plays what goes wrong on the wire. */
  answer(request: StubRequest, play: StubPlay): StubReply | Promise<StubReply>
  /**
   * Plays the vendor's WebSocket, where it has one: called once the handshake is done, `request` being the handshake.
   * `send` writes a text or a binary frame. What it returns is called with every text frame that comes from the client.
   */
  socket?(request: StubRequest, send: (frame: string | Uint8Array) => void, play: StubPlay): (text: string) => void
  /** Whether this request is the one that starts (and bills) work. */
  isSubmission(request: StubRequest): boolean
  /**
   * Checks a request's fields against the vendor's description where there is a machine-readable one, else against its documents:
   * one line per unknown field, wrong type or value out of range; empty = as described.
   */
  violations(request: StubRequest): readonly string[]
  /**
   * What a submission with a mask asks the service to repaint: one byte a pixel, 255 = repaint, at the mask's size.
   * Undoes the vendor's polarity, so that the suite can compare with what was painted. null: this request has no mask.
   */
  repaintedPart(request: StubRequest): Promise<{ widthPx: number; heightPx: number; coverage: Uint8Array } | null>
}

export interface RefusalCase {
  readonly name: string
  readonly what: 'prompt' | 'input' | 'output'
  readonly isBilled: 'yes' | 'no' | 'unknown'
  /** Words of the vendor's that must reach the person. */
  readonly words: string
}

export interface FailureCase {
  /** `400`, `401` … or a name such as `402-no-credit`, `task-failed`. */
  readonly name: string
  readonly code: string
  readonly isBilled: 'yes' | 'no' | 'unknown'
  /** Some of the vendor's words, or of Atelier's, that must be in the message. */
  readonly words: string
}

export interface StubRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** The body as JSON, or null. */
  readonly json: unknown
  /** The parts of a multipart or form-encoded body, in order; empty for other bodies. */
  readonly form: readonly { name: string; value: string; bytes: Uint8Array; fileName: string | null; mime: string }[]
}

export interface StubPlay {
  /**
   * `done`; `waiting` (never finishes); `refused:<name>`; `failed:<name>`; `expired-link` (the result's link answers as
   * the vendor's does when it is too late). Asynchronous services are done at the third look.
   */
  readonly scene: string
  /** The server's address, for links in answers: results are served by the stub under `/delivered/…`. */
  readonly origin: string
  /** What the stub remembers between the requests of one scene. */
  readonly memory: Map<string, unknown>
  /** A small real picture to answer with: PNG, 64 × 64 (or the size asked for), another for every index. */
  picture(index: number, size?: { widthPx: number; heightPx: number }): Promise<Uint8Array>
  /** The all-black picture that some services answer instead of a refusal. */
  blackPicture(): Promise<Uint8Array>
}

export interface StubReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
  readonly bytes?: Uint8Array
  /** Sent one after the other, as server-sent events. */
  readonly events?: readonly { readonly event?: string; readonly data: string }[]
}
