import type { z } from 'zod'

/** How an adapter talks: HTTP is handed in, with the key, time limits, size caps and error mapping already in it. */
export interface Call {
  /** Aborted when the person cancels or time is up. */
  readonly signal: AbortSignal
  /** A 2xx answer as JSON, checked. @throws provider/bad-reply and every fault of `fault.ts` */
  json<T>(request: CallRequest, reply: z.ZodType<T>): Promise<T>
  /** A 2xx answer as it is: for pictures that come as bytes and for facts that come in headers. */
  reply(request: CallRequest): Promise<CallResponse>
  /** Server-sent events of a 2xx answer. An answer that is no event stream is one event named `message`. */
  events(request: CallRequest): AsyncIterable<ServerSentEvent>
  /** A finer picture of work under way, shown at once. */
  preview(bytes: Uint8Array<ArrayBuffer>, mime: string): void
  /** `fraction`: null = not known. `leftMs`: for adapters that tell the time left; null = not known. */
  progress(fraction: number | null, leftMs?: number | null): void
  /** Set when `baseUrl` is an override: adapters for services with many shapes may want to know. */
  readonly isOwnBaseUrl: boolean
  /** The path of the base URL in use, without a trailing slash, `/v1` for example; empty or absent = it has none. */
  readonly basePath?: string | undefined
  /** Whose project is asked, where a service account signed in (Vertex AI); absent where a key is used. */
  readonly project?: CloudProject | undefined
  /**
   * The text of a file on this computer that the person made a model of (`workflow:<absolute path>`), at most 5 MB. Read
   * anew by `describeModel` and by `submit`, so that the file as it is now is what runs.
   * @throws storage/not-found and every other `storage/*`
   */
  readonly readText?: (path: string) => Promise<string>
}

export interface CloudProject {
  readonly projectId: string
  /** A region such as `europe-west4`; null = the adapter's choice. */
  readonly location: string | null
}

export interface CallRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the base URL; or absolute, on the base's or one of the adapter's API hosts. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: CallBody
  /**
   * This request may cost money: it is sent once, and repeated only where it provably never arrived. Everything that
   * starts work at a service sets it.
   */
  readonly isPaid?: boolean
  /** Answers that are not 2xx and yet not a failure here, such as 404 while a result is not there yet. */
  readonly alsoAccept?: readonly number[]
  /**
   * Asks whether anything is there at all: a 404 means that the address is wrong, and what `alsoAccept` lets pass says
   * nothing about how well the service is.
   */
  readonly isProbe?: boolean
  /** `none`: sent without the key, for addresses that are not the service's own API. */
  readonly auth?: 'key' | 'none'
}

export type CallBody =
  | { readonly json: unknown }
  | { readonly form: readonly FormPart[] }
  /** `application/x-www-form-urlencoded`. */
  | { readonly fields: Readonly<Record<string, string>> }
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly mime: string }

export type FormPart =
  | { readonly name: string; readonly value: string; readonly mime?: string }
  | { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly mime: string; readonly fileName: string }

export interface CallResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Without parameters, in lower case; empty where the service names none. */
  readonly mime: string
  readonly bytes: Uint8Array<ArrayBuffer>
  text(): string
}

export interface ServerSentEvent {
  readonly event: string
  readonly data: string
}
