import type { ByteReader } from '../../header/byte-reader.ts'
import { withReader, type ImageSource } from '../../source/image-source.ts'
import { sniffBytes, sniffFormat, type SniffedImageFormat } from '../../header/sniff-format.ts'
import { readAvifMetadata } from './avif-metadata.ts'
import { decodeText } from './decode-text.ts'
import { readGifMetadata } from './gif-metadata.ts'
import { readJpegMetadata } from './jpeg-metadata.ts'
import { readPngMetadata } from './png-metadata.ts'
import { noParts, type FoundParts, type RawMetadata } from './raw-metadata.ts'
import { readExifBlock, readTiffTags, tagNumbers, type TiffTags } from './tiff-tags.ts'
import { readWebpMetadata } from './webp-metadata.ts'

/** Reads everything beside the pixels, within limits; broken parts are skipped. @throws storage/* */
export async function readRawMetadata(source: ImageSource): Promise<RawMetadata> {
  return withReader(source, async (reader) => {
    const sniffed = sniffFormat(await reader.read(0, sniffBytes))
    if (sniffed === null || 'refused' in sniffed) return toRaw(noParts(), null)
    if (sniffed.accepted === 'tiff') return fromTiff(await readTiffTags(reader))
    const parts = await readContainer(sniffed.accepted, reader, source)
    return toRaw(parts, parts.exif && (await readExifBlock(parts.exif)))
  })
}

function readContainer(
  format: Exclude<SniffedImageFormat, 'tiff'>,
  reader: ByteReader,
  source: ImageSource,
): Promise<FoundParts> {
  switch (format) {
    case 'png':
      return readPngMetadata(reader)
    case 'jpeg':
      return readJpegMetadata(reader)
    case 'webp':
      return readWebpMetadata(reader)
    case 'avif':
      return readAvifMetadata(reader, source)
    case 'gif':
      return readGifMetadata(reader)
  }
}

function toRaw({ texts, xmp, iptc, credentials, size }: FoundParts, tags: TiffTags | null): RawMetadata {
  return { texts, tags, xmp, iptc, credentials, size }
}

function fromTiff(tags: TiffTags | null): RawMetadata {
  const bytesOf = (tag: number): Buffer | null => tags?.values.get(tag)?.bytes ?? null
  const xmp = bytesOf(tagNumbers.xmp)
  return {
    texts: new Map(),
    tags,
    xmp: xmp && decodeText(xmp),
    iptc: bytesOf(tagNumbers.iptc),
    credentials: bytesOf(tagNumbers.credentials),
    size: null,
  }
}
