import { readFile } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { idLength } from '../../../shared/domain/packed-ids.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'

/** A computed map. */
export interface StoredMap {
  /** ID of the model whose vectors were laid out. */
  readonly model: string
  /** Packed, by ID. */
  readonly ids: string
  /** x and y of each, from 0 to 1 along the longer side of the map; images placed later may lie beyond. */
  readonly positions: Float32Array<ArrayBuffer>
  /** How many of them were laid out together; the others were placed later. */
  readonly laidOut: number
}

const magic = 0x5041_4d41
const version = 1
const headerBytes = 24

/**
 * Writes a map, in little-endian numbers of 4 bytes: `AMAP`, the version, CRC-32 of all that follows it, the count of
 * images, how many were laid out together, and the length of the model's ID; then that ID in UTF-8, the image IDs in
 * ASCII, and x and y of each as floats. @throws storage/*
 */
export async function writeMapFile(path: string, map: StoredMap): Promise<void> {
  await writeFileAtomic(path, packMap(map))
}

/** null = there is none, or it is damaged or of another version: it is computed again. */
export async function readMapFile(path: string): Promise<StoredMap | null> {
  const bytes = await readFile(path).catch(() => null)
  return bytes === null ? null : unpackMap(bytes)
}

export function packMap({ model, ids, positions, laidOut }: StoredMap): Uint8Array {
  const name = Buffer.from(model, 'utf8')
  const count = ids.length / idLength
  const bytes = Buffer.alloc(headerBytes + name.length + ids.length + 8 * count)
  bytes.writeUInt32LE(magic, 0)
  bytes.writeUInt32LE(version, 4)
  bytes.writeUInt32LE(count, 12)
  bytes.writeUInt32LE(laidOut, 16)
  bytes.writeUInt32LE(name.length, 20)
  name.copy(bytes, headerBytes)
  bytes.write(ids, headerBytes + name.length, 'latin1')
  const from = headerBytes + name.length + ids.length
  for (let at = 0; at < 2 * count; at++) bytes.writeFloatLE(positions[at]!, from + 4 * at)
  bytes.writeUInt32LE(crc32(bytes.subarray(12)), 8)
  return bytes
}

export function unpackMap(bytes: Uint8Array): StoredMap | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (file.length < headerBytes || file.readUInt32LE(0) !== magic || file.readUInt32LE(4) !== version) return null
  if (file.readUInt32LE(8) !== crc32(file.subarray(12))) return null
  const count = file.readUInt32LE(12)
  const modelEnd = headerBytes + file.readUInt32LE(20)
  const idsEnd = modelEnd + count * idLength
  if (file.length !== idsEnd + 8 * count) return null
  return {
    model: file.toString('utf8', headerBytes, modelEnd),
    ids: file.toString('latin1', modelEnd, idsEnd),
    positions: Float32Array.from({ length: 2 * count }, (_, at) => file.readFloatLE(idsEnd + 4 * at)),
    laidOut: file.readUInt32LE(16),
  }
}
