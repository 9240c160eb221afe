import type { Size } from '../../../../../shared/util/geometry.ts'
import type { TiffTags } from './tiff-tags.ts'

/** What a picture file carries beside its pixels, taken out of its container and not understood yet. */
export interface RawMetadata {
  /** PNG texts by keyword, the first of each; a comment of a JPEG or GIF is `Comment`. */
  readonly texts: ReadonlyMap<string, string>
  readonly tags: TiffTags | null
  readonly xmp: string | null
  /** IPTC IIM records. */
  readonly iptc: Buffer | null
  /** A JUMBF box with Content Credentials. */
  readonly credentials: Buffer | null
  /** Of a PNG, where programs put a graph that several images were made with. */
  readonly size: Size | null
}

/** What a container's reader finds; EXIF is still a block. */
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
