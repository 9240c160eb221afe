import { writeFile } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BlendSettings, MaskVerdict } from '../../../src/shared/domain/edit.ts'
import type { CompositeRequest } from '../../../src/main/imaging/imaging.ts'
import type { Rect } from '../../../src/shared/util/geometry.ts'
import { maskPng } from '../../support/small-images.ts'
import { differingPixels, numbersOf, plainBlend, usualBlend } from './edit-files.ts'
import { courtyard, orchard, render, sky, withGrain, type ColorAt, type Move } from './edit-scene.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
let count = 0
beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

const size = { widthPx: 420, heightPx: 360 }
const whole = { x: 0, y: 0, ...size }
const hole: Rect = { x: 140, y: 110, widthPx: 130, heightPx: 120 }

async function save(image: Sharp, format: 'png' | 'jpeg' = 'png'): Promise<string> {
  const path = real.at(`picture-${count++}.${format}`)
  await writeFile(path, await image[format]().toBuffer())
  return path
}

/** The scene as a model would return it, with a red object in the mask. */
async function responseOf(colorAt: ColorAt, move: Move = {}, object: Rect | null = hole): Promise<Sharp> {
  const scene = render(colorAt, size, move)
  if (object === null) return scene
  const red = {
    create: { width: object.widthPx, height: object.heightPx, channels: 3, background: '#c03020' },
  } as const
  const left = Math.round(object.x + (move.x ?? 0))
  const top = Math.round(object.y + (move.y ?? 0))
  const png = await scene.png().toBuffer()
  return sharp(
    await sharp(png)
      .composite([{ input: await sharp(red).png().toBuffer(), left, top }])
      .png()
      .toBuffer(),
  )
}

async function requestFor(
  source: Sharp,
  answer: Sharp,
  changes: Partial<CompositeRequest> = {},
): Promise<CompositeRequest> {
  return {
    sourcePath: await save(source),
    answerPath: await save(answer),
    maskPng: maskPng(size, hole),
    growPx: 2,
    featherPx: 6,
    frame: size,
    box: whole,
    blend: usualBlend,
    resultPath: real.at(`result-${count}.png`),
    effectiveMaskPath: real.at(`effective-${count}.png`),
    ...changes,
  }
}

async function paste(request: CompositeRequest) {
  const outcome = await real.imaging.compositeAnswer(request)
  if (outcome.type !== 'pasted') return expect.unreachable(`refused: ${JSON.stringify(outcome)}`)
  return outcome
}

/** Repeats every pixel four times, because enlarging with a filter may shift pixels. */
async function doubled(answer: Sharp): Promise<Sharp> {
  const { data, info } = await answer.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const larger = new Uint8Array(data.length * 4)
  const width = info.width * 2
  for (let n = 0; n < larger.length / 3; n++) {
    const from = (Math.floor(n / width / 2) * info.width + ((n % width) >> 1)) * 3
    larger.set(data.subarray(from, from + 3), n * 3)
  }
  return sharp(larger, { raw: { width, height: info.height * 2, channels: 3 } })
}

const distorted: readonly (readonly [string, (answer: Sharp) => Sharp | Promise<Sharp>])[] = [
  ['unchanged', (answer) => answer],
  ['JPEG-compressed', async (answer) => sharp(await answer.jpeg({ quality: 60 }).toBuffer())],
  ['blurred', (answer) => answer.blur(1.5)],
  ['grainy', (answer) => withGrain(answer, 7)],
  ['tinted', (answer) => answer.linear([1.12, 1, 0.88], [-6, 0, 8])],
  ['larger', (answer) => doubled(answer)],
  ['smaller', (answer) => answer.resize(280, 240, { fit: 'fill' })],
]

describe('aligning a response', () => {
  it.each(distorted)('measures the shift of a response that is %s', { tags: 'full' }, async (_, distort) => {
    const answer = await distort(await responseOf(courtyard, { x: 4.4, y: -3.2 }))
    const { alignment, maskVerdict, changedOutside } = await paste(await requestFor(render(courtyard, size), answer))
    expect(alignment!.basis).toBe('measured')
    expect(alignment!.shiftXPx).toBeCloseTo(4.4, 0)
    expect(alignment!.shiftYPx).toBeCloseTo(-3.2, 0)
    expect(Math.hypot(alignment!.shiftXPx - 4.4, alignment!.shiftYPx + 3.2)).toBeLessThan(0.3)
    expect(alignment!.correlation).toBeGreaterThan(0.93)
    expect(maskVerdict).toBe('kept')
    expect(changedOutside).toBe(0)
  })

  it('measures a slight enlargement and rotation', async () => {
    const answer = await responseOf(courtyard, { x: -2, y: 1.5, scale: 1.018, turn: 0.014 })
    const { alignment } = await paste(await requestFor(render(courtyard, size), answer))
    expect(alignment!.scale).toBeCloseTo(1.018, 2)
    expect(alignment!.rotationDeg).toBeCloseTo(0.8, 0)
    expect(alignment!.correlation).toBeGreaterThan(0.97)
  })

  it('leaves an aligned response exactly in place', async () => {
    const source = render(courtyard, size)
    const request = await requestFor(source, await responseOf(courtyard), {
      growPx: 0,
      featherPx: 0,
      blend: { ...plainBlend, isAligned: true },
    })
    const { alignment } = await paste(request)
    expect(alignment).toMatchObject({ shiftXPx: 0, shiftYPx: 0, scale: 1, rotationDeg: 0 })
    const [result, answer] = [await numbersOf(request.resultPath), await numbersOf(request.answerPath)]
    expect(differingPixels(result, answer)).toEqual([])
  })

  it('restores the original without a seam from a shifted and tinted response', async () => {
    const moved = render(courtyard, size, { x: 3.3, y: 2.6 }).linear([0.9, 0.95, 1.05], [6, 0, -4])
    const request = await requestFor(render(courtyard, size), moved, { growPx: 8, featherPx: 16 })
    await paste(request)
    const [before, after] = [await numbersOf(request.sourcePath), await numbersOf(request.resultPath)]
    const differences = Array.from(before.rgba, (value, index) => Math.abs(value - after.rgba[index]!) / 257)
    const inside = differences.filter((_, index) => {
      const [x, y] = [(index >> 2) % size.widthPx, Math.floor((index >> 2) / size.widthPx)]
      return index % 4 !== 3 && x > hole.x && x < hole.x + hole.widthPx && y > hole.y && y < hole.y + hole.heightPx
    })
    // Shifted by 4 px and tinted by up to 20 levels, it differs by 2 on average, because sharp edges become softer.
    expect(inside.reduce((sum, value) => sum + value, 0) / inside.length).toBeLessThan(2.5)
  })

  it('adds a manual offset to the alignment', async () => {
    const answer = await responseOf(courtyard, { x: 4, y: 0 })
    const plain = await requestFor(render(courtyard, size), answer, { blend: { ...plainBlend, isAligned: true } })
    const moved = { ...plain, blend: { ...plain.blend, offsetXPx: 30 }, resultPath: real.at('by-hand.png') }
    await paste(plain)
    await paste(moved)
    const [first, second] = [await numbersOf(plain.resultPath), await numbersOf(moved.resultPath)]
    const red = ({ rgba }: typeof first, x: number, y: number): boolean => rgba[(y * size.widthPx + x) * 4]! > 180 * 257
    expect([red(first, hole.x + 15, 170), red(second, hole.x + 15, 170), red(second, hole.x + 45, 170)]).toEqual([
      true,
      false,
      true,
    ])
  })

  it('applies opacity and softness', async () => {
    const source = sharp({ create: { width: 420, height: 360, channels: 3, background: '#646464' } })
    const white = sharp({ create: { width: 420, height: 360, channels: 3, background: '#fff' } })
    const edge = { growPx: 0, featherPx: 0 }
    const blend = { ...plainBlend, softenPx: 20, opacity: 0.5 }
    const request = await requestFor(source, white, { ...edge, blend })
    await paste(request)
    const { rgba } = await numbersOf(request.resultPath)
    const at = (depth: number): number => rgba[((hole.y + 60) * size.widthPx + hole.x + depth) * 4]! / 257
    expect(at(-1)).toBe(100)
    const ramp = [0, 5, 10, 15].map(at)
    expect(ramp).toEqual(ramp.toSorted((a, b) => a - b))
    expect(ramp[0]).toBeLessThan(103)
    expect(at(25)).toBe(178)
  })
})

describe('a response of another shape', () => {
  it.each([
    ['stretched', (answer: Sharp) => answer.resize(420, 300, { fit: 'fill', kernel: 'lanczos3' })],
    ['cropped', (answer: Sharp) => answer.extract({ left: 0, top: 30, width: 420, height: 300 })],
    ['widened', (answer: Sharp) => answer.extend({ left: 60, right: 60, extendWith: 'mirror' })],
  ] as const)('that was %s is aligned by the area around the mask', async (_, reshape) => {
    const answer = sharp(await (await responseOf(courtyard)).png().toBuffer())
    const reshaped = sharp(await reshape(answer).png().toBuffer())
    const { alignment, maskVerdict, changedOutside } = await paste(await requestFor(render(courtyard, size), reshaped))
    expect(alignment!.correlation).toBeGreaterThan(0.95)
    expect(Math.hypot(alignment!.shiftXPx, alignment!.shiftYPx)).toBeLessThan(0.6)
    expect([maskVerdict, changedOutside]).toEqual(['kept', 0])
  })
})

describe('a response that does not match', () => {
  it('is not pasted, and no file is written', async () => {
    const request = await requestFor(render(courtyard, size), render(orchard, size))
    const outcome = await real.imaging.compositeAnswer(request)
    expect(outcome).toMatchObject({ type: 'refused', maskVerdict: 'ignored', alignment: { basis: 'measured' } })
    expect(outcome.alignment!.correlation).toBeLessThan(0.9)
    await expect(sharp(request.resultPath).metadata()).rejects.toThrow()
    await expect(sharp(request.effectiveMaskPath).metadata()).rejects.toThrow()
  })

  it('is pasted when forced', async () => {
    const forced: BlendSettings = { ...usualBlend, isForced: true }
    const request = await requestFor(render(courtyard, size), render(orchard, size), { blend: forced })
    expect(await paste(request)).toMatchObject({ maskVerdict: 'ignored', changedOutside: 0 })
  })

  it('is also refused when mirrored', async () => {
    const mirrored = sharp(await render(courtyard, size).flop().png().toBuffer())
    const outcome = await real.imaging.compositeAnswer(await requestFor(render(courtyard, size), mirrored))
    expect(outcome.type).toBe('refused')
  })

  it('cannot be detected in a featureless sky', async () => {
    const { alignment } = await paste(await requestFor(render(sky, size), await withGrain(await responseOf(sky), 2)))
    expect(alignment).toMatchObject({ basis: 'flat', shiftXPx: 0, shiftYPx: 0 })
  })

  it('cannot be detected when the mask covers the whole image', async () => {
    const everything = { maskPng: maskPng(size, whole) }
    const request = await requestFor(render(courtyard, size), render(orchard, size), everything)
    expect(await paste(request)).toMatchObject({
      alignment: { basis: 'unknown' },
      maskVerdict: 'unknown',
      outsidePx: 0,
    })
  })
})

async function verdict(answer: Sharp): Promise<MaskVerdict> {
  const forced = { ...usualBlend, isForced: true }
  return (await paste(await requestFor(render(courtyard, size), answer, { blend: forced }))).maskVerdict
}

describe('the mask verdict', () => {
  it('kept: the model painted inside and left the rest, apart from compression, light, and blur', async () => {
    const answer = await responseOf(courtyard)
    expect(await verdict(sharp(await answer.blur(0.8).jpeg({ quality: 70 }).toBuffer()).linear(0.9, 12))).toBe('kept')
  })

  it('ignored: the model repainted half of the protected area', async () => {
    const half = await sharp(await (await responseOf(courtyard)).png().toBuffer())
      .composite([{ input: await render(orchard, { widthPx: 210, heightPx: 360 }).png().toBuffer(), left: 0, top: 0 }])
      .png()
      .toBuffer()
    expect(await verdict(sharp(half))).toBe('ignored')
  })

  it('nothing: the model returned the input', async () => {
    expect(await verdict(sharp(await render(courtyard, size).jpeg({ quality: 85 }).toBuffer()))).toBe('nothing')
  })

  it('kept: the model changed only a small area', async () => {
    const small = { x: 200, y: 160, widthPx: 12, heightPx: 12 }
    expect(await verdict(await responseOf(courtyard, {}, small))).toBe('kept')
  })
})

describe('a preview of a blend', () => {
  it('shows the changed part as in the result', async () => {
    const request = await requestFor(render(courtyard, size), await responseOf(courtyard, { x: 3, y: -2 }))
    const preview = await real.imaging.previewBlend({ ...request, longestSidePx: 420 })
    await paste(request)
    const { data, info } = await sharp(preview.bytes).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([preview.box.widthPx, preview.box.heightPx])
    const result = await numbersOf(request.resultPath)
    let sum = 0
    for (let n = 0; n < info.width * info.height; n++) {
      const [x, y] = [preview.box.x + (n % info.width), preview.box.y + Math.floor(n / info.width)]
      sum += Math.abs(data[n * 3]! - result.rgba[(y * size.widthPx + x) * 4]! / 257)
    }
    expect(sum / (info.width * info.height)).toBeLessThan(3)
  })

  it('can be smaller, for the same part', async () => {
    const request = await requestFor(render(courtyard, size), await responseOf(courtyard))
    const [full, small] = [
      await real.imaging.previewBlend({ ...request, longestSidePx: 420 }),
      await real.imaging.previewBlend({ ...request, longestSidePx: 140 }),
    ]
    for (const side of ['x', 'y', 'widthPx', 'heightPx'] as const) {
      expect(Math.abs(small.box[side] - full.box[side])).toBeLessThanOrEqual(6)
    }
    expect((await sharp(small.bytes).metadata()).width).toBeLessThan(60)
  })

  it('requires a painted mask', async () => {
    const request = await requestFor(render(courtyard, size), await responseOf(courtyard), {
      maskPng: maskPng(size, { ...hole, widthPx: 0 }),
    })
    await expect(real.imaging.previewBlend({ ...request, longestSidePx: 200 })).rejects.toMatchObject({
      code: 'fill/empty-mask',
    })
  })
})

describe('a part of an image', () => {
  it('is sent unscaled when it fits, and pasted back without changing a pixel', async () => {
    const crop = { x: 101, y: 77, widthPx: 200, heightPx: 180 }
    const frame = { widthPx: 200, heightPx: 180 }
    const sourcePath = await save(render(courtyard, size))
    const box = { x: 0, y: 0, ...frame }
    const sent = await real.imaging.prepareInput({ sourcePath, frame, box, crop, formats: ['png'], maxBytes: 1e7 })
    const wanted = await sharp(sourcePath).extract({ left: 101, top: 77, width: 200, height: 180 }).raw().toBuffer()
    expect(Buffer.compare(await sharp(sent.bytes).removeAlpha().raw().toBuffer(), wanted)).toBe(0)
    const request = await requestFor(render(courtyard, size), sharp(sent.bytes), {
      frame,
      box,
      crop,
      blend: plainBlend,
    })
    expect(await paste(request)).toMatchObject({ changedInside: 0, changedOutside: 0, maskVerdict: 'nothing' })
  })

  it('has its own mask, wider by a margin and empty in the padding', async () => {
    const crop = { x: 100, y: 100, widthPx: 200, heightPx: 100 }
    const mask = await real.imaging.encodeMask({
      maskPng: maskPng(size, { x: 100, y: 140, widthPx: 40, heightPx: 20 }),
      size,
      crop,
      frame: { widthPx: 400, heightPx: 300 },
      box: { x: 0, y: 50, widthPx: 400, heightPx: 200 },
      growPx: 0,
      featherPx: 0,
      marginPx: 10,
      polarity: 'white',
    })
    const { data, info } = await sharp(mask.bytes).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([400, 300])
    const at = (x: number, y: number): number => data[y * 400 + x]!
    // The painted area is 0 … 79, 130 … 169 in the frame.
    expect([at(0, 130), at(79, 169), at(89, 150), at(90, 150)]).toEqual([255, 255, 255, 0])
    expect([at(40, 120), at(40, 119), at(40, 179), at(40, 180)]).toEqual([255, 0, 255, 0])
    expect([at(0, 49), at(0, 250)]).toEqual([0, 0])
  })

  it('has a preview mask as soft as the edge and empty in the padding', async () => {
    const crop = { x: 100, y: 100, widthPx: 200, heightPx: 100 }
    const mask = await real.imaging.encodeMask({
      maskPng: maskPng(size, { x: 100, y: 140, widthPx: 40, heightPx: 20 }),
      size,
      crop,
      frame: { widthPx: 400, heightPx: 300 },
      box: { x: 0, y: 50, widthPx: 400, heightPx: 200 },
      growPx: 0,
      featherPx: 20,
      polarity: 'alpha',
    })
    const { data, info } = await sharp(mask.bytes).extractChannel('alpha').raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([400, 300])
    const at = (x: number, y: number): number => data[y * 400 + x]!
    expect([at(40, 150), at(150, 150), at(40, 10), at(40, 290)]).toEqual([255, 0, 0, 0])
    expect(at(100, 150)).toBeGreaterThan(100)
    expect(at(100, 150)).toBeLessThan(155)
  })

  it('is enlarged for sending without a shift', async () => {
    const slope = render((x) => [x - 20.5, 90, 100], size)
    const sourcePath = await save(slope)
    const crop = { x: 40, y: 30, widthPx: 200, heightPx: 150 }
    const frame = { widthPx: 400, heightPx: 300 }
    const box = { x: 0, y: 0, ...frame }
    const sent = await real.imaging.prepareInput({ sourcePath, frame, box, crop, formats: ['png'], maxBytes: 1e7 })
    const { data, info } = await sharp(sent.bytes).raw().toBuffer({ resolveWithObject: true })
    let sum = 0
    for (let x = 50; x < 350; x++) sum += data[(200 * info.width + x) * info.channels]! - ((x + 0.5) / 2 + 40 - 20.5)
    // In pixels of the frame, where one pixel is half a level.
    expect(Math.abs(sum / 300) * 2).toBeLessThan(0.1)
  })

  it('must be inside the image', async () => {
    const crop = { x: 300, y: 0, widthPx: 200, heightPx: 100 }
    const frame = { widthPx: 200, heightPx: 100 }
    const part = { crop, frame, box: { x: 0, y: 0, ...frame } }
    const request = await requestFor(render(courtyard, size), render(courtyard, frame), part)
    const { sourcePath } = request
    const refused = { code: 'request/invalid' }
    await expect(real.imaging.compositeAnswer(request)).rejects.toMatchObject(refused)
    await expect(real.imaging.previewBlend({ ...request, longestSidePx: 100 })).rejects.toMatchObject(refused)
    const input = { ...part, sourcePath, formats: ['png'] as const, maxBytes: 1e7 }
    await expect(real.imaging.prepareInput(input)).rejects.toMatchObject(refused)
  })

  it('must contain part of the mask', async () => {
    const crop = { x: 0, y: 0, widthPx: 60, heightPx: 60 }
    const frame = { widthPx: 60, heightPx: 60 }
    const part = { frame, box: { x: 0, y: 0, ...frame }, crop }
    const request = await requestFor(render(courtyard, size), render(courtyard, frame), {
      ...part,
      growPx: 0,
      featherPx: 0,
    })
    await expect(real.imaging.compositeAnswer(request)).rejects.toMatchObject({ code: 'request/invalid' })
    const mask = { ...part, maskPng: maskPng(size, hole), size, growPx: 0, featherPx: 0, polarity: 'white' as const }
    await expect(real.imaging.encodeMask(mask)).rejects.toMatchObject({ code: 'request/invalid' })
  })
})
