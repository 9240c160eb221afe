import type { FileHandle } from 'node:fs/promises'

/** Random-access reads of a file or of bytes in memory. */
export interface ByteReader {
  readonly lengthBytes: number
  /** The result is shorter than `length` at the end of the data. */
  read(offset: number, length: number): Promise<Buffer>
}

export function memoryReader(bytes: Uint8Array): ByteReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    lengthBytes: buffer.length,
    read: async (offset, length) => buffer.subarray(offset, offset + length),
  }
}

const aheadBytes = 4096

/** Reads ahead a little, so that walking a header costs few system calls. */
export async function fileReader(file: FileHandle): Promise<ByteReader> {
  const { size } = await file.stat()
  let ahead = Buffer.alloc(0)
  let aheadAt = 0
  return {
    lengthBytes: size,
    read: async (offset, length) => {
      if (offset < aheadAt || offset + length > aheadAt + ahead.length) {
        const buffer = Buffer.alloc(Math.max(length, aheadBytes))
        const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
        ahead = buffer.subarray(0, bytesRead)
        aheadAt = offset
      }
      return ahead.subarray(offset - aheadAt, offset - aheadAt + length)
    },
  }
}
