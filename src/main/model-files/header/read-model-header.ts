import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/model-files.ts'
import { countOf, type ModelFile, type ModelHeader, type TensorInfo } from './model-header.ts'
import { parseGguf } from './parse-gguf.ts'
import { isCut, isDamaged, isPickle, notAModel } from './refusals.ts'

/** Enough to detect the format and the length of a safetensors header. */
const firstBytes = 4_096
/** GGUF does not state its header size: the first read, which is enough for most models. */
const ggufFirstBytes = 1_048_576
/** Language models store their vocabulary in the header: tens of megabytes. */
const ggufHeaderMax = 134_217_728

/**
 * Reads the header of a weights file, never the weights. Nothing in it is trusted: every count is checked against the
 * file size before memory is allocated. @throws model/unsupported, model/damaged, storage/*
 */
export async function readModelHeader(path: string): Promise<ModelHeader> {
  const name = basename(path)
  try {
    const handle = await open(path, 'r')
    try {
      const { size } = await handle.stat()
      return await readFrom(handle, { name, bytes: size })
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadFile({ name }))
  }
}

async function readFrom(handle: FileHandle, file: ModelFile): Promise<ModelHeader> {
  const start = await readUpTo(handle, Math.min(file.bytes, firstBytes))
  if (looksLikeGguf(start)) return readGguf(handle, start, file)
  if (looksLikePickle(start)) throw isPickle(file.name)
  if (looksLikeSafetensors(start)) return readSafetensors(handle, start, file)
  throw notAModel(file.name)
}

const looksLikeGguf = (start: Uint8Array) => start.byteLength >= 24 && textAt(start, 0, 4) === 'GGUF'
const looksLikeSafetensors = (start: Uint8Array) => start.byteLength > 9 && start[8] === 0x7b

/** PyTorch writes a zip containing pickles; before 2020 it wrote a bare pickle, which starts with its protocol. */
function looksLikePickle(start: Uint8Array): boolean {
  const [first, second = 0] = start
  return textAt(start, 0, 4) === 'PK\u0003\u0004' || (first === 0x80 && second >= 2 && second <= 5)
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCodePoint(...bytes.subarray(from, from + length))
}

async function readSafetensors(handle: FileHandle, start: Buffer<ArrayBuffer>, file: ModelFile): Promise<ModelHeader> {
  const length = Number(start.readBigUInt64LE(0))
  if (length > safetensorsHeaderMax) throw notAModel(file.name)
  const end = safetensorsPrefixBytes + length
  if (end > file.bytes) throw isCut(file, end)
  const bytes = end <= start.byteLength ? start : await readUpTo(handle, end, start)
  return parseSafetensors(bytes.toString('utf8', safetensorsPrefixBytes, end), length, file)
}

async function readGguf(handle: FileHandle, start: Buffer<ArrayBuffer>, file: ModelFile): Promise<ModelHeader> {
  let bytes = await readUpTo(handle, Math.min(file.bytes, ggufFirstBytes), start)
  for (;;) {
    const header = parseGguf(bytes, file)
    if (header !== null) return header
    if (bytes.byteLength >= file.bytes) throw isDamaged(file, messages.incomplete)
    if (bytes.byteLength >= ggufHeaderMax) throw isDamaged(file, messages.headerTooLong)
    bytes = await readUpTo(handle, Math.min(file.bytes, ggufHeaderMax, bytes.byteLength * 4), bytes)
  }
}

/** Returns the first `length` bytes of the file, reusing `known`; fewer if the file is shorter. */
async function readUpTo(
  handle: FileHandle,
  length: number,
  buffered: Buffer = Buffer.alloc(0),
): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.allocUnsafeSlow(length)
  buffered.copy(bytes)
  let at = buffered.byteLength
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes.subarray(0, at)
}

/** Size of the field with the header length, in bytes. */
const safetensorsPrefixBytes = 8

/** The format's own limit. */
const safetensorsHeaderMax = 100_000_000

const dtypeBytes: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
}

/** Parses the header text, `headerBytes` long in the file. @throws model/damaged */
function parseSafetensors(text: string, headerBytes: number, file: ModelFile): ModelHeader {
  const described = readObject(text, file)
  const dataBytes = file.bytes - safetensorsPrefixBytes - headerBytes
  const tensors = new Map<string, TensorInfo>()
  const metadata = new Map<string, string>()
  let wholeBytes = 0
  let sumBytes = 0
  for (const name of Object.keys(described)) {
    const value = described[name]
    if (name === '__metadata__') {
      readMetadata(value, metadata)
      continue
    }
    const { info, end } = readTensor(name, value, file)
    tensors.set(name, info)
    sumBytes += info.bytes
    wholeBytes = Math.max(wholeBytes, end)
  }
  if (wholeBytes > dataBytes) throw isCut(file, file.bytes - dataBytes + wholeBytes)
  if (sumBytes > dataBytes) throw isDamaged(file, messages.tensorsOverlap)
  return { format: 'safetensors', tensors, metadata, fileBytes: file.bytes }
}

function readObject(text: string, file: ModelFile): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    // Reported below.
  }
  throw isDamaged(file, messages.headerUnreadable)
}

function readMetadata(value: unknown, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, text] of Object.entries(value)) if (typeof text === 'string') into.set(key, text)
}

function readTensor(name: string, value: unknown, file: ModelFile): { info: TensorInfo; end: number } {
  const { dtype, shape, data_offsets: span } = (value ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(span) || span.length !== 2) {
    throw isDamaged(file, messages.tensorNotDescribed({ slice: name.slice(0, 100) }))
  }
  const [begin = 0, end = 0] = span
  const size = dtypeBytes[dtype]
  const bytes = end - begin
  if (bytes < 0 || (size !== undefined && bytes !== countOf(shape) * size)) {
    throw isDamaged(file, messages.tensorOtherSize({ slice: name.slice(0, 100) }))
  }
  return { info: { shape, type: dtype.toLowerCase(), bytes }, end }
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 16 && value.every((each) => Number.isSafeInteger(each) && each >= 0)
}
