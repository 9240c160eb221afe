import { crc32, deflateSync } from 'node:zlib'
import { smallPng } from './small-images.ts'

/** Files as other programs write them, built here byte by byte. */

export interface PngChunkSpec {
  readonly type: string
  readonly data: Uint8Array
}

/** Returns a small PNG with chunks right after its header. */
export function pngWith(chunks: readonly PngChunkSpec[], seed = 1): Buffer {
  const png = Buffer.from(smallPng(seed))
  const afterHeader = 8 + 25
  return Buffer.concat([png.subarray(0, afterHeader), ...chunks.map(encodeChunk), png.subarray(afterHeader)])
}

function encodeChunk({ type, data }: PngChunkSpec): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

export function latinText(keyword: string, text: string | Uint8Array): PngChunkSpec {
  const value = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
  return { type: 'tEXt', data: Buffer.concat([Buffer.from(`${keyword}\0`), value]) }
}

export function deflatedText(keyword: string, text: string): PngChunkSpec {
  return {
    type: 'zTXt',
    data: Buffer.concat([Buffer.from(`${keyword}\0\0`), deflateSync(Buffer.from(text, 'latin1'))]),
  }
}

export function worldText(keyword: string, text: string, isCompressed = false): PngChunkSpec {
  const utf8 = Buffer.from(text)
  const head = Buffer.from(`${keyword}\0${isCompressed ? '\x01' : '\0'}\0\0\0`, 'latin1')
  return { type: 'iTXt', data: Buffer.concat([head, isCompressed ? deflateSync(utf8) : utf8]) }
}

export interface TagSpec {
  readonly tag: number
  /** 2 text, 3 short, 4 long, 5 fraction, 7 bytes. */
  readonly type: number
  readonly value: Uint8Array
}

const typeBytes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 }

export function textTag(tag: number, text: string): TagSpec {
  return { tag, type: 2, value: Buffer.from(`${text}\0`) }
}

export function fractionTag(tag: number, over: number, under: number): TagSpec {
  const value = Buffer.alloc(8)
  value.writeUInt32LE(over, 0)
  value.writeUInt32LE(under, 4)
  return { tag, type: 5, value }
}

export function shortTag(tag: number, number: number): TagSpec {
  return { tag, type: 3, value: Buffer.from([number & 255, number >> 8]) }
}

/** UserComment with the code `UNICODE`; big-endian by default, as most programs write it. */
export function commentTag(text: string, order: 'big' | 'little' = 'big'): TagSpec {
  const wide = Buffer.from(text, 'utf16le')
  const value = Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), order === 'big' ? wide.swap16() : wide])
  return { tag: 0x9286, type: 7, value }
}

/** Returns a little-endian EXIF block: IFD0, the Exif IFD it points to, and optionally GPS. */
export function exifBlock(first: readonly TagSpec[], inside: readonly TagSpec[] = [], hasLocation = false): Buffer {
  const pointers = (inside.length > 0 ? 1 : 0) + (hasLocation ? 1 : 0)
  const firstBytes = directoryBytes(first.length + pointers, first)
  const insideAt = 8 + firstBytes
  const insideBytes = inside.length > 0 ? directoryBytes(inside.length, inside) : 0
  const links: TagSpec[] = [
    ...(inside.length > 0 ? [pointerTag(0x8769, insideAt)] : []),
    ...(hasLocation ? [pointerTag(0x8825, insideAt + insideBytes)] : []),
  ]
  const location: TagSpec[] = [{ tag: 2, type: 5, value: Buffer.alloc(24, 1) }]
  return Buffer.concat([
    Buffer.from('49492a0008000000', 'hex'),
    encodeDirectory([...first, ...links], 8),
    ...(inside.length > 0 ? [encodeDirectory(inside, insideAt)] : []),
    ...(hasLocation ? [encodeDirectory(location, insideAt + insideBytes)] : []),
  ])
}

function pointerTag(tag: number, offset: number): TagSpec {
  const value = Buffer.alloc(4)
  value.writeUInt32LE(offset)
  return { tag, type: 4, value }
}

function directoryBytes(count: number, tags: readonly TagSpec[]): number {
  const outside = tags.reduce((sum, { value }) => sum + (value.length > 4 ? value.length : 0), 0)
  return 2 + count * 12 + 4 + outside
}

function encodeDirectory(tags: readonly TagSpec[], offset: number): Buffer {
  const head = Buffer.alloc(2 + tags.length * 12 + 4)
  head.writeUInt16LE(tags.length, 0)
  const values: Buffer[] = []
  let valueAt = offset + head.length
  for (const [n, { tag, type, value }] of tags.entries()) {
    const entry = 2 + n * 12
    head.writeUInt16LE(tag, entry)
    head.writeUInt16LE(type, entry + 2)
    head.writeUInt32LE(value.length / (typeBytes[type] ?? 1), entry + 4)
    if (value.length <= 4) head.set(value, entry + 8)
    else {
      head.writeUInt32LE(valueAt, entry + 8)
      values.push(Buffer.from(value))
      valueAt += value.length
    }
  }
  return Buffer.concat([head, ...values])
}

export function jpegSegment(marker: number, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const data = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** Inserts segments right after the start of a JPEG. */
export function withSegments(jpeg: Uint8Array, ...segments: readonly Uint8Array[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}

export function webpChunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length & 1)])
}

/** Appends chunks to a WebP and updates its header. */
export function withWebpChunks(webp: Uint8Array, ...chunks: readonly Uint8Array[]): Buffer {
  const grown = Buffer.concat([webp, ...chunks])
  grown.writeUInt32LE(grown.length - 8, 4)
  return grown
}

export function xmpPacket(properties: string, attributes = ''): string {
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" ${attributes}>${properties}</rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

/** Encodes plain values as CBOR; a Map keeps number keys. */
export function encodeCbor(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value])
  if (typeof value === 'string') return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
  if (Array.isArray(value)) return Buffer.concat([cborHead(4, value.length), ...value.map(encodeCbor)])
  if (typeof value === 'object' && value !== null) {
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    return Buffer.concat([cborHead(5, entries.length), ...entries.flat().map(encodeCbor)])
  }
  return Buffer.from([0xf6])
}

function cborHead(kind: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(kind << 5) | length])
  const head = Buffer.from([(kind << 5) | 26, 0, 0, 0, 0])
  head.writeUInt32BE(length, 1)
  return head
}

export function jumbfBox(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const data = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, data])
}

export function jumbfSuperbox(label: string, ...parts: readonly Uint8Array[]): Buffer {
  const description = jumbfBox('jumd', Buffer.alloc(16), Buffer.from([3]), Buffer.from(`${label}\0`))
  return jumbfBox('jumb', description, ...parts)
}

const cbor = (value: unknown): Buffer => jumbfBox('cbor', encodeCbor(value))

/** Returns Content Credentials as a service writes them: one manifest with a claim, its actions, and a signature. */
export function contentCredentials(options: { readonly stamp?: string } = {}): Buffer {
  const trained = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'
  const actions = { actions: [{ action: 'c2pa.created', digitalSourceType: trained }, { action: 'c2pa.converted' }] }
  const token = Buffer.from(`\x30\x18\x0f${options.stamp ?? '20260506070809'}Z`, 'latin1')
  const stamps = { sigTst: { tstTokens: [{ val: token }] } }
  const manifest = jumbfSuperbox(
    'urn:c2pa:one',
    jumbfSuperbox('c2pa.assertions', jumbfSuperbox('c2pa.actions.v2', cbor(actions))),
    jumbfSuperbox('c2pa.claim.v2', cbor({ claim_generator_info: { name: 'Some Service', version: '4' } })),
    jumbfSuperbox('c2pa.signature', cbor([Buffer.from([0xa0]), stamps, null, Buffer.alloc(64)])),
  )
  return jumbfSuperbox('c2pa', manifest)
}

interface Marked {
  readonly relationship: 'parentOf' | 'componentOf' | 'inputTo'
  /** Writes ingredients in the format before version 3. */
  readonly isOlder?: boolean
  /** The ingredient is referenced but missing. */
  readonly isGone?: boolean
  readonly isCircle?: boolean
}

/**
 * Content Credentials as Gemini writes them: the model's output, and on top of it the manifest of the visible
 * watermark, an edit of a composite.
 */
export function markedCredentials({ relationship, isOlder, isGone, isCircle }: Marked): Buffer {
  const types = 'http://cv.iptc.org/newscodes/digitalsourcetype'
  const manifest = (label: string, actions: unknown, from: string | null): Buffer => {
    const link =
      from === null ? {} : { [isOlder ? 'c2pa_manifest' : 'activeManifest']: { url: `self#jumbf=/c2pa/${from}` } }
    const ingredient = jumbfSuperbox(
      isOlder ? 'c2pa.ingredient.v2' : 'c2pa.ingredient.v3',
      cbor({ relationship, ...link }),
    )
    const assertions = [jumbfSuperbox('c2pa.actions.v2', cbor({ actions })), ...(from === null ? [] : [ingredient])]
    const claim = jumbfSuperbox('c2pa.claim.v2', cbor({ claim_generator_info: { name: 'Some Service' } }))
    return jumbfSuperbox(label, jumbfSuperbox('c2pa.assertions', ...assertions), claim)
  }
  const created = [{ action: 'c2pa.created', digitalSourceType: `${types}/trainedAlgorithmicMedia` }]
  const marked = [{ action: 'c2pa.opened' }, { action: 'c2pa.edited', digitalSourceType: `${types}/composite` }]
  const first = isCircle ? manifest('urn:c2pa:one', marked, 'urn:c2pa:two') : manifest('urn:c2pa:one', created, null)
  return jumbfSuperbox('c2pa', ...(isGone ? [] : [first]), manifest('urn:c2pa:two', marked, 'urn:c2pa:one'))
}

export function app11Segments(jumbf: Buffer, pieceBytes = 200): Buffer[] {
  const head = jumbf.subarray(0, 8)
  const segments: Buffer[] = []
  for (let offset = 8, sequence = 1; offset < jumbf.length; offset += pieceBytes, sequence++) {
    const order = Buffer.from([0, 1, 0, 0, 0, sequence])
    segments.push(jpegSegment(0xeb, 'JP', order, head, jumbf.subarray(offset, offset + pieceBytes)))
  }
  return segments
}
