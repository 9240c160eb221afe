import { crc32, deflateSync } from 'node:zlib'
import type { Rect, Size } from '../../src/shared/util/geometry.ts'

/** Generated PNGs, written without an image library. */

/** Returns a valid 8-bit RGB PNG whose pixels depend on `seed`: equal seeds give equal bytes. */
export function smallPng(seed: number, widthPx = 16, heightPx = 12): Uint8Array {
  const rows = Buffer.alloc(heightPx * (1 + widthPx * 3))
  let state = (seed * 2_654_435_761 + 1) >>> 0
  for (let row = 0; row < heightPx; row++) {
    for (let column = 1; column <= widthPx * 3; column++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      rows[row * (1 + widthPx * 3) + column] = state >>> 24
    }
  }
  return encodePng({ widthPx, heightPx, channels: 3 }, deflateSync(rows))
}

/** Each image is drawn once, which takes longer than most of what is done with it. */
const drawn: Record<string, Uint8Array> = {}

/** @returns bytes of the caller's own, who may hand them over to another thread */
function drawOnce(key: unknown, draw: () => Uint8Array): Uint8Array {
  return Uint8Array.from((drawn[JSON.stringify(key)] ??= draw()))
}

/** Returns a textured RGB image to copy from: soft waves with slight grain. Another corner makes it another file. */
export function photoPng({ widthPx, heightPx }: Size, corner?: number): Uint8Array {
  return drawOnce(['photo', widthPx, heightPx, corner], () =>
    renderPng({ widthPx, heightPx, channels: 3 }, (x, y, channel) => {
      if (corner !== undefined && x === 0 && y === 0) return corner
      const wave = Math.sin(x / 7 + channel) * 40 + Math.sin((x + 2 * y) / 11) * 40
      const grain = ((Math.imul(x * 73_856_093 + y * 19_349_663, 1_664_525) >>> 24) & 15) - 8
      return 128 + wave + grain
    }),
  )
}

/** Returns an 8-bit gray mask: white inside `hole`, black elsewhere. */
export function maskPng({ widthPx, heightPx }: Size, { x: left, y: top, ...hole }: Rect): Uint8Array {
  return drawOnce(['mask', widthPx, heightPx, left, top, hole.widthPx, hole.heightPx], () =>
    renderPng({ widthPx, heightPx, channels: 1 }, (x, y) => {
      const isInside = x >= left && y >= top && x < left + hole.widthPx && y < top + hole.heightPx
      return isInside ? 255 : 0
    }),
  )
}

function renderPng(
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
  return encodePng({ widthPx, heightPx, channels }, deflateSync(rows, { level: 1 }))
}

/** Encodes an 8-bit gray or RGB image from its compressed scan lines. */
function encodePng({ widthPx, heightPx, channels }: Size & { channels: 1 | 3 }, scanLines: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, channels === 3 ? 2 : 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [chunk('IHDR', header), chunk('IDAT', scanLines), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...parts])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const framed = Buffer.alloc(data.length + 12)
  framed.writeUInt32BE(data.length, 0)
  framed.write(type, 4, 'latin1')
  framed.set(data, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), data.length + 8)
  return framed
}
