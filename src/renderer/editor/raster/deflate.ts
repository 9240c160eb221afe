import { AppError } from '../../../shared/errors/index.ts'

/** zlib format, as PNG and the stored tiles require. */
export function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return send(bytes, new CompressionStream('deflate'), Infinity)
}

/** @param mostBytes longer output is an error: a small file may claim gigabytes */
export function inflate(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return send(bytes, new DecompressionStream('deflate'), mostBytes)
}

/** Written directly to the stream: a `Blob` would make a round trip to another process first. */
async function send(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter()
  const written = writer.write(bytes.slice()).then(() => writer.close())
  // The reader gets the same error.
  written.catch(() => undefined)
  return collect(stream.readable, mostBytes)
}

async function collect(stream: ReadableStream<Uint8Array>, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > mostBytes) {
      await reader.cancel()
      throw new AppError('storage/corrupt', 'Packed data is longer than it should be.')
    }
    parts.push(value)
  }
  return joinRasterBytes(parts)
}

export function joinRasterBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
