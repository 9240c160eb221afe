import { readFile, stat, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageFacts } from '../../../src/main/imaging/imaging.ts'
import {
  builtInProfile,
  exifOrientation,
  insertJpegSegment,
  open,
  pngChunk,
  profileChunk,
  quarters,
  rawPng,
  texture,
} from '../../fixtures/images/make-image.ts'
import { wideProfile } from './edit-files.ts'
import { isMyTurn } from '../../support/turn.ts'
import { createImagingProcess } from '../../support/imaging-process.ts'
import { peakMemoryBytes, startRealImaging, type RealImaging } from './real-imaging.ts'

// Its peak memory is checked.
const worker = createImagingProcess()
let real: RealImaging
beforeAll(async () => {
  real = await startRealImaging(worker)
})
afterAll(async () => {
  await worker.dispose()
  await real.close()
})

interface Opened {
  readonly facts: ImageFacts
  /** What the window shows: the file itself or its working copy, decoded without any further conversion. */
  readonly shown: { readonly width: number; readonly height: number; readonly rgba: Uint8Array }
}

async function openFile(name: string, bytes: Uint8Array): Promise<Opened> {
  await writeFile(real.at(name), bytes)
  const workingCopyPath = real.at(`${name}.working.png`)
  const facts = await real.imaging.prepare({
    recovers: false,
    sourcePath: real.at(name),
    workingCopyPath,
    thumbnails: [
      { path: real.at(`${name}.256.webp`), longestSidePx: 256 },
      { path: real.at(`${name}.512.webp`), longestSidePx: 512 },
    ],
  })
  const { isDamaged, ...seen } = facts
  expect(isDamaged).toBe(false)
  expect(await real.imaging.probe({ path: real.at(name) })).toEqual(seen)
  const path = facts.isShowable ? real.at(name) : workingCopyPath
  const { data, info } = await sharp(path, { ignoreIcc: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([facts.widthPx, facts.heightPx])
  return { facts, shown: { width: info.width, height: info.height, rgba: Uint8Array.from(data) } }
}

function pixel({ shown }: Opened, x: number, y: number): number[] {
  return [...shown.rgba.subarray((y * shown.width + x) * 4, (y * shown.width + x) * 4 + 4)]
}

function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  actual.forEach((value, index) =>
    expect(Math.abs(value - expected[index]!), `${actual.join()} ≈ ${expected.join()}`).toBeLessThanOrEqual(tolerance),
  )
}

const colorNames = new Map([
  ['255,0,0', 'red'],
  ['255,255,0', 'yellow'],
  ['0,0,255', 'blue'],
  ['255,255,255', 'white'],
])

/** The colors of the four quarters, row by row. */
function corners(opened: Opened): string {
  const { width, height } = opened.shown
  const positions = [
    [2, 2],
    [width - 3, 2],
    [2, height - 3],
    [width - 3, height - 3],
  ] as const
  return positions
    .map(([x, y]) =>
      pixel(opened, x, y)
        .slice(0, 3)
        .map((value) => (value > 127 ? 255 : 0))
        .join(','),
    )
    .map((color) => colorNames.get(color))
    .join(' ')
}

const upright = 'red yellow blue white'
/** The upright quarters in each EXIF orientation (CIPA DC-008, figure of tag 274). */
const rotated: Readonly<Record<number, string>> = {
  1: upright,
  2: 'yellow red white blue',
  3: 'white blue yellow red',
  4: 'blue white red yellow',
  5: 'red blue yellow white',
  6: 'blue red white yellow',
  7: 'white yellow blue red',
  8: 'yellow white red blue',
}

describe('orientation, as in the browser', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('follows EXIF %i in a JPEG', async (orientation) => {
    const plain = await open(quarters(60, 40)).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()
    const jpeg = insertJpegSegment(plain, 0xe1, exifOrientation(orientation))
    const opened = await openFile(`turned-${orientation}.jpg`, jpeg)
    expect(corners(opened)).toBe(rotated[orientation])
    expect(opened.facts).toMatchObject(orientation < 5 ? { widthPx: 60, heightPx: 40 } : { widthPx: 40, heightPx: 60 })
    expect(opened.facts.isShowable).toBe(orientation === 1)
    const thumbnail = await sharp(real.at(`turned-${orientation}.jpg.256.webp`)).metadata()
    expect([thumbnail.width, thumbnail.height]).toEqual([opened.facts.widthPx, opened.facts.heightPx])
  })

  it('follows eXIf in a PNG', async () => {
    const data = quarters(60, 40).data
    const lines = Buffer.concat(
      Array.from({ length: 40 }, (_, y) => Buffer.concat([Buffer.from([0]), data.subarray(y * 180, y * 180 + 180)])),
    )
    const chunk = pngChunk('eXIf', exifOrientation(6).subarray(6))
    const opened = await openFile(
      'turned.png',
      rawPng({ widthPx: 60, heightPx: 40, bitDepth: 8, colorType: 2 }, lines, [chunk]),
    )
    expect(corners(opened)).toBe(rotated[6])
  })

  it('follows the tag of a TIFF', async () => {
    const opened = await openFile(
      'turned.tif',
      await open(quarters(60, 40)).withMetadata({ orientation: 8 }).tiff({ compression: 'lzw' }).toBuffer(),
    )
    expect(corners(opened)).toBe(rotated[8])
  })

  it('follows the rotation of an AVIF container', async () => {
    const avif = await open(quarters(60, 40)).withMetadata({ orientation: 6 }).avif({ quality: 90 }).toBuffer()
    expect(avif.includes('irot')).toBe(true)
    const opened = await openFile('turned.avif', avif)
    expect(corners(opened)).toBe(rotated[6])
    expect(opened.facts).toMatchObject({ widthPx: 40, heightPx: 60 })
  })

  it('ignores EXIF in a WebP', async () => {
    const webp = await open(quarters(60, 40)).withMetadata({ orientation: 6 }).webp({ lossless: true }).toBuffer()
    expect((await sharp(webp).metadata()).orientation).toBe(6)
    const opened = await openFile('turned.webp', webp)
    expect(corners(opened)).toBe(upright)
    expect(opened.facts.isShowable).toBe(true)
  })

  it('ignores orientation in XMP', async () => {
    const xmp =
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
    const opened = await openFile('xmp.jpg', await open(quarters(60, 40)).withXmp(xmp).jpeg().toBuffer())
    expect(corners(opened)).toBe(upright)
  })

  it.each([
    ['random bytes', Buffer.from('Exif\0\0\xde\xad\xbe\xef\x01\x02\x03', 'latin1')],
    ['an endless directory', Buffer.from(`Exif\0\0II*\0\x08\0\0\0\xff\xff${'\x12\x01\x03\0'.repeat(50)}`, 'latin1')],
    ['orientation 77', exifOrientation(77)],
    ['nothing', Buffer.from('Exif\0\0', 'latin1')],
  ])('ignores EXIF with %s', async (_, exif) => {
    const jpeg = insertJpegSegment(await open(quarters(60, 40)).jpeg().toBuffer(), 0xe1, exif)
    expect(corners(await openFile('odd-exif.jpg', jpeg))).toBe(upright)
  })
})

describe('color', () => {
  it('converts a Display P3 image to sRGB', async () => {
    const p3 = await builtInProfile('p3')
    const colors: readonly (readonly [number, number, number])[] = [
      [200, 100, 50],
      [128, 128, 128],
    ]
    const scanLine = Buffer.from([0, ...colors.flat()])
    const png = rawPng({ widthPx: 2, heightPx: 1, bitDepth: 8, colorType: 2 }, scanLine, [profileChunk(p3)])
    const opened = await openFile('p3.png', png)
    expect(opened.facts.isShowable).toBe(false)
    // CSS Color 4: color(display-p3 0.784 0.392 0.196) is rgb(213, 94, 34) in sRGB; grays stay grays.
    expectNear(pixel(opened, 0, 0), [213, 94, 34, 255], 2)
    expectNear(pixel(opened, 1, 0), [128, 128, 128, 255], 1)
  })

  it('keeps the bytes of an image with an sRGB profile', async () => {
    const data = texture(64, 48).data
    const lines = Buffer.concat(
      Array.from({ length: 48 }, (_, y) => Buffer.concat([Buffer.from([0]), data.subarray(y * 192, y * 192 + 192)])),
    )
    const srgb = await builtInProfile('srgb')
    const opened = await openFile(
      'srgb.png',
      rawPng({ widthPx: 64, heightPx: 48, bitDepth: 8, colorType: 2 }, lines, [profileChunk(srgb)]),
    )
    expect(opened.facts.isShowable).toBe(true)
    expect(opened.shown.rgba.filter((_, i) => i % 4 !== 3)).toEqual(data)
  })

  it('converts CMYK by its profile', async () => {
    const source = sharp({ create: { width: 32, height: 32, channels: 3, background: { r: 200, g: 60, b: 40 } } })
    const cmyk = await source.toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer()
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
    const opened = await openFile('cmyk.jpg', cmyk)
    expect(opened.facts.isShowable).toBe(false)
    expectNear(pixel(opened, 16, 16), [200, 60, 40, 255], 12)
  })

  it('reduces 16 bits to 8', async () => {
    const png = rawPng(
      { widthPx: 2, heightPx: 1, bitDepth: 16, colorType: 2 },
      Buffer.from('00808000 00ffff12 34c0c040 40'.replaceAll(' ', ''), 'hex'),
    )
    const opened = await openFile('deep.png', png)
    expect(opened.facts.isShowable).toBe(false)
    expectNear(pixel(opened, 0, 0), [0x80, 0, 0xff, 255], 1)
    expectNear(pixel(opened, 1, 0), [0x12, 0xc0, 0x40, 255], 1)
  })

  it('converts a wide color space of 16 bits to the same colors as one of 8 bits', async () => {
    const numbers = Uint16Array.of(0, 32_768, 0, 51_400, 23_130, 15_420)
    const raw = { width: 2, height: 1, channels: 3 as const }
    const png = await sharp(numbers, { raw }).toColourspace('rgb16').png().toBuffer()
    const wide = Buffer.concat([png.subarray(0, 33), profileChunk(wideProfile()), png.subarray(33)])
    const opened = await openFile('wide.png', wide)
    const eight = Buffer.from([0, 0, 128, 0, 200, 90, 60])
    const plain = rawPng({ widthPx: 2, heightPx: 1, bitDepth: 8, colorType: 2 }, eight, [profileChunk(wideProfile())])
    const same = await openFile('wide-8.png', plain)
    for (const x of [0, 1]) expectNear(pixel(opened, x, 0), pixel(same, x, 0), 1)
    // Converted, not copied: the red of Adobe RGB is stronger than that of sRGB.
    expect(pixel(opened, 1, 0)[0]).toBeGreaterThan(225)
  })

  it('keeps gray and palette images as the window shows them', async () => {
    const gray = rawPng({ widthPx: 3, heightPx: 1, bitDepth: 8, colorType: 0 }, Buffer.from([0, 0, 77, 255]))
    const opened = await openFile('grey.png', gray)
    expect(opened.facts).toMatchObject({ isShowable: true, hasAlpha: false })
    expect(pixel(opened, 1, 0)).toEqual([77, 77, 77, 255])
    const palette = rawPng({ widthPx: 2, heightPx: 1, bitDepth: 8, colorType: 3 }, Buffer.from([0, 1, 0]), [
      pngChunk('PLTE', Buffer.from([10, 20, 30, 200, 100, 50])),
      pngChunk('tRNS', Buffer.from([128])),
    ])
    const indexed = await openFile('palette.png', palette)
    expect(indexed.facts).toMatchObject({ isShowable: true, hasAlpha: true })
    expect([pixel(indexed, 0, 0), pixel(indexed, 1, 0)]).toEqual([
      [200, 100, 50, 255],
      [10, 20, 30, 128],
    ])
  })

  it('keeps straight alpha through a working copy', async () => {
    const rgba = Uint8Array.of(200, 100, 50, 3, 1, 2, 3, 0, 9, 8, 7, 128, 255, 254, 253, 255)
    const tiff = await sharp(rgba, { raw: { width: 4, height: 1, channels: 4 } })
      .tiff({ compression: 'lzw' })
      .toBuffer()
    const opened = await openFile('alpha.tif', tiff)
    expect(opened.facts).toMatchObject({ hasAlpha: true, isShowable: false })
    expect(opened.shown.rgba).toEqual(rgba)
  })

  it('shows a PNG with its own gamma as a working copy', async () => {
    const gamma = Buffer.alloc(4)
    gamma.writeUInt32BE(100_000)
    const png = rawPng({ widthPx: 1, heightPx: 1, bitDepth: 8, colorType: 2 }, Buffer.from([0, 10, 20, 30]), [
      pngChunk('gAMA', gamma),
    ])
    const opened = await openFile('gamma.png', png)
    expect(opened.facts.isShowable).toBe(false)
    expect([...(await readFile(real.at('gamma.png.working.png'))).subarray(33, 50)].slice(4, 8)).toEqual([
      ...Buffer.from('sRGB'),
    ])
  })
})

async function twoFrames(format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = await Promise.all(
    ['#ff0000', '#0000ff'].map((background) =>
      sharp({ create: { width: 30, height: 20, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  const joined = sharp(frames, { join: { animated: true } })
  return format === 'gif' ? joined.gif().toBuffer() : joined.webp().toBuffer()
}

describe('animations', () => {
  it.each(['gif', 'webp'] as const)('opens an animated %s as its first frame', async (format) => {
    const bytes = await twoFrames(format)
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(2)
    const opened = await openFile(`moving.${format}`, bytes)
    expect(opened.facts).toMatchObject({ widthPx: 30, heightPx: 20, isShowable: false })
    expectNear(pixel(opened, 10, 10), [255, 0, 0, 255], 3)
  })

  it('opens an animated PNG as its first frame', async () => {
    const control = Buffer.alloc(8)
    control.writeUInt32BE(2)
    const line = Buffer.from([0, 1, 2, 3])
    const opened = await openFile(
      'moving.png',
      rawPng({ widthPx: 1, heightPx: 1, bitDepth: 8, colorType: 2 }, line, [pngChunk('acTL', control)]),
    )
    expect(opened.facts.isShowable).toBe(false)
    expect(pixel(opened, 0, 0)).toEqual([1, 2, 3, 255])
  })
})

describe('prepare', () => {
  it('makes thumbnails that fit their squares and are never enlarged', async () => {
    await openFile('large.jpg', await open(texture(1300, 700)).jpeg().toBuffer())
    await openFile('small.jpg', await open(texture(300, 100)).jpeg().toBuffer())
    const sizes = await Promise.all(
      ['large.jpg.256', 'large.jpg.512', 'small.jpg.256', 'small.jpg.512'].map(async (name) => {
        const { width, height, format } = await sharp(real.at(`${name}.webp`)).metadata()
        return `${format} ${width}×${height}`
      }),
    )
    expect(sizes).toEqual(['webp 256×138', 'webp 512×276', 'webp 256×85', 'webp 300×100'])
  })

  it('writes no working copy when the window can show the file', async () => {
    const { facts } = await openFile('plain.webp', await open(texture(30, 20)).webp().toBuffer())
    expect(facts).toMatchObject({ isShowable: true, mime: 'image/webp' })
    await expect(stat(real.at('plain.webp.working.png'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('trusts content, not file names', async () => {
    const { facts } = await openFile('really-a-jpeg.png', await open(texture(30, 20)).jpeg().toBuffer())
    expect(facts.mime).toBe('image/jpeg')
  })

  it('writes an image as a PNG', async () => {
    const tiff = await open(quarters(60, 40)).withMetadata({ orientation: 6 }).tiff({ compression: 'lzw' }).toBuffer()
    await writeFile(real.at('turned.tif'), tiff)
    const facts = await real.imaging.writePng({ sourcePath: real.at('turned.tif'), targetPath: real.at('turned.png') })
    expect(facts).toEqual({ mime: 'image/png', widthPx: 40, heightPx: 60, hasAlpha: false, isShowable: true })
    expect(await real.imaging.probe({ path: real.at('turned.png') })).toEqual(facts)
  })

  // The narrower one, decoded as a whole, would take 200 MB more than that.
  it.each([[8_192, 320e6], ...(isMyTurn('the largest image') ? [[16_384, 700e6]] : [])])(
    'opens an image %i pixels wide in %i bytes',
    async (sidePx, bytes) => {
      const huge = sharp({
        create: { width: sidePx, height: sidePx, channels: 3, background: '#456' },
        limitInputPixels: false,
      })
      await huge.jpeg({ quality: 50 }).toFile(real.at('huge.jpg'))
      const facts = await real.imaging.prepare({
        recovers: false,
        sourcePath: real.at('huge.jpg'),
        workingCopyPath: real.at('huge.working.png'),
        thumbnails: [{ path: real.at('huge.webp'), longestSidePx: 512 }],
      })
      expect(facts).toMatchObject({ widthPx: sidePx, heightPx: sidePx, isShowable: true })
      expect(peakMemoryBytes(real.pid()) ?? 0).toBeLessThan(bytes)
    },
  )

  it('handles many images concurrently, and only the bad one fails', async () => {
    const good = await open(texture(900, 600)).jpeg().toBuffer()
    const names = Array.from({ length: 12 }, (_, n) => `many-${n}.jpg`)
    const outcomes = await Promise.allSettled(
      names.map((name, n) => openFile(name, n === 5 ? good.subarray(0, good.length / 2) : good)),
    )
    expect(outcomes.map((outcome) => outcome.status)).toEqual(names.map((_, n) => (n === 5 ? 'rejected' : 'fulfilled')))
    expect(await real.temporaries()).toEqual([])
    expect(real.crashes()).toBe(0)
  })
})
