import { encodeAtelierRecord } from '../metadata/atelier-record.ts'
import { encodeInternationalText, encodePngText } from '../metadata/png-text.ts'
import { pngKeywords } from '../metadata/read-record.ts'
import { encodePngChunk, pngHeaderBytes, srgbChunk, type PngChunk } from '../../../platform/pure/png/png-chunk.ts'
import type { WrittenAccount } from './written-account.ts'

interface PngColors {
  readonly isSrgb: boolean
  /** What the original says of its colors without a profile; they stay as they are. */
  readonly colorChunks: readonly PngChunk[]
}

/** Everything goes right after the header: readers look for text and XMP before the pixels. */
export function finishPng(png: Buffer, account: WrittenAccount | null, colors: PngColors): Buffer {
  const chunks: Buffer[] = []
  chunks.push(...colorChunks(colors))
  if (account !== null) chunks.push(...accountChunks(account))
  return Buffer.concat([png.subarray(0, pngHeaderBytes), ...chunks, png.subarray(pngHeaderBytes)])
}

function colorChunks({ isSrgb, colorChunks: own }: PngColors): Buffer[] {
  return isSrgb ? [srgbChunk()] : own.map(({ type, data }) => encodePngChunk(type, data))
}

function accountChunks({ record, infotext, packet }: WrittenAccount): Buffer[] {
  const { infotext: parameters, xmp, record: own } = pngKeywords
  const text = packet({ includeRecord: false, includePrompt: true })
  return [
    ...(infotext === null ? [] : [encodePngText({ keyword: parameters, text: infotext })]),
    ...(text === '' ? [] : [encodeInternationalText({ keyword: xmp, text }, { isCompressed: false })]),
    ...(record === null
      ? []
      : [encodeInternationalText({ keyword: own, text: encodeAtelierRecord(record) }, { isCompressed: true })]),
  ]
}
