import { crc32, deflateRawSync } from 'node:zlib'

/** One zip entry, with metadata that need not be true. */
export interface RawEntry {
  readonly name: string
  readonly bytes?: Buffer
  /** Unix mode including the file type; 0 = none. */
  readonly mode?: number
  readonly flags?: number
  readonly method?: number
  /** Overrides the real sizes. */
  readonly saidSize?: number
  readonly saidCrc?: number
}

const madeByUnix = 3 << 8
const versionNeeded = 20

/** Builds a zip of arbitrary entries: zip libraries refuse most of what a hostile archive contains. */
export function zipOf(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { name, bytes = Buffer.alloc(0), mode = 0, flags = 0, method = 8, ...overrides } of entries) {
    const packed = method === 8 ? deflateRawSync(bytes) : bytes
    const fileName = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(versionNeeded, 0)
    common.writeUInt16LE(flags | 0x800, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(overrides.saidCrc ?? crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(overrides.saidSize ?? bytes.length, 18)
    common.writeUInt16LE(fileName.length, 22)
    const local = Buffer.concat([u32(0x04034b50), common, fileName, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    centrals.push(u32(0x02014b50), u16(madeByUnix | versionNeeded), common, rest, fileName)
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(centrals)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, central, u32(0x06054b50), end])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
