import type { WireResponse } from '../../../platform/network/transport.ts'
import type { CallResponse } from '../call.ts'
import { joinBytes } from './encode-body.ts'

/** Thrown by `readBytes` if a response exceeds its cap; the caller turns it into a message. */
export class OversizeResponse extends Error {
  override readonly name = 'OversizeReply'
}

/** Reads the whole body. Stops and closes the connection as soon as there is more than `bytesMax`. */
export async function readBytes(
  response: WireResponse,
  bytesMax: number,
  onPart: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  // For a compressed body the announced size is the compressed one: then only the bytes received count.
  if (
    response.headers['content-encoding'] === undefined &&
    Number(response.headers['content-length'] ?? 0) > bytesMax
  ) {
    discard(response)
    throw new OversizeResponse()
  }
  const parts: Uint8Array[] = []
  for await (const part of capped(response.body, bytesMax, onPart)) parts.push(part)
  return joinBytes(parts)
}

/** Yields the chunks of the body, up to a cap. */
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

/** Reads as much as an error message needs; the rest is dropped. */
export async function readStart(response: WireResponse, bytesMax: number, onPart: () => void): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let total = 0
  try {
    for await (const part of response.body) {
      onPart()
      parts.push(part)
      total += part.byteLength
      if (total >= bytesMax) break
    }
  } catch {
    // The status is known: it matters more than the rest of the message.
  }
  return joinBytes(parts).subarray(0, bytesMax)
}

/** Closes the connection of a response whose body is not needed. */
export function discard(response: WireResponse): void {
  void response.body[Symbol.asyncIterator]().return?.()
}

export function toCallResponse(response: WireResponse, bytes: Uint8Array<ArrayBuffer>): CallResponse {
  const { status, headers } = response
  return { status, headers, mime: mimeOf(headers), bytes, text: () => new TextDecoder().decode(bytes) }
}

export function mimeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
