import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, toFileError } from '../../../../shared/errors/index.ts'
import { tooLargeAsStored } from '../../../../shared/messages/en/imaging.ts'
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

/** The decoder holds what it gets as bytes in its WebAssembly heap. */
const decoderBytesMax = 2 ** 31 - 1

/** @throws media/too-large if so many bytes cannot be passed to the decoder */
export function checkDecoderBytes(name: string, bytes: number): void {
  if (bytes > decoderBytesMax) throw new AppError('media/too-large', tooLargeAsStored({ name }), { detail: { bytes } })
}

/**
 * Returns the source's bytes, to be changed, and as many zeros as `room` says behind them. They are copied once.
 * @throws media/too-large, storage/*
 */
export async function copyBytes({ name, input }: ImageSource, room = 0): Promise<Buffer> {
  if (typeof input !== 'string') {
    const bytes = Buffer.alloc(input.length + room)
    bytes.set(input)
    return bytes
  }
  try {
    const file = await open(input, 'r')
    try {
      const { size } = await file.stat()
      checkDecoderBytes(name, size + room)
      const bytes = Buffer.alloc(size + room)
      for (let at = 0; at < size;) {
        const { bytesRead } = await file.read(bytes, at, size - at, at)
        if (bytesRead === 0) break
        at += bytesRead
      }
      return bytes
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, cannotOpen({ name }))
  }
}

/** Returns the same PNG with an embedded profile, for a decoder that supports no other color information. */
export async function withPngProfile(source: ImageSource, icc: Uint8Array): Promise<ImageSource> {
  const chunk = pngProfileChunk(icc)
  const png = await copyBytes(source, chunk.length)
  png.copyWithin(pngHeaderBytes + chunk.length, pngHeaderBytes)
  png.set(chunk, pngHeaderBytes)
  return { ...source, input: png }
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
