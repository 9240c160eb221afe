import type { Size } from '../../../../shared/util/geometry.ts'
import type { ExportMetadata, ExportRecord } from '../../imaging.ts'
import type { SourcePhoto } from '../export/kept-photo.ts'
import { encodeAtelierRecord } from './atelier-record.ts'
import { numberSettingNames } from '../../../../shared/domain/number-settings.ts'

/** Identifies Atelier's properties; a name, not a URL. */
export const atelierNamespace = 'urn:atelier:xmp:1.0:'
const namespaces = {
  xmp: 'http://ns.adobe.com/xap/1.0/',
  dc: 'http://purl.org/dc/elements/1.1/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  xmpNote: 'http://ns.adobe.com/xmp/note/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  atelier: atelierNamespace,
}
/** https://cv.iptc.org/newscodes/digitalsourcetype/ */
export const sourceTypes = 'http://cv.iptc.org/newscodes/digitalsourcetype/'

export interface PacketContents {
  /** Atelier's whole record, if the file has no better place for it. */
  readonly includeRecord: boolean
  /** Prompts that the record also holds; if space is short they are omitted, and with them the consented IPTC field. */
  readonly includePrompt: boolean
  /** Name of the packet that continues beyond a JPEG's first segment. */
  readonly extendedName?: string
}

export interface Described {
  readonly record: ExportRecord | null
  readonly generation: ExportMetadata['generation']
  readonly madeBy: ExportMetadata['madeBy']
  /** The last segment of IPTC's URL; null = unspecified. */
  readonly digitalSourceType: string | null
  readonly photo: SourcePhoto | null
  readonly size: Size
}

/** Returns an XMP packet (ISO 16684-1); empty if there is nothing to write. */
export function formatXmpPacket(described: Described, contents: PacketContents): string {
  const { record, digitalSourceType, photo } = described
  const properties = [
    ...(record ? describeFile(record, photo) : []),
    ...element('Iptc4xmpExt:DigitalSourceType', digitalSourceType && `${sourceTypes}${digitalSourceType}`),
    ...(record ? describeMaking(described, contents) : []),
    ...(photo ? describePhoto(photo) : []),
    ...(record && contents.includeRecord ? element('atelier:record', encodeAtelierRecord(record)) : []),
    ...element('xmpNote:HasExtendedXMP', contents.extendedName),
  ]
  if (properties.length === 0) return ''
  return ['<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>', wrap(properties), '<?xpacket end="w"?>'].join(
    '\n',
  )
}

/** Returns only the record, for further segments: without the packet wrapper (XMP part 3, section 1.1.3.1). */
export function formatExtendedXmp(record: ExportRecord): string {
  return wrap(element('atelier:record', encodeAtelierRecord(record)))
}

function wrap(properties: readonly string[]): string {
  const names = Object.entries(namespaces).map(([prefix, name]) => `xmlns:${prefix}="${name}"`)
  return [
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" ${names.join(' ')}>`,
    ...properties,
    '</rdf:Description>',
    '</rdf:RDF>',
    '</x:xmpmeta>',
  ].join('\n')
}

/** A photo's date is its capture time; EXIF gives the camera's local time, without a time zone. */
function describeFile({ appVersion, createdAtMs }: ExportRecord, photo: SourcePhoto | null): string[] {
  const takenAt = photo?.camera?.takenAt?.replace(/^(\d{4}):(\d{2}):(\d{2}) /, '$1-$2-$3T') ?? null
  return [
    ...element('xmp:CreatorTool', `Atelier ${appVersion}`),
    ...element('xmp:CreateDate', takenAt ?? new Date(createdAtMs).toISOString()),
    ...element('photoshop:DateCreated', takenAt),
  ]
}

/** IPTC Photo Metadata Standard 2025.1, extension schema, "AI" properties; the rest has no standard name. */
function describeMaking({ generation, madeBy, size }: Described, { includePrompt }: PacketContents): string[] {
  if (madeBy === null) return []
  const { provider, model, prompt, promptWriter } = madeBy
  const settings = generation?.generation
  const agreed = includePrompt ? prompt : null
  const system = [provider, model].filter((part) => part !== null).join(' ')
  return [
    ...element('Iptc4xmpExt:AISystemUsed', `${system} via Atelier`),
    ...element('Iptc4xmpExt:AISystemVersionUsed', model),
    ...element('Iptc4xmpExt:AIPromptInformation', agreed),
    ...element('Iptc4xmpExt:AIPromptWriterName', promptWriter),
    ...(agreed === null ? [] : [inLanguage('dc:description', agreed)]),
    ...element('atelier:provider', provider),
    ...element('atelier:model', model),
    ...element('atelier:negativePrompt', includePrompt ? settings?.negativePrompt : null),
    ...element('atelier:seed', generation?.seed),
    ...numberSettingNames.flatMap((name) => element(`atelier:${name}`, settings?.[name])),
    ...element('atelier:size', `${size.widthPx}x${size.heightPx}`),
  ]
}

/** Author, rights and location from the source photo. */
function describePhoto({ creators, rights, credit, location }: SourcePhoto): string[] {
  const each = creators.map((creator) => `<rdf:li>${escapeXml(creator)}</rdf:li>`).join('')
  return [
    ...(each === '' ? [] : [`<dc:creator><rdf:Seq>${each}</rdf:Seq></dc:creator>`]),
    ...(rights === null ? [] : [inLanguage('dc:rights', rights)]),
    ...element('photoshop:Credit', credit),
    ...(location === null
      ? []
      : [...element('exif:GPSLatitude', location.latitude), ...element('exif:GPSLongitude', location.longitude)]),
  ]
}

function inLanguage(name: string, value: string): string {
  return `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt></${name}>`
}

function element(name: string, value: string | number | null | undefined): string[] {
  return value === null || value === undefined ? [] : [`<${name}>${escapeXml(String(value))}</${name}>`]
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that XML 1.0 cannot hold even escaped are dropped. */
function escapeXml(text: string): string {
  return Array.from(text.toWellFormed())
    .filter((character) => character >= ' ' || character === '\n' || character === '\t')
    .map((character) => escapes[character] ?? character)
    .join('')
}

export function unescapeXml(text: string): string {
  return text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&',
  )
}

/** Returns the record in a packet Atelier wrote; null for any other packet. */
export function findRecordInXmp(packet: string): string | null {
  const found = /<atelier:record>([^<]*)<\/atelier:record>/.exec(packet)
  return found && packet.includes(atelierNamespace) ? unescapeXml(found[1]!) : null
}
