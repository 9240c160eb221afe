import type { Operation } from '../../../src/shared/domain/generation.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import type { ProviderId } from '../../../src/shared/domain/provider-id.ts'

/**
 * A vendor's API as far as Atelier uses it, served locally: for contract tests of every adapter, and for the real
 * program, whose base URL for that provider is then the server's address.
 */
export interface ServiceStub {
  readonly id: Exclude<ProviderId, 'local'>
  /** A key of the vendor's format that the stub accepts; any other gets the vendor's bad-key response. */
  readonly goodKey: string
  /** Models of the adapter that the suite generates with; `null` if a service cannot do it. */
  readonly models: {
    readonly generate: string | null
    readonly edit: string | null
    /** A model that accepts a mask. */
    readonly mask: string | null
    readonly variations: string | null
  }
  /** Cards of models that are not built in (from a live list) and that `models` names. */
  readonly cards?: readonly ModelCard[]
  /** Whether results are links (under `/delivered/`), for the first available of `models`. */
  readonly deliversByLink: boolean
  /** Its response to a cancel while working; absent = the cancel was accepted as a request. */
  readonly cancelled?: 'works-on'
  /** The operation that leaves its work pending, if the first of `models` responds at once. */
  readonly waitsAt?: Operation
  /** Every way this vendor refuses, by unique name (`http-400-moderation`, `empty-list`, `black-image` …). */
  readonly refusals: readonly RefusalCase[]
  /** Statuses of this vendor's documented failures, with the error Atelier must map each to. */
  readonly failures: readonly FailureCase[]
  /** Responds to one request, according to `context.scene`. Network faults are simulated by the server itself. */
  respond(request: StubRequest, context: StubContext): StubResponse | Promise<StubResponse>
  /**
   * Simulates the vendor's WebSocket, if any: called after the handshake, `request` being the handshake. `send` writes
   * a text or binary frame. The returned function is called with every text frame from the client.
   */
  socket?(
    request: StubRequest,
    send: (frame: string | Uint8Array) => void,
    context: StubContext,
  ): (text: string) => void
  /** Whether this request starts (and bills) work. */
  isSubmission(request: StubRequest): boolean
  /**
   * Checks a request's fields against the vendor's machine-readable description if there is one, otherwise against its
   * docs: one line per unknown field, wrong type, or value out of range; empty = valid.
   */
  violations(request: StubRequest): readonly string[]
  /**
   * Returns what a masked submission asks the service to repaint: one byte per pixel, 255 = repaint, at the mask's
   * size. Undoes the vendor's polarity, so that the suite can compare with what was painted. null: this request has no
   * mask.
   */
  repaintedPart(request: StubRequest): Promise<{ widthPx: number; heightPx: number; coverage: Uint8Array } | null>
}

export interface RefusalCase {
  readonly name: string
  readonly what: 'prompt' | 'input' | 'output'
  readonly isBilled: 'yes' | 'no' | 'unknown'
  /** Text from the vendor that must reach the user. */
  readonly message: string
}

export interface FailureCase {
  /** `400`, `401` … or a name such as `402-no-credit`, `task-failed`. */
  readonly name: string
  readonly code: string
  readonly isBilled: 'yes' | 'no' | 'unknown'
  /** Text from the vendor, or from Atelier, that must be in the message. */
  readonly message: string
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

export interface StubContext {
  /**
   * `done`; `waiting` (never finishes); `refused:<name>`; `failed:<name>`; `expired-link` (the result's link responds
   * as the vendor's does once expired). Asynchronous services are done on the third poll.
   */
  readonly scene: string
  /** The server's address, for links in responses: the stub serves results under `/delivered/…`. */
  readonly origin: string
  /** State shared by the requests of one scene. */
  readonly memory: Map<string, unknown>
  /** Returns a small real image to respond with: PNG, 64 × 64 (or the requested size), different for every index. */
  image(index: number, size?: { widthPx: number; heightPx: number }): Promise<Uint8Array>
  /** The all-black image that some services return instead of a refusal. */
  blackImage(): Promise<Uint8Array>
}

export interface StubResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
  readonly bytes?: Uint8Array
  /** Sent one after the other, as server-sent events. */
  readonly events?: readonly { readonly event?: string; readonly data: string }[]
}
