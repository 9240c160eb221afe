import type { Protocol } from 'electron'
import { Readable } from 'node:stream'

/** What a page asks for; a part of Electron's `ProtocolRequest`. */
export interface SchemeRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
}

export interface SchemeResponse<Data extends Buffer | Readable> {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly data: Data
}

export type SchemeResponder<Data extends Buffer | Readable> = (request: SchemeRequest) => Promise<SchemeResponse<Data>>

/** Electron marks all but `handle` as deprecated: any version may come without them. */
export type SchemeProtocol = Pick<Protocol, 'handle'> &
  Partial<Pick<Protocol, 'registerBufferProtocol' | 'registerStreamProtocol'>>

/** net::ERR_FAILED of Chromium's net_error_list.h. */
const failed = { error: -2 }

/**
 * Answers a scheme's requests with whole files. `protocol.handle` is used only where Electron has nothing else: it first
 * loads Node's entire fetch, which delays the first page by 45 ms, and sends each file through a web stream
 * (docs/adr/0031). Where the responder fails, so does the request.
 */
export function registerBuffers(protocol: SchemeProtocol, scheme: string, respond: SchemeResponder<Buffer>): void {
  if (protocol.registerBufferProtocol) {
    protocol.registerBufferProtocol(scheme, (request, send) => void respond(request).then(send, () => send(failed)))
  } else {
    handleScheme(protocol, scheme, respond)
  }
}

/** The same with streams. Bytes are streamed as well, since a scheme has only one kind of response. */
export function registerStreams(protocol: SchemeProtocol, scheme: string, respond: SchemeResponder<Readable>): void {
  if (protocol.registerStreamProtocol) {
    protocol.registerStreamProtocol(scheme, (request, send) => void respond(request).then(send, () => send(failed)))
  } else {
    handleScheme(protocol, scheme, respond)
  }
}

function handleScheme(
  protocol: SchemeProtocol,
  scheme: string,
  respond: SchemeResponder<Buffer> | SchemeResponder<Readable>,
): void {
  protocol.handle(scheme, async ({ url, method, headers }) => {
    const { statusCode, headers: sent, data } = await respond({ url, method, headers: Object.fromEntries(headers) })
    return new Response(data instanceof Readable ? webStream(data) : new Uint8Array(data), {
      status: statusCode,
      headers: sent,
    })
  })
}

/** Node's own type of a web stream is not quite the one that `Response` takes. */
function webStream(data: Readable): ReadableStream {
  return Readable.toWeb(data) as ReadableStream
}
