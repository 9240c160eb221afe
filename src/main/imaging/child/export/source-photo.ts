import { readFile } from 'node:fs/promises'
import type { ExportMetadata } from '../../imaging.ts'
import { readCredentials, type FoundCredentials, strongestType } from '../metadata/read/read-credentials.ts'
import { readRawMetadata } from '../metadata/read/read-raw-metadata.ts'
import { isGraph } from '../metadata/read/is-graph.ts'
import { tagNumbers, tagText, type TiffTags } from '../metadata/read/tiff-tags.ts'
import { readLinkedDirectory, readTiffDirectory, tiffTags, type TiffDirectory } from '../metadata/tiff-directory.ts'
import { sourceTypes, unescapeXml } from '../metadata/xmp-packet.ts'
import { fileSource } from '../source/image-source.ts'
import { sharp } from '../source/sharp-engine.ts'
import type { PhotoCamera, PhotoLocation, SourcePhoto } from './kept-photo.ts'

/** A longer value is not a person's name. */
const textMax = 2_000

/** Returns null if the file is missing or broken: nothing of it can be kept, and the export continues. */
export async function readSourcePhoto({
  path,
  keepRights,
  keepLocation,
  keepCamera,
}: NonNullable<ExportMetadata['source']>): Promise<SourcePhoto | null> {
  const found = await readBlocks(path).catch(() => null)
  if (found === null) return null
  const xmp = readXmpValues(found.xmp)
  const first = found.tiff && readTiffDirectory(found.tiff)
  const artist = first ? textOf(first, tiffTags.artist) : null
  const copyright = first ? textOf(first, tiffTags.copyright) : null
  const rights = xmp.rights ?? copyright
  const creators = xmp.creators.length > 0 ? xmp.creators : artist === null ? [] : [artist]
  return {
    digitalSourceType: readSourceType(
      strongestType(xmp.digitalSourceType, found.credentials?.digitalSourceType ?? null),
    ),
    creators: keepRights ? creators : [],
    rights: keepRights ? rights : null,
    credit: keepRights ? xmp.credit : null,
    artist: keepRights ? (artist ?? (creators.join('; ').slice(0, textMax) || null)) : null,
    copyright: keepRights ? (copyright ?? rights) : null,
    location: keepLocation && found.tiff !== null && first ? readLocation(found.tiff, first) : null,
    camera: keepCamera ? readCamera(found.tags) : null,
  }
}

interface Blocks {
  readonly tiff: Buffer | null
  readonly xmp: string
  readonly tags: TiffTags | null
  readonly credentials: FoundCredentials | null
}

async function readBlocks(path: string): Promise<Blocks> {
  const { tags, credentials } = await readRawMetadata(fileSource(path))
  const { format, exif, xmp } = await sharp(path, { limitInputPixels: false }).metadata()
  const block = exif?.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : (exif ?? null)
  // A TIFF stores these tags in its own directory.
  const tiff = format === 'tiff' ? await readFile(path) : block
  return { tiff, xmp: xmp?.toString('utf8') ?? '', tags, credentials: credentials && readCredentials(credentials) }
}

/** Accepts IPTC terms only: anything else would be passed on unchecked. */
function readSourceType(value: string | null): string | null {
  if (value === null) return null
  const name = value.replace('https://', 'http://').startsWith(sourceTypes) ? value.split('/').at(-1)! : value
  return /^[a-zA-Z]{3,60}$/.test(name) ? name : null
}

function textOf({ entries }: TiffDirectory, tag: number): string | null {
  const value = entries.find((entry) => entry.tag === tag)?.value
  return value?.toString('utf8').split('\0')[0]?.trim().slice(0, textMax) || null
}

function readCamera(tags: TiffTags | null): PhotoCamera | null {
  const text = (tag: number): string | null => {
    const value = tagText(tags, tag)?.slice(0, textMax).replaceAll('\0', ' ').trim()
    return value && !isGraph(value) ? value : null
  }
  const takenAt = text(tagNumbers.takenAt)
  const camera = {
    make: text(tagNumbers.make),
    model: text(tagNumbers.model),
    lens: text(tagNumbers.lens),
    takenAt: takenAt !== null && /^\d{4}:\d{2}:\d{2} \d{2}:\d{2}:\d{2}$/.test(takenAt) ? takenAt : null,
  }
  return Object.values(camera).some((value) => value !== null) ? camera : null
}

const gpsTags = { latitudeRef: 1, latitude: 2, longitudeRef: 3, longitude: 4 } as const

function readLocation(tiff: Buffer, first: TiffDirectory): PhotoLocation | null {
  const gps = readLinkedDirectory(tiff, first, tiffTags.gps)
  if (gps === null) return null
  const latitude = readAngle(gps, gpsTags.latitude)
  const longitude = readAngle(gps, gpsTags.longitude)
  const north = textOf(gps, gpsTags.latitudeRef)
  const east = textOf(gps, gpsTags.longitudeRef)
  if (latitude === null || longitude === null || !/^[NS]$/.test(north ?? '') || !/^[EW]$/.test(east ?? '')) return null
  return {
    latitude: `${latitude.words}${north}`,
    longitude: `${longitude.words}${east}`,
    exif: {
      GPSLatitudeRef: north!,
      GPSLatitude: latitude.fractions,
      GPSLongitudeRef: east!,
      GPSLongitude: longitude.fractions,
    },
  }
}

/** Degrees, minutes and seconds, each a fraction (EXIF 3.0, section 4.6.7). */
function readAngle(
  { entries, isLittleEndian }: TiffDirectory,
  tag: number,
): { fractions: string; words: string } | null {
  const value = entries.find((entry) => entry.tag === tag)?.value
  if (value?.length !== 24) return null
  const parts = [0, 8, 16].map((at) => ({
    upper: isLittleEndian ? value.readUInt32LE(at) : value.readUInt32BE(at),
    lower: isLittleEndian ? value.readUInt32LE(at + 4) : value.readUInt32BE(at + 4),
  }))
  if (parts.some(({ lower }) => lower === 0)) return null
  const [degrees = 0, minutes = 0, seconds = 0] = parts.map(({ upper, lower }) => upper / lower)
  const whole = Math.trunc(degrees)
  const rest = (degrees - whole) * 60 + minutes + seconds / 60
  return {
    fractions: parts.map(({ upper, lower }) => `${upper}/${lower}`).join(' '),
    words: `${whole},${rest.toFixed(6)}`,
  }
}

/** The few values of an XMP packet that are carried over. */
export interface XmpValues {
  readonly rights: string | null
  readonly creators: readonly string[]
  readonly credit: string | null
  readonly digitalSourceType: string | null
}

/** The longest packet an honest program writes; anything beyond is ignored. */
const packetMax = 1_000_000
const creatorsMax = 20
/** Of all their names: with rights and credit they fit into the one segment that a JPEG has for XMP. */
const creatorsCharsMax = 4_000

/**
 * Reads them by their usual prefixes, as elements or attributes. No XML is parsed: entities and external references in
 * a hostile packet have no effect.
 */
export function readXmpValues(packet: string): XmpValues {
  const text = packet.slice(0, packetMax)
  return {
    rights: listed(text, 'dc:rights')[0] ?? null,
    creators: fittingCreators(listed(text, 'dc:creator').slice(0, creatorsMax)),
    credit: single(text, 'photoshop:Credit'),
    digitalSourceType: single(text, 'Iptc4xmpExt:DigitalSourceType'),
  }
}

function fittingCreators(names: readonly string[]): string[] {
  let chars = 0
  return names.filter((name) => (chars += name.length) <= creatorsCharsMax)
}

/** An element's text may hold this many characters before it is no longer searched for its end. */
const elementMax = 20_000
/**
 * The rest of an opening tag. It holds no `<`, as XML requires: otherwise each of a hostile packet's many unclosed tags
 * would be followed to the packet's end.
 */
const tagEnd = '(?:\\s[^<>]*)?>'

function listed(packet: string, name: string): string[] {
  const opening = new RegExp(`<${name}${tagEnd}`).exec(packet)
  if (opening === null) return []
  const start = opening.index + opening[0].length
  const rest = packet.slice(start, start + elementMax)
  const inside = rest.slice(0, Math.max(0, rest.indexOf(`</${name}>`)))
  return [...inside.matchAll(/<rdf:li(?:\s[^<>]*)?>([^<]*)<\/rdf:li>/g)].flatMap(([, text]) => readText(text) ?? [])
}

function single(packet: string, name: string): string | null {
  const element = new RegExp(`<${name}${tagEnd}([^<]*)</${name}>`).exec(packet)?.[1]
  const attribute = new RegExp(`\\s${name}="([^"]*)"`).exec(packet)?.[1]
  const resource = new RegExp(`<${name}\\s[^<>]*rdf:resource="([^"]*)"`).exec(packet)?.[1]
  return readText(element ?? attribute ?? resource)
}

function readText(text: string | undefined): string | null {
  return (text && unescapeXml(text).trim().slice(0, textMax)) || null
}
