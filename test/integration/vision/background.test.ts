import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importRecipe } from '../../../src/shared/domain/import-recipe.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { createBackgroundRemoval } from '../../../src/main/vision/background-removal.ts'
import { toAsset } from '../../../src/main/database/index.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { writeOnnx, type OnnxGraph, type OnnxValue } from '../../support/models/write-onnx.ts'
import reference from '../../support/vision/matting-reference.json' with { type: 'json' }
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyClip } from '../../support/vision/write-tiny-clip.ts'
import { writeTinyMatting } from '../../support/vision/write-tiny-matting.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const visionProcess = createVisionProcess()
const added: { parentId: AssetId; widthPx: number; bytes: Buffer }[] = []
let folder: string

const backgrounds = createBackgroundRemoval({
  imaging,
  vision: visionProcess.vision,
  library: {
    locate: async () => ({ path: join(folder, 'photo.png') }),
    add: async ({ temporaryPath, parentId, model, timingMs, ...size }) => {
      added.push({ parentId, ...size, bytes: await sharp(temporaryPath).raw().toBuffer() })
      return { ...toAsset(buildAsset()), recipe: { ...importRecipe, operation: 'cutout', model: model.name, timingMs } }
    },
  },
  modelFolders: async () => [join(folder, 'models')],
  temporaryPath: () => join(folder, 'temporary', 'cutout.png'),
  rescanMs: 0,
})

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-background-'))
  writeTinyMatting(join(folder, 'models', 'sigmoid'))
  writeTinyMatting(join(folder, 'models', 'logits'), { hasSigmoid: false })
  writeTinyMatting(join(folder, 'models', 'any-shape'), { shortestPx: 16 })
  // Another kind of model in the same folder is not one of these.
  writeTinyClip(join(folder, 'models', 'tiny-clip'))
})
afterAll(async () => {
  await visionProcess.vision.dispose()
  await rm(folder, { recursive: true, force: true })
})

/** The same formula as in matting_reference.py. */
async function writeNoise(widthPx: number, heightPx: number): Promise<string> {
  const path = join(folder, `${widthPx}x${heightPx}.png`)
  const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, index) => Math.imul(index, 2654435761) >>> 24)
  await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(path)
  return path
}

/** A red square on blue, 16 bits deep; its right half half transparent. */
async function writePhoto(name = 'photo.png', rightOpacity = 32_768): Promise<Uint16Array> {
  const [widthPx, heightPx] = [64, 48]
  const rgba = new Uint16Array(widthPx * heightPx * 4)
  for (let at = 0; at < widthPx * heightPx; at++) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)]
    const isSubject = x >= 16 && x < 48 && y >= 12 && y < 36
    rgba.set([isSubject ? 65_000 - x : 300 + x, 17, isSubject ? 5 : 60_000, x < 32 ? 65_535 : rightOpacity], at * 4)
  }
  await sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .toColourspace('rgb16')
    .png()
    .toFile(join(folder, name))
  return rgba
}

const colors = (from: Uint16Array) => from.filter((_, at) => at % 4 !== 3)
const readGray = async (path: string) => sharp(path).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })

it.each(reference.cases)('the matte of $from equals the reference', async ({ from, to, opacity }) => {
  const path = await writeNoise(from[0]!, from[1]!)
  const expected = Buffer.from(opacity, 'base64')
  const model = await backgrounds.model(to[0] === to[1] ? 'logits' : 'any-shape')
  const matte = await visionProcess.vision.matte({
    path: model.path,
    pixels: await imaging.readModelInput({
      path,
      shape: { ...model.image.shape, resize: { type: 'exact', widthPx: to[0]!, heightPx: to[1]! } },
    }),
    count: 1,
    widthPx: to[0]!,
    heightPx: to[1]!,
    scale: model.image.scale,
    mean: [...model.image.mean],
    deviation: [...model.image.deviation],
  })
  expect([matte.widthPx, matte.heightPx]).toEqual(to)
  const errors = [...matte.opacity].map((value, index) => Math.abs(value - expected[index]!))
  expect(Math.max(...errors)).toBeLessThanOrEqual(1)
})

it('finds the models of this kind, by name', async () => {
  const { models, refused } = await backgrounds.models()
  expect(models.map(({ name }) => name)).toEqual(['any-shape', 'logits', 'sigmoid'])
  expect(refused).toEqual([])
  await expect(backgrounds.model('sigmiod')).rejects.toMatchObject({
    code: 'model/missing',
    message: expect.stringContaining('sigmoid'),
  })
})

it.each(['any-shape', 'logits', 'sigmoid'])(
  '%s: colors stay exact, and only the background gets transparent',
  async (name) => {
    const before = await writePhoto()
    const id = buildAsset().id
    const made = await backgrounds.remove({ id, background: null }, await backgrounds.model(name))
    expect(made.recipe).toMatchObject({ operation: 'cutout', model: name })
    const { parentId, widthPx, bytes } = added.at(-1)!
    expect([parentId, widthPx]).toEqual([id, 64])
    expect(await readdir(join(folder, 'temporary'))).toEqual([])
    expect(bytes.length).toBe(64 * 48 * 4)
    const path = join(folder, 'whole.png')
    await backgrounds.write(
      { path: join(folder, 'photo.png'), content: 'subject', target: path },
      await backgrounds.model(name),
    )
    const { data } = await sharp(path)
      .toColourspace('rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true })
    const after = new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
    const alphaAt = (x: number, y: number) => after[(y * 64 + x) * 4 + 3]!
    // At its edge the subject gets its own color, elsewhere nothing changes.
    const isEdge = (at: number) => Math.abs(after[at + 3]! / before[at + 3]! - 0.5) < 0.481
    const changed = [...colors(before).keys()].map((index) => Math.floor(index / 3) * 4 + (index % 3))
    expect(changed.filter((at) => after[at] !== before[at] && !isEdge(at - (at % 4)))).toEqual([])
    expect(alphaAt(24, 24)).toBeGreaterThan(65_000)
    // What was half transparent stays so; the model sees it on white, as pink.
    expect(alphaAt(40, 24)).toBeGreaterThan(30_000)
    expect(alphaAt(40, 24)).toBeLessThanOrEqual(32_768)
    for (const [x, y] of [
      [2, 2],
      [60, 40],
      [32, 4],
    ] as const)
      expect(alphaAt(x, y), `${x},${y}`).toBeLessThan(600)
  },
)

it('writes the mask of a library image, white where the subject is', async () => {
  await writePhoto('photo.png', 65_535)
  const target = join(folder, 'mask.png')
  await backgrounds.writeMask(buildAsset().id, target, await backgrounds.model('sigmoid'))
  const { data, info } = await readGray(target)
  expect(info).toMatchObject({ width: 64, height: 48, channels: 1 })
  expect([data[24 * 64 + 24], data[2 * 64 + 2]]).toEqual([255, 0])
})

it('finds the subject of a library image for what edits it, or says that there is none', async () => {
  await writePhoto('photo.png', 65_535)
  const mask = await sharp((await backgrounds.findSubject(buildAsset().id))!).metadata()
  expect(mask).toMatchObject({ width: 64, height: 48, channels: 1 })
  const create = { width: 40, height: 40, channels: 3 as const, background: '#0000ff' }
  await sharp({ create }).png().toFile(join(folder, 'photo.png'))
  expect(await backgrounds.findSubject(buildAsset().id)).toBeNull()
})

it('says so where there is no subject, no model, or a model of another kind', async () => {
  const plain = join(folder, 'plain.png')
  const create = { width: 40, height: 40, channels: 3 as const, background: '#0000ff' }
  await sharp({ create }).png().toFile(plain)
  const model = await backgrounds.model('sigmoid')
  const target = join(folder, 'never.png')
  await expect(backgrounds.write({ path: plain, content: 'subject', target }, model)).rejects.toMatchObject({
    code: 'vision/no-subject',
    message: expect.stringContaining('sigmoid'),
  })
  const vectors = join(folder, 'models', 'tiny-clip', 'onnx', 'text_model.onnx')
  await expect(
    backgrounds.write({ path: plain, content: 'subject', target }, { ...model, path: vectors }),
  ).rejects.toMatchObject({ code: 'model/unsupported' })
  await writeFile(join(folder, 'broken.onnx'), 'no model')
  await expect(
    backgrounds.write({ path: plain, content: 'subject', target }, { ...model, path: join(folder, 'broken.onnx') }),
  ).rejects.toMatchObject({ code: 'model/damaged' })
  expect(await stat(target).catch(() => null)).toBeNull()
  const none = createBackgroundRemoval({
    imaging,
    vision: visionProcess.vision,
    library: { locate: async () => ({ path: plain }), add: async () => toAsset(buildAsset()) },
    modelFolders: async () => [],
    temporaryPath: () => target,
  })
  await expect(none.model()).rejects.toMatchObject({
    code: 'model/missing',
    message: expect.stringContaining('BiRefNet'),
  })
})

const image: OnnxValue = { name: 'image', type: 'float32', shape: ['batch', 3, 'height', 'width'] }
const plane: OnnxValue = { name: 'plane', type: 'float32', shape: ['batch', 1, 'height', 'width'] }
/** What makes a plane of an image, and of each value the same. */
const weighed = (weight: number): Pick<OnnxGraph, 'weights' | 'nodes'> => ({
  weights: [{ name: 'weight', shape: [1, 3, 1, 1], data: new Float32Array(3).fill(weight) }],
  nodes: [{ type: 'Conv', inputs: ['image', 'weight'], outputs: ['plane'] }],
})
const unsupported = { code: 'model/unsupported', message: expect.stringContaining('for background removal') }
const graphs: readonly (readonly [string, OnnxGraph, object])[] = [
  [
    'takes a plane beside the image',
    { ...weighed(1), inputs: [image, { ...plane, name: 'trimap' }], outputs: [plane] },
    unsupported,
  ],
  [
    'returns an image',
    {
      inputs: [image],
      outputs: [{ ...image, name: 'colors' }],
      weights: [],
      nodes: [{ type: 'Identity', inputs: ['image'], outputs: ['colors'] }],
    },
    unsupported,
  ],
  [
    'returns whole numbers',
    {
      inputs: [image],
      outputs: [{ ...plane, type: 'int64' }],
      weights: weighed(1).weights,
      nodes: [
        { type: 'Conv', inputs: ['image', 'weight'], outputs: ['values'] },
        { type: 'Cast', inputs: ['values'], outputs: ['plane'], attributes: { to: 7 } },
      ],
    },
    unsupported,
  ],
  [
    'returns no numbers',
    { ...weighed(Number.NaN), inputs: [image], outputs: [plane] },
    { code: 'model/damaged', message: expect.stringContaining('Download') },
  ],
]

it.each(graphs)('a model that %s is refused, and nothing is written', async (name, graph, problem) => {
  await writePhoto()
  const model = await backgrounds.model('any-shape')
  const path = writeOnnx(join(folder, `${name}.onnx`), graph)
  const target = join(folder, 'never.png')
  await expect(
    backgrounds.write({ path: join(folder, 'photo.png'), content: 'subject', target }, { ...model, path }),
  ).rejects.toMatchObject(problem)
  expect(await stat(target).catch(() => null)).toBeNull()
})

it('a cancel stops it and leaves nothing', async () => {
  await writePhoto()
  const model = await backgrounds.model('sigmoid')
  const count = added.length
  await expect(
    backgrounds.remove({ id: buildAsset().id, background: null }, model, AbortSignal.abort()),
  ).rejects.toMatchObject({
    code: 'request/cancelled',
  })
  expect(added).toHaveLength(count)
  expect(await readdir(join(folder, 'temporary'))).toEqual([])
})
