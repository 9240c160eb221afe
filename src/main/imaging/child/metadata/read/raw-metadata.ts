import type { Size } from '../../../../../shared/util/geometry.ts'
import type { TiffTags } from './tiff-tags.ts'

/** Metadata extracted from an image file's container, not yet interpreted. */
export interface RawMetadata {
  /** PNG texts by keyword, the first of each; a JPEG or GIF comment is `Comment`. */
  readonly texts: ReadonlyMap<string, string>
  readonly tags: TiffTags | null
  readonly xmp: string | null
  /** IPTC IIM records. */
  readonly iptc: Buffer | null
  /** A JUMBF box with Content Credentials. */
  readonly credentials: Buffer | null
  /** Size of a PNG, where programs may store a graph that produced several images. */
  readonly size: Size | null
}

/** What a container's reader finds; EXIF is still an unparsed block. */
export interface FoundParts {
  readonly texts: Map<string, string>
  exif: Buffer | null
  xmp: string | null
  iptc: Buffer | null
  credentials: Buffer | null
  size: Size | null
}

export function noParts(): FoundParts {
  return { texts: new Map(), exif: null, xmp: null, iptc: null, credentials: null, size: null }
}
