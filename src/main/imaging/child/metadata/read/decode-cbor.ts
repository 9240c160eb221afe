import { AppError } from '../../../../../shared/errors/index.ts'

/** The subset of CBOR used here: maps have text or number keys, which become strings. */
export type CborValue =
  | null
  | boolean
  | number
  | string
  | Buffer
  | readonly CborValue[]
  | ReadonlyMap<string, CborValue>

const depthMax = 64
const itemsMax = 100_000

/** Decodes the first value in the bytes (RFC 8949); tags are skipped. Null if they are not CBOR. */
export function decodeCbor(bytes: Buffer): CborValue {
  try {
    return new CborReader(bytes).read(0)
  } catch {
    return null
  }
}

const indefinite = 31
/** Ends items of indefinite length. */
const stop = Symbol('break')

/** Never shown: bytes that are not CBOR yield null. */
const noCbor = (why: string) => new AppError('media/undecodable', `These bytes are no CBOR: ${why}.`)

class CborReader {
  readonly #bytes: Buffer
  #at = 0
  #left = itemsMax

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  read(depth: number): CborValue {
    const value = this.#readItem(depth)
    if (value === stop) throw noCbor('a break without a beginning')
    return value
  }

  #readItem(depth: number): CborValue | typeof stop {
    if (depth > depthMax || this.#left-- <= 0) throw noCbor('too much')
    const first = this.#bytes.readUInt8(this.#at++)
    const kind = first >> 5
    const info = first & 31
    if (kind === 7) return this.#readSimple(info)
    const length = info === indefinite ? null : this.#readLength(info)
    switch (kind) {
      case 0:
        return length
      case 1:
        return length === null ? null : -1 - length
      case 2:
        return this.#readBytes(length, depth)
      case 3:
        return length === null ? this.#readBytes(null, depth).toString('utf8') : this.#take(length).toString('utf8')
      case 4:
        return this.#readList(length, depth)
      case 5:
        return this.#readMap(length, depth)
      default:
        return this.read(depth + 1)
    }
  }

  #readLength(info: number): number {
    if (info < 24) return info
    if (info === 24) return this.#take(1).readUInt8(0)
    if (info === 25) return this.#take(2).readUInt16BE(0)
    if (info === 26) return this.#take(4).readUInt32BE(0)
    if (info === 27) return Number(this.#take(8).readBigUInt64BE(0))
    throw noCbor('a length of an unknown kind')
  }

  #readSimple(info: number): CborValue | typeof stop {
    if (info === 20 || info === 21) return info === 21
    if (info === 25) return this.#take(2) && null
    if (info === 26) return this.#take(4).readFloatBE(0)
    if (info === 27) return this.#take(8).readDoubleBE(0)
    if (info === 24) this.#at++
    return info === indefinite ? stop : null
  }

  #readBytes(length: number | null, depth: number): Buffer {
    if (length !== null) return this.#take(length)
    const parts = this.#readList(null, depth)
    return Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(textOf(part)))))
  }

  #readList(length: number | null, depth: number): CborValue[] {
    const list: CborValue[] = []
    const end = length ?? Infinity
    while (list.length < end) {
      const item = this.#readItem(depth + 1)
      if (item === stop) break
      list.push(item)
    }
    return list
  }

  #readMap(length: number | null, depth: number): Map<string, CborValue> {
    const map = new Map<string, CborValue>()
    const end = length ?? Infinity
    for (let count = 0; count < end; count++) {
      const key = this.#readItem(depth + 1)
      if (key === stop) break
      map.set(textOf(key), this.read(depth + 1))
    }
    return map
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw noCbor('an early end')
    const part = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return part
  }
}

/** Keys are texts or numbers; list or map keys are never looked up. */
function textOf(value: CborValue): string {
  if (Buffer.isBuffer(value)) return value.toString('utf8')
  return typeof value === 'object' ? '' : String(value)
}
