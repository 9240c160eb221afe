import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toAsset } from '../../../src/main/database/index.ts'
import { createControlImages } from '../../../src/main/vision/control-images.ts'
import type { Vision } from '../../../src/main/vision/vision.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { ControlKind } from '../../../src/shared/domain/control.ts'
import { importRecipe } from '../../../src/shared/domain/import-recipe.ts'
import { AppError } from '../../../src/shared/errors/index.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { writeOnnx } from '../../support/models/write-onnx.ts'
import depthReference from '../../support/vision/depth-reference.json' with { type: 'json' }
import poseReference from '../../support/vision/pose-reference.json' with { type: 'json' }
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyDepth } from '../../support/vision/write-tiny-depth.ts'
import { writeTinyMatting } from '../../support/vision/write-tiny-matting.ts'
import { writeTinyRtmo } from '../../support/vision/write-tiny-rtmo.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const visionProcess = createVisionProcess()
const { id } = buildAsset()
let folder: string
let source: string
let library: Asset[]
const at = (...names: string[]) => join(folder, ...names)

type Runner = Pick<Vision, 'depth' | 'poseSize' | 'findPoses'>
const controlsWith = (vision: Runner, models = 'models') =>
  createControlImages({
    imaging,
    vision,
    library: {
      locate: async () => ({ path: source }),
      find: async (_id, { kind, model }) =>
        library.find(({ recipe }) => recipe.operation === kind && recipe.model === model) ?? null,
      add: async ({ temporaryPath, kind, model, widthPx, heightPx, timingMs }) => {
        await copyFile(temporaryPath, at('made.png'))
        const recipe = { ...importRecipe, operation: kind, model, timingMs }
        const asset = { ...toAsset(buildAsset()), widthPx, heightPx, recipe }
        library.push(asset)
        return asset
      },
    },
    modelFolders: async () => [at(models)],
    preferred: () => null,
    temporaryPath: () => at('temporary', 'control.png'),
    rescanMs: 0,
  })
const controls = controlsWith(visionProcess.vision)

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-control-'))
  writeTinyDepth(at('models', 'depth-small'))
  writeTinyDepth(at('models', 'depth-square'), { keepsAspectRatio: false, modelType: 'dpt' })
  writeTinyDepth(at('models', 'metric-small'), { isMetric: true })
  writeTinyDepth(at('models', 'metric-square'), { isMetric: true, keepsAspectRatio: false })
  writeTinyRtmo(at('models', 'rtmo-tiny'))
  // Other kinds in the same folders.
  writeTinyMatting(at('models', 'matting'))
  writeTinyDepth(at('models', 'segmenting'), { modelType: 'dpt', architecture: 'DPTForSemanticSegmentation' })
})
beforeEach(() => {
  library = []
})
afterAll(async () => {
  await visionProcess.vision.dispose()
  await rm(folder, { recursive: true, force: true })
})

/** The same formula as in the Python references. */
async function writeNoise(widthPx: number, heightPx: number): Promise<void> {
  source = at(`${widthPx}x${heightPx}.png`)
  const rgb = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, n) => Math.imul(n, 2654435761) >>> 24)
  await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(source)
}

const readMade = async (space: 'b-w' | 'srgb') =>
  sharp(at('made.png')).toColourspace(space).raw().toBuffer({ resolveWithObject: true })
const bytesOf = (base64: string) => Buffer.from(base64, 'base64')
const mostOff = (values: Iterable<number>, expected: ArrayLike<number>) => {
  let most = 0
  let n = 0
  for (const value of values) most = Math.max(most, Math.abs(value - expected[n++]!))
  expect(n).toBe(expected.length)
  return most
}

describe('depth', () => {
  it.each(depthReference.cases)('the model gets $from as $to and says what the reference says', async (reference) => {
    await writeNoise(reference.from[0]!, reference.from[1]!)
    const model = await controls.models.depth.model(reference.keepsAspectRatio ? 'depth-small' : 'depth-square')
    let seen: Awaited<ReturnType<Vision['depth']>> | null = null
    const watching = controlsWith({
      ...visionProcess.vision,
      depth: async (...of) => (seen = await visionProcess.vision.depth(...of)),
    })
    await watching.make(id, { kind: 'depth', model: model.name })
    expect(seen).toMatchObject({ widthPx: reference.to[0], heightPx: reference.to[1] })
    const expected = bytesOf(reference.depth)
    expect(
      mostOff(seen!.values, new Float32Array(expected.buffer, expected.byteOffset, expected.length / 4)),
    ).toBeLessThan(1e-4)
  })

  it.each(depthReference.cases)('the map of $from equals the reference, near is white', async (reference) => {
    await writeNoise(reference.from[0]!, reference.from[1]!)
    const ending = reference.keepsAspectRatio ? 'small' : 'square'
    for (const [name, map] of [
      [`depth-${ending}`, reference.map],
      [`metric-${ending}`, reference.metricMap],
    ] as const) {
      await controls.make(id, { kind: 'depth', model: name })
      const { data, info } = await readMade('b-w')
      expect([info.width, info.height, info.channels]).toEqual([...reference.from, 1])
      expect(mostOff(data, bytesOf(map)), name).toBeLessThanOrEqual(1)
    }
  })

  it('an even image becomes an even map, and a photo is turned upright', async () => {
    source = at('even.jpg')
    const create = { width: 60, height: 40, channels: 3 as const, background: '#336699' }
    await sharp({ create }).withMetadata({ orientation: 6 }).jpeg().toFile(source)
    const made = await controls.make(id, { kind: 'depth' })
    expect([made.widthPx, made.heightPx]).toEqual([40, 60])
    const { data, info } = await readMade('b-w')
    expect([info.width, info.height]).toEqual([40, 60])
    expect(new Set(data)).toEqual(new Set([0]))
  })
})

describe('pose', () => {
  it.each(poseReference.cases)('what is drawn for $from equals the reference', async (reference) => {
    await writeNoise(reference.from[0]!, reference.from[1]!)
    const made = await controls.make(id, { kind: 'pose' })
    expect(made.recipe).toMatchObject({ operation: 'pose', model: 'rtmo-tiny' })
    const { data, info } = await readMade('srgb')
    expect([info.width, info.height, info.channels]).toEqual([...reference.from, 3])
    if (reference.image !== undefined) {
      const expected = inflateSync(bytesOf(reference.image))
      const wrong = expected.filter((value, n) => value !== data[n]).length
      // A center may lie on an edge: there rounding decides.
      expect(wrong).toBeLessThanOrEqual(expected.length / 2_000)
    }
    for (const [color, count] of Object.entries(reference.counts ?? {})) {
      const [red, green, blue] = Buffer.from(color.slice(1), 'hex')
      let found = 0
      for (let n = 0; n < data.length; n += 3) {
        if (data[n] === red && data[n + 1] === green && data[n + 2] === blue) found++
      }
      expect(Math.abs(found - count), color).toBeLessThanOrEqual(2)
    }
  })

  it('the points are those of the reference, moved by what the model got', async () => {
    for (const { from, to, shift } of poseReference.cases) {
      await writeNoise(from[0]!, from[1]!)
      const [widthPx, heightPx] = [to[0]!, to[1]!]
      const { path } = await controls.models.pose.model()
      const resize = { type: 'exact' as const, widthPx, heightPx }
      const pixels = await imaging.readModelInput({ path: source, shape: { resize, filter: 'bilinear', crop: null } })
      const [first] = await visionProcess.vision.findPoses({ path, pixels, widthPx, heightPx })
      expect(first!.score).toBeCloseTo(0.95)
      expect(Math.abs(first!.points[0]!.x - 20 - shift)).toBeLessThan(1e-4)
      expect(first!.points[0]!.y).toBeCloseTo(12)
    }
  })

  it('says so where it finds nobody', async () => {
    writeTinyRtmo(at('nobody', 'rtmo-empty'), { sureness: 0.1 })
    await writeNoise(40, 30)
    await expect(controlsWith(visionProcess.vision, 'nobody').make(id, { kind: 'pose' })).rejects.toMatchObject({
      code: 'vision/no-subject',
      message: expect.stringContaining('rtmo-empty found no people'),
    })
    expect(library).toEqual([])
  })
})

describe('the models', () => {
  it('are found by their descriptions, each by its kind', async () => {
    const { depth, pose } = controls.models
    expect((await depth.models()).models.map(({ name, isMetric }) => [name, isMetric])).toEqual([
      ['depth-small', false],
      ['depth-square', false],
      ['metric-small', true],
      ['metric-square', true],
    ])
    expect((await pose.models()).models.map(({ name }) => name)).toEqual(['rtmo-tiny'])
    expect([...(await depth.models()).refused, ...(await pose.models()).refused]).toEqual([])
  })

  it.each([
    ['depth', 'Depth Anything'],
    ['pose', 'RTMO'],
  ] as const)('none for %s: says what to download', async (kind, name) => {
    await mkdir(at('empty'), { recursive: true })
    const none = controlsWith(visionProcess.vision, 'empty')
    const missing = { code: 'model/missing', message: expect.stringContaining(name) }
    await expect(none.make(id, { kind })).rejects.toMatchObject(missing)
    await expect(controls.make(id, { kind, model: 'depht' })).rejects.toMatchObject({ code: 'model/missing' })
  })

  it('one whose processor is of another kind is refused by name', async () => {
    writeTinyDepth(at('odd', 'depth-odd'))
    await writeFile(at('odd', 'depth-odd', 'preprocessor_config.json'), '{"size":{"height":-1}}')
    writeTinyDepth(at('odd', 'depth-torn'))
    await writeFile(at('odd', 'depth-torn', 'preprocessor_config.json'), '{"size":')
    const { refused } = await controlsWith(visionProcess.vision, 'odd').models.depth.models()
    expect(refused.map(({ path, error }) => [path, error.code])).toEqual([
      [at('odd', 'depth-odd'), 'model/unsupported'],
      [at('odd', 'depth-torn'), 'model/damaged'],
    ])
  })
})

interface Wrong {
  readonly kind: ControlKind
  readonly write: (folder: string) => unknown
  readonly code: string
}

const wrongModels: Readonly<Record<string, Wrong>> = {
  'bytes that are no graph': {
    kind: 'depth',
    write: (model) => writeFile(join(writeTinyDepth(model), 'onnx', 'model.onnx'), Buffer.alloc(5_000, 7)),
    code: 'model/damaged',
  },
  'no numbers': { kind: 'depth', write: (model) => writeTinyDepth(model, { isBroken: true }), code: 'model/damaged' },
  'more than one plane': {
    kind: 'depth',
    write: (model) =>
      writeOnnx(join(writeTinyDepth(model), 'onnx', 'model.onnx'), {
        inputs: [{ name: 'x', type: 'float32', shape: [1, 3, 'h', 'w'] }],
        outputs: [{ name: 'y', type: 'float32', shape: [1, 3, 'h', 'w'] }],
        weights: [],
        nodes: [{ type: 'Identity', inputs: ['x'], outputs: ['y'] }],
      }),
    code: 'model/unsupported',
  },
  'two inputs': {
    kind: 'depth',
    write: (model) =>
      writeOnnx(join(writeTinyDepth(model), 'onnx', 'model.onnx'), {
        inputs: [
          { name: 'x', type: 'float32', shape: [1, 3, 'h', 'w'] },
          { name: 'y', type: 'float32', shape: [1, 3, 'h', 'w'] },
        ],
        outputs: [{ name: 'z', type: 'float32', shape: [1, 3, 'h', 'w'] }],
        weights: [],
        nodes: [{ type: 'Add', inputs: ['x', 'y'], outputs: ['z'] }],
      }),
    code: 'model/unsupported',
  },
  'poses by other names': {
    kind: 'pose',
    write: (model) => writeTinyRtmo(model, { outputs: ['found', 'joints'] }),
    code: 'model/unsupported',
  },
  'poses that are no graph': {
    kind: 'pose',
    write: (model) => writeFile(join(writeTinyRtmo(model), 'onnx', 'model.onnx'), 'no model'),
    code: 'model/damaged',
  },
  'an image of bytes': {
    kind: 'pose',
    write: (model) =>
      writeOnnx(join(writeTinyRtmo(model), 'onnx', 'model.onnx'), {
        inputs: [{ name: 'input', type: 'uint8', shape: [1, 3, 64, 64] }],
        outputs: [{ name: 'dets', type: 'uint8', shape: [1, 3, 64, 64] }],
        weights: [],
        nodes: [{ type: 'Identity', inputs: ['input'], outputs: ['dets'] }],
      }),
    code: 'model/unsupported',
  },
  'boxes that match no points': {
    kind: 'pose',
    write: (model) =>
      writeOnnx(join(writeTinyRtmo(model), 'onnx', 'model.onnx'), {
        inputs: [{ name: 'input', type: 'float32', shape: [1, 3, 64, 64] }],
        outputs: [
          { name: 'dets', type: 'float32', shape: [1, 3, 64, 64] },
          { name: 'keypoints', type: 'float32', shape: [1, 3, 64, 64] },
        ],
        weights: [],
        nodes: [
          { type: 'Identity', inputs: ['input'], outputs: ['dets'] },
          { type: 'Identity', inputs: ['input'], outputs: ['keypoints'] },
        ],
      }),
    code: 'model/unsupported',
  },
}

it.each(Object.keys(wrongModels))('a wrong model is refused and nothing is added: %s', async (name) => {
  const { kind, write, code } = wrongModels[name]!
  const models = join('wrong', name.replaceAll(' ', '-'))
  await write(at(models, 'wrong'))
  await writeNoise(40, 30)
  await expect(controlsWith(visionProcess.vision, models).make(id, { kind })).rejects.toMatchObject({ code })
  expect(library).toEqual([])
  expect(await readdir(at('temporary'))).toEqual([])
})

it('what the same model has made before is used again', async () => {
  await writeNoise(40, 30)
  const first = await controls.make(id, { kind: 'depth', model: 'depth-small' })
  expect(await controls.make(id, { kind: 'depth', model: 'depth-small' })).toBe(first)
  await controls.make(id, { kind: 'depth', model: 'metric-small' })
  await controls.make(id, { kind: 'pose' })
  expect(library.map(({ recipe }) => recipe.operation)).toEqual(['depth', 'depth', 'pose'])
})

/** Nothing was added or left, and the next one works. */
async function expectNothing(): Promise<void> {
  expect(library).toEqual([])
  await expect.poll(() => readdir(at('temporary'))).toEqual([])
  await controls.make(id, { kind: 'depth' })
  expect(library).toHaveLength(1)
}

describe('leaves nothing, and works again', () => {
  it('after it is canceled, at once', async () => {
    await writeNoise(40, 30)
    const stop = new AbortController()
    const by = controlsWith({
      ...visionProcess.vision,
      depth: (...of) => {
        const running = visionProcess.vision.depth(...of)
        stop.abort()
        return running
      },
    })
    const canceled = by.make(id, { kind: 'depth' }, stop.signal)
    await expect(canceled).rejects.toMatchObject({ code: 'request/cancelled' })
    await expectNothing()
  })

  it('after the vision process is killed', async () => {
    await writeNoise(40, 30)
    writeTinyDepth(at('slow', 'slow-depth'), { passes: 400 })
    const by = controlsWith(
      {
        ...visionProcess.vision,
        depth: (...of) => {
          const running = visionProcess.vision.depth(...of)
          process.kill(visionProcess.pid(), 'SIGKILL')
          return running
        },
      },
      'slow',
    )
    await expect(by.make(id, { kind: 'depth' })).rejects.toMatchObject({
      code: 'vision/process-exited',
      message: expect.stringContaining('Try again'),
    })
    await expectNothing()
  })

  it('after memory ran out', async () => {
    await writeNoise(40, 30)
    const by = controlsWith({
      ...visionProcess.vision,
      depth: () => Promise.reject(new AppError('engine/out-of-memory', 'Memory ran out.')),
    })
    await expect(by.make(id, { kind: 'depth' })).rejects.toMatchObject({ code: 'engine/out-of-memory' })
    await expectNothing()
  })

  it('after the image is gone or damaged', async () => {
    source = at('gone.png')
    await expect(controls.make(id, { kind: 'depth' })).rejects.toMatchObject({ code: 'storage/not-found' })
    source = at('torn.png')
    await writeFile(source, 'no image')
    await expect(controls.make(id, { kind: 'pose' })).rejects.toMatchObject({ code: expect.stringMatching(/^media\//) })
    await writeNoise(40, 30)
    await expectNothing()
  })
})
