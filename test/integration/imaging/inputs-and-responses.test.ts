import { writeFile } from 'node:fs/promises'
import type { Color, Sharp } from 'sharp'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MaskRequest } from '../../../src/main/imaging/imaging.ts'
import { findPixels } from '../../support/find-pixels.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { plainBlend } from './edit-files.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

const whole = (size: { widthPx: number; heightPx: number }) => ({ frame: size, box: { x: 0, y: 0, ...size } })

const isInHole = (x: number, y: number) => x >= 5 && x < 25 && y >= 3 && y < 12

async function inspect(name: string, image: Sharp) {
  await writeFile(real.at(name), await image.toBuffer())
  return real.imaging.inspectAnswer({ path: real.at(name) })
}

const plain = (background: Color, channels: 3 | 4 = 3) =>
  sharp({ create: { width: 50, height: 60, channels, background } })

async function rawOf(bytes: Uint8Array | string, channels: 3 | 4 = 3) {
  const opened = channels === 4 ? sharp(bytes).ensureAlpha() : sharp(bytes).removeAlpha().toColourspace('srgb')
  const { data, info } = await opened.raw().toBuffer({ resolveWithObject: true })
  expect(info.channels).toBe(channels)
  return { data: Uint8Array.from(data), width: info.width, height: info.height }
}

function at({ data, width }: { data: Uint8Array; width: number }, x: number, y: number, channels = 3): number[] {
  return [...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)]
}

describe('an input image', () => {
  const size = { widthPx: 300, heightPx: 200 }

  it('is sent unchanged as PNG when it fits', async () => {
    await writeFile(real.at('fits.png'), photoPng(size))
    const sent = await real.imaging.prepareInput({
      ...whole(size),
      sourcePath: real.at('fits.png'),
      formats: ['png', 'jpeg'],
      maxBytes: 1e7,
    })
    expect(sent).toMatchObject({ mime: 'image/png', ...size })
    expect((await rawOf(sent.bytes)).data).toEqual((await rawOf(real.at('fits.png'))).data)
  })

  it('is padded with its edge pixels when its shape does not fit', async () => {
    await writeFile(real.at('wide.png'), photoPng(size))
    const sent = await real.imaging.prepareInput({
      frame: { widthPx: 300, heightPx: 300 },
      box: { x: 0, y: 50, ...size },
      sourcePath: real.at('wide.png'),
      formats: ['png'],
      maxBytes: 1e7,
    })
    expect(sent).toMatchObject({ widthPx: 300, heightPx: 300 })
    const [original, padded] = [await rawOf(real.at('wide.png')), await rawOf(sent.bytes)]
    for (const x of [0, 133, 299]) {
      expect(at(padded, x, 0)).toEqual(at(original, x, 0))
      expect(at(padded, x, 49)).toEqual(at(original, x, 0))
      expect(at(padded, x, 50 + 77)).toEqual(at(original, x, 77))
      expect(at(padded, x, 299)).toEqual(at(original, x, 199))
    }
  })

  it('becomes an ever smaller JPEG when the PNG is too large, and fails when nothing helps', async () => {
    const large = { widthPx: 640, heightPx: 480 }
    await writeFile(real.at('large.png'), photoPng(large))
    const request = { ...whole(large), sourcePath: real.at('large.png'), formats: ['png', 'jpeg'] as const }
    const png = await real.imaging.prepareInput({ ...request, maxBytes: 1e7 })
    const first = await real.imaging.prepareInput({ ...request, maxBytes: png.bytes.length - 1 })
    expect(first.mime).toBe('image/jpeg')
    const second = await real.imaging.prepareInput({ ...request, maxBytes: first.bytes.length - 1 })
    expect(second.bytes.length).toBeLessThan(first.bytes.length)
    expect((await rawOf(second.bytes)).width).toBe(640)
    const impossible = real.imaging.prepareInput({ ...request, maxBytes: 2_000 })
    await expect(impossible).rejects.toMatchObject({ code: 'media/too-large' })
  })

  it('loses transparency to white, and all camera data', async () => {
    const drawing = sharp({
      create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
    await writeFile(
      real.at('clear.png'),
      await drawing
        .withExif({ IFD0: { Artist: 'A Name' } })
        .png()
        .toBuffer(),
    )
    const sent = await real.imaging.prepareInput({
      ...whole({ widthPx: 40, heightPx: 30 }),
      sourcePath: real.at('clear.png'),
      formats: ['png'],
      maxBytes: 1e6,
    })
    expect(at(await rawOf(sent.bytes), 20, 20)).toEqual([255, 255, 255])
    expect((await sharp(sent.bytes).metadata()).exif).toBeUndefined()
  })
})

describe('an encoded mask', () => {
  const size = { widthPx: 60, heightPx: 40 }
  /** Asymmetric in both directions, so that a mirrored, rotated, or inverted mask would fail. */
  const hole = { x: 5, y: 3, widthPx: 20, heightPx: 9 }
  const encodeMask = (change: Partial<MaskRequest> = {}) =>
    real.imaging.encodeMask({
      ...whole(size),
      maskPng: maskPng(size, hole),
      size,
      growPx: 0,
      featherPx: 0,
      polarity: 'white',
      ...change,
    })

  it.each(['white', 'black'] as const)('is 8-bit gray with %s where to repaint', async (polarity) => {
    const sent = await encodeMask({ polarity })
    const { channels, depth, space } = await sharp(sent.bytes).metadata()
    expect([channels, depth, space]).toEqual([1, 'uchar', 'b-w'])
    const raw = await rawOf(sent.bytes)
    const isRepainted = (x: number, y: number) => at(raw, x, y)[0] === (polarity === 'white' ? 255 : 0)
    expect(findPixels(size, (x, y) => isRepainted(x, y) !== isInHole(x, y))).toEqual([])
  })

  it('is RGBA, transparent where to repaint and still white there without alpha', async () => {
    const sent = await encodeMask({ polarity: 'transparent' })
    expect((await sharp(sent.bytes).metadata()).channels).toBe(4)
    const raw = await rawOf(sent.bytes, 4)
    const isWrong = (x: number, y: number) =>
      at(raw, x, y, 4).join() !== (isInHole(x, y) ? '255,255,255,0' : '0,0,0,255')
    expect(findPixels(size, isWrong)).toEqual([])
  })

  it('extends to the soft edge, scaled and padded like the image', async () => {
    const sent = await encodeMask({
      growPx: 2,
      featherPx: 2,
      frame: { widthPx: 120, heightPx: 120 },
      box: { x: 0, y: 20, widthPx: 120, heightPx: 80 },
    })
    expect(sent).toMatchObject({ widthPx: 120, heightPx: 120 })
    const raw = await rawOf(sent.bytes)
    // The last pixel of the ramp is 3 px from the paint; pixels 4 px away are kept.
    expect([at(raw, 2 * (24 + 3) + 1, 20 + 2 * 6)[0], at(raw, 2 * (24 + 4), 20 + 2 * 6)[0]]).toEqual([255, 0])
    expect(at(raw, 30, 19)[0]).toBe(0)
  })

  it('is refused when empty or of another size than the image', async () => {
    const nothing = { x: 0, y: 0, widthPx: 0, heightPx: 0 }
    await expect(encodeMask({ maskPng: maskPng(size, nothing) })).rejects.toMatchObject({ code: 'fill/empty-mask' })
    const wider = maskPng({ widthPx: 61, heightPx: 40 }, hole)
    await expect(encodeMask({ maskPng: wider })).rejects.toMatchObject({ code: 'request/invalid' })
  })
})

describe('a response', () => {
  it('reports its real type and size, whatever its file name', async () => {
    const facts = await inspect('answer.png', plain('#123456').webp())
    expect(facts).toMatchObject({ mime: 'image/webp', widthPx: 50, heightPx: 60, isBlack: false })
  })

  it('is black only when every pixel is', async () => {
    expect((await inspect('black.png', plain('#000').png())).isBlack).toBe(true)
    expect((await inspect('black.jpg', plain('#000').jpeg())).isBlack).toBe(true)
    expect((await inspect('white.png', plain('#fff').png())).isBlack).toBe(false)
    const night = plain('#000').composite([
      { input: await plain('#010000').resize(1, 1).png().toBuffer(), left: 49, top: 59 },
    ])
    expect((await inspect('night.png', night.png())).isBlack).toBe(false)
  })

  it('counts as a drawing when black on transparent, and as black when opaque', async () => {
    const ink = plain({ r: 0, g: 0, b: 0, alpha: 0 }, 4).composite([
      { input: await plain('#000').resize(5, 5).png().toBuffer(), left: 3, top: 40 },
    ])
    expect((await inspect('ink.png', ink.png())).isBlack).toBe(false)
    expect((await inspect('veil.png', plain({ r: 0, g: 0, b: 0, alpha: 1 }, 4).png())).isBlack).toBe(true)
  })

  it('is refused when it is not an image', async () => {
    await writeFile(real.at('page.png'), '<html>Bad gateway</html>')
    await expect(real.imaging.inspectAnswer({ path: real.at('page.png') })).rejects.toMatchObject({
      code: 'media/unsupported',
    })
  })
})

describe('a composited response', () => {
  const size = { widthPx: 90, heightPx: 60 }
  const hole = { x: 10, y: 5, widthPx: 31, heightPx: 22 }

  async function composite(answer: Sharp, { edge = { growPx: 0, featherPx: 0 }, sent = whole(size) } = {}) {
    await writeFile(real.at('source.png'), photoPng(size))
    await writeFile(real.at('answer.bin'), await answer.toBuffer())
    const paths = { resultPath: real.at('result.png'), effectiveMaskPath: real.at('effective.png') }
    const outcome = await real.imaging.compositeAnswer({
      ...sent,
      ...edge,
      ...paths,
      sourcePath: real.at('source.png'),
      answerPath: real.at('answer.bin'),
      maskPng: maskPng(size, hole),
      blend: plainBlend,
    })
    if (outcome.type !== 'pasted') expect.unreachable('The answer was refused.')
    return {
      outcome,
      source: await rawOf(real.at('source.png')),
      result: await rawOf(paths.resultPath),
      effective: await rawOf(paths.effectiveMaskPath),
    }
  }
  const color = (background: string, { widthPx, heightPx } = size) =>
    sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })

  it('changes nothing outside the mask and everything inside', async () => {
    const { outcome, source, result } = await composite(color('#ff0000').png())
    expect(outcome).toMatchObject({ ...size, changedInside: 31 * 22, changedOutside: 0 })
    const isWrong = (x: number, y: number) => {
      const isInside = x >= 10 && x < 41 && y >= 5 && y < 27
      return at(result, x, y).join() !== (isInside ? [255, 0, 0] : at(source, x, y)).join()
    }
    expect(findPixels(size, isWrong)).toEqual([])
  })

  it('fades along the soft edge and changes nothing beyond it', async () => {
    const { outcome, source, result, effective } = await composite(color('#ff0000').png(), {
      edge: { growPx: 3, featherPx: 6 },
    })
    expect(outcome.changedOutside).toBe(0)
    const isFaded = (n: number) =>
      [255, 0, 0].every((painted, channel) => {
        const original = source.data[n * 3 + channel]!
        const wanted = original + (painted - original) * (effective.data[n * 3]! / 255)
        return Math.abs(result.data[n * 3 + channel]! - wanted) <= 0.5
      })
    expect(findPixels(size, (x, y) => !isFaded(y * size.widthPx + x))).toEqual([])
  })

  it('for a padded frame is taken from where the image was', async () => {
    // The response of the service: red where the image was, blue in the padding, twice the size of the frame.
    const red = await color('#ff0000', { widthPx: 180, heightPx: 120 }).png().toBuffer()
    const answer = color('#0000ff', { widthPx: 180, heightPx: 180 }).composite([{ input: red, left: 0, top: 30 }])
    const { outcome, result } = await composite(answer.png(), {
      sent: { frame: { widthPx: 90, heightPx: 90 }, box: { x: 0, y: 15, ...size } },
    })
    expect(outcome).toMatchObject({ changedInside: 31 * 22, changedOutside: 0 })
    for (const [x, y] of [
      [10, 5],
      [40, 5],
      [10, 26],
      [40, 26],
    ] as const)
      expect(at(result, x, y)).toEqual([255, 0, 0])
  })
})
