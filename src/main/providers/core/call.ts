import type { z } from 'zod'

/** HTTP as an adapter uses it: with the key, time limits, size caps and error mapping built in. */
export interface Call {
  /** Aborted when the user cancels or the time limit has passed. */
  readonly signal: AbortSignal
  /** Returns a 2xx response as validated JSON. @throws provider/bad-reply and every fault of `fault.ts` */
  json<T>(request: CallRequest, response: z.ZodType<T>): Promise<T>
  /** The same; null if the service answers that it has nothing there (404). */
  find<T>(request: CallRequest, response: z.ZodType<T>): Promise<T | null>
  /** Returns a 2xx response as it is: for images sent as bytes and for data in headers. */
  response(request: CallRequest): Promise<CallResponse>
  /**
   * Reads the server-sent events of a 2xx response until one is a result; null = it ended without one. A response that
   * is not an event stream is one event named `message`. @throws as `json` does, if no event was known
   */
  events<T extends object>(request: CallRequest, read: (event: ServerSentEvent) => T | EventOnTheWay): Promise<T | null>
  /** Shows a preview of the work in progress immediately. */
  preview(bytes: Uint8Array<ArrayBuffer>, mime: string): void
  /** `fraction`: null = unknown. `leftMs`: for adapters that report the time left; null = unknown. */
  progress(fraction: number | null, leftMs?: number | null): void
  /** Set if `baseUrl` is an override: adapters for services with many variants may need to know. */
  readonly isOwnBaseUrl: boolean
  /** The path of the base URL in use, without a trailing slash, `/v1` for example; empty or absent = it has none. */
  readonly basePath?: string | undefined
  /** The cloud project if a service account signed in (Vertex AI); absent if a key is used. */
  readonly project?: CloudProject | undefined
  /**
   * Reads a file on this computer that the user made a model of (`workflow:<absolute path>`), at most 5 MB. Read again
   * by `describeModel` and by `submit`, so that the current file is what runs.
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
  /** Relative to the base URL; or absolute, on the base's or one of the adapter's API hosts. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: CallBody
  /**
   * This request may cost money: it is sent once, and repeated only if it provably never arrived. Must be set by every
   * request that starts work at a service.
   */
  readonly isPaid?: boolean
  /** Statuses other than 2xx that are not failures here, such as 404 while a result is not ready. */
  readonly alsoAccept?: readonly number[]
  /**
   * Checks whether anything is there at all: a 404 means that the address is wrong, and statuses in `alsoAccept` say
   * nothing about the service's health.
   */
  readonly isProbe?: boolean
  /** `none`: sent without the key, for addresses that are not part of the service's own API. */
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
  /** Names in lowercase. */
  readonly headers: Readonly<Record<string, string>>
  /** Without parameters, in lowercase; empty if the service names none. */
  readonly mime: string
  readonly bytes: Uint8Array<ArrayBuffer>
  text(): string
}

/** `progress`: known, and more follows. `unknown`: skipped, as services and gateways add events of their own. */
export type EventOnTheWay = 'progress' | 'unknown'

export interface ServerSentEvent {
  readonly event: string
  readonly data: string
}
