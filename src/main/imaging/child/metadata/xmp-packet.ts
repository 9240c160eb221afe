import type { Recipe } from '../../../../shared/domain/asset.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { ExportRecord } from '../../imaging.ts'
import { encodeAtelierRecord } from './atelier-record.ts'

/** Identifies Atelier's properties; a name, not an address. */
export const atelierNamespace = 'urn:atelier:xmp:1.0:'
const iptcExtension = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/'
const sourceTypes = 'http://cv.iptc.org/newscodes/digitalsourcetype/'

export interface PacketContents {
  /** Atelier's whole record, where the file has no better place for it. */
  readonly includeRecord: boolean
  readonly includePrompt: boolean
}

/** An XMP packet (ISO 16684-1). */
export function formatXmpPacket(record: ExportRecord, size: Size, contents: PacketContents): string {
  const properties = [
    property('xmp:CreatorTool', `Atelier ${record.appVersion}`),
    property('xmp:CreateDate', new Date(record.createdAtMs).toISOString()),
    ...(isMadeByProvider(record.recipe) ? describeGeneration(record.recipe, size, contents) : []),
    ...(contents.includeRecord ? [property('atelier:record', encodeAtelierRecord(record))] : []),
  ]
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:atelier="${atelierNamespace}" xmlns:Iptc4xmpExt="${iptcExtension}">`,
    ...properties,
    '</rdf:Description>',
    '</rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n')
}

/** A fill by patch matching is no trained media: what a camera or an earlier program said is not for us to overrule. */
function isMadeByProvider({ operation }: Recipe): boolean {
  return operation === 'generate' || operation === 'edit' || operation === 'variations'
}

/** IPTC Photo Metadata Standard 2025.1, extension schema, "AI" properties; the rest has no standard name. */
function describeGeneration(recipe: Recipe, { widthPx, heightPx }: Size, contents: PacketContents): string[] {
  const { provider, model, prompt, seed, generation: made } = recipe
  const values: [name: string, value: string | number | null | undefined][] = [
    ['Iptc4xmpExt:DigitalSourceType', `${sourceTypes}${sourceTypeOf(recipe)}`],
    ['Iptc4xmpExt:AISystemUsed', model === null ? provider : `${provider} ${model}`],
    ['Iptc4xmpExt:AIPromptInformation', contents.includePrompt ? prompt : null],
    ['atelier:provider', provider],
    ['atelier:model', model],
    ['atelier:negativePrompt', contents.includePrompt ? made?.negativePrompt : null],
    ['atelier:seed', seed],
    ['atelier:steps', made?.steps],
    ['atelier:guidance', made?.guidance],
    ['atelier:size', `${widthPx}x${heightPx}`],
  ]
  return values.flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [property(name, String(value))],
  )
}

/** https://cv.iptc.org/newscodes/digitalsourcetype/ */
function sourceTypeOf({ provider, changedInside }: Recipe): string {
  // The demo draws by rule; nothing was trained.
  if (provider === 'fake') return 'algorithmicMedia'
  return changedInside === null ? 'trainedAlgorithmicMedia' : 'compositeWithTrainedAlgorithmicMedia'
}

function property(name: string, value: string): string {
  return `<${name}>${escapeXml(value)}</${name}>`
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
