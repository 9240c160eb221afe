import { crc32, deflateSync } from 'node:zlib'
import type { Rect, Size } from '../../src/shared/util/geometry.ts'

/** Returns a textured RGB image to copy from: soft waves with slight grain. */
export function photoPng({ widthPx, heightPx }: Size): Uint8Array {
  return encode({ widthPx, heightPx, channels: 3 }, (x, y, channel) => {
    const wave = Math.sin(x / 7 + channel) * 40 + Math.sin((x + 2 * y) / 11) * 40
    const grain = ((Math.imul(x * 73_856_093 + y * 19_349_663, 1_664_525) >>> 24) & 15) - 8
    return 128 + wave + grain
  })
}

/** Returns an 8-bit gray mask: white inside `hole`, black elsewhere. */
export function maskPng({ widthPx, heightPx }: Size, hole: Rect): Uint8Array {
  return encode({ widthPx, heightPx, channels: 1 }, (x, y) => {
    const isInside = x >= hole.x && y >= hole.y && x < hole.x + hole.widthPx && y < hole.y + hole.heightPx
    return isInside ? 255 : 0
  })
}

function encode(
  { widthPx, heightPx, channels }: Size & { channels: 1 | 3 },
  valueAt: (x: number, y: number, channel: number) => number,
): Uint8Array {
  const stride = 1 + widthPx * channels
  const rows = Buffer.alloc(heightPx * stride)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      for (let channel = 0; channel < channels; channel++) {
        rows[y * stride + 1 + x * channels + channel] = Math.round(valueAt(x, y, channel))
      }
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, channels === 3 ? 2 : 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...parts])
}

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(data.length + 12)
  framed.writeUInt32BE(data.length, 0)
  framed.write(type, 4, 'latin1')
  data.copy(framed, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), data.length + 8)
  return framed
}
