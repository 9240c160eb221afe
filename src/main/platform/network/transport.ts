/**
 * One hop of HTTP, injected: Electron's network stack in the program (system proxy and certificates), Node's in tests.
 */
export interface Transport {
  /**
   * Sends one request and resolves when the response headers have arrived. Follows no redirects, never retries.
   * @throws TransportFailure
   */
  send(request: WireRequest): Promise<WireResponse>
  /** @throws TransportFailure */
  openSocket(url: string, options: WireSocketOptions): Promise<WireSocket>
  /** Returns the addresses a host name resolves to, so that a public name cannot lead to a private address. */
  resolveHost(host: string): Promise<readonly string[]>
}

export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer> | null
  readonly signal: AbortSignal
  /**
   * It may cost money: the network stack itself must not resend it either, as browsers do when a kept-alive connection
   * turns out to be dead.
   */
  readonly isOnce?: boolean
}

export interface WireResponse {
  readonly status: number
  /** Names in lower case; repeated headers are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Rejects with a `TransportFailure` if the connection breaks. Must be read or returned; the reader owns each chunk.
   */
  readonly body: AsyncIterable<Uint8Array>
}

export interface WireSocketOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly onFrame: (frame: string | Uint8Array<ArrayBuffer>) => void
  readonly onClose: () => void
}

export interface WireSocket {
  send(text: string): void
  close(): void
}

/** A failure of the transport. `arrived` matters because only a request that never arrived may be resent. */
export interface TransportFailure {
  readonly isTransportFailure: true
  readonly kind: 'offline' | 'refused' | 'not-found' | 'certificate' | 'interrupted' | 'aborted'
  /** `no`: provably nothing of the request reached the other side (no connection was established). */
  readonly arrived: 'no' | 'maybe'
  /** The system's error name, for the log. */
  readonly reason: string
}
