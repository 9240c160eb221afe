import { describe, expect, it, vi } from 'vitest'
import type { Asset } from '../../../shared/domain/asset.ts'
import { createClient, createServices, type Intent } from '../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../../test/support/window/fake-bridge.ts'
import {
  assetId,
  documentId,
  jobId,
  sampleAsset,
  sampleEdit,
  sampleJob,
  sampleResult,
  sampleSettings,
} from '../../../../test/support/window/sample-records.ts'
import type { CanvasState } from '../../editor/session/create-canvas-store.ts'
import { createStudioStore, reviewStatesOf } from './create-studio-store.ts'
import { createLocalFill } from './local-fill.ts'
import { fillDisabledReason } from './form/disabled-reasons.ts'
import { openSampleCanvas } from '../../../../test/support/window/sample-canvas.ts'
import { createSpendGate } from './spend/create-spend-gate.ts'
import { createStudioActions } from './studio-actions.ts'

const document = {
  id: documentId(1),
  baseId: assetId(1),
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  isActive: true,
  openedAtMs: 0,
}

/** 101 and 104 are results of 1, 102 of 101; 110 is 1 in a larger frame, and 111 is 1 with its layers flattened. */
const library = [
  sampleAsset(1),
  sampleResult(101, 1, { operation: 'fill' }),
  sampleResult(102, 101, { operation: 'fill' }),
  sampleResult(104, 1, { operation: 'fill' }),
  sampleResult(110, 1, { operation: 'expand', parentAt: { x: 150, y: 0 } }, { widthPx: 750 }),
  sampleResult(120, 1, { operation: 'compose' }),
  sampleResult(111, 120, { operation: 'edit' }),
  sampleResult(112, 1, { operation: 'edit', edit: { ...sampleEdit, isRefused: true } }),
]

async function setUp(answers: Answers = {}, canvasState: Partial<CanvasState> = {}, composedId = assetId(1)) {
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => [document],
    'canvas.open': () => document,
    'canvas.activate': () => undefined,
    'library.assets': ({ ids }) => library.filter(({ id }) => ids.includes(id)),
    'jobs.cancel': () => undefined,
    'jobs.decide': ({ id, verdict }) => sampleJob(Number(id.slice(-3)), { verdict }),
    'jobs.fill': () => ({ id: jobId(7) }),
    ...answers,
  })
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  await services.documents.load()
  const intents: Intent[] = []
  services.intents.answer((intent) => intents.push(intent))
  const canvas = await openSampleCanvas(canvasState, composedId)
  const store = createStudioStore()
  const options = { services, store, canvas: () => canvas }
  const localFill = createLocalFill(options)
  const actions = createStudioActions({ ...options, localFill, gate: createSpendGate(services.client, store) })
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
  return { bridge, store, actions, localFill, services, canvas, sent, intents }
}

describe('fill', () => {
  it('sends the painted mask and selects the new card', async () => {
    const { actions, store, canvas, sent } = await setUp()
    await actions.fill('as-set')
    expect(sent('jobs.fill')).toEqual([
      {
        documentId: documentId(1),
        assetId: assetId(1),
        maskPng: await canvas.output.maskPng(),
        model: null,
        samplingPng: null,
        growPx: 4,
        featherPx: 8,
        seed: null,
        colourAdaptation: 0.5,
      },
    ])
    expect(store.getState()).toMatchObject({ selectedJobId: jobId(7), isSubmitting: false })
  })

  it('asks a model once, whatever the number of results, and without a sampling area', async () => {
    const { localFill, sent } = await setUp({}, { sampling: 'painted', hasSampling: true })
    const [first, ...others] = await localFill.run('remove', { id: 'lama-1', name: 'lama' })
    expect([first?.who, others]).toEqual(['lama', []])
    await first?.submit()
    expect(sent('jobs.fill')).toMatchObject([{ model: 'lama-1', samplingPng: null }])
  })

  it('uses the fixed seed, but not for another attempt', async () => {
    const { actions, store, sent } = await setUp()
    store.setState({ seedMode: 'fixed', fixedSeed: 42 })
    await actions.fill('as-set')
    await actions.fill('another')
    expect(sent('jobs.fill')).toMatchObject([{ seed: 42 }, { seed: null }])
  })

  it('does not send an empty mask or two fills at once', async () => {
    const empty = await setUp({}, { hasMask: false })
    await empty.actions.fill('as-set')
    expect(empty.sent('jobs.fill')).toEqual([])
    const twice = await setUp()
    await Promise.all([twice.actions.fill('as-set'), twice.actions.fill('as-set')])
    expect(twice.sent('jobs.fill')).toHaveLength(1)
  })

  it('ends a keyboard stroke first and shows why there is nothing to fill', async () => {
    const { actions, canvas, intents, sent } = await setUp({}, { hasMask: false })
    canvas.tools.choose('eraser')
    // The first Enter shows where it would begin.
    canvas.tools.dispatch({ on: 'confirm' })
    canvas.tools.dispatch({ on: 'confirm' })
    expect(actions.canFill()).toBe(true)
    await actions.fill('as-set')
    expect([canvas.store.getState().isPainting, sent('jobs.fill')]).toEqual([false, []])
    expect(intents).toEqual([{ type: 'notify', notice: { level: 'info', text: 'Paint over what to remove.' } }])
  })

  it('sends the painted sampling area and requires it not to be empty', async () => {
    const painted = await setUp({}, { sampling: 'painted', hasSampling: true })
    await painted.actions.fill('as-set')
    expect(painted.sent('jobs.fill')).toMatchObject([{ samplingPng: await painted.canvas.output.samplingPng() }])
    const empty = await setUp({}, { sampling: 'painted', hasSampling: false })
    expect(empty.actions.canFill()).toBe(false)
    await empty.actions.fill('as-set')
    expect(empty.sent('jobs.fill')).toEqual([])
  })

  it('keeps the error of a rejected request', async () => {
    const failure = { code: 'fill/nothing-to-copy', message: 'The mask covers everything.' }
    const { actions, store } = await setUp({ 'jobs.fill': () => Promise.reject(failure) })
    await actions.fill('as-set')
    expect(store.getState()).toMatchObject({ failures: [{ error: { code: failure.code } }], isSubmitting: false })
  })

  it('gives the disabled reason', () => {
    const automatic = { hasMask: true, sampling: 'automatic', hasSampling: false } as const
    expect(fillDisabledReason({ ...automatic, hasMask: false })).toMatch(/Paint over/)
    expect(fillDisabledReason(automatic)).toBeNull()
    expect(fillDisabledReason({ ...automatic, sampling: 'painted' })).toMatch(/copy from/)
    expect(fillDisabledReason({ ...automatic, sampling: 'painted', hasSampling: true })).toBeNull()
  })

  it('uses a narrow automatic edge and includes the layers', async () => {
    const { actions, sent } = await setUp(
      {},
      { isEdgeAutomatic: true, edge: { growPx: 30, featherPx: 40 } },
      assetId(120),
    )
    await actions.fill('as-set')
    expect(sent('jobs.fill')).toMatchObject([{ assetId: assetId(120), growPx: 4, featherPx: 4 }])
  })
})

const anywhere = { canBeBase: () => true, find: () => undefined }

describe('results', () => {
  it('browses cards from the newest, skipping canceled and rejected ones', async () => {
    const { bridge, actions, store } = await setUp()
    for (const job of [
      sampleJob(1),
      sampleJob(2, { state: 'cancelled', resultId: null, operation: 'generate', provider: 'openai' }),
      sampleJob(3, { verdict: 'rejected' }),
      sampleJob(4),
    ]) {
      bridge.emit('jobs.changed', job)
    }
    await vi.waitUntil(() => actions.cards().length === 2)
    actions.walk(-1)
    expect(store.getState().selectedJobId).toBe(jobId(4))
    actions.walk(-1)
    actions.walk(-1)
    expect(store.getState().selectedJobId).toBe(jobId(1))
  })

  it('keeps a result on the canvas as one undo step', async () => {
    const { bridge, actions, canvas, store } = await setUp()
    bridge.emit('jobs.changed', sampleJob(1))
    await actions.keep(sampleJob(1))
    expect(canvas.store.getState()).toMatchObject({ baseId: assetId(101), hasMask: false, undoLabel: 'Keep result' })
    expect(store.getState().selectedJobId).toBeNull()
    canvas.undo()
    expect(canvas.store.getState()).toMatchObject({ baseId: assetId(1), hasMask: true })
  })

  it('keeps a larger result at the position of the image, and removes layers that it contains', async () => {
    const { actions, canvas } = await setUp()
    await actions.keep(sampleJob(10, { operation: 'expand' }))
    expect(canvas.store.getState()).toMatchObject({ baseId: assetId(110), size: { widthPx: 750, heightPx: 400 } })
    expect(canvas.doc.origin).toEqual({ x: -150, y: 0 })
    canvas.undo()
    canvas.layers.addPaint()
    await actions.keep(sampleJob(11, { operation: 'edit', prompt: 'a cat' }))
    expect(canvas.store.getState()).toMatchObject({ baseId: assetId(111), layers: [] })
    canvas.undo()
    expect(canvas.store.getState().prompts).toEqual({ prompt: 'a cat', negativePrompt: '' })
  })

  it('positions a result by the image inside it', async () => {
    const { actions, canvas } = await setUp()
    await actions.noteBase(assetId(1))
    const job = sampleJob(10, { operation: 'expand' })
    expect(actions.resultBox(job)).toBeNull()
    await actions.keep(job)
    canvas.undo()
    expect(actions.resultBox(job)).toEqual({ x: -150, y: 0, widthPx: 750, heightPx: 400 })
    expect(actions.keepTarget(job)).toBe('replace')
  })

  it('opens a response that was not pasted as a new document', async () => {
    const { actions, canvas, sent } = await setUp()
    await actions.keep(sampleJob(12, { operation: 'edit' }))
    expect(canvas.store.getState().baseId).toBe(assetId(1))
    expect(sent('canvas.open')).toEqual([{ assetId: assetId(112) }])
    expect(sent('jobs.decide')).toEqual([{ id: jobId(12), verdict: 'kept' }])
  })

  it('activates the document of a result and opens other images', async () => {
    const { bridge, actions, store, sent } = await setUp()
    bridge.emit('jobs.changed', sampleJob(1))
    await actions.openAsset(assetId(101))
    expect(store.getState().selectedJobId).toBe(jobId(1))
    await actions.openAsset(assetId(104))
    bridge.emit('jobs.changed', sampleJob(2, { operation: 'generate' }))
    await actions.openAsset(assetId(102))
    await actions.openAsset(assetId(1))
    expect(sent('canvas.activate')).toEqual([{ id: documentId(1) }])
    expect(sent('canvas.open')).toEqual([104, 102, 1].map((each) => ({ assetId: assetId(each) })))
  })

  it('marks a result as kept when it becomes the base, and open again after undo, which withdraws what was said', async () => {
    const { bridge, actions, sent, intents } = await setUp()
    bridge.emit('jobs.changed', sampleJob(1))
    await actions.keep(sampleJob(1))
    await actions.noteBase(assetId(101))
    expect(intents).toMatchObject([{ type: 'notify', notice: { topic: jobId(1) } }])
    await Promise.all([actions.noteBase(assetId(101)), actions.noteBase(assetId(1))])
    expect(intents.slice(1)).toEqual([{ type: 'withdraw', topic: jobId(1) }])
    expect(sent('jobs.decide')).toEqual([
      { id: jobId(1), verdict: 'kept' },
      { id: jobId(1), verdict: 'open' },
    ])
  })

  it('withdraws what was said of a result that another one replaces, not of that one', async () => {
    const { bridge, actions, intents } = await setUp()
    for (const number of [1, 4]) bridge.emit('jobs.changed', sampleJob(number))
    await actions.keep(sampleJob(1))
    await actions.noteBase(assetId(101))
    await actions.keep(sampleJob(4))
    await actions.noteBase(assetId(104))
    expect(intents.slice(1)).toMatchObject([
      { type: 'notify', notice: { topic: jobId(4) } },
      { type: 'withdraw', topic: jobId(1) },
    ])
  })

  it('marks the sources of the image as kept, even when an earlier result is kept again', () => {
    const [one, two, other] = [
      sampleJob(1),
      sampleJob(2, { assetId: assetId(101), verdict: 'kept' }),
      sampleJob(3, { verdict: 'kept' }),
    ]
    const changes = reviewStatesOf([one, two, other], assetId(102), anywhere)
    expect(changes).toEqual([
      { job: one, verdict: 'kept' },
      { job: other, verdict: 'open' },
    ])
    const again = reviewStatesOf([{ ...one, verdict: 'kept' }, two], assetId(101), anywhere)
    expect(again).toEqual([{ job: two, verdict: 'open' }])
  })

  it('marks results beneath layers as kept', () => {
    const one = sampleJob(1)
    const two = sampleJob(2, { assetId: assetId(200) })
    const layered = sampleResult(200, 101, { operation: 'compose' })
    const find = (id: Asset['id']) => (id === layered.id ? layered : undefined)
    const changes = reviewStatesOf([one, two], assetId(102), { canBeBase: () => true, find })
    expect(changes.map(({ job }) => job.id)).toEqual([jobId(1), jobId(2)])
  })

  it('does not reject the result that is the open image', async () => {
    const { actions, sent, intents } = await setUp({}, { baseId: assetId(101) })
    await actions.reject(sampleJob(1))
    expect(sent('jobs.decide')).toEqual([])
    expect(intents).toMatchObject([{ type: 'notify', notice: { level: 'info' } }])
  })

  it('rejects with undo and selects the next card', async () => {
    const { bridge, actions, store, sent, intents } = await setUp()
    bridge.emit('jobs.changed', sampleJob(1))
    bridge.emit('jobs.changed', sampleJob(2))
    await vi.waitUntil(() => actions.cards().length === 2)
    store.setState({ selectedJobId: jobId(1) })
    await actions.reject(sampleJob(1))
    expect(store.getState().selectedJobId).toBe(jobId(2))
    const [intent] = intents
    if (intent?.type !== 'notify') throw new Error('no notice')
    await intent.notice.action?.run()
    expect(sent('jobs.decide')).toEqual([
      { id: jobId(1), verdict: 'rejected' },
      { id: jobId(1), verdict: 'open' },
    ])
  })

  it('cancels a running job and dismisses a failed one', async () => {
    const { bridge, actions, sent } = await setUp()
    bridge.emit('jobs.changed', sampleJob(1, { state: 'running', resultId: null }))
    bridge.emit('jobs.changed', sampleJob(2, { state: 'failed', resultId: null }))
    await actions.reject(sampleJob(1, { state: 'running', resultId: null }))
    await actions.reject(sampleJob(2, { state: 'failed', resultId: null }))
    expect(sent('jobs.cancel')).toEqual([{ id: jobId(1) }])
    expect(sent('jobs.decide')).toEqual([{ id: jobId(2), verdict: 'rejected' }])
    expect(actions.cards().map(({ id }) => id)).toEqual([jobId(1)])
  })
})

const ends = {
  failed: { state: 'failed', error: { code: 'network/offline', message: 'Nothing answers.' } },
  refused: { state: 'refused', refusal: { what: 'output', words: 'Not that.' } },
} as const
const ended = (number: number, how: keyof typeof ends) =>
  sampleJob(number, { runId: 'run', operation: 'generate', provider: 'openai', resultId: null, ...ends[how] })

async function setUpEnded(answers: Answers, how: keyof typeof ends) {
  const { bridge, ...rest } = await setUp({ 'money.check': () => ({ type: 'fine', reasons: [] }), ...answers })
  for (const number of [1, 2, 3]) bridge.emit('jobs.changed', ended(number, how))
  bridge.emit('jobs.changed', sampleJob(4, { runId: 'run' }))
  await vi.waitUntil(() => rest.actions.cards().length === 4)
  return rest
}

describe.each(['failed', 'refused'] as const)('run with %s images', (how) => {
  it('is one card to browse and dismiss', async () => {
    const { actions, store, sent } = await setUpEnded({}, how)
    store.setState({ selectedJobId: jobId(4) })
    actions.walk(-1)
    expect(store.getState().selectedJobId).toBe(jobId(1))
    actions.walk(1)
    expect(store.getState().selectedJobId).toBe(jobId(4))
    await actions.reject(ended(2, how))
    expect(sent('jobs.decide')).toEqual([1, 2, 3].map((number) => ({ id: jobId(number), verdict: 'rejected' })))
  })

  it('is retried as a whole and replaced by the new jobs', async () => {
    const answers = { 'jobs.retry': () => ({ ids: [jobId(7), jobId(8), jobId(9)] }) }
    const { actions, store, sent } = await setUpEnded(answers, how)
    await actions.retry([1, 2, 3].map((number) => ended(number, how)))
    expect(sent('jobs.retry')).toEqual([{ ids: [jobId(1), jobId(2), jobId(3)] }])
    expect(store.getState().selectedJobId).toBe(jobId(7))
    expect(sent('jobs.decide')).toHaveLength(3)
  })

  it('stays if nothing was sent', async () => {
    const cancelled = { code: 'request/cancelled', message: 'Canceled' }
    const { actions, sent } = await setUpEnded({ 'jobs.retry': () => Promise.reject(cancelled) }, how)
    await actions.retry([ended(1, how)])
    expect(sent('jobs.decide')).toEqual([])
  })
})

describe('local fill', () => {
  it('runs once per requested result, but only once with a fixed seed', async () => {
    const { localFill, services, store, sent } = await setUp({
      'settings.change': (patch) => sampleSettings(patch as never),
    })
    services.settings.change({ studio: { task: 'fill', model: null, engines: {}, n: 3 } })
    for (const { submit } of await localFill.run('fill')) await submit()
    expect(sent('jobs.fill')).toHaveLength(3)
    store.setState({ seedMode: 'fixed', fixedSeed: 5 })
    expect(await localFill.run('fill')).toHaveLength(1)
  })

  it('expands the image into its frame', async () => {
    const frame = { x: -150, y: 0, widthPx: 750, heightPx: 400 }
    const { localFill, sent } = await setUp({ 'edits.expand': () => ({ id: jobId(8) }) }, { frame }, assetId(120))
    for (const { submit } of await localFill.run('expand')) await submit()
    expect(sent('edits.expand')).toEqual([{ documentId: documentId(1), assetId: assetId(120), frame, seed: null }])
  })
})
