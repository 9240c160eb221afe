import type { WireResponse } from '../../platform/transport.ts'
import type { CallResponse } from './call.ts'
import { joinBytes } from './encode-body.ts'

/** Thrown by `readBytes` where an answer is over its cap; whoever asked knows how to say it. */
export class OversizeResponse extends Error {
  override readonly name = 'OversizeReply'
}

/** The body in one piece. It stops, and hangs up, as soon as there is more than `bytesMax`. */
export async function readBytes(
  reply: WireResponse,
  bytesMax: number,
  onPart: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  // The announced size is that of the compressed body where it is compressed: then only what comes counts.
  if (reply.headers['content-encoding'] === undefined && Number(reply.headers['content-length'] ?? 0) > bytesMax) {
    discard(reply)
    throw new OversizeResponse()
  }
  const parts: Uint8Array[] = []
  for await (const part of capped(reply.body, bytesMax, onPart)) parts.push(part)
  return joinBytes(parts)
}

/** The body's parts as they come, up to a cap. */
export async function* capped(
  body: AsyncIterable<Uint8Array>,
  bytesMax: number,
  onPart: () => void,
): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const part of body) {
    onPart()
    total += part.byteLength
    if (total > bytesMax) throw new OversizeResponse()
    yield part
  }
}

/** As much as a failure's words need; what is cut or comes after is not missed. */
export async function readStart(reply: WireResponse, bytesMax: number, onPart: () => void): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let total = 0
  try {
    for await (const part of reply.body) {
      onPart()
      parts.push(part)
      total += part.byteLength
      if (total >= bytesMax) break
    }
  } catch {
    // The status is known: it counts for more than the rest of the words.
  }
  return joinBytes(parts).subarray(0, bytesMax)
}

/** Hangs up on an answer whose body nobody wants. */
export function discard(reply: WireResponse): void {
  void reply.body[Symbol.asyncIterator]().return?.()
}

export function toCallResponse(reply: WireResponse, bytes: Uint8Array<ArrayBuffer>): CallResponse {
  const { status, headers } = reply
  return { status, headers, mime: mimeOf(headers), bytes, text: () => new TextDecoder().decode(bytes) }
}

export function mimeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
