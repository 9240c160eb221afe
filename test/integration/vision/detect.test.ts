import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDetection } from '../../../src/main/vision/detection.ts'
import { readDetectionModel, type DetectionModel } from '../../../src/main/vision/models/detection-model.ts'
import { detect } from '../../../src/main/vision/child/detect.ts'
import { createTokenizers } from '../../../src/main/vision/child/tokenizers.ts'
import type { Vision } from '../../../src/main/vision/vision.ts'
import type { FoundObject } from '../../../src/shared/domain/vision.ts'
import type { Rect } from '../../../src/shared/util/geometry.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { failureOf } from '../../support/failure-of.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import reference from '../../support/vision/owl-reference.json' with { type: 'json' }
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyMatting } from '../../support/vision/write-tiny-matting.ts'
import { writeTinyOwl } from '../../support/vision/write-tiny-owl.ts'
import { writeTinySam } from '../../support/vision/write-tiny-sam.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const { vision, pid } = createVisionProcess()
const { id } = buildAsset()
let folder: string
let image: string
let model: DetectionModel

function open(detector: Pick<Vision, 'detect'> = vision) {
  return createDetection({
    imaging,
    vision: detector,
    locate: async () => ({ path: image }),
    modelFolders: async () => [join(folder, 'models')],
    rescanMs: 0,
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-detect-'))
  writeTinyOwl(join(folder, 'models', 'owlv2'))
  writeTinyOwl(join(folder, 'models', 'owlvit'), { family: 'owlvit' })
  writeTinySam(join(folder, 'models', 'sam'))
  writeTinyMatting(join(folder, 'models', 'matting'))
  image = await writeBlocks(96, 64)
  model = await open().model('owlv2')
})
afterAll(async () => {
  await vision.dispose()
  await rm(folder, { recursive: true, force: true })
})

/** White, with a red and a dark red block above a green one, and blue below: the same formula as in owl_reference.py. */
async function writeBlocks(widthPx: number, heightPx: number): Promise<string> {
  const path = join(folder, `${widthPx}x${heightPx}.png`)
  const pixels = Buffer.alloc(widthPx * heightPx * 3, 255)
  for (let at = 0; at < widthPx * heightPx; at++) {
    const across = Math.floor(((at % widthPx) * 8) / widthPx)
    const down = Math.floor((Math.floor(at / widthPx) * 8) / heightPx)
    const isUpper = down >= 1 && down < 4
    if (isUpper && across >= 1 && across < 3) pixels.set([255, 0, 0], at * 3)
    if (isUpper && across >= 5 && across < 7) pixels.set([180, 0, 0], at * 3)
    if (down >= 4 && down < 6 && across >= 2 && across < 6) pixels.set([0, 255, 0], at * 3)
    if (down >= 6) pixels.set([0, 0, 255], at * 3)
  }
  await sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(path)
  return path
}

const firstBox = async (words: string) => (await open().find(id, words, model))[0]!.box
const toNumbers = ({ box, score }: FoundObject) => [score, box.x, box.y, box.widthPx, box.heightPx]

describe('what is found', () => {
  it.each(reference.cases)('by “$words” in $size with $family equals the reference', async (example) => {
    image = await writeBlocks(example.size[0]!, example.size[1]!)
    const finding = open().find(id, example.words, await open().model(example.family))
    if (example.objects.length === 0) {
      expect(await failureOf(finding)).toMatchObject({ code: 'vision/no-subject' })
      return
    }
    const found = await finding
    const expected = example.objects.map(({ score, box }) => [score, ...box])
    expect(found).toHaveLength(expected.length)
    const errors = found.map(toNumbers).flatMap((each, at) => each.map((value, to) => value - expected[at]![to]!))
    // Scores to 1e-4; boxes, which are a hundred times as large, to a hundredth of a pixel.
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.01)
    const scores = found.map(({ score }, at) => Math.abs(score - example.objects[at]!.score))
    expect(Math.max(...scores)).toBeLessThan(1e-4)
  })

  it.each(reference.cases)('texts are filled up with “!” as in the reference: “$words”', async ({ words, ids }) => {
    const request = { tokenizerFolder: model.folder, tokensMax: model.tokensMax, text: words, isPadded: true }
    const made = await createTokenizers().encode(request)
    expect(made.ids).toEqual(ids)
    expect(made.mask).toHaveLength(16)
  })

  it('“left” and “right” choose between objects that fit equally well', async () => {
    image = await writeBlocks(96, 64)
    expect((await firstBox('the left red cup')).x).toBeLessThan(36)
    expect((await firstBox('the right red cup')).x).toBeGreaterThan(50)
  })

  it.each(['top', 'bottom', 'largest', 'smallest'])('“%s” chooses one that fits as well', async (word) => {
    image = await writeBlocks(96, 64)
    const all = (await open().find(id, 'a red cup', model)).map(({ box }) => box)
    const order = {
      top: (box: Rect) => box.y + box.heightPx / 2,
      bottom: (box: Rect) => -box.y - box.heightPx / 2,
      largest: (box: Rect) => -box.widthPx * box.heightPx,
      smallest: (box: Rect) => box.widthPx * box.heightPx,
    }[word]!
    const chosen = order(await firstBox(`the ${word} red cup`))
    expect(all.length).toBeGreaterThan(1)
    expect(chosen).toBe(Math.min(...all.map(order)))
  })

  it('nothing: says so, with the words and what to do', async () => {
    image = join(folder, 'white.png')
    const create = { width: 50, height: 50, channels: 3 as const, background: '#ffffff' }
    await sharp({ create }).png().toFile(image)
    const failure = await failureOf(open().find(id, 'a red cup', model))
    expect(failure).toMatchObject({ code: 'vision/no-subject', message: expect.stringContaining('a red cup') })
  })

  it('an image that is gone or damaged is named', async () => {
    const gone = await failureOf(open().findInFile(join(folder, 'gone.png'), 'red', model))
    expect(gone).toMatchObject({ code: 'storage/not-found' })
    const damaged = join(folder, 'damaged.png')
    await writeFile(damaged, 'no image')
    expect(await failureOf(open().findInFile(damaged, 'red', model))).toMatchObject({
      code: expect.stringMatching(/^media\//),
    })
  })
})

describe('models', () => {
  it('are found by their type only, and named when they are missing', async () => {
    const { models, refused } = await open().models()
    expect([models.map(({ name }) => name), refused]).toEqual([['owlv2', 'owlvit'], []])
    expect(models.map(({ isPadded, size, tokensMax }) => ({ isPadded, size, tokensMax }))).toEqual([
      { isPadded: true, size: { widthPx: 16, heightPx: 16 }, tokensMax: 16 },
      { isPadded: false, size: { widthPx: 16, heightPx: 16 }, tokensMax: 16 },
    ])
    expect(await failureOf(open().model('owlv'))).toMatchObject({ code: 'model/missing' })
  })

  it.each([
    ['a list as size', { size: [16, 16] }, true],
    ['a number as size', { size: 16 }, true],
    ['the settings of its family left out', {}, true],
    ['a size in words', { size: 'large' }, false],
    ['a size of gigabytes', { size: { height: 100_000, width: 100_000 } }, false],
    ['a crop', { size: 16, do_center_crop: true, crop_size: 8 }, false],
  ])('with %s are read as transformers does, or refused', async (_what, config, isRead) => {
    const path = writeTinyOwl(join(folder, 'odd'), { family: 'owlvit' })
    await writeFile(join(path, 'preprocessor_config.json'), JSON.stringify(config))
    const read = await readDetectionModel(path).catch((error: { code: string }) => error.code)
    if (isRead) expect(read).toMatchObject({ image: { mean: model.image.mean, shape: { filter: 'bicubic' } } })
    else expect(read).toBe('model/unsupported')
  })

  it('that do not pad to a square are refused where they should', async () => {
    const path = writeTinyOwl(join(folder, 'odd'))
    for (const config of [{ size: [16, 12] }, { size: 16, do_pad: false }]) {
      await writeFile(join(path, 'preprocessor_config.json'), JSON.stringify(config))
      expect(await failureOf(readDetectionModel(path))).toMatchObject({ code: 'model/unsupported' })
    }
  })

  it.each([
    ['no-numbers', 'model/damaged'],
    ['no-boxes', 'model/unsupported'],
    ['bytes', 'model/unsupported'],
    ['fails', 'model/damaged'],
    // The runtime, or its whole process, gives up.
    ['huge', /^(engine\/out-of-memory|vision\/process-exited)$/],
  ] as const)('with the fault “%s” say so, and others go on', async (fault, code) => {
    image = await writeBlocks(96, 64)
    const faulty = await readDetectionModel(writeTinyOwl(join(folder, fault), { fault }))
    expect((await failureOf(open().find(id, 'red', faulty!))).code).toMatch(code)
    expect((await open().find(id, 'red', model)).length).toBeGreaterThan(0)
  })

  it('that are damaged, or another kind of graph, say so', async () => {
    image = await writeBlocks(96, 64)
    const path = writeTinyOwl(join(folder, 'wrong'))
    const wrong = (await readDetectionModel(path))!
    await copyFile(join(folder, 'models', 'matting', 'onnx', 'model.onnx'), wrong.path)
    expect(await failureOf(open().find(id, 'red', wrong))).toMatchObject({ code: 'model/unsupported' })
    await writeFile(wrong.path, await readFile(model.path))
    await truncate(wrong.path, 900)
    expect(await failureOf(open().find(id, 'red', wrong))).toMatchObject({ code: 'model/damaged' })
    const silent = writeTinyOwl(join(folder, 'silent'))
    await writeFile(join(silent, 'tokenizer.json'), '{"model": 3}')
    const failure = await failureOf(open().find(id, 'red', (await readDetectionModel(silent))!))
    expect(failure).toMatchObject({ code: 'model/damaged' })
  })
})

const tensor = (name: string, type: 'float32' | 'int64') => ({ isTensor: true as const, name, type, shape: [] })

it('memory that runs out is told from a damaged model', async () => {
  const session = {
    inputNames: ['input_ids', 'pixel_values'],
    outputNames: ['logits', 'pred_boxes'],
    inputMetadata: [tensor('input_ids', 'int64'), tensor('pixel_values', 'float32')],
    outputMetadata: [],
    run: () => Promise.reject(new Error('Failed to allocate memory for requested buffer of size 4294967296')),
    release: async () => undefined,
  }
  const pixels = new Float32Array(3)
  const plain = { count: 1 as const, widthPx: 1, heightPx: 1, scale: 1 }
  const mean: [number, number, number] = [0, 0, 0]
  const finding = detect(
    session,
    { ids: [1], mask: [1] },
    {
      path: model.path,
      tokenizerFolder: model.folder,
      tokensMax: 16,
      words: 'red',
      image: { ...plain, pixels, mean, deviation: [1, 1, 1] },
      scoreMin: 0.1,
    },
  )
  expect(await failureOf(finding)).toMatchObject({ code: 'engine/out-of-memory' })
})

describe('the process', () => {
  it('is started again after it was killed in the middle', async () => {
    image = await writeBlocks(96, 64)
    const before = await open().find(id, 'red', model)
    const killed: Pick<Vision, 'detect'> = {
      detect: (request, options) => {
        const answer = vision.detect(request, options)
        process.kill(pid(), 'SIGKILL')
        return answer
      },
    }
    expect(await failureOf(open(killed).find(id, 'red', model))).toMatchObject({ code: 'vision/process-exited' })
    expect(await open().find(id, 'red', model)).toEqual(before)
  })

  it('forgets what was canceled, and finds the same afterwards', async () => {
    image = await writeBlocks(96, 64)
    const stop = new AbortController()
    const canceled: Pick<Vision, 'detect'> = {
      detect: (request, options) => {
        const answer = vision.detect(request, options)
        stop.abort()
        return answer
      },
    }
    const failure = await failureOf(open(canceled).find(id, 'red', model, stop.signal))
    expect(failure).toMatchObject({ code: 'request/cancelled' })
    expect((await open().find(id, 'red', model)).length).toBeGreaterThan(0)
  })

  it('that holds too much memory ends with the model, and loads it again', async () => {
    image = await writeBlocks(96, 64)
    const small = createVisionProcess({ idleRssBytesMax: 1 })
    try {
      const first = await open(small.vision).find(id, 'red', model)
      expect(await open(small.vision).find(id, 'red', model)).toEqual(first)
      expect(small.starts()).toBe(2)
    } finally {
      await small.vision.dispose()
    }
  })
})
