/** One hop of HTTP, handed in: Electron's network stack in the program (system proxy and certificates), Node's in tests. */
export interface Transport {
  /**
   * Sends one request and resolves when the head of the answer is there. Follows no redirect, repeats nothing.
   * @throws TransportFailure
   */
  send(request: WireRequest): Promise<WireResponse>
  /** @throws TransportFailure */
  openSocket(url: string, options: WireSocketOptions): Promise<WireSocket>
  /** The addresses a host name stands for, so that a public name cannot lead to a private address. */
  resolveHost(host: string): Promise<readonly string[]>
}

export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer> | null
  readonly signal: AbortSignal
  /**
   * It may cost money: the network stack itself must not send it a second time either, as browsers do when a connection
   * that was kept open turns out to be dead.
   */
  readonly isOnce?: boolean
}

export interface WireResponse {
  readonly status: number
  /** Names in lower case; several of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Rejects with a `TransportFailure` where the connection breaks. Must be read or returned; each part is the reader’s own. */
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

/** What went wrong on the wire: told apart because only a request that never arrived may be sent again. */
export interface TransportFailure {
  readonly isTransportFailure: true
  readonly kind: 'offline' | 'refused' | 'not-found' | 'certificate' | 'interrupted' | 'aborted'
  /** `no`: provably nothing of the request reached the other side (no connection was made). */
  readonly arrived: 'no' | 'maybe'
  /** The system's name for it, for the log. */
  readonly reason: string
}
