import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { AppError } from '../../../../shared/errors/index.ts'

/** What the library accepts as a `Blob`: a length and slices that are read on demand. */
export interface ByteSlices {
  readonly size: number
  slice(from: number, to: number): ByteSlices
  read(): Uint8Array<ArrayBuffer>
}

export function slicesOf(bytes: Uint8Array): ByteSlices {
  return {
    size: bytes.length,
    slice: (from, to) => slicesOf(bytes.subarray(from, to)),
    read: () => Uint8Array.from(bytes),
  }
}

/** A file that is not loaded into memory. `work` must be done with the file when its promise settles. */
export async function withFile<T>(path: string, work: (file: ByteSlices) => Promise<T>): Promise<T> {
  const file = openSync(path, 'r')
  try {
    return await work(partOf(file, 0, fstatSync(file).size))
  } finally {
    closeSync(file)
  }
}

function partOf(file: number, start: number, size: number): ByteSlices {
  return {
    size,
    slice: (from, to) => {
      const first = Math.min(Math.max(0, from), size)
      return partOf(file, start + first, Math.max(0, Math.min(to, size) - first))
    },
    read: () => {
      const bytes = new Uint8Array(size)
      let done = 0
      while (done < size) {
        const count = readSync(file, bytes, done, size - done, start + done)
        if (count === 0) throw new AppError('media/undecodable', 'The file has become shorter while it was read.')
        done += count
      }
      return bytes
    },
  }
}
