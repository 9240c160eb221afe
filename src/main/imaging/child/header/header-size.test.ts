import { describe, expect, it } from 'vitest'

import { sharp } from '../source/sharp-engine.ts'
import { memoryReader } from './byte-reader.ts'
import { readHeaderSize } from './header-size.ts'
import type { SniffedImageFormat } from './sniff-format.ts'

const image = sharp({ create: { width: 321, height: 123, channels: 4, background: '#26c' } })

describe('readHeaderSize', () => {
  it.each<[SniffedImageFormat, string, () => Promise<Buffer>]>([
    ['png', 'PNG', () => image.clone().png().toBuffer()],
    ['gif', 'GIF', () => image.clone().gif().toBuffer()],
    ['jpeg', 'baseline JPEG', () => image.clone().jpeg().toBuffer()],
    ['jpeg', 'progressive JPEG', () => image.clone().jpeg({ progressive: true }).toBuffer()],
    ['jpeg', 'JPEG with EXIF and profile', () => image.clone().withIccProfile('p3').withExif({}).jpeg().toBuffer()],
    ['webp', 'lossless WebP', () => image.clone().webp({ lossless: true }).toBuffer()],
    ['webp', 'lossy WebP', () => image.clone().removeAlpha().webp().toBuffer()],
    ['webp', 'extended WebP', () => image.clone().webp().toBuffer()],
  ])('reads the size of a %s (%s)', async (format, _, make) => {
    expect(await readHeaderSize(format, memoryReader(await make()))).toMatchObject({ widthPx: 321, heightPx: 123 })
  })

  it('reads the size a header claims without decoding', async () => {
    const png = await image.clone().png().toBuffer()
    png.writeUInt32BE(4_000_000_000, 16)
    expect(await readHeaderSize('png', memoryReader(png))).toEqual({ widthPx: 4_000_000_000, heightPx: 123 })
  })

  it.each<SniffedImageFormat>(['png', 'gif', 'webp', 'jpeg'])('finds no size in a truncated %s', async (format) => {
    const whole = await image.clone().toFormat(format).toBuffer()
    expect(await readHeaderSize(format, memoryReader(whole.subarray(0, 9)))).toBeNull()
  })

  it('terminates on a JPEG with endless segments', async () => {
    const endless = Buffer.alloc(200_000, 0xff)
    expect(await readHeaderSize('jpeg', memoryReader(endless))).toBeNull()
  })
})
