import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeRecovering } from './decode-recovering.ts'
import { openImage } from './decode-image.ts'
import { bytesSource } from './image-source.ts'
import { inspectImage } from './inspect-image.ts'
import { sharp } from './sharp-engine.ts'

const [widthPx, heightPx] = [160, 120]

/** Waves and edges: each row of blocks takes some hundred bytes. */
function scene() {
  const pixels = new Uint8Array(widthPx * heightPx * 3)
  for (let at = 0; at < pixels.length; at++) {
    const [x, y] = [Math.floor(at / 3) % widthPx, Math.floor(at / 3 / widthPx)]
    pixels[at] = 128 + 60 * Math.sin(x / 5 + (at % 3)) + 50 * Math.cos(y / 7) + ((x >> 4) + (y >> 4)) * 4
  }
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
}

async function judge(bytes: Uint8Array) {
  const image = await inspectImage(bytesSource('picture', bytes))
  return decodeRecovering(
    image,
    () => true,
    (level) => openImage(image, level).ensureAlpha().raw({ depth: 'uchar' }).toBuffer(),
  )
}

const startOfScan = Buffer.from([0xff, 0xda])
/** Where the compressed pixels of a JPEG begin, and where they end. */
function scanOf(jpeg: Buffer) {
  const at = jpeg.lastIndexOf(startOfScan)
  return { from: at + 2 + jpeg.readUInt16BE(at + 2), to: jpeg.lastIndexOf(Buffer.from([0xff, 0xd9])) }
}

/** The same JPEG with metadata in which there is another one, as cameras store thumbnails. */
async function withThumbnail(jpeg: Buffer): Promise<Buffer> {
  const thumbnail = await scene().resize(16).jpeg().toBuffer()
  const restarts = Buffer.from([0xff, 0xdd, 0, 4, 0, 8])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(2 + restarts.length + thumbnail.length, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, restarts, thumbnail, jpeg.subarray(2)])
}

/** The same JPEG with a version of JFIF that does not exist, of which the decoder warns. */
function withInventedVersion(jpeg: Buffer): Buffer {
  const jfif = Buffer.from([0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0'), 9, 1, 0, 0, 1, 0, 1, 0, 0])
  return Buffer.concat([jpeg.subarray(0, 2), jfif, jpeg.subarray(2)])
}

describe('a whole image', () => {
  it('is never called damaged, however it was encoded', async () => {
    const jpegs = fc.record({
      format: fc.constant('jpeg' as const),
      quality: fc.integer({ min: 5, max: 100 }),
      progressive: fc.boolean(),
      optimiseCoding: fc.boolean(),
      chromaSubsampling: fc.constantFrom('4:2:0', '4:4:4'),
      isGray: fc.boolean(),
    })
    const gifs = fc.record({ format: fc.constant('gif' as const), colours: fc.integer({ min: 2, max: 256 }) })
    const sides = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }))
    const property = fc.asyncProperty(fc.oneof(jpegs, gifs), sides, async ({ format, ...options }, [width, height]) => {
      const resized = scene().resize(width, height)
      const toned = 'isGray' in options && options.isGray ? resized.grayscale() : resized
      const bytes = await toned.toFormat(format, options).toBuffer()
      expect((await judge(bytes)).isDamaged).toBe(false)
    })
    await fc.assert(property, { numRuns: 25 })
  })

  it('is not damaged by what cameras write before the end, or by a version they invent', async () => {
    const jpeg = await scene().jpeg().toBuffer()
    const { to } = scanOf(jpeg)
    const filled = Buffer.concat([jpeg.subarray(0, to), Buffer.alloc(300), jpeg.subarray(to)])
    for (const bytes of [filled, await withThumbnail(filled)]) {
      expect(await judge(bytes)).toMatchObject({ isDamaged: false, failOn: 'error' })
    }
    const invented = withInventedVersion(jpeg)
    await expect(sharp(invented, { failOn: 'warning' }).toBuffer()).rejects.toThrow('JFIF')
    expect(await judge(invented)).toMatchObject({ isDamaged: false, failOn: 'error' })
  })
})

describe('a damaged image', () => {
  it('is told where a JPEG has more or other pixels than bytes, also without a complaint', async () => {
    for (const progressive of [false, true]) {
      const jpeg = await scene().jpeg({ progressive, quality: 90 }).toBuffer()
      const { from, to } = scanOf(jpeg)
      const middle = (from + to) >> 1
      const doubled = Buffer.concat([jpeg.subarray(0, middle), jpeg.subarray(middle - 200)])
      const zeroed = Buffer.from(jpeg).fill(0, middle, middle + 200)
      const cut = jpeg.subarray(0, middle)
      for (const bytes of [doubled, zeroed, cut, await withThumbnail(doubled)]) {
        expect((await judge(bytes)).isDamaged).toBe(true)
      }
    }
  })

  it('is told where the last rows lack pixels, and behind a complaint that is harmless', async () => {
    const jpeg = await scene().jpeg({ quality: 90 }).toBuffer()
    const { from, to } = scanOf(jpeg)
    const cut = Buffer.concat([jpeg.subarray(0, to - 40), jpeg.subarray(to)])
    expect((await judge(cut)).isDamaged).toBe(true)
    const doubled = Buffer.concat([jpeg.subarray(0, from + 600), jpeg.subarray(from + 400)])
    expect((await judge(withInventedVersion(doubled))).isDamaged).toBe(true)
  })

  it('is told where a GIF ends early or has impossible codes', async () => {
    const gif = await scene().gif({ colours: 64 }).toBuffer()
    const middle = gif.length >> 1
    const zeroed = Buffer.from(gif).fill(0, middle, middle + 60)
    expect((await judge(zeroed)).isDamaged).toBe(true)
  })

  it.each(['png', 'tiff'] as const)('keeps what could be read of a %s', async (format) => {
    const whole = await scene()
      .toFormat(format, format === 'tiff' ? { compression: 'lzw', predictor: 'none' } : {})
      .toBuffer()
    const bytes = Buffer.from(whole)
    const middle = format === 'png' ? bytes.length >> 1 : Math.floor(bytes.length * 0.75)
    bytes.fill(0xff, middle, middle + 100)
    const { value, isDamaged, failOn } = await judge(bytes)
    expect({ isDamaged, failOn }).toEqual({ isDamaged: true, failOn: 'none' })
    const right = (await judge(whole)).value
    expect(value.subarray(0, widthPx * 4 * 8)).toEqual(right.subarray(0, widthPx * 4 * 8))
    expect(value).not.toEqual(right)
  })

  it('is refused with the first complaint where too little is left', async () => {
    const png = (await scene().png().toBuffer()).subarray(0, 900)
    const image = await inspectImage(bytesSource('picture', png))
    const decode = (failOn: 'none' | 'error' | 'warning') => openImage(image, failOn).raw().toBuffer()
    await expect(decodeRecovering(image, () => false, decode)).rejects.toMatchObject({ code: 'media/undecodable' })
  })
})
