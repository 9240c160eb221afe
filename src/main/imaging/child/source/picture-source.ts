import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { toFileError } from '../../../../shared/errors/index.ts'
import { pngHeaderBytes, pngProfileChunk } from '../../../platform/pure/png/png-chunk.ts'
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

/** Files up to this size are read before they are decoded. */
const heldBytesMax = 64 * 1024 * 1024

/**
 * The same source with its bytes in memory, where they are few enough: every small read of a file costs the WebAssembly
 * decoder a turn through the thread that all its threads share, which doubles the time of a large PNG.
 */
export async function holdSource(source: PictureSource): Promise<PictureSource> {
  if (typeof source.input !== 'string') return source
  try {
    const { size } = await stat(source.input)
    return size > heldBytesMax ? source : { ...source, input: await readFile(source.input) }
  } catch (thrown) {
    throw toFileError(thrown, `open “${source.name}”`)
  }
}

/** The same PNG with a profile embedded, for a decoder that knows nothing else of colors. */
export async function withPngProfile(source: PictureSource, icc: Uint8Array): Promise<PictureSource> {
  try {
    const png = typeof source.input === 'string' ? await readFile(source.input) : source.input
    const parts = [png.subarray(0, pngHeaderBytes), pngProfileChunk(icc), png.subarray(pngHeaderBytes)]
    return { ...source, input: Buffer.concat(parts) }
  } catch (thrown) {
    throw toFileError(thrown, `open “${source.name}”`)
  }
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
