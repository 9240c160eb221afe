import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { toFileError } from '../../../../shared/errors/index.ts'
import { fileReader, memoryReader, type ByteReader } from './byte-reader.ts'

/** Where encoded picture bytes come from, and what to call them in a message. */
export interface PictureSource {
  readonly name: string
  /** What sharp is given: a path or the bytes themselves. */
  readonly input: string | Uint8Array
}

export function fileSource(path: string): PictureSource {
  return { name: basename(path), input: path }
}

export function bytesSource(name: string, bytes: Uint8Array): PictureSource {
  return { name, input: bytes }
}

/** Hands a reader to `read` and closes the file after. @throws storage/* where the file cannot be opened */
export async function withReader<T>(source: PictureSource, read: (reader: ByteReader) => Promise<T>): Promise<T> {
  if (typeof source.input !== 'string') return read(memoryReader(source.input))
  try {
    const file = await open(source.input, 'r')
    try {
      return await read(await fileReader(file))
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, `open “${source.name}”`)
  }
}
