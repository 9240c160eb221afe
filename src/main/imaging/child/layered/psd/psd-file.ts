import type { Size } from '../../../../../shared/util/geometry.ts'
import { headerBytes, readResources, resourceIds, resourceSection } from './psd-resources.ts'

/** Adobe Photoshop File Formats, "File Header Section". */
export const colorModes = { bitmap: 0, grayscale: 1, indexed: 2, rgb: 3 } as const

/** Blocks of additional information by their four-character key. */
type PsdBlocks = ReadonlyMap<string, Buffer>

/** What the library does not say about a layer: it leaves out, without a word, every block that it cannot read. */
export interface PsdRecord {
  /** Offset of its rectangle in the file: top, left, bottom, right. */
  readonly at: number
  readonly blocks: PsdBlocks
  /** The layer's pixels are not part of how the document looks, such as those of an adjustment layer. */
  readonly isPixelless: boolean
}

export interface PsdFile extends Size {
  /** The file's name, for messages. */
  readonly label: string
  /** PSB, with longer lengths. */
  readonly isLarge: boolean
  readonly channels: number
  readonly depth: number
  readonly mode: number
  /** The palette, if there is one: all reds, all greens, all blues. */
  readonly colorData: Buffer
  readonly resources: ReadonlyMap<number, Buffer>
  /** Layers and groups from bottom to top as they are stored, a group after its layers. Ends of groups are left out. */
  readonly records: readonly PsdRecord[]
  /** Whether the first extra channel of the merged image is its transparency; others are saved selections or spot colors. */
  readonly isMergedTransparent: boolean
  /** The merged image: its compression, then its channels. */
  readonly merged: Buffer
}

const eightByteLengths = new Set('LMsk Lr16 Lr32 Layr Mt16 Mt32 Mtrn Alph FMsk lnk2 FEid FXid PxSD cinf'.split(' '))
const layerBlocks = ['Lr16', 'Lr32', 'Layr']
const transparencyBlocks = ['Mtrn', 'Mt16', 'Mt32']

/** Reads the structure of a document, without its pixels. @throws RangeError if it is cut off */
export function readPsdFile(psd: Buffer, label: string): PsdFile {
  const isLarge = psd.readUInt16BE(4) === 2
  const lengthBytes = isLarge ? 8 : 4
  const resources = readResources(psd)
  const layersAt = resourceSection(psd)?.end ?? psd.length
  const start = layersAt + lengthBytes
  const end = start + readLength(psd, layersAt, isLarge)
  const { records, isTransparent } = readLayers(psd.subarray(0, end), start, isLarge)
  return {
    label,
    isLarge,
    channels: psd.readUInt16BE(12),
    heightPx: psd.readUInt32BE(14),
    widthPx: psd.readUInt32BE(18),
    depth: psd.readUInt16BE(22),
    mode: psd.readUInt16BE(24),
    colorData: psd.subarray(headerBytes + 4, headerBytes + 4 + psd.readUInt32BE(headerBytes)),
    resources,
    records,
    isMergedTransparent: isTransparent || isNamedTransparency(resources),
    merged: psd.subarray(end),
  }
}

function readLength(psd: Buffer, at: number, isLarge: boolean): number {
  return isLarge ? Number(psd.readBigUInt64BE(at)) : psd.readUInt32BE(at)
}

/** `psd` ends where the section of layers ends. */
function readLayers(psd: Buffer, start: number, isLarge: boolean) {
  const lengthBytes = isLarge ? 8 : 4
  if (psd.length < start + lengthBytes) return { records: [], isTransparent: false }
  const length = readLength(psd, start, isLarge)
  const found = readRecords(psd, start + lengthBytes, start + lengthBytes + length, isLarge)
  const maskInfoAt = start + lengthBytes + length + (length & 1)
  const blocksAt = maskInfoAt + 4 + (psd.length >= maskInfoAt + 4 ? psd.readUInt32BE(maskInfoAt) : 0)
  const blocks = readBlocks(psd, blocksAt, psd.length, isLarge)
  // 16 and 32 bits have their layers in a block.
  for (const key of layerBlocks) {
    const block = blocks.get(key)
    if (block === undefined || block.length === 0) continue
    const at = block.byteOffset - psd.byteOffset
    const more = readRecords(psd, at, at + block.length, isLarge)
    found.records.push(...more.records)
    found.isTransparent ||= more.isTransparent
  }
  if (transparencyBlocks.some((key) => blocks.has(key))) found.isTransparent = true
  return found
}

function readRecords(file: Buffer, start: number, end: number, isLarge: boolean) {
  const psd = file.subarray(0, end)
  const records: PsdRecord[] = []
  if (end - start < 2) return { records, isTransparent: false }
  // Negative: the first extra channel of the merged image is its transparency.
  const count = psd.readInt16BE(start)
  let at = start + 2
  for (let n = 0; n < Math.abs(count); n++) {
    const afterChannels = at + 18 + psd.readUInt16BE(at + 16) * (isLarge ? 10 : 6)
    const flags = psd.readUInt8(afterChannels + 10)
    const extraAt = afterChannels + 16
    const next = extraAt + psd.readUInt32BE(afterChannels + 12)
    const blocks = readBlocks(psd, blocksOf(psd, extraAt, next), next, isLarge)
    // Bit 3 says that bit 4 means something.
    if (!isGroupEnd(blocks)) records.push({ at, blocks, isPixelless: (flags & 0x18) === 0x18 })
    at = next
  }
  return { records, isTransparent: count < 0 }
}

/** Skips mask, blending ranges and name. The name should be padded to four bytes, and is not in some files. */
function blocksOf(psd: Buffer, extraAt: number, end: number): number {
  const rangesAt = extraAt + 4 + psd.readUInt32BE(extraAt)
  const nameAt = rangesAt + 4 + psd.readUInt32BE(rangesAt)
  for (let at = nameAt + 1 + psd.readUInt8(nameAt); at + 12 <= end; at++) if (isBlockAt(psd, at)) return at
  return end
}

function isBlockAt(psd: Buffer, at: number): boolean {
  const signature = psd.toString('latin1', at, at + 4)
  return signature === '8BIM' || signature === '8B64'
}

function isGroupEnd(blocks: PsdBlocks): boolean {
  const divider = blocks.get('lsct') ?? blocks.get('lsdk')
  return divider !== undefined && divider.length >= 4 && divider.readUInt32BE(0) === 3
}

function readBlocks(psd: Buffer, start: number, end: number, isLarge: boolean): Map<string, Buffer> {
  const blocks = new Map<string, Buffer>()
  for (let at = start; at + 12 <= end;) {
    // Lengths are padded, by different programs to two or four bytes.
    if (!isBlockAt(psd, at)) {
      at++
      continue
    }
    const key = psd.toString('latin1', at + 4, at + 8)
    const isLong = psd.toString('latin1', at, at + 4) === '8B64' || (isLarge && eightByteLengths.has(key))
    const dataAt = at + (isLong ? 16 : 12)
    const next = Math.min(end, dataAt + readLength(psd, at + 8, isLong))
    if (!blocks.has(key)) blocks.set(key, psd.subarray(dataAt, next))
    at = next
  }
  return blocks
}

/** Documents without layers name their channels, in their language, or number them: transparency is number 0. */
function isNamedTransparency(resources: ReadonlyMap<number, Buffer>): boolean {
  const ids = resources.get(resourceIds.alphaIds)
  if (ids !== undefined && ids.length >= 4) return ids.readUInt32BE(0) === 0
  const name = resources.get(resourceIds.alphaNames)
  return name !== undefined && name.toString('latin1', 1, 1 + (name[0] ?? 0)) === 'Transparency'
}
