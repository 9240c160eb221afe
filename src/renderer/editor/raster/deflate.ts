import { AppError } from '../../../shared/errors/index.ts'

/** zlib format, as PNG and the stored tiles want it. */
export function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return send(bytes, new CompressionStream('deflate'), Infinity)
}

/** @param mostBytes a longer answer is an error: a small file may claim gigabytes */
export function inflate(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return send(bytes, new DecompressionStream('deflate'), mostBytes)
}

/** Written into the stream itself: a `Blob` of it would travel to another process and back first. */
async function send(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter()
  const written = writer.write(bytes.slice()).then(() => writer.close())
  // Whoever reads is told of it too.
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
