import { gzipSync } from 'node:zlib'
import { rawPng } from '../fixtures/images/make-image.ts'

export type HiddenKind = 'stealth_pnginfo' | 'stealth_pngcomp' | 'stealth_rgbinfo' | 'stealth_rgbcomp'

interface Hidden {
  readonly kind: HiddenKind
  /** Hidden payload; a text is compressed if its kind says so. */
  readonly text: string | Buffer
  /** Bit length claimed by the file; the real one if absent. */
  readonly claimedBits?: number
  readonly widthPx?: number
  readonly heightPx?: number
}

/**
 * Returns a PNG with text in the lowest bits of its pixels, column by column, as NovelAI and similar tools write it.
 */
export function pngWithHiddenText({ kind, text, claimedBits, widthPx = 90, heightPx = 70 }: Hidden): Buffer {
  const isAlpha = kind.startsWith('stealth_png')
  const plain = typeof text === 'string' ? Buffer.from(text) : text
  const payload = kind.endsWith('comp') && typeof text === 'string' ? gzipSync(plain) : plain
  const length = Buffer.alloc(4)
  length.writeUInt32BE((claimedBits ?? payload.length * 8) >>> 0)
  const bits = Array.from(Buffer.concat([Buffer.from(kind), length, payload])).flatMap((byte) =>
    Array.from({ length: 8 }, (_, n) => (byte >> (7 - n)) & 1),
  )
  const channels = isAlpha ? 4 : 3
  const lines = Buffer.alloc(heightPx * (1 + widthPx * channels), 0xfe)
  for (let y = 0; y < heightPx; y++) lines[y * (1 + widthPx * channels)] = 0
  for (const [n, bit] of bits.entries()) {
    const pixel = isAlpha ? n : Math.floor(n / 3)
    const [x, y] = [Math.floor(pixel / heightPx), pixel % heightPx]
    if (x >= widthPx) break
    lines[y * (1 + widthPx * channels) + 1 + x * channels + (isAlpha ? 3 : n % 3)] = 0xfe | bit
  }
  return rawPng({ widthPx, heightPx, bitDepth: 8, colorType: isAlpha ? 6 : 2 }, lines)
}
