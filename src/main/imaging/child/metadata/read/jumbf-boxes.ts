/** A labeled box of ISO 19566-5 (JUMBF); it contains labeled and plain boxes. */
export interface JumbfBox {
  readonly label: string
  readonly children: readonly JumbfBox[]
  /** Plain boxes by type, such as `cbor`. */
  readonly contents: readonly { readonly type: string; readonly data: Buffer }[]
}

const depthMax = 16
const boxesMax = 10_000

/** Returns the first labeled box; null if there is none. */
export function readJumbf(bytes: Buffer): JumbfBox | null {
  const budget = { left: boxesMax }
  const [outermost] = [...boxesIn(bytes, budget)]
  return outermost?.type === 'jumb' ? readSuperbox(outermost.data, 0, budget) : null
}

interface Budget {
  left: number
}

function readSuperbox(data: Buffer, depth: number, budget: Budget): JumbfBox {
  let label = ''
  const children: JumbfBox[] = []
  const contents: { type: string; data: Buffer }[] = []
  for (const box of boxesIn(data, budget)) {
    if (box.type === 'jumd') label = readLabel(box.data)
    else if (box.type !== 'jumb') contents.push(box)
    else if (depth < depthMax) children.push(readSuperbox(box.data, depth + 1, budget))
  }
  return { label, children, contents }
}

/** Sixteen bytes of type, toggles (bit 1: a label is present), the zero-terminated label. */
function readLabel(description: Buffer): string {
  if (description.length < 18 || (description[16]! & 2) === 0) return ''
  const end = description.indexOf(0, 17)
  return description.toString('utf8', 17, end < 0 ? description.length : end)
}

function* boxesIn(bytes: Buffer, budget: Budget): Generator<{ type: string; data: Buffer }> {
  for (let at = 0; at + 8 <= bytes.length && budget.left > 0; budget.left--) {
    const short = bytes.readUInt32BE(at)
    const isLong = short === 1 && at + 16 <= bytes.length
    const length = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short || bytes.length - at
    const headBytes = isLong ? 16 : 8
    if (length < headBytes) return
    yield { type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + headBytes, at + length) }
    at += length
  }
}
