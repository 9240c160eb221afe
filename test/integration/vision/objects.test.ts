import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createObjectSelection } from '../../../src/main/vision/object-selection.ts'
import { boundsOf, coverageOf } from '../../../src/shared/util/mask/object-mask.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import reference from '../../support/vision/sam-reference.json' with { type: 'json' }
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyMatting } from '../../support/vision/write-tiny-matting.ts'
import { samSidePx, writeTinySam } from '../../support/vision/write-tiny-sam.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const { vision, pid } = createVisionProcess()
const { id } = buildAsset()
let folder: string
let image: string
let encoded = 0

const objects = createObjectSelection({
  imaging,
  vision: {
    segment: vision.segment,
    encodeImage: (request, options) => {
      encoded++
      return vision.encodeImage(request, options)
    },
  },
  locate: async () => ({ path: image }),
  modelFolders: async () => [join(folder, 'models')],
  rescanMs: 0,
})

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-objects-'))
  writeTinySam(join(folder, 'models', 'stretching'))
  writeTinySam(join(folder, 'models', 'padding'), { isPadded: true })
  writeTinySam(join(folder, 'models', 'points-only'), { takesBoxes: false })
  writeTinyMatting(join(folder, 'models', 'matting'))
})
afterAll(async () => {
  await vision.dispose()
  await rm(folder, { recursive: true, force: true })
})

/** Four flat colors in quarters, with a gradient: the same formula as in sam_reference.py. */
async function writeQuarters(widthPx: number, heightPx: number): Promise<string> {
  const path = join(folder, `${widthPx}x${heightPx}.png`)
  const pixels = Buffer.alloc(widthPx * heightPx * 3)
  for (let at = 0; at < widthPx * heightPx; at++) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)]
    const [isRight, isLow] = [x >= Math.floor(widthPx / 2), y >= Math.floor(heightPx / 2)]
    pixels.set([isRight ? 220 : 40, isLow ? 230 : 30, 60 + x], at * 3)
  }
  await sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(path)
  return path
}

it.each(reference.cases)('the object of $points and $box in $size equals the reference', async (example) => {
  const { size, isPadded, points, box, filled, logits } = example
  image = await writeQuarters(size[0]!, size[1]!)
  const model = await objects.model(isPadded ? 'padding' : 'stretching')
  const mask = await objects.find(id, { points, box }, model)
  expect([mask.widthPx, mask.heightPx, mask.filled]).toEqual([
    samSidePx,
    samSidePx,
    { widthPx: filled[0], heightPx: filled[1] },
  ])
  const bytes = Buffer.from(logits, 'base64')
  const expected = Array.from({ length: samSidePx ** 2 }, (_, at) => bytes.readFloatLE(at * 4))
  // One level is an eighth of the model's unit.
  const errors = expected.map((logit, at) => Math.abs(mask.levels[at]! - Math.min(255, Math.max(0, 128 + 8 * logit))))
  expect(Math.max(...errors)).toBeLessThanOrEqual(0.51)
})

const at = (x: number, y: number, isIncluded = true) => ({ x, y, isIncluded })
const size = { widthPx: 80, heightPx: 60 }
const whole = { x: 0, y: 0, ...size }

it('a click selects one quarter, another adds one, and one with Alt removes one', async () => {
  image = await writeQuarters(80, 60)
  const model = await objects.model('stretching')
  const covers = async (points: readonly ReturnType<typeof at>[]) => {
    const mask = await objects.find(id, { points, box: null }, model)
    const coverage = coverageOf(mask, size, whole, false)
    return [
      [20, 15],
      [60, 15],
      [20, 45],
      [60, 45],
    ].map(([x, y]) => coverage[y! * 80 + x!])
  }
  expect(await covers([at(20, 15)])).toEqual([255, 0, 0, 0])
  expect(await covers([at(20, 15), at(60, 45)])).toEqual([255, 0, 0, 255])
  expect(await covers([at(20, 15), at(60, 45), at(62, 50, false)])).toEqual([255, 0, 0, 0])
  const mask = await objects.find(id, { points: [], box: { x: 8, y: 8, widthPx: 30, heightPx: 20 } }, model)
  const bounds = boundsOf(mask, size)!
  expect(bounds.x).toBeGreaterThanOrEqual(3)
  expect(bounds.x + bounds.widthPx).toBeLessThanOrEqual(45)
})

it('an image is encoded once, also by callers at the same time, until it or the model changes', async () => {
  image = await writeQuarters(70, 50)
  const model = await objects.model('stretching')
  encoded = 0
  const prompt = { points: [at(10, 10)], box: null }
  await Promise.all([objects.prepare(id, model), objects.find(id, prompt, model), objects.prepare(id, model)])
  await objects.prepare(id, model)
  await objects.find(id, prompt, model)
  expect(encoded).toBe(1)
  await objects.find(id, prompt, await objects.model('padding'))
  expect(encoded).toBe(2)
  await sharp({ create: { width: 70, height: 50, channels: 3, background: '#123456' } })
    .png({ compressionLevel: 0 })
    .toFile(image)
  await objects.find(id, prompt, model)
  expect(encoded).toBe(3)
})

it('goes on after its process was killed', async () => {
  image = await writeQuarters(70, 50)
  const model = await objects.model('stretching')
  const prompt = { points: [at(10, 10)], box: null }
  const before = await objects.find(id, prompt, model)
  process.kill(pid(), 'SIGKILL')
  await expect
    .poll(() => objects.find(id, prompt, model).catch((error: { code: string }) => error.code))
    .toEqual(before)
})

it('writes the mask of a file in its size', async () => {
  const path = await writeQuarters(80, 60)
  const target = join(folder, 'mask.png')
  const prompt = { points: [at(20, 15)], box: null }
  expect(await objects.writeMask({ path, target }, [prompt], await objects.model('padding'))).toEqual(size)
  const { data, info } = await sharp(target).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 80, height: 60, channels: 1 })
  expect([data[15 * 80 + 20], data[15 * 80 + 60], data[45 * 80 + 20]]).toEqual([255, 0, 0])
})

it('writes the mask of several objects, without those that are none', async () => {
  const path = await writeQuarters(80, 60)
  const target = join(folder, 'masks.png')
  const click = (...points: readonly ReturnType<typeof at>[]) => ({ points, box: null })
  const nothing = click(at(20, 15), at(21, 15, false))
  const model = await objects.model('stretching')
  await objects.writeMask({ path, target }, [click(at(20, 15)), nothing, click(at(60, 45))], model)
  const { data } = await sharp(target).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  expect([data[15 * 80 + 20], data[15 * 80 + 60], data[45 * 80 + 20], data[45 * 80 + 60]]).toEqual([255, 0, 0, 255])
  await expect(objects.writeMask({ path, target }, [nothing, nothing], model)).rejects.toMatchObject({
    code: 'vision/no-subject',
  })
})

it('finds models of this kind only, and says which are unusable', async () => {
  writeTinySam(join(folder, 'models', 'odd'))
  await writeFile(join(folder, 'models', 'odd', 'preprocessor_config.json'), '{"size":"large"}')
  const { models, refused } = await objects.models()
  expect(models.map(({ name }) => name)).toEqual(['padding', 'points-only', 'stretching'])
  expect(refused).toMatchObject([{ error: { code: 'model/unsupported' } }])
  await rm(join(folder, 'models', 'odd'), { recursive: true })
})

it('says so where there is no object, a model takes no box, is damaged or of another kind', async () => {
  image = await writeQuarters(80, 60)
  const model = await objects.model('stretching')
  const nothing = { points: [at(20, 15), at(21, 15, false)], box: null }
  await expect(objects.find(id, nothing, model)).rejects.toMatchObject({
    code: 'vision/no-subject',
    message: expect.stringContaining('stretching'),
  })
  const box = { x: 1, y: 1, widthPx: 20, heightPx: 20 }
  const pointsOnly = await objects.model('points-only')
  await expect(objects.find(id, { points: [], box }, pointsOnly)).rejects.toMatchObject({
    code: 'model/unsupported',
    message: expect.stringContaining('takes no box'),
  })
  const matting = join(folder, 'models', 'matting', 'onnx', 'model.onnx')
  const click = { points: [at(20, 15)], box: null }
  for (const wrong of [{ decoderPath: matting }, { id: 'other', encoderPath: model.decoderPath }]) {
    await expect(objects.find(id, click, { ...model, ...wrong })).rejects.toMatchObject({ code: 'model/unsupported' })
  }
  const damaged = join(folder, 'damaged.onnx')
  await writeFile(damaged, Buffer.alloc(100, 7))
  await expect(objects.find(id, click, { ...model, decoderPath: damaged })).rejects.toMatchObject({
    code: 'model/damaged',
  })
})

it('names the missing model', async () => {
  await expect(objects.model('strech')).rejects.toMatchObject({ code: 'model/missing' })
})
