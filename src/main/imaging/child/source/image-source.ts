import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { toFileError } from '../../../../shared/errors/index.ts'
import { cannotOpen } from '../../../../shared/messages/en/start.ts'
import { pngHeaderBytes, pngProfileChunk } from '../../../platform/pure/png/png-chunk.ts'
import { fileReader, memoryReader, type ByteReader } from '../header/byte-reader.ts'

/** The source of encoded image bytes, and its name for messages. */
export interface ImageSource {
  readonly name: string
  /** Input for sharp: a path or the bytes themselves. */
  readonly input: string | Uint8Array
}

export function fileSource(path: string): ImageSource {
  return { name: basename(path), input: path }
}

export function bytesSource(name: string, bytes: Uint8Array): ImageSource {
  return { name, input: bytes }
}

/** Files up to this size are loaded into memory before decoding. */
const heldBytesMax = 64 * 1024 * 1024

/**
 * Returns the same source with its bytes in memory, if small enough: every small file read costs the WebAssembly
 * decoder a round trip through a thread shared by all its threads, which doubles the time of a large PNG.
 */
export async function holdSource(source: ImageSource): Promise<ImageSource> {
  if (typeof source.input !== 'string') return source
  try {
    const { size } = await stat(source.input)
    return size > heldBytesMax ? source : { ...source, input: await readFile(source.input) }
  } catch (thrown) {
    throw toFileError(thrown, cannotOpen({ name: source.name }))
  }
}

/** @throws storage/* */
export async function sourceBytes({ name, input }: ImageSource): Promise<Uint8Array> {
  if (typeof input !== 'string') return input
  return readFile(input).catch((thrown: unknown) => {
    throw toFileError(thrown, cannotOpen({ name }))
  })
}

/** Returns the same PNG with an embedded profile, for a decoder that supports no other color information. */
export async function withPngProfile(source: ImageSource, icc: Uint8Array): Promise<ImageSource> {
  try {
    const png = typeof source.input === 'string' ? await readFile(source.input) : source.input
    const parts = [png.subarray(0, pngHeaderBytes), pngProfileChunk(icc), png.subarray(pngHeaderBytes)]
    return { ...source, input: Buffer.concat(parts) }
  } catch (thrown) {
    throw toFileError(thrown, cannotOpen({ name: source.name }))
  }
}

/** Passes a reader to `read` and closes the file afterwards. @throws storage/* if the file cannot be opened */
export async function withReader<T>(source: ImageSource, read: (reader: ByteReader) => Promise<T>): Promise<T> {
  if (typeof source.input !== 'string') return read(memoryReader(source.input))
  try {
    const file = await open(source.input, 'r')
    try {
      return await read(await fileReader(file))
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, cannotOpen({ name: source.name }))
  }
}
