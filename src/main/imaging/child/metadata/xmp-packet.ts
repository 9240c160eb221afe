import type { ExportRecord } from '../../imaging.ts'
import { encodeAtelierRecord } from './atelier-record.ts'

/** Identifies Atelier's properties; a name, not an address. */
export const atelierNamespace = 'urn:atelier:xmp:1.0:'

/**
 * An XMP packet (ISO 16684-1). No `Iptc4xmpExt:DigitalSourceType`: patch matching is not trained media, so what a
 * camera or an earlier program said about the source is not for us to overrule.
 */
export function formatXmpPacket(record: ExportRecord, options: { readonly includeRecord: boolean }): string {
  const properties = [
    `<xmp:CreatorTool>${escapeXml(`Atelier ${record.appVersion}`)}</xmp:CreatorTool>`,
    `<xmp:CreateDate>${new Date(record.createdAtMs).toISOString()}</xmp:CreateDate>`,
  ]
  if (options.includeRecord)
    properties.push(`<atelier:record>${escapeXml(encodeAtelierRecord(record))}</atelier:record>`)
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:atelier="${atelierNamespace}">`,
    ...properties,
    '</rdf:Description>',
    '</rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n')
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that XML 1.0 cannot hold even escaped are dropped. */
function escapeXml(text: string): string {
  return Array.from(text.toWellFormed())
    .filter((character) => character >= ' ' || character === '\n' || character === '\t')
    .map((character) => escapes[character] ?? character)
    .join('')
}

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"' })[name] ?? '&')
}

/** The record inside a packet Atelier wrote; null in any other. */
export function findRecordInXmp(packet: string): string | null {
  const found = /<atelier:record>([^<]*)<\/atelier:record>/.exec(packet)
  return found && packet.includes(atelierNamespace) ? unescapeXml(found[1]!) : null
}
