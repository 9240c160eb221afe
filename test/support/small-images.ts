import { crc32, deflateSync } from 'node:zlib'

/** Returns a valid 8-bit RGB PNG whose pixels depend on `seed`: equal seeds give equal bytes. */
export function smallPng(seed: number, widthPx = 16, heightPx = 12): Uint8Array {
  const rows = Buffer.alloc(heightPx * (1 + widthPx * 3))
  let state = (seed * 2_654_435_761 + 1) >>> 0
  for (let row = 0; row < heightPx; row++) {
    for (let at = 1; at <= widthPx * 3; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      rows[row * (1 + widthPx * 3) + at] = state >>> 24
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
