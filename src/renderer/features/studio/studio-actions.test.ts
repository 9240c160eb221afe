import { describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createClient, createServices, type Intent } from '../../client/index.ts'
import { createFakeBridge, type Answers } from '../../client/fake-bridge.ts'
import { assetId, documentId, jobId, sampleJob, sampleSettings } from '../../client/sample-records.ts'
import { createStudioStore, fillObstacle, parseSeed, verdictsOf } from './create-studio-store.ts'
import { createStudioActions } from './studio-actions.ts'
import type { StudioCanvas, StudioCanvasState } from './studio-canvas.ts'

const document = {
  id: documentId(1),
  baseId: assetId(1),
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  mask: { growPx: 4, featherPx: 8, sampling: 'automatic' } as const,
  isActive: true,
  openedAtMs: 0,
}

async function setUp(answers: Answers = {}, canvasState: Partial<StudioCanvasState> = {}) {
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => [document],
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
  const canvas = {
    size: { widthPx: 600, heightPx: 400 },
    store: createStore(() => ({
      hasMask: true,
      sampling: 'automatic',
      hasSampling: false,
      edge: document.mask,
      baseId: assetId(1),
      ...canvasState,
    })),
    exportMaskPng: () => Promise.resolve(new Uint8Array([1])),
    exportSamplingPng: () => Promise.resolve(canvasState.hasSampling ? new Uint8Array([2]) : null),
    keepResult: vi.fn(),
  } as unknown as StudioCanvas
  const store = createStudioStore()
  const actions = createStudioActions({ services, store, canvas: () => canvas })
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
  return { bridge, store, actions, canvas, sent, intents }
}

describe('fill', () => {
  it('sends what is painted and selects the new card', async () => {
    const { actions, store, sent } = await setUp()
    await actions.fill('as-set')
    expect(sent('jobs.fill')).toEqual([
      {
        documentId: documentId(1),
        assetId: assetId(1),
        maskPng: new Uint8Array([1]),
        samplingPng: null,
        growPx: 4,
        featherPx: 8,
        seed: null,
        colourAdaptation: 0.5,
      },
    ])
    expect(store.getState()).toMatchObject({ selectedJobId: jobId(7), isSubmitting: false })
  })

  it('uses the fixed seed, but never for another try', async () => {
    const { actions, store, sent } = await setUp()
    store.setState({ seedMode: 'fixed', fixedSeed: 42 })
    await actions.fill('as-set')
    await actions.fill('another')
    expect(sent('jobs.fill')).toMatchObject([{ seed: 42 }, { seed: null }])
  })

  it('does not send an empty mask, nor twice at once', async () => {
    const empty = await setUp({}, { hasMask: false })
    await empty.actions.fill('as-set')
    expect(empty.sent('jobs.fill')).toEqual([])
    const twice = await setUp()
    await Promise.all([twice.actions.fill('as-set'), twice.actions.fill('as-set')])
    expect(twice.sent('jobs.fill')).toHaveLength(1)
  })

  it('sends the painted sampling area, and does not fill from an empty one', async () => {
    const painted = await setUp({}, { sampling: 'painted', hasSampling: true })
    await painted.actions.fill('as-set')
    expect(painted.sent('jobs.fill')).toMatchObject([{ samplingPng: new Uint8Array([2]) }])
    const empty = await setUp({}, { sampling: 'painted', hasSampling: false })
    expect(empty.actions.canFill()).toBe(false)
    await empty.actions.fill('as-set')
    expect(empty.sent('jobs.fill')).toEqual([])
  })

  it('keeps the error of a request that was not taken', async () => {
    const failure = { code: 'fill/nothing-to-copy', message: 'The mask covers everything.' }
    const { actions, store } = await setUp({ 'jobs.fill': () => Promise.reject(failure) })
    await actions.fill('as-set')
    expect(store.getState()).toMatchObject({ submitError: { code: failure.code }, isSubmitting: false })
  })

  it('says in words why it cannot run', () => {
    const automatic = { hasMask: true, sampling: 'automatic', hasSampling: false } as const
    expect(fillObstacle({ ...automatic, hasMask: false }, false)).toMatch(/Paint over/)
    expect(fillObstacle(automatic, false)).toBeNull()
    expect(fillObstacle({ ...automatic, sampling: 'painted' }, false)).toMatch(/copy from/)
    expect(fillObstacle({ ...automatic, sampling: 'painted', hasSampling: true }, false)).toBeNull()
  })
})

describe('results', () => {
  it('walks the cards from the newest, without what was cancelled or rejected', async () => {
    const { bridge, actions, store } = await setUp()
    for (const job of [
      sampleJob(1),
      sampleJob(2, { state: 'cancelled', resultId: null }),
      sampleJob(3, { verdict: 'rejected' }),
      sampleJob(4),
    ]) {
      bridge.emit('jobs.changed', job)
    }
    actions.walk(-1)
    expect(store.getState().selectedJobId).toBe(jobId(4))
    actions.walk(-1)
    actions.walk(-1)
    expect(store.getState().selectedJobId).toBe(jobId(1))
  })

  it('keeps a result through the canvas, so that it is one undo step', async () => {
    const { bridge, actions, canvas, store } = await setUp()
    bridge.emit('jobs.changed', sampleJob(1))
    await actions.keep(sampleJob(1))
    expect(canvas.keepResult).toHaveBeenCalledWith(assetId(101))
    expect(store.getState().selectedJobId).toBeNull()
  })

  it('follows the base: kept, and open again after undo', async () => {
    const { bridge, actions, sent } = await setUp()
    bridge.emit('jobs.changed', sampleJob(1))
    await Promise.all([actions.noteBase(assetId(101)), actions.noteBase(assetId(1))])
    expect(sent('jobs.decide')).toEqual([
      { id: jobId(1), verdict: 'kept' },
      { id: jobId(1), verdict: 'open' },
    ])
  })

  it('holds as kept what the picture is made of, also when an earlier result is kept again', () => {
    const [one, two, other] = [
      sampleJob(1),
      sampleJob(2, { assetId: assetId(101), verdict: 'kept' }),
      sampleJob(3, { verdict: 'kept' }),
    ]
    const changes = verdictsOf([one, two, other], assetId(102), () => true)
    expect(changes).toEqual([
      { job: one, verdict: 'kept' },
      { job: other, verdict: 'open' },
    ])
    const again = verdictsOf([{ ...one, verdict: 'kept' }, two], assetId(101), () => true)
    expect(again).toEqual([{ job: two, verdict: 'open' }])
  })

  it('does not trash the result that is the picture', async () => {
    const { actions, sent, intents } = await setUp({}, { baseId: assetId(101) })
    await actions.reject(sampleJob(1))
    expect(sent('jobs.decide')).toEqual([])
    expect(intents).toMatchObject([{ do: 'notify', notice: { level: 'info' } }])
  })

  it('rejects with a way back, and goes on to the next card', async () => {
    const { bridge, actions, store, sent, intents } = await setUp()
    bridge.emit('jobs.changed', sampleJob(1))
    bridge.emit('jobs.changed', sampleJob(2))
    store.setState({ selectedJobId: jobId(1) })
    await actions.reject(sampleJob(1))
    expect(store.getState().selectedJobId).toBe(jobId(2))
    const [intent] = intents
    if (intent?.do !== 'notify') throw new Error('no notice')
    await intent.notice.action?.run()
    expect(sent('jobs.decide')).toEqual([
      { id: jobId(1), verdict: 'rejected' },
      { id: jobId(1), verdict: 'open' },
    ])
  })

  it('cancels a running one and puts a failed one away', async () => {
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

describe('parseSeed', () => {
  it.each([
    ['0', 0],
    [' 4294967295 ', 4_294_967_295],
    ['4294967296', null],
    ['-1', null],
    ['1.5', null],
    ['', null],
    ['seven', null],
  ])('reads %j as %j', (text, seed) => {
    expect(parseSeed(text)).toBe(seed)
  })
})
