import { describe, expect, it } from 'vitest'

import { ByteBudget } from '../source/byte-budget.ts'
import { sharp } from '../source/sharp-engine.ts'
import { decodeCoverage } from './decode-coverage.ts'
import { readMaskFile } from './read-mask-file.ts'

type Color = readonly number[]
type Samples = Uint8Array | Uint16Array | Float32Array

const [width, height] = [18, 12]
const whole = { widthPx: width, heightPx: height }
/** The part that every mask here is about. */
const isInside = (at: number) => at % width >= 3 && at % width < 12 && at >= 3 * width
const wanted = Uint8Array.from({ length: width * height }, (_, at) => (isInside(at) ? 255 : 0))

function draw<T extends Samples>(make: new (length: number) => T, colorAt: (at: number) => Color): T {
  const channels = colorAt(0).length
  const data = new make(width * height * channels)
  for (let at = 0; at < width * height; at++) data.set(colorAt(at), at * channels)
  return data
}

const raw = (data: Samples) =>
  sharp(data, { raw: { width, height, channels: (data.length / width / height) as 1 | 2 | 3 | 4 } })

const bytes = (inside: Color, outside: Color) => raw(draw(Uint8Array, (at) => (isInside(at) ? inside : outside)))
const deep = (inside: number, outside = 0) => raw(draw(Uint16Array, (at) => [isInside(at) ? inside : outside]))
const gray16 = (inside: number) => deep(inside).toColourspace('grey16').png()
/** A photo whose transparency is `inside` where the mask is, and `outside` elsewhere. */
const photo = (inside: number, outside: number) =>
  raw(draw(Uint8Array, (at) => [(at * 53) % 256, (at * 101) % 256, (at * 7) % 256, isInside(at) ? inside : outside]))

type File = { toBuffer(): Promise<Uint8Array> }

async function read(file: File | Promise<Uint8Array>) {
  const given = await ('toBuffer' in file ? file.toBuffer() : file)
  const request = { bytes: Uint8Array.from(given), name: 'mask.png' }
  const { maskPng, extent } = await readMaskFile(request, new ByteBudget(2 ** 24), new AbortController().signal)
  return { given, maskPng, extent }
}

const coverageOf = async (maskPng: Uint8Array) => decodeCoverage(maskPng, whole, 'mask')

describe('a mask file', () => {
  it.each<readonly [string, () => File]>([
    ['white on black', () => bytes([255], [0]).toColourspace('b-w').png()],
    ['white on black, opaque', () => bytes([255, 255, 255, 255], [0, 0, 0, 255]).png()],
    ['white on black, equally transparent', () => bytes([255, 255, 255, 128], [0, 0, 0, 128]).png()],
    ['white on black, as a palette', () => bytes([255, 255, 255], [0, 0, 0]).png({ palette: true, colors: 2 })],
    ['white on black, with 16 bits', () => gray16(65_535)],
    ['1 on 0, with fractions', () => float()],
    ['a hole in black', () => bytes([0, 0, 0, 0], [0, 0, 0, 255]).png()],
    ['a hole in gray black', () => bytes([0, 0], [0, 255]).toColourspace('b-w').png()],
    ['a hole in a photo', () => photo(0, 255).png()],
    ['a hole in black, with white under it', () => bytes([255, 255, 255, 0], [0, 0, 0, 255]).png()],
  ])('of %s says where to edit', async (_, make) => {
    const { maskPng, extent } = await read(make())
    expect(await coverageOf(maskPng)).toEqual(wanted)
    expect(extent).toBe('part')
    expect(await sharp(maskPng).metadata()).toMatchObject({ format: 'png', channels: 1, depth: 'uchar' })
  })

  it('keeps what is half transparent in a photo half', async () => {
    const { maskPng } = await read(photo(100, 255).png())
    expect(await coverageOf(maskPng)).toEqual(wanted.map((value) => (value === 0 ? 0 : 155)))
  })

  it('agrees with itself where white fades as it becomes transparent', async () => {
    const soft = raw(draw(Uint8Array, (at) => [...Array<number>(3).fill(at), 255 - at])).png()
    expect(await coverageOf((await read(soft)).maskPng)).toEqual(
      Uint8Array.from({ length: width * height }, (_, at) => at),
    )
  })

  it.each<readonly [string, () => File]>([
    ['white on transparent', () => bytes([255, 255, 255, 255], [0, 0, 0, 0]).png()],
    ['a hole in white', () => bytes([255, 255, 255, 0], [255, 255, 255, 255]).png()],
    ['red on transparent', () => bytes([255, 0, 0, 255], [255, 0, 0, 0]).png()],
    ['white on gray, both partly transparent', () => bytes([255, 90], [128, 255]).toColourspace('b-w').png()],
    ['nothing but transparency', () => bytes([0, 0, 0, 0], [0, 0, 0, 0]).png()],
    ['transparency from 0 to 1', () => photo(0, 1).png()],
  ])('of %s may mean either, and is refused', async (_, make) => {
    await expect(read(make())).rejects.toMatchObject({
      code: 'request/invalid',
      message: expect.stringContaining('what is white, or what is transparent. Save it without transparency'),
    })
  })

  it.each<readonly [string, string, () => File]>([
    ['1 of 255', '0 and 1', () => bytes([1], [0]).toColourspace('b-w').png()],
    ['1 of 255', '0 and 1 in color', () => bytes([1, 1, 1], [0, 0, 0]).png()],
    ['1 of 65,535', '0 and 1 with 16 bits', () => gray16(1)],
    ['255 of 65,535', '0 and 255 with 16 bits', () => gray16(255)],
  ])('whose brightest value is %s is refused: it has %s', async (range, _, make) => {
    await expect(read(make())).rejects.toMatchObject({
      code: 'request/invalid',
      message: expect.stringContaining(`“mask.png” is nearly empty: its brightest value is ${range}`),
    })
  })

  it('is turned as its EXIF says', async () => {
    // Turned back by 90° and tagged so: upright, it is what is wanted.
    const turned = await bytes([255], [0]).rotate(-90).toColourspace('b-w').png().toBuffer()
    const { maskPng } = await read(sharp(turned).withMetadata({ orientation: 6 }).toColourspace('b-w').png())
    expect(await coverageOf(maskPng)).toEqual(wanted)
  })

  it('that Atelier could have written stays as it is, so that plans know it again', async () => {
    const { given, maskPng } = await read(bytes([200], [3]).toColourspace('b-w').png({ compressionLevel: 1 }))
    expect(Buffer.compare(maskPng, given)).toBe(0)
  })

  it.each([
    ['nothing', 0, 0],
    ['everything', 255, 255],
    ['part', 255, 254],
  ] as const)('says that it marks %s', async (extent, inside, outside) => {
    expect(await read(bytes([inside], [outside]).png())).toMatchObject({ extent })
  })

  it('that is no image is named', async () => {
    await expect(read(Promise.resolve(Buffer.from('hello')))).rejects.toMatchObject({
      code: 'media/unsupported',
      message: expect.stringContaining('mask.png'),
    })
  })
})

/** A TIFF of 32-bit fractions, which sharp cannot write. */
function float(): File {
  const pixels = draw(Float32Array, (at) => [isInside(at) ? 1 : 0])
  const tags = [
    [256, 3, width],
    [257, 3, height],
    [258, 3, 32],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 134],
    [277, 3, 1],
    [278, 3, height],
    [279, 4, pixels.byteLength],
    [339, 3, 3],
  ] as const
  const file = Buffer.alloc(134)
  file.write('II*\0', 'latin1')
  file.writeUInt32LE(8, 4)
  file.writeUInt16LE(tags.length, 8)
  for (const [at, [tag, type, value]] of tags.entries()) {
    file.writeUInt16LE(tag, 10 + at * 12)
    file.writeUInt16LE(type, 12 + at * 12)
    file.writeUInt32LE(1, 14 + at * 12)
    file.writeUInt32LE(value, 18 + at * 12)
  }
  return { toBuffer: () => Promise.resolve(Buffer.concat([file, Buffer.from(pixels.buffer)])) }
}
