import { describe, expect, it, vi } from 'vitest'
import type { Input } from '../../../../shared/contract/index.ts'
import type { Settings } from '../../../../shared/domain/settings.ts'
import { createClient, createServices } from '../../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../../../test/support/window/fake-bridge.ts'
import { sampleCard, sampleProvider } from '../../../../../test/support/window/sample-providers.ts'
import {
  assetId,
  documentId,
  jobId,
  sampleAsset,
  sampleJob,
  sampleSettings,
} from '../../../../../test/support/window/sample-records.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import { createStudioStore } from '../create-studio-store.ts'
import { openSampleCanvas } from '../../../../../test/support/window/sample-canvas.ts'
import { createSpendGate } from '../spend/create-spend-gate.ts'
import type { Submission } from '../submit-all.ts'
import { createPlanner } from './create-planner.ts'
import { createGenerateActions } from './generate-actions.ts'
import { unsetNumbers } from '../../../../shared/domain/number-settings.ts'

const editor = sampleCard('editor', { canGenerate: false, edits: 'instruction', mask: 'hard' })
const second = sampleCard('second', { canGenerate: false, edits: 'instruction' })
const openai = sampleProvider('openai', { models: [sampleCard('maker'), editor, second] })
const editorRef = { provider: 'openai', model: 'editor' } as const
const secondRef = { provider: 'openai', model: 'second' } as const
const plan = {
  warnings: [],
  obstacles: [] as string[],
  estimate: { usd: 0.05, asOf: null, isSure: true },
  size: null,
  calls: 1,
}
const document = {
  id: documentId(1),
  baseId: assetId(1),
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  isActive: true,
  openedAtMs: 0,
}

interface SetUpOptions {
  readonly studio?: Partial<Settings['studio']>
  readonly answers?: Answers
  readonly canvasState?: Partial<CanvasState>
  readonly composedId?: typeof document.baseId
}

async function setUp({ studio, answers, canvasState, composedId }: SetUpOptions = {}) {
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings({ studio: { task: 'generate', model: null, engines: {}, n: 1, ...studio } }),
    'settings.change': (patch) => sampleSettings(patch as never),
    'canvas.documents': () => [document],
    'providers.list': () => [openai],
    'providers.plan': () => plan,
    'money.check': () => ({ type: 'fine' as const, reasons: [] }),
    'jobs.run': ({ requests }) => requests.map(() => ({ ids: [jobId(7), jobId(8)] })),
    ...answers,
  })
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  await services.documents.load()
  await services.providers.load()
  const canvas = await openSampleCanvas(canvasState, composedId)
  const store = createStudioStore()
  const planner = createPlanner(services.client)
  const ranHere: string[] = []
  const runHere = (task: string): Promise<readonly Submission[]> => {
    const submit = () => {
      ranHere.push(task)
      return Promise.resolve(jobId(3))
    }
    return Promise.resolve([{ who: 'here', submit }])
  }
  const gate = createSpendGate(services.client, store)
  const actions = createGenerateActions({ services, store, planner, gate, canvas: () => canvas, runHere })
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
  return {
    actions,
    store,
    planner,
    services,
    canvas,
    ranHere,
    sent,
    runs: () => sent('jobs.run') as Input<'jobs.run'>[],
    sentRequests: () => (sent('jobs.run') as Input<'jobs.run'>[]).flatMap(({ requests }) => requests),
    write: (prompt: string) => actions.prompt.write({ prompt }),
  }
}

describe('generate', () => {
  it('sends the form after planning and selects the first card', async () => {
    const { actions, store, write, sent, sentRequests, runs } = await setUp({ studio: { n: 2 } })
    write('a cat')
    await actions.generate()
    expect(sent('providers.plan')).toHaveLength(1)
    expect(sentRequests()).toMatchObject([{ operation: 'generate', model: 'maker', n: 2, hasMask: false }])
    expect(runs()).toMatchObject([{ maskPng: null }])
    expect(store.getState()).toMatchObject({ selectedJobId: jobId(7), isSubmitting: false, failures: [] })
  })

  it('sends the painted mask of an edit and the composite image', async () => {
    const { actions, canvas, write, sent, sentRequests, runs } = await setUp({
      studio: { task: 'fill', engines: { fill: [editorRef] } },
      composedId: assetId(9),
    })
    write('a cat')
    await actions.generate()
    expect(sent('providers.plan')).toMatchObject([{ sourceId: assetId(1), hasMask: true, maskBounds: { x: 100 } }])
    expect(sentRequests()).toMatchObject([
      {
        operation: 'edit',
        intent: 'fill',
        sourceId: assetId(9),
        hasMask: true,
        growPx: 4,
        featherPx: 8,
      },
    ])
    expect(runs()[0]?.maskPng).toEqual(await canvas.output.maskPng())
    expect(sentRequests()[0]?.maskBounds).toBeNull()
  })

  it('sends no mask for the whole image', async () => {
    const { actions, write, sentRequests } = await setUp({
      studio: { task: 'whole', engines: { whole: [editorRef] } },
      canvasState: { intent: 'whole' },
    })
    write('a cat')
    await actions.generate()
    expect(sentRequests()).toMatchObject([{ intent: 'whole', hasMask: false, growPx: 0 }])
  })

  it('sends nothing if the form is incomplete or the plan has an obstacle', async () => {
    const empty = await setUp()
    expect(empty.actions.canGenerate()).toBe(false)
    await empty.actions.generate()
    expect(empty.runs()).toEqual([])

    const obstacles = ['maker needs a reference image.']
    const planned = await setUp({ answers: { 'providers.plan': () => ({ ...plan, obstacles }) } })
    planned.write('a cat')
    await planned.actions.generate()
    expect(planned.runs()).toEqual([])
    expect(planned.store.getState().failures).toMatchObject([{ who: 'maker', error: { message: obstacles[0] } }])
    expect(planned.actions.canGenerate()).toBe(false)
  })

  it('sends once despite repeated clicks', async () => {
    const { actions, write, runs } = await setUp()
    write('a cat')
    await Promise.all([actions.generate(), actions.generate()])
    expect(runs()).toHaveLength(1)
  })

  it('keeps the error of a rejected request', async () => {
    const failure = { code: 'credential/missing', message: 'OpenAI needs a key.' } as const
    const { actions, store, write } = await setUp({ answers: { 'jobs.run': () => [{ error: failure }] } })
    write('a cat')
    await actions.generate()
    expect(store.getState()).toMatchObject({ failures: [{ who: 'maker', error: failure }], isSubmitting: false })
  })
})

describe('spending limits', () => {
  it('are checked with the estimates of all models', async () => {
    const { actions, write, sent } = await setUp({
      studio: { task: 'fill', engines: { fill: [editorRef, secondRef] } },
      answers: {
        'providers.plan': ({ model }) =>
          model === 'editor' ? plan : { ...plan, estimate: { ...plan.estimate, usd: null } },
      },
    })
    write('a cat')
    await actions.generate()
    expect(sent('money.check')).toEqual([{ estimates: [0.05, null] }])
  })

  it('of type “ask” do not block sending, since main asks', async () => {
    const set = await setUp({ answers: { 'money.check': () => ({ type: 'ask', reasons: ['Your limit is $0.01.'] }) } })
    set.write('a cat')
    await set.actions.generate()
    expect(set.runs()).toHaveLength(1)
    expect(set.store.getState()).toMatchObject({ spendQuestion: null, isSubmitting: false })
  })

  it('report nothing when the user declines in the dialog of main', async () => {
    const { actions, store, write, runs } = await setUp({
      answers: { 'jobs.run': () => Promise.reject({ code: 'request/cancelled', message: '' }) },
    })
    write('a cat')
    await actions.generate()
    expect(runs()).toHaveLength(1)
    expect(store.getState()).toMatchObject({ isSubmitting: false, failures: [] })
  })

  it('of type “stop” send nothing and give the reasons', async () => {
    const set = await setUp({ answers: { 'money.check': () => ({ type: 'stop', reasons: ['Your limit is $0.01.'] }) } })
    set.write('a cat')
    const sending = set.actions.generate()
    await vi.waitUntil(() => set.store.getState().spendQuestion !== null)
    expect(set.store.getState().spendQuestion?.reasons).toEqual(['Your limit is $0.01.'])
    set.store.getState().spendQuestion?.close()
    await sending
    expect(set.runs()).toEqual([])
    expect(set.store.getState()).toMatchObject({ spendQuestion: null, isSubmitting: false, failures: [] })
  })
})

describe('several models', () => {
  const studio = { task: 'fill', engines: { fill: ['local', editorRef, secondRef] } } as const

  it('sends one request to each selected model', async () => {
    const { actions, write, sentRequests, ranHere, store } = await setUp({ studio: studio as never })
    write('a cat')
    await actions.generate()
    expect(ranHere).toEqual(['fill'])
    expect(sentRequests()).toMatchObject([{ model: 'editor' }, { model: 'second' }])
    expect(store.getState().selectedJobId).toBe(jobId(3))
  })

  it('continues if one request is rejected, and names its model', async () => {
    const failure = { code: 'provider/quota', message: 'No credit.' } as const
    const { actions, write, store, ranHere } = await setUp({
      studio: studio as never,
      answers: {
        'jobs.run': ({ requests }) =>
          requests.map(({ model }) => (model === 'editor' ? { error: failure } : { ids: [jobId(8)] })),
      },
    })
    write('a cat')
    await actions.generate()
    expect(ranHere).toEqual(['fill'])
    expect(store.getState().failures).toMatchObject([{ who: 'editor', error: failure }])
  })

  it('reports an error of all requests once', async () => {
    const failure = { code: 'money/over-cap', message: 'Over your limit.' }
    const { actions, write, store } = await setUp({
      studio: { task: 'fill', engines: { fill: [editorRef, secondRef] } },
      answers: { 'jobs.run': () => Promise.reject(failure) },
    })
    write('a cat')
    await actions.generate()
    expect(store.getState().failures).toMatchObject([{ who: null, error: failure }])
  })

  it('skips a model whose plan has an obstacle', async () => {
    const obstacles = ['editor takes no image of this size.']
    const { actions, write, sentRequests, store } = await setUp({
      studio: { task: 'fill', engines: { fill: [editorRef, secondRef] } },
      answers: { 'providers.plan': ({ model }) => (model === 'editor' ? { ...plan, obstacles } : plan) },
    })
    write('a cat')
    await actions.generate()
    expect(sentRequests()).toMatchObject([{ model: 'second' }])
    expect(store.getState()).toMatchObject({ selectedJobId: jobId(7), failures: [{ who: 'editor' }] })
    expect(actions.canGenerate()).toBe(true)
  })
})

describe('selection', () => {
  it('remembers the models of each task and the last model', async () => {
    const { actions, services } = await setUp({
      studio: { engines: { generate: [{ provider: 'openai', model: 'maker' }] } },
    })
    actions.chooseTask('add')
    actions.chooseModel(editorRef)
    actions.toggleModel(secondRef)
    actions.chooseTask('generate')
    expect(actions.state().model?.card.id).toBe('maker')
    actions.chooseTask('add')
    expect(actions.state().picks.map(({ card }) => card.id)).toEqual(['editor', 'second'])
    expect(services.settings.store.getState().studio).toMatchObject({
      task: 'add',
      model: secondRef,
      engines: { add: [editorRef, secondRef] },
    })
  })

  it('adds a model to the default', async () => {
    const { actions } = await setUp({ studio: { task: 'fill' } })
    actions.toggleModel(editorRef)
    expect(actions.state().choices).toEqual(['local', editorRef])
  })

  it('follows the task of the open document', async () => {
    const { actions, canvas } = await setUp({ studio: { task: 'remove' }, canvasState: { intent: 'add' } })
    expect(actions.task()).toBe('add')
    actions.chooseTask('background')
    expect(canvas.store.getState().intent).toBe('background')
    actions.chooseTask('generate')
    expect(actions.task()).toBe('generate')
    expect(canvas.store.getState().intent).toBe('background')
  })

  it('switches to a task that the chosen model can do', async () => {
    const { actions } = await setUp()
    actions.useModel(editorRef)
    expect(actions.task()).toBe('fill')
    expect(actions.state().choices).toEqual([editorRef])
  })

  it('adds a chosen model to the selected ones', async () => {
    const { actions } = await setUp({ studio: { task: 'fill', engines: { fill: ['local'] } } })
    actions.useModel(editorRef)
    actions.useModel(editorRef)
    expect(actions.state().choices).toEqual(['local', editorRef])
  })

  it('adds references without duplicates and switches to a task that uses them', async () => {
    const { actions, store } = await setUp({ studio: { task: 'fill' } })
    actions.addReferences([assetId(1), assetId(2)])
    actions.addReferences([assetId(2), assetId(3)])
    expect(store.getState().form.referenceIds).toEqual([assetId(1), assetId(2), assetId(3)])
    expect(actions.task()).toBe('generate')
  })
})

describe('prompts', () => {
  it('belong to the open document', async () => {
    const { actions, canvas, store } = await setUp()
    actions.prompt.write({ prompt: 'a cat' })
    actions.prompt.type('negativePrompt', 'dogs')
    expect(canvas.store.getState().prompts).toEqual({ prompt: 'a cat', negativePrompt: 'dogs' })
    expect(store.getState().form.prompts.prompt).toBe('')
  })

  it('of a refused job are restored, and the model picker opens', async () => {
    const { actions, store, canvas } = await setUp({ studio: { task: 'fill', engines: { fill: [editorRef] } } })
    const job = sampleJob(1, { operation: 'generate', provider: 'openai', state: 'refused', prompt: 'a cat' })
    actions.editPromptOf(job)
    expect(canvas.store.getState().prompts.prompt).toBe('a cat')
    expect(store.getState().isPromptWanted).toBe(true)
    expect(actions.task()).toBe('generate')
    actions.tryAnotherModel({ ...job, operation: 'edit' })
    expect(actions.task()).toBe('fill')
    expect(store.getState().isPickerOpen).toBe(true)
  })
})

const noticesOf = (services: Awaited<ReturnType<typeof setUp>>['services']) => {
  const texts: string[] = []
  services.intents.answer((intent) => {
    if (intent.type === 'notify') texts.push(intent.notice.text)
  })
  return texts
}

describe('settings of an image from another program', () => {
  const generation = {
    negativePrompt: 'dogs',
    revisedPrompt: null,
    requestedSize: null,
    quality: null,
    stylePreset: null,
    ...unsetNumbers,
    steps: 30,
    loras: [{ path: 'ink', scale: 0.8 }],
    options: { sampler: 'Euler a' },
    referenceIds: [],
    warnings: [],
    estimateUsd: null,
    requestId: null,
    usage: {},
    trace: {},
  }
  const recipe = { ...sampleAsset(1).recipe, prompt: 'a cat <lora:ink:0.8>', seed: 5, generation }
  const listed = { 'library.assets': () => [sampleAsset(1, { recipe })] }
  it('fill in the form and name unsupported settings', async () => {
    const { actions, store, services, canvas } = await setUp({ answers: listed })
    const texts = noticesOf(services)
    await actions.recall(assetId(1), 'all')
    expect(canvas.store.getState().prompts).toEqual({ prompt: 'a cat', negativePrompt: 'dogs' })
    expect(store.getState()).toMatchObject({ seedMode: 'fixed', fixedSeed: 5 })
    expect(texts).toEqual(['Settings applied to maker. Not used: seed 5, steps 30, LoRA ink, sampler Euler a.'])
  })

  it('may be the unchanged prompt alone, without a notice', async () => {
    const { actions, store, services, canvas } = await setUp({ answers: listed })
    const texts = noticesOf(services)
    await actions.recall(assetId(1), 'prompt')
    expect(canvas.store.getState().prompts.prompt).toBe('a cat <lora:ink:0.8>')
    expect(store.getState().seedMode).toBe('random')
    expect(texts).toEqual([])
  })
})
