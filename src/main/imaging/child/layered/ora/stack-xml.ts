/** The subset of XML needed to read a stack: elements with attributes, no text. */
export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
}

const depthMax = 64
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
/** Comments, processing instructions, then tags with their attributes; `<!DOCTYPE` and CDATA match nothing here. */
const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * Reads the root element; null if the text is not well-formed, is too deep, or declares a document type: custom
 * entities allow XML bombs.
 */
export function parseXml(text: string): XmlElement | null {
  const root: XmlElement = { name: '', attributes: new Map(), children: [] }
  const open = [root]
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; ;) {
    const next = text.indexOf('<', at)
    if (next === -1) break
    token.lastIndex = next
    const match = token.exec(text)
    if (match === null) return null
    at = token.lastIndex
    const [, closing, name, attributes = '', empty] = match
    if (name === undefined) continue
    if (closing === '/') {
      if (open.length < 2 || open.pop()?.name !== name) return null
      continue
    }
    const element: XmlElement = { name, attributes: parseAttributes(attributes), children: [] }
    open.at(-1)?.children.push(element)
    if (empty !== '/' && open.push(element) > depthMax) return null
  }
  return open.length === 1 && root.children.length === 1 ? (root.children[0] ?? null) : null
}

function parseAttributes(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(attribute)].map(([, name = '', double, single]) => [name, decode(double ?? single ?? '')]),
  )
}

function decode(value: string): string {
  return value.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return entities[entity] ?? whole
    const code = entity[1]?.toLowerCase() === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole
  })
}

/** For an attribute value in double quotes. XML allows no control characters at all. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
    .replace(/[<>&"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
