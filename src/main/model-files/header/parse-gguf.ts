import * as messages from '../../../shared/messages/en/model-files.ts'
import { ggmlType } from './ggml-types.ts'
import { countOf, type ModelFile, type ModelHeader, type TensorInfo } from './model-header.ts'
import { isCut, isDamaged, unknownVersion } from './refusals.ts'

const decoder = new TextDecoder()

/**
 * Reads little-endian values in sequence. Past the end every value is 0 and `isShort` is set, so that callers can check
 * once after several values instead of before each.
 */
class HeaderReader {
  #at = 0
  #isShort = false
  readonly #bytes: Uint8Array<ArrayBuffer>
  readonly #view: DataView

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get at(): number {
    return this.#at
  }

  get isShort(): boolean {
    return this.#isShort
  }

  u8(): number {
    const at = this.#take(1)
    return at === null ? 0 : this.#view.getUint8(at)
  }

  u32(): number {
    const at = this.#take(4)
    return at === null ? 0 : this.#view.getUint32(at, true)
  }

  /** Infinity if it exceeds the exact range of a number. */
  u64(): number {
    const low = this.u32()
    const high = this.u32()
    return high > 0x1fffff ? Infinity : high * 0x1_0000_0000 + low
  }

  text(length: number): string {
    const at = this.#take(length)
    return at === null ? '' : decoder.decode(this.#bytes.subarray(at, at + length))
  }

  skip(length: number): void {
    this.#take(length)
  }

  #take(length: number): number | null {
    const at = this.#at
    if (this.#isShort || length > this.#bytes.byteLength - at) {
      this.#isShort = true
      return null
    }
    this.#at += length
    return at
  }
}

const nameBytesMax = 4_096
/** Limit for strings that are kept; longer ones, such as chat templates, are skipped. */
const textBytesMax = 8_192
const dimensionsMax = 8
const nestingMax = 4
/** No format packs more than eight values into a byte. */
const valuesPerByteMax = 8
const alignmentMax = 1_048_576

/** Sizes in bytes of metadata values by type number; strings (8) and arrays (9) have no fixed size. */
const fixedBytes: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
])
const textType = 8
const listType = 9

/** @returns null if the header continues past these bytes @throws model/unsupported, model/damaged */
export function parseGguf(bytes: Uint8Array<ArrayBuffer>, file: ModelFile): ModelHeader | null {
  const reader = new HeaderReader(bytes)
  reader.skip(4)
  const version = reader.u32()
  if (version !== 2 && version !== 3) throw unknownVersion(file.name, `GGUF ${version}`)
  const tensorCount = reader.u64()
  const pairCount = reader.u64()
  // A tensor takes at least 24 bytes and a key-value pair 13, so no file can hold more than that.
  if (tensorCount > file.bytes / 24 || pairCount > file.bytes / 13) throw isDamaged(file, messages.headerInconsistent)
  const metadata = readPairs(reader, pairCount, file)
  const tensors = metadata && readTensors(reader, tensorCount, file)
  if (metadata === null || tensors === null) return null
  checkSpans(tensors, dataStart(reader.at, metadata, file), file)
  return { format: 'gguf', tensors: new Map(tensors), metadata, fileBytes: file.bytes }
}

function readPairs(
  reader: HeaderReader,
  count: number,
  file: ModelFile,
): Map<string, string | number | boolean> | null {
  const metadata = new Map<string, string | number | boolean>()
  for (let index = 0; index < count; index++) {
    const key = readName(reader, file)
    const value = readValue(reader, reader.u32(), file)
    if (reader.isShort) return null
    if (value !== null) metadata.set(key, value)
  }
  return metadata
}

/** null = skipped. */
function readValue(reader: HeaderReader, type: number, file: ModelFile): string | number | boolean | null {
  switch (type) {
    case 0:
      return reader.u8()
    case 4:
      return reader.u32()
    case 7:
      return reader.u8() !== 0
    case 10:
      return reader.u64()
    case textType:
      return readText(reader, file)
    default:
      passOver(reader, type, file, 0)
      return null
  }
}

function readText(reader: HeaderReader, file: ModelFile): string | null {
  const length = readLength(reader, file)
  if (length <= textBytesMax) return reader.text(length)
  reader.skip(length)
  return null
}

function passOver(reader: HeaderReader, type: number, file: ModelFile, depth: number): void {
  const size = fixedBytes.get(type)
  if (size !== undefined) reader.skip(size)
  else if (type === textType) reader.skip(readLength(reader, file))
  else if (type === listType && depth < nestingMax) passOverList(reader, file, depth)
  else if (!reader.isShort) throw isDamaged(file, messages.headerValuesUnknown)
}

function passOverList(reader: HeaderReader, file: ModelFile, depth: number): void {
  const type = reader.u32()
  const count = readLength(reader, file)
  const size = fixedBytes.get(type)
  if (size !== undefined) {
    reader.skip(count * size)
    return
  }
  for (let index = 0; index < count && !reader.isShort; index++) passOver(reader, type, file, depth + 1)
}

/** No length can exceed the file size. */
function readLength(reader: HeaderReader, file: ModelFile): number {
  const length = reader.u64()
  if (length > file.bytes) throw isDamaged(file, messages.headerInconsistent)
  return length
}

function readName(reader: HeaderReader, file: ModelFile): string {
  const length = reader.u64()
  if (length > nameBytesMax) throw isDamaged(file, messages.headerNameTooLong)
  return reader.text(length)
}

type Placed = TensorInfo & { readonly offset: number }

function readTensors(reader: HeaderReader, count: number, file: ModelFile): [string, Placed][] | null {
  const tensors: [string, Placed][] = []
  for (let index = 0; index < count; index++) {
    const name = readName(reader, file)
    const shape = readShape(reader, file)
    const typeId = reader.u32()
    const offset = reader.u64()
    if (reader.isShort) return null
    const type = ggmlType(typeId)
    if (type === null) throw unknownVersion(file.name, messages.numberFormatUnknown({ typeId }))
    const bytes = Math.ceil(countOf(shape) / type.values) * type.bytes
    tensors.push([name, { shape, type: type.name, bytes, offset }])
  }
  return tensors
}

/** The file stores the innermost dimension first. */
function readShape(reader: HeaderReader, file: ModelFile): number[] {
  const count = reader.u32()
  if (count > dimensionsMax) throw isDamaged(file, messages.tooManyDimensions)
  const shape = Array.from({ length: count }, () => reader.u64()).toReversed()
  if (shape.some((side) => side > file.bytes * valuesPerByteMax)) throw isDamaged(file, messages.tensorTooLarge)
  return shape
}

function dataStart(at: number, metadata: ReadonlyMap<string, unknown>, file: ModelFile): number {
  const alignment = metadata.get('general.alignment') ?? 32
  if (typeof alignment !== 'number' || alignment < 1 || alignment > alignmentMax) {
    throw isDamaged(file, messages.alignmentNotValid)
  }
  return Math.ceil(at / alignment) * alignment
}

function checkSpans(tensors: readonly [string, Placed][], start: number, file: ModelFile): void {
  let end = start
  let sum = start
  for (const [, { offset, bytes }] of tensors) {
    end = Math.max(end, start + offset + bytes)
    sum += bytes
  }
  if (end > file.bytes) throw isCut(file, end)
  if (sum > file.bytes) throw isDamaged(file, messages.tensorsOverlap)
}
