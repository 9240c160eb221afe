import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import type { ImageDescription } from '../../../src/shared/domain/image-description.ts'
import { createDescriptions, type DescribedLibrary } from '../../../src/main/vision/descriptions.ts'
import { readDescriptionModel, type DescriptionModel } from '../../../src/main/vision/models/description-model.ts'
import type { Vision } from '../../../src/main/vision/vision.ts'
import { failureOf } from '../../support/failure-of.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import reference from '../../support/vision/florence-reference.json' with { type: 'json' }
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyFlorence } from '../../support/vision/write-tiny-florence.ts'
import { folderInMemory } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const visionProcess = createVisionProcess()
const stored = new Map<AssetId, ImageDescription>()
const failed = new Map<AssetId, string>()
const deferred = new Set<AssetId>()
let queued: AssetId[] = []
const files = new Map<AssetId, string>()
const remove = (id: AssetId) => (queued = queued.filter((each) => each !== id))
const library: DescribedLibrary = {
  locate: async (id) => ({ path: files.get(id)! }),
  find: async (id) => stored.get(id) ?? null,
  put: async (id, description) => {
    stored.set(id, description)
    remove(id)
  },
  clear: async (ids) => ids.forEach((id) => stored.delete(id)),
  queue: {
    next: async () => queued[0] ?? null,
    fail: async (id, message) => {
      failed.set(id, message)
      remove(id)
    },
    defer: async (id, message) => {
      remove(id)
      if (deferred.has(id)) failed.set(id, message)
      else queued.push(id)
      deferred.add(id)
    },
    state: async () => ({ done: stored.size + failed.size, waiting: queued.length }),
  },
}
let folder: string
let model: DescriptionModel
let red: string

function open(vision: Pick<Vision, 'describe'> = visionProcess.vision) {
  return createDescriptions({
    imaging,
    vision,
    library,
    modelFolders: async () => [folder],
    nowMs: () => 5,
    rescanMs: 0,
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-describe-'))
  model = await required(writeTinyFlorence(join(folder, 'tiny-florence')))
  red = await writeImage('red.png', [255, 0, 0])
})
beforeEach(() => {
  for (const each of [stored, failed, deferred, files]) each.clear()
  queued = []
})
afterAll(async () => {
  await visionProcess.vision.dispose()
  await rm(folder, { recursive: true, force: true })
})

const assetId = (number: number) => `01J${String(number).padStart(23, '0')}` as AssetId

async function required(path: string): Promise<DescriptionModel> {
  const found = await readDescriptionModel(path)
  if (found === null) throw new Error('no model is there')
  return found
}

async function writeImage(name: string, [r, g, b]: readonly number[]): Promise<string> {
  const path = join(folder, name)
  const create = { width: 40, height: 24, channels: 3 as const, background: { r: r!, g: g!, b: b! } }
  await sharp({ create }).png().toFile(path)
  return path
}

const textOf = (tokens: readonly string[]) => tokens.slice(0, -1).join('').replaceAll('Ġ', ' ')

describe('answers', () => {
  it.each(reference.images)('about the color $rgb match the reference', async ({ rgb, answers }) => {
    const path = await writeImage('color.png', rgb)
    const { image, size, graphs, rules } = model
    const pixels = await imaging.readModelInput({ path, shape: image.shape })
    const prompts = [
      'What does the image describe?',
      'Describe with a paragraph what is shown in the image.',
      'Locate the objects with category name in the image.',
    ]
    const { scale, mean, deviation } = image
    const made = await visionProcess.vision.describe({
      graphs,
      tokenizerFolder: model.folder,
      image: { pixels, count: 1, ...size, scale, mean: [...mean], deviation: [...deviation] },
      rules,
      questions: prompts.map((prompt) => ({ prompt, tokensMax: 40 })),
    })
    const expected = [answers.caption, answers.description, answers.tags]
    expect(made).toEqual(expected.map((tokens) => ({ text: textOf(tokens), isCut: false })))
  })

  it('become a caption, a description and tags, or only what was asked for', async () => {
    const whole = { caption: 'a red image', description: 'The red image shows paint.', tags: ['paint', 'sky'] }
    expect(await open().ofFile(model, red)).toEqual(whole)
    expect(await open().ofFile(model, red, ['tags'])).toEqual({ caption: '', description: '', tags: ['paint', 'sky'] })
  })

  it('that find no end are cut', async () => {
    const endless = await required(writeTinyFlorence(join(folder, 'endless'), { fault: 'endless' }))
    const { description } = await open().ofFile(endless, red, ['description'])
    expect(description).toMatch(/^The red image shows paint\./)
    expect(description.length).toBeLessThan(2_000)
  })

  it('without a word are reported, with the name of the model', async () => {
    const silent: Pick<Vision, 'describe'> = {
      describe: async ({ questions }) => questions.map(() => ({ text: '', isCut: false })),
    }
    const { code, message } = await failureOf(open(silent).ofFile(model, red))
    expect([code, message]).toEqual(['vision/no-text', expect.stringContaining('tiny-florence')])
  })

  it('of an image in the library are stored with the model and the time, and replaced', async () => {
    files.set(assetId(1), red)
    const made = await open().ofImage(model, assetId(1))
    expect(made).toMatchObject({ model: 'tiny-florence', caption: 'a red image', describedAtMs: 5 })
    expect(stored.get(assetId(1))).toEqual(made)
    files.set(assetId(1), await writeImage('green.png', [0, 255, 0]))
    await open().ofImage(model, assetId(1))
    expect(stored.get(assetId(1))?.caption).toBe('a green image')
  })
})

describe('many images', () => {
  beforeEach(async () => {
    for (let at = 0; at < 6; at++) {
      files.set(assetId(at), at === 2 ? join(folder, 'gone.png') : red)
      queued.push(assetId(at))
    }
  })

  it('are described in order, the unreadable one named, and go on where they were stopped', async () => {
    const stop = new AbortController()
    const seen: string[] = []
    const watch = {
      signal: stop.signal,
      onProgress: (done: number, total: number) => {
        seen.push(`${done} of ${total}`)
        if (done === 4) stop.abort()
      },
    }
    expect(await failureOf(open().work(model, watch))).toMatchObject({ code: 'request/cancelled' })
    expect(seen).toEqual(['1 of 6', '2 of 6', '3 of 6', '4 of 6'])
    expect([...failed.keys()]).toEqual([assetId(2)])
    expect(await open().work(model)).toEqual({ described: 2, failed: 0 })
    expect([...stored.keys()].toSorted()).toEqual([0, 1, 3, 4, 5].map(assetId))
  })

  it('go on when the process is killed in the middle of one, which comes last', async () => {
    let kills = 0
    const killed: Pick<Vision, 'describe'> = {
      describe: (request, options) => {
        const answer = visionProcess.vision.describe(request, options)
        if (stored.size === 1 && kills++ === 0) process.kill(visionProcess.pid(), 'SIGKILL')
        return answer
      },
    }
    expect(await open(killed).work(model)).toEqual({ described: 5, failed: 1 })
    expect([...stored.keys()].at(-1)).toBe(assetId(1))
    expect(kills).toBeGreaterThan(0)
  })

  it('stop when the process keeps ending, and all of them are still queued', async () => {
    const { AppError } = await import('../../../src/shared/errors/index.ts')
    const dead: Pick<Vision, 'describe'> = {
      describe: async () => {
        throw new AppError('vision/process-exited', 'Local vision stopped.')
      },
    }
    expect(await failureOf(open(dead).work(model))).toMatchObject({ code: 'vision/process-exited' })
    expect(queued).toHaveLength(6)
    expect(stored.size).toBe(0)
  })

  it('stop at once where the model is damaged', async () => {
    const damaged = await required(writeTinyFlorence(join(folder, 'numberless'), { fault: 'numberless' }))
    expect(await failureOf(open().work(damaged))).toMatchObject({ code: 'model/damaged' })
    expect(queued).toHaveLength(6)
  })
})

describe('a model', () => {
  it('is found by its four graphs and named by its folder', async () => {
    const { models } = await open().models()
    expect(models.map(({ name }) => name)).toContain('tiny-florence')
    expect(await readDescriptionModel(folder)).toBeNull()
  })

  it.each([
    ['a truncated decoder', async (path: string) => truncate(join(path, 'onnx', 'decoder_model_merged.onnx'), 900)],
    ['a damaged tokenizer', async (path: string) => writeFile(join(path, 'tokenizer.json'), '{"model": 3}')],
    ['another graph for its encoder', async (path: string) => swap(path, 'encoder_model', 'embed_tokens')],
    ['another graph for its decoder', async (path: string) => swap(path, 'decoder_model_merged', 'vision_encoder')],
  ])('with %s says so', async (_fault, damage) => {
    const path = writeTinyFlorence(join(folder, `damaged-${Math.random()}`))
    await damage(path)
    const error = await failureOf(open().ofFile(await required(path), red))
    expect(error).toMatchObject({ code: expect.stringMatching(/^model\/(damaged|unsupported)$/) })
    // The process is still there for others.
    expect((await open().ofFile(model, red, ['caption'])).caption).toBe('a red image')
  })

  it('without a usable configuration is refused', async () => {
    const path = writeTinyFlorence(join(folder, 'refused'))
    await writeFile(join(path, 'preprocessor_config.json'), '{}')
    expect(await failureOf(readDescriptionModel(path))).toMatchObject({ code: 'model/unsupported' })
    await rm(path, { recursive: true })
  })

  it('needs no generation settings', async () => {
    const path = writeTinyFlorence(join(folder, 'plain'))
    await rm(join(path, 'generation_config.json'))
    expect((await required(path)).rules).toEqual(model.rules)
  })

  it('stops answering when it is canceled', async () => {
    const stop = new AbortController()
    const endless = await required(writeTinyFlorence(join(folder, 'without-end'), { fault: 'endless' }))
    const busy: Pick<Vision, 'describe'> = {
      describe: (request, options) => {
        const answer = visionProcess.vision.describe(request, options)
        // Calls are taken up in turn: what follows it is answered once it is at work.
        void visionProcess.vision.device(null).then(() => stop.abort())
        return answer
      },
    }
    const answer = failureOf(open(busy).ofFile(endless, red, undefined, stop.signal))
    expect(await answer).toMatchObject({ code: 'request/cancelled' })
    const pid = visionProcess.pid()
    expect((await open().ofFile(model, red, ['caption'])).caption).toBe('a red image')
    expect(visionProcess.pid()).toBe(pid)
  })
})

async function swap(path: string, name: string, by: string): Promise<void> {
  await writeFile(join(path, 'onnx', `${name}.onnx`), await readFile(join(path, 'onnx', `${by}.onnx`)))
}
