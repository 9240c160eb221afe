import { AppError } from '../../../../../shared/errors/index.ts'
import { encryptedOrUnknown } from '../../../../../shared/messages/en/layered-files.ts'
import type { DrawnImage } from '../image-rows.ts'
import { damagedPsd } from './damaged-psd.ts'
import { colorModes, type PsdFile } from './psd-file.ts'
import { from16Bits, from32Bits } from './psd-levels.ts'
import { resourceIds } from './psd-resources.ts'

const compressions = { raw: 0, runLength: 1 } as const

/** How many channels of the merged image are its colors; those after them are extra. */
export function colorChannels({ mode }: Pick<PsdFile, 'mode'>): number {
  return mode === colorModes.rgb ? 3 : 1
}

export function hasTransparency(file: PsdFile): boolean {
  return file.isMergedTransparent && file.channels > colorChannels(file)
}

/**
 * Draws the image as the program that saved it shows it. An extra channel is its transparency only if the document
 * says so: usually it is a saved selection.
 * @throws media/undecodable, or RangeError if it is cut off; media/unsupported
 */
export function drawMerged(file: PsdFile): DrawnImage {
  const { widthPx, heightPx } = file
  const colorCount = colorChannels(file)
  const isTransparent = hasTransparency(file)
  const planes = readPlanes(file, colorCount + (isTransparent ? 1 : 0))
  const rgba = new Uint8Array(widthPx * heightPx * 4)
  const levels = planes.map((plane, n) => toLevels(plane, file, n === colorCount))
  const alpha = isTransparent ? levels[colorCount]! : null
  if (file.mode === colorModes.indexed) drawIndexed(rgba, levels[0]!, file)
  else {
    const [red, green, blue] = colorCount === 3 ? levels : [levels[0], levels[0], levels[0]]
    for (let n = 0, at = 0; at < rgba.length; n++, at += 4) {
      rgba[at] = red![n]!
      rgba[at + 1] = green![n]!
      rgba[at + 2] = blue![n]!
      rgba[at + 3] = alpha === null ? 255 : alpha[n]!
    }
  }
  if (alpha !== null) removeWhite(rgba)
  return { widthPx, heightPx, rgba }
}

/** Returns the samples of the first `count` channels, uncompressed. */
function readPlanes(file: PsdFile, count: number): Buffer[] {
  const compression = file.merged.readUInt16BE(0)
  const data = file.merged.subarray(2)
  if (compression === compressions.runLength) return unpackPlanes(file, data, count)
  if (compression !== compressions.raw) {
    throw new AppError('media/unsupported', encryptedOrUnknown({ name: file.label }))
  }
  const planeBytes = rowBytes(file) * file.heightPx * (hasWideIndexes(file, data) ? 2 : 1)
  if (data.length < planeBytes * count) throw damagedPsd(file.label)
  return Array.from({ length: count }, (_, n) => data.subarray(n * planeBytes, (n + 1) * planeBytes))
}

/** ImageMagick writes two bytes for each index of a document that says it has 8 bits. */
function hasWideIndexes(file: PsdFile, data: Buffer): boolean {
  return file.mode === colorModes.indexed && data.length === rowBytes(file) * file.heightPx * file.channels * 2
}

function rowBytes({ widthPx, depth }: PsdFile): number {
  return depth === 1 ? Math.ceil(widthPx / 8) : widthPx * (depth / 8)
}

/** The lengths of all channels' rows, then the rows, each packed by itself (PackBits). */
function unpackPlanes(file: PsdFile, data: Buffer, count: number): Buffer[] {
  const { heightPx, isLarge, channels } = file
  const bytes = rowBytes(file)
  const lengthBytes = isLarge ? 4 : 2
  let at = channels * heightPx * lengthBytes
  return Array.from({ length: count }, (_, plane) => {
    const unpacked = Buffer.alloc(bytes * heightPx)
    for (let y = 0; y < heightPx; y++) {
      const lengthAt = (plane * heightPx + y) * lengthBytes
      const length = isLarge ? data.readUInt32BE(lengthAt) : data.readUInt16BE(lengthAt)
      const row = unpacked.subarray(y * bytes, (y + 1) * bytes)
      if (!unpackRow(data.subarray(at, at + length), row)) throw damagedPsd(file.label)
      at += length
    }
    return unpacked
  })
}

/** Returns whether the row is complete. */
function unpackRow(packed: Buffer, row: Buffer): boolean {
  let to = 0
  for (let from = 0; from < packed.length && to < row.length;) {
    const head = packed.readInt8(from++)
    if (head === -128) continue
    const length = Math.abs(head) + 1
    if (head < 0) row.fill(packed.readUInt8(from++), to, to + length)
    else if (from + length > packed.length) return false
    else packed.copy(row, to, from, (from += length))
    to += length
  }
  return to >= row.length
}

function toLevels(plane: Buffer, file: PsdFile, isCoverage: boolean): Uint8Array {
  const { widthPx, heightPx, depth, mode } = file
  const count = widthPx * heightPx
  if (depth === 1) return unpackBits(plane, file)
  if (depth === 16) return Uint8Array.from({ length: count }, (_, n) => from16Bits(plane.readUInt16BE(n * 2)))
  if (depth === 32)
    return Uint8Array.from({ length: count }, (_, n) => from32Bits(plane.readFloatBE(n * 4), isCoverage))
  const isWide = mode === colorModes.indexed && plane.length === count * 2
  return isWide ? Uint8Array.from({ length: count }, (_, n) => plane[n * 2 + 1]!) : plane
}

/** A set bit is black. */
function unpackBits(plane: Buffer, { widthPx, heightPx }: PsdFile): Uint8Array {
  const bytes = Math.ceil(widthPx / 8)
  return Uint8Array.from({ length: widthPx * heightPx }, (_, n) => {
    const x = n % widthPx
    const byte = plane[Math.floor(n / widthPx) * bytes + (x >> 3)]!
    return (byte << (x & 7)) & 0x80 ? 0 : 255
  })
}

function drawIndexed(rgba: Uint8Array, indexes: Uint8Array, { label, colorData, resources }: PsdFile): void {
  const size = Math.floor(colorData.length / 3)
  const transparent = resources.get(resourceIds.transparentIndex)
  const transparentIndex = transparent !== undefined && transparent.length >= 2 ? transparent.readUInt16BE(0) : null
  for (const [n, index] of indexes.entries()) {
    if (index >= size) throw damagedPsd(label)
    for (let c = 0; c < 3; c++) rgba[n * 4 + c] = colorData[index + c * size]!
    rgba[n * 4 + 3] = index === transparentIndex ? 0 : 255
  }
}

/** Merged colors are stored over white wherever they are partly transparent. */
function removeWhite(rgba: Uint8Array): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3]! / 255
    if (alpha === 0 || alpha === 1) continue
    for (let c = at; c < at + 3; c++)
      rgba[c] = Math.min(255, Math.max(0, Math.round((rgba[c]! - 255 * (1 - alpha)) / alpha)))
  }
}
