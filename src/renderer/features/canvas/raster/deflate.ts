import { AppError } from '../../../../shared/errors/index.ts'

/** zlib format, as PNG and the stored tiles want it. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return collect(new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('deflate')), Infinity)
}

/** @param mostBytes a longer answer is an error: a small file may claim gigabytes */
export async function inflate(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  return collect(new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('deflate')), mostBytes)
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
  return joinBytes(parts)
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
