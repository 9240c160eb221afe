/** Properties by name as written, such as `dc:title`; list items are joined. The first of a name wins. */
export type XmpProperties = ReadonlyMap<string, string>

const tagsMax = 100_000
const depthMax = 100
const propertiesMax = 2_000

/** Elements that are not properties themselves but wrap a list's values. */
const wrappers = /^(?:rdf:(?:RDF|Description|Alt|Bag|Seq|li)|x:xmpmeta|x:xapmeta|xml|\?xpacket)$/

/**
 * Scans the tags of a packet (ISO 16684-1) in order: attributes and elements of `rdf:Description` alike. Supports only
 * XML's five entities and numeric ones, no declarations, and never resolves references; broken XML yields whatever it
 * yields.
 */
export function readXmpProperties(packet: string): XmpProperties {
  const found = new Map<string, string[]>()
  const open: { readonly name: string; text: string }[] = []
  const add = (name: string, value: string): void => {
    const text = unescapeXml(value).trim()
    if (text === '' || (found.size >= propertiesMax && !found.has(name))) return
    const values = found.get(name)
    if (values === undefined) found.set(name, [text])
    else if (values.length < propertiesMax) values.push(text)
  }
  let at = 0
  for (let count = 0; count < tagsMax; count++) {
    const start = packet.indexOf('<', at)
    const end = start < 0 ? -1 : packet.indexOf('>', start)
    if (end < 0) break
    const innermost = open.at(-1)
    if (innermost) innermost.text += packet.slice(at, start)
    at = end + 1
    const tag = packet.slice(start + 1, end)
    if (tag.startsWith('!') || tag.startsWith('?')) continue
    if (tag.startsWith('/')) close(open, tag.slice(1).trim(), add)
    else {
      const name = /^[^\s/]+/.exec(tag)?.[0] ?? ''
      for (const [attribute, value] of attributesOf(tag)) if (isProperty(attribute)) add(attribute, value)
      if (!tag.endsWith('/') && open.length < depthMax) open.push({ name, text: '' })
    }
  }
  return new Map([...found].map(([name, values]) => [name, values.join(', ')]))
}

/** The text belongs to the nearest enclosing element that is not a wrapper. */
function close(open: { name: string; text: string }[], name: string, add: (name: string, value: string) => void): void {
  if (open.at(-1)?.name !== name) return
  const { text } = open.pop()!
  if (text.trim() === '') return
  const owner = isProperty(name) ? name : open.findLast((each) => isProperty(each.name))?.name
  if (owner !== undefined) add(owner, text)
}

function* attributesOf(tag: string): Generator<[name: string, value: string]> {
  for (const [, name, double, single] of tag.matchAll(/([\w.-]{1,100}:[\w.-]{1,100})\s?=\s?(?:"([^"]*)"|'([^']*)')/g)) {
    yield [name!, double ?? single ?? '']
  }
}

function isProperty(name: string): boolean {
  return !wrappers.test(name) && !/^(?:xmlns|xml|rdf|x):/.test(name) && name.includes(':')
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function unescapeXml(text: string): string {
  return text.replace(/&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g, (whole, name, decimal, hex) => {
    if (name !== undefined) return entities[String(name)] ?? ''
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole
  })
}
