import { describe, expect, it } from 'vitest'

import { sharp } from '../source/sharp-engine.ts'
import { decodeCoverage } from './decode-coverage.ts'

const size = { widthPx: 16, heightPx: 16 }
/** Every value of a byte once. */
const ramp = Uint8Array.from({ length: 256 }, (_, i) => i)
const channelsOf = (channels: number, alpha = 128): Uint8Array =>
  Uint8Array.from({ length: 256 * channels }, (_, i) =>
    channels % 2 === 0 && i % channels === channels - 1 ? alpha : Math.floor(i / channels),
  )
const raw = (channels: 1 | 2 | 3 | 4) => ({ raw: { width: 16, height: 16, channels } })

describe('decodeCoverage', () => {
  it.each([
    ['8-bit gray', () => sharp(ramp, raw(1)).toColourspace('b-w').png()],
    ['gray with alpha', () => sharp(channelsOf(2), raw(2)).toColourspace('b-w').png()],
    ['RGB', () => sharp(channelsOf(3), raw(3)).png()],
    ['RGBA', () => sharp(channelsOf(4, 3), raw(4)).png()],
    ['a palette', () => sharp(ramp, raw(1)).png({ palette: true, colors: 256, quality: 100, dither: 0 })],
    ['gray with a profile', () => sharp(channelsOf(3), raw(3)).png().withMetadata({ icc: 'srgb' })],
  ])('keeps every value of %s', async (_, make) => {
    expect(await decodeCoverage(await make().toBuffer(), size, 'mask')).toEqual(ramp)
  })

  it('uses the high byte of 16 bits', async () => {
    const deep = Uint16Array.from(ramp, (value) => value * 257)
    const png = await sharp(deep, raw(1)).toColourspace('grey16').png().toBuffer()
    expect((await sharp(png).metadata()).depth).toBe('ushort')
    expect(await decodeCoverage(png, size, 'mask')).toEqual(ramp)
  })

  it('uses the luma of colors', async () => {
    const colors = sharp({ create: { width: 1, height: 1, channels: 3, background: { r: 255, g: 0, b: 0 } } })
    expect(await decodeCoverage(await colors.png().toBuffer(), { widthPx: 1, heightPx: 1 }, 'mask')).toEqual(
      Uint8Array.of(54),
    )
  })

  it('refuses another size, naming both', async () => {
    const png = await sharp(ramp, raw(1)).png().toBuffer()
    const decoding = decodeCoverage(png, { widthPx: 20, heightPx: 10 }, 'mask')
    await expect(decoding).rejects.toMatchObject({
      code: 'request/invalid',
      message: 'The mask is 16 × 16 pixels, but the image is 20 × 10. Both must be the same size.',
    })
  })

  it('refuses a mask that is no image', async () => {
    await expect(decodeCoverage(Buffer.from('hello'), size, 'mask')).rejects.toMatchObject({
      code: 'media/unsupported',
    })
  })
})
