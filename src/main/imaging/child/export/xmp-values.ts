import { unescapeXml } from '../metadata/xmp-packet.ts'

/** The few values of an XMP packet that are carried over. */
export interface XmpValues {
  readonly rights: string | null
  readonly creators: readonly string[]
  readonly credit: string | null
  readonly digitalSourceType: string | null
}

/** The longest packet an honest program writes; anything beyond is ignored. */
const packetMax = 1_000_000
const textMax = 2_000
const creatorsMax = 20

/**
 * Reads them by their usual prefixes, as elements or attributes. No XML is parsed: entities and external references in
 * a hostile packet have no effect.
 */
export function readXmpValues(packet: string): XmpValues {
  const text = packet.slice(0, packetMax)
  return {
    rights: listed(text, 'dc:rights')[0] ?? null,
    creators: listed(text, 'dc:creator').slice(0, creatorsMax),
    credit: single(text, 'photoshop:Credit'),
    digitalSourceType: single(text, 'Iptc4xmpExt:DigitalSourceType'),
  }
}

function listed(packet: string, name: string): string[] {
  const [, inside = ''] = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]{0,20000}?)</${name}>`).exec(packet) ?? []
  return [...inside.matchAll(/<rdf:li(?:\s[^>]*)?>([^<]*)<\/rdf:li>/g)].flatMap(([, text]) => readText(text) ?? [])
}

function single(packet: string, name: string): string | null {
  const element = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(packet)?.[1]
  const attribute = new RegExp(`\\s${name}="([^"]*)"`).exec(packet)?.[1]
  const resource = new RegExp(`<${name}\\s[^>]*rdf:resource="([^"]*)"`).exec(packet)?.[1]
  return readText(element ?? attribute ?? resource)
}

function readText(text: string | undefined): string | null {
  return (text && unescapeXml(text).trim().slice(0, textMax)) || null
}
