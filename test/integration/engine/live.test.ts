import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { compileFrameWords } from '../../../src/main/compile-frame-words.ts'
import { createFrameDrawing } from '../../../src/main/create-frame-drawing.ts'
import { createMemoryPlanner, watchUse, type EngineWatch, type LocalEngine } from '../../../src/main/engine/index.ts'
import { createLive } from '../../../src/main/live/live.ts'
import { openLiveRates } from '../../../src/main/live/live-rates.ts'
import type { FrameDrawing, KeptFrame } from '../../../src/main/live/live.ts'
import type { LocalNeeds } from '../../../src/main/providers/registry.ts'
import type { LiveState } from '../../../src/shared/domain/live.ts'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { engineRequest } from '../../support/engine/engine-request.ts'
import { startEngine } from '../../support/engine/start-engine.ts'
import { card, createStage, hashOf } from '../../support/local-stage.ts'
import { checkpoint, unet } from '../../support/models/image-models.ts'
import { writeSafetensors } from '../../support/models/write-model.ts'
import { assetId, documentId, jobId, referenceId } from '../../contract/ipc/sample-ids.ts'

let standIn: Awaited<ReturnType<typeof buildStandIn>>
let modelPath: string
let snapshotPng: Uint8Array<ArrayBuffer>
let children: { kill(): void }[] = []
const engines: LocalEngine[] = []
const never = new AbortController().signal

beforeAll(async () => {
  standIn = await buildStandIn()
  modelPath = writeSafetensors(join(standIn.folder, 'paper.safetensors'), checkpoint(unet(), 'sd1'))
  const background = { r: 200, g: 40, b: 40 }
  snapshotPng = new Uint8Array(
    await sharp({ create: { width: 512, height: 512, channels: 3, background } })
      .png()
      .toBuffer(),
  )
})
afterAll(() => rm(standIn.folder, { recursive: true, force: true }))
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()))
  children = []
})

const anna = {
  id: referenceId,
  name: 'anna',
  kind: 'person' as const,
  imageIds: [assetId],
  note: '',
  description: 'a black cat',
}

/** The live canvas over the real engine with the stand-in; `engine`: as other work uses it. */
async function startLive({ evenIfSlow = false, missing = false } = {}) {
  const bare = startEngine({}, (child) => children.push(child))
  engines.push(bare)
  const { engine, use } = watchUse(bare, 20)
  let drawn = Promise.withResolvers<void>()
  const { supply } = createStage()
  const [model] = supply.models
  if (model === undefined) throw new Error('no model')
  const needs: LocalNeeds = {
    inspect: () => bare.inspect(standIn.libraryPath),
    facts: () => null,
    usedFiles: async () => [{ part: 'model', path: modelPath, name: basename(modelPath) }],
    findMissing: async () => (missing ? modelPath : null),
    isLoaded: (loaded) => bare.isLoaded(standIn.libraryPath, loaded),
    runTimes: { estimateMs: () => null, begin: () => expect.fail('Frames are not timed as images.') },
    hashes: { of: async (path) => ({ bytes: 9, sha256: hashOf(basename(path)) }), found: () => null },
    generate: (request, watch) => {
      const onProgress: EngineWatch['onProgress'] = (fraction) => {
        watch.onProgress?.(fraction)
        if (fraction > 0) drawn.resolve()
      }
      return bare.generate(standIn.libraryPath, request, { ...watch, onProgress })
    },
    upscale: () => expect.fail('Nothing is enlarged.'),
    memory: createMemoryPlanner(() => 32 * 1_024 ** 3),
    whyNot: () => null,
    supply: { ...supply, models: [{ ...model, card: { ...card, options: [] }, files: { model: modelPath } }] },
    findSupply: async () => supply,
  }
  const off = { holds: () => false, onChanged: () => () => undefined }
  const kept: KeptFrame[] = []
  const changes: LiveState[] = []
  const sent: string[] = []
  const live = createLive({
    compile: (request) => compileFrameWords(request, request.card, async () => [anna]),
    openDrawing: async () => {
      const drawing = createFrameDrawing(needs)
      const draw: FrameDrawing['draw'] = (request, signal) => {
        sent.push(request.prompt)
        return drawing.draw(request, signal)
      }
      return { ...drawing, draw }
    },
    conditions: { job: use, memory: off, heat: off },
    rates: await openLiveRates(join(standIn.folder, `rates-${Math.random()}.json`)),
    keep: async (frame) => {
      kept.push(frame)
      return { id: jobId }
    },
  })
  live.onChanged((change) => changes.push(change))
  const session = await live.start({ model: card.id, size: { widthPx: 900, heightPx: 900 }, evenIfSlow })
  const draw = (prompt = 'a kite', strength = 0.5, signal = never) =>
    live.draw({ id: session.id, snapshotPng, prompt, negativePrompt: '', strength, seed: 7 }, signal)
  /** Begins a frame of eight slow steps; returns it when the first of them is done. */
  const drawHalf = async () => {
    drawn = Promise.withResolvers()
    const frame = draw('slow kite')
    await drawn.promise
    return { frame }
  }
  return { live, session, draw, drawHalf, engine, kept, changes, sent }
}

it('draws a snapshot, and keeps a frame byte for byte with everything it was made with', async () => {
  const { live, session, draw, kept } = await startLive()
  expect(session.size).toEqual({ widthPx: 512, heightPx: 512 })
  const { frame } = await draw()
  expect(await sharp(frame?.png).metadata()).toMatchObject({ width: 512, height: 512 })
  // Half of it is the snapshot.
  const { data } = await sharp(frame?.png).raw().toBuffer({ resolveWithObject: true })
  expect(data[0]).toBeGreaterThanOrEqual(100)
  await live.keep({ id: session.id, number: frame?.number ?? 0, documentId, assetId })
  expect(kept[0]?.png).toEqual(frame?.png)
  expect(kept[0]?.recipe).toMatchObject({
    operation: 'edit',
    provider: 'local',
    model: 'paper',
    seed: 7,
    prompt: 'a kite',
    costUsd: 0,
    generation: { strength: 0.5, steps: 8, requestedSize: '512x512', local: { engine: { version: 'stand-in' } } },
  })
  await expect(live.keep({ id: session.id, number: 99, documentId, assetId })).rejects.toMatchObject({
    code: 'storage/not-found',
  })
})

it('a named reference reaches the model in words, and its name stays in the recipe', async () => {
  const { live, session, draw, kept, sent } = await startLive()
  const { frame } = await draw('a kite for @anna')
  expect(sent).toEqual(['a kite for a black cat'])
  await live.keep({ id: session.id, number: frame?.number ?? 0, documentId, assetId })
  expect(kept[0]?.recipe).toMatchObject({
    prompt: 'a kite for @anna',
    generation: { sentPrompt: 'a kite for a black cat', named: [{ name: 'anna', form: 'words' }] },
  })
})

it('a job in the middle of a frame ends it at once, and drawing goes on after the job', async () => {
  const { draw, drawHalf, engine, changes } = await startLive({ evenIfSlow: true })
  await draw()
  const { frame } = await drawHalf()
  const job = engine.generate(standIn.libraryPath, engineRequest(modelPath), { signal: never })
  expect(await frame).toMatchObject({ frame: null, state: { pause: 'job' } })
  expect(await draw()).toMatchObject({ frame: null, state: { pause: 'job' } })
  expect(await job).toHaveLength(1)
  await vi.waitFor(() => expect(changes.at(-1)?.pause).toBeNull())
  expect((await draw()).frame).not.toBeNull()
})

it('an engine killed in the middle of a frame draws it again, and one that breaks fails that frame alone', async () => {
  const { draw, drawHalf } = await startLive({ evenIfSlow: true })
  await draw()
  const { frame } = await drawHalf()
  for (const child of children) child.kill()
  // As with ordinary images: a kill without a word is taken for the system's, which needed the memory.
  expect((await frame).frame).not.toBeNull()
  expect(children).toHaveLength(2)
  await expect(draw('abort')).rejects.toMatchObject({ code: 'engine/stopped' })
  expect((await draw()).frame).not.toBeNull()
})

it('a stop ends the frame, and nothing is drawn or kept after it', async () => {
  const { live, session, draw } = await startLive()
  const { frame: first } = await draw()
  const frame = draw('slow kite')
  await live.stop({ id: session.id })
  expect((await frame).frame).toBeNull()
  await expect(draw()).rejects.toMatchObject({ code: 'storage/not-found' })
  const late = live.keep({ id: session.id, number: first?.number ?? 0, documentId, assetId })
  await expect(late).rejects.toMatchObject({ code: 'storage/not-found' })
})

it('draws no snapshot whose caller has left, nor for a start that a later one has replaced', async () => {
  const { live, session, draw, sent } = await startLive({ evenIfSlow: true })
  const [leaving, left] = [new AbortController(), new AbortController()]
  left.abort()
  const first = draw('first')
  const waiting = draw('waiting', 0.5, leaving.signal)
  leaving.abort()
  expect((await waiting).frame).toBeNull()
  expect((await draw('late', 0.5, left.signal)).frame).toBeNull()
  // What was under way is not ended by those that wait behind it.
  expect((await first).frame).not.toBeNull()
  const underWay = new AbortController()
  const begun = draw('begun', 0.5, underWay.signal)
  underWay.abort()
  expect((await begun).frame).toBeNull()
  expect((await draw('next')).frame).not.toBeNull()
  expect(sent).toEqual(['first', 'begun', 'next'])

  const start = { model: card.id, size: { widthPx: 900, heightPx: 900 }, evenIfSlow: true }
  const [earlier, later] = [live.start(start), live.start(start)]
  await expect(earlier).rejects.toMatchObject({ code: 'request/cancelled' })
  expect((await later).id).not.toBe(session.id)
})

it('turns itself off below one frame per second, until it is wanted all the same', { tags: 'full' }, async () => {
  const { live, draw } = await startLive()
  await draw()
  // At this strength twenty steps are needed, of a tenth of a second each.
  await draw('slow kite', 0.05)
  expect(await draw('slow kite', 0.05)).toMatchObject({ state: { pause: 'slow' } })
  expect(await draw()).toMatchObject({ frame: null, state: { pause: 'slow' } })
  const start = { model: card.id, size: { widthPx: 900, heightPx: 900 } }
  expect(await live.start({ ...start, evenIfSlow: false })).toMatchObject({ pause: 'slow' })
  const session = await live.start({ ...start, evenIfSlow: true })
  expect(session).toMatchObject({ pause: null })
  expect(session.framesPerSecond).toBeLessThan(1)
})

it('takes no other model, and nothing but a PNG of its size', async () => {
  const { live, session } = await startLive()
  const start = (model: string) => live.start({ model, size: { widthPx: 900, heightPx: 900 }, evenIfSlow: false })
  const drawing = live.draw(
    { id: session.id, snapshotPng: new Uint8Array(40), prompt: '', negativePrompt: '', strength: 0.5, seed: 7 },
    never,
  )
  await expect(drawing).rejects.toMatchObject({ code: 'request/invalid' })
  // A model of a service cannot be named, nor one that enlarges.
  await expect(start('gpt-image-2')).rejects.toMatchObject({ code: 'model/missing' })
  await expect(start('x4')).rejects.toMatchObject({ code: 'provider/unsupported' })
})

it('a model that was removed is named', async () => {
  const { draw } = await startLive({ missing: true })
  await expect(draw()).rejects.toMatchObject({ code: 'model/missing' })
})
