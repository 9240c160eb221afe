import { readFile } from 'node:fs/promises'
import { toFileError } from '../../../../shared/errors/index.ts'
import { cannotReadImage } from '../../../../shared/messages/en/start.ts'
import { readPngChunks } from '../../../platform/pure/png/png-chunk.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { inspectImage } from '../source/inspect-image.ts'
import { fileSource } from '../source/image-source.ts'
import { sharp } from '../source/sharp-engine.ts'
import { parseAtelierRecord, type AtelierRecord } from './atelier-record.ts'
import { decodePngText } from './png-text.ts'
import { findUserComment } from './tiff-directory.ts'
import { decodeAnyComment } from './read/decode-text.ts'
import { findRecordInXmp } from './xmp-packet.ts'

/** What an image file says about how it was made; null if nothing. */
export interface FoundRecord {
  readonly infotext: string | null
  readonly xmp: string | null
  readonly record: AtelierRecord | null
}

/** Keywords of the texts Atelier writes into a PNG. */
export const pngKeywords = { infotext: 'parameters', xmp: 'XML:com.adobe.xmp', record: 'atelier:record' } as const

export async function readRecord(path: string): Promise<FoundRecord> {
  const { format, source } = await inspectImage(fileSource(path))
  if (format === 'png') return readFromPng(await readWhole(path))
  try {
    const { exif, xmp } = await sharp(path, { failOn: 'truncated' }).metadata()
    const block = format === 'tiff' ? await readWhole(path) : exif && withoutPrefix(exif)
    const comment = block && findUserComment(block)
    const packet = xmp?.toString('utf8') ?? null
    const json = packet && findRecordInXmp(packet)
    return {
      infotext: comment ? decodeAnyComment(comment) : null,
      xmp: packet,
      record: json ? parseAtelierRecord(json) : null,
    }
  } catch (thrown) {
    throw toDecodeError(thrown, source.name)
  }
}

function readFromPng(png: Buffer): FoundRecord {
  const texts = new Map<string, string>()
  for (const chunk of readPngChunks(png)) {
    const found = decodePngText(chunk)
    if (found && !texts.has(found.keyword)) texts.set(found.keyword, found.text)
  }
  const json = texts.get(pngKeywords.record)
  return {
    infotext: texts.get(pngKeywords.infotext) ?? null,
    xmp: texts.get(pngKeywords.xmp) ?? null,
    record: json === undefined ? null : parseAtelierRecord(json),
  }
}

/** JPEG and, by habit, others put `Exif\0\0` before the TIFF header. */
function withoutPrefix(exif: Buffer): Buffer {
  return exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (thrown) {
    throw toFileError(thrown, cannotReadImage)
  }
}
