import { describe, expect, it } from 'vitest'
import { isSrgbProfile } from './known-spaces.ts'
import { sharp } from '../source/sharp-engine.ts'

async function profileOf(name: string): Promise<Buffer> {
  const pixel = sharp({ create: { width: 2, height: 2, channels: 3, background: '#26c' } })
  const jpeg = await pixel.withIccProfile(name).jpeg().toBuffer()
  return (await sharp(jpeg).metadata()).icc!
}

describe('isSrgbProfile', () => {
  it('accepts sRGB', async () => {
    expect(isSrgbProfile(await profileOf('srgb'))).toBe(true)
  })

  it.each(['p3', 'cmyk'])('rejects %s', async (name) => {
    expect(isSrgbProfile(await profileOf(name))).toBe(false)
  })

  it('ignores the name in a profile', async () => {
    const p3 = await profileOf('p3')
    expect(isSrgbProfile(Buffer.concat([p3, Buffer.from('sRGB IEC61966-2.1')]))).toBe(false)
  })

  it('rejects another tone curve with the same primaries', async () => {
    const profile = Buffer.from(await profileOf('srgb'))
    const at = profile.indexOf('para')
    expect(at).toBeGreaterThan(0)
    // The first parameter is the exponent, 16.16 fixed point.
    profile.writeInt32BE(Math.round(1.8 * 65_536), at + 12)
    expect(isSrgbProfile(profile)).toBe(false)
  })

  it.each([0, 50, 131, 140, 200, 300])('rejects a profile truncated to %i bytes', async (length) => {
    expect(isSrgbProfile((await profileOf('srgb')).subarray(0, length))).toBe(false)
  })
})
