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

interface Wishes {
  readonly studio?: Partial<Settings['studio']>
  readonly answers?: Answers
  readonly canvasState?: Partial<CanvasState>
  readonly composedId?: typeof document.baseId
}

async function setUp({ studio, answers, canvasState, composedId }: Wishes = {}) {
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
  const make = createGenerateActions({ services, store, planner, gate, canvas: () => canvas, runHere })
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
  return {
    make,
    store,
    planner,
    services,
    canvas,
    ranHere,
    sent,
    runs: () => sent('jobs.run') as Input<'jobs.run'>[],
    asked: () => (sent('jobs.run') as Input<'jobs.run'>[]).flatMap(({ requests }) => requests),
    write: (prompt: string) => make.prompt.write({ prompt }),
  }
}

describe('generate', () => {
  it('sends what is on the form, once a plan has looked at it, and selects the first card', async () => {
    const { make, store, write, sent, asked, runs } = await setUp({ studio: { n: 2 } })
    write('a cat')
    await make.generate()
    expect(sent('providers.plan')).toHaveLength(1)
    expect(asked()).toMatchObject([{ operation: 'generate', model: 'maker', n: 2, hasMask: false }])
    expect(runs()).toMatchObject([{ maskPng: null }])
    expect(store.getState()).toMatchObject({ selectedJobId: jobId(7), isSubmitting: false, failures: [] })
  })

  it('sends the mask of an edit as it is painted, and the image with its layers', async () => {
    const { make, canvas, write, sent, asked, runs } = await setUp({
      studio: { task: 'fill', engines: { fill: [editorRef] } },
      composedId: assetId(9),
    })
    write('a cat')
    await make.generate()
    expect(sent('providers.plan')).toMatchObject([{ sourceId: assetId(1), hasMask: true, maskBounds: { x: 100 } }])
    expect(asked()).toMatchObject([
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
    expect(asked()[0]?.maskBounds).toBeNull()
  })

  it('sends no mask where the whole image is meant', async () => {
    const { make, write, asked } = await setUp({
      studio: { task: 'whole', engines: { whole: [editorRef] } },
      canvasState: { intent: 'whole' },
    })
    write('a cat')
    await make.generate()
    expect(asked()).toMatchObject([{ intent: 'whole', hasMask: false, growPx: 0 }])
  })

  it('sends nothing where something is missing, or the plan has an obstacle', async () => {
    const empty = await setUp()
    expect(empty.make.canGenerate()).toBe(false)
    await empty.make.generate()
    expect(empty.runs()).toEqual([])

    const obstacles = ['maker needs a reference image.']
    const planned = await setUp({ answers: { 'providers.plan': () => ({ ...plan, obstacles }) } })
    planned.write('a cat')
    await planned.make.generate()
    expect(planned.runs()).toEqual([])
    expect(planned.store.getState().failures).toMatchObject([{ who: 'maker', error: { message: obstacles[0] } }])
    expect(planned.make.canGenerate()).toBe(false)
  })

  it('sends once, however often the button is pressed', async () => {
    const { make, write, runs } = await setUp()
    write('a cat')
    await Promise.all([make.generate(), make.generate()])
    expect(runs()).toHaveLength(1)
  })

  it('keeps the error of a request that was not taken', async () => {
    const failure = { code: 'credential/missing', message: 'OpenAI needs a key.' } as const
    const { make, store, write } = await setUp({ answers: { 'jobs.run': () => [{ error: failure }] } })
    write('a cat')
    await make.generate()
    expect(store.getState()).toMatchObject({ failures: [{ who: 'maker', error: failure }], isSubmitting: false })
  })
})

describe('the limits', () => {
  it('are told what all of it would cost', async () => {
    const { make, write, sent } = await setUp({
      studio: { task: 'fill', engines: { fill: [editorRef, secondRef] } },
      answers: {
        'providers.plan': ({ model }) =>
          model === 'editor' ? plan : { ...plan, estimate: { ...plan.estimate, usd: null } },
      },
    })
    write('a cat')
    await make.generate()
    expect(sent('money.check')).toEqual([{ estimates: [0.05, null] }])
  })

  it('that ask let it be sent: main asks, not the page', async () => {
    const set = await setUp({ answers: { 'money.check': () => ({ type: 'ask', reasons: ['Your limit is $0.01.'] }) } })
    set.write('a cat')
    await set.make.generate()
    expect(set.runs()).toHaveLength(1)
    expect(set.store.getState()).toMatchObject({ spendQuestion: null, isSubmitting: false })
  })

  it('leave nothing to report where the person says no to main', async () => {
    const { make, store, write, runs } = await setUp({
      answers: { 'jobs.run': () => Promise.reject({ code: 'request/cancelled', message: '' }) },
    })
    write('a cat')
    await make.generate()
    expect(runs()).toHaveLength(1)
    expect(store.getState()).toMatchObject({ isSubmitting: false, failures: [] })
  })

  it('that stop keep everything back, and say why', async () => {
    const set = await setUp({ answers: { 'money.check': () => ({ type: 'stop', reasons: ['Your limit is $0.01.'] }) } })
    set.write('a cat')
    const sending = set.make.generate()
    await vi.waitUntil(() => set.store.getState().spendQuestion !== null)
    expect(set.store.getState().spendQuestion?.reasons).toEqual(['Your limit is $0.01.'])
    set.store.getState().spendQuestion?.close()
    await sending
    expect(set.runs()).toEqual([])
    expect(set.store.getState()).toMatchObject({ spendQuestion: null, isSubmitting: false, failures: [] })
  })
})

describe('several at once', () => {
  const studio = { task: 'fill', engines: { fill: ['local', editorRef, secondRef] } } as const

  it('sends one request to each selected model', async () => {
    const { make, write, asked, ranHere, store } = await setUp({ studio: studio as never })
    write('a cat')
    await make.generate()
    expect(ranHere).toEqual(['fill'])
    expect(asked()).toMatchObject([{ model: 'editor' }, { model: 'second' }])
    expect(store.getState().selectedJobId).toBe(jobId(3))
  })

  it('goes on where one is not taken, and says which', async () => {
    const failure = { code: 'provider/quota', message: 'No credit.' } as const
    const { make, write, store, ranHere } = await setUp({
      studio: studio as never,
      answers: {
        'jobs.run': ({ requests }) =>
          requests.map(({ model }) => (model === 'editor' ? { error: failure } : { ids: [jobId(8)] })),
      },
    })
    write('a cat')
    await make.generate()
    expect(ranHere).toEqual(['fill'])
    expect(store.getState().failures).toMatchObject([{ who: 'editor', error: failure }])
  })

  it('tells once what kept all of them', async () => {
    const failure = { code: 'money/over-cap', message: 'Over your limit.' }
    const { make, write, store } = await setUp({
      studio: { task: 'fill', engines: { fill: [editorRef, secondRef] } },
      answers: { 'jobs.run': () => Promise.reject(failure) },
    })
    write('a cat')
    await make.generate()
    expect(store.getState().failures).toMatchObject([{ who: null, error: failure }])
  })

  it('leaves out whom the plan says cannot do it', async () => {
    const obstacles = ['editor takes no image of this size.']
    const { make, write, asked, store } = await setUp({
      studio: { task: 'fill', engines: { fill: [editorRef, secondRef] } },
      answers: { 'providers.plan': ({ model }) => (model === 'editor' ? { ...plan, obstacles } : plan) },
    })
    write('a cat')
    await make.generate()
    expect(asked()).toMatchObject([{ model: 'second' }])
    expect(store.getState()).toMatchObject({ selectedJobId: jobId(7), failures: [{ who: 'editor' }] })
    expect(make.canGenerate()).toBe(true)
  })
})

describe('choosing', () => {
  it('remembers who does each task, and the last model for the next start', async () => {
    const { make, services } = await setUp({
      studio: { engines: { generate: [{ provider: 'openai', model: 'maker' }] } },
    })
    make.chooseTask('add')
    make.chooseModel(editorRef)
    make.toggleModel(secondRef)
    make.chooseTask('generate')
    expect(make.make().model?.card.id).toBe('maker')
    make.chooseTask('add')
    expect(make.make().picks.map(({ card }) => card.id)).toEqual(['editor', 'second'])
    expect(services.settings.store.getState().studio).toMatchObject({
      task: 'add',
      model: secondRef,
      engines: { add: [editorRef, secondRef] },
    })
  })

  it('adds a model to the one that nobody has chosen yet', async () => {
    const { make } = await setUp({ studio: { task: 'fill' } })
    make.toggleModel(editorRef)
    expect(make.make().choices).toEqual(['local', editorRef])
  })

  it('follows the open image, which knows what is to be done with it', async () => {
    const { make, canvas } = await setUp({ studio: { task: 'remove' }, canvasState: { intent: 'add' } })
    expect(make.task()).toBe('add')
    make.chooseTask('background')
    expect(canvas.store.getState().intent).toBe('background')
    make.chooseTask('generate')
    expect(make.task()).toBe('generate')
    expect(canvas.store.getState().intent).toBe('background')
  })

  it('takes a model from the Models to a task that it can do', async () => {
    const { make } = await setUp()
    make.useModel(editorRef)
    expect(make.task()).toBe('fill')
    expect(make.make().choices).toEqual([editorRef])
  })

  it('adds a model from the Models to those that are selected', async () => {
    const { make } = await setUp({ studio: { task: 'fill', engines: { fill: ['local'] } } })
    make.useModel(editorRef)
    make.useModel(editorRef)
    expect(make.make().choices).toEqual(['local', editorRef])
  })

  it('adds references once each, and goes where they are of use', async () => {
    const { make, store } = await setUp({ studio: { task: 'fill' } })
    make.addReferences([assetId(1), assetId(2)])
    make.addReferences([assetId(2), assetId(3)])
    expect(store.getState().form.referenceIds).toEqual([assetId(1), assetId(2), assetId(3)])
    expect(make.task()).toBe('generate')
  })
})

describe('words', () => {
  it('belong to the open image', async () => {
    const { make, canvas, store } = await setUp()
    make.prompt.write({ prompt: 'a cat' })
    make.prompt.type('negativePrompt', 'dogs')
    expect(canvas.store.getState().prompts).toEqual({ prompt: 'a cat', negativePrompt: 'dogs' })
    expect(store.getState().form.prompts.prompt).toBe('')
  })

  it('of a refused job come back, with the list of models', async () => {
    const { make, store, canvas } = await setUp({ studio: { task: 'fill', engines: { fill: [editorRef] } } })
    const job = sampleJob(1, { operation: 'generate', provider: 'openai', state: 'refused', prompt: 'a cat' })
    make.editPromptOf(job)
    expect(canvas.store.getState().prompts.prompt).toBe('a cat')
    expect(store.getState().isPromptWanted).toBe(true)
    expect(make.task()).toBe('generate')
    make.tryAnotherModel({ ...job, operation: 'edit' })
    expect(make.task()).toBe('fill')
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

describe('the settings of an image of another program', () => {
  const generation = {
    negativePrompt: 'dogs',
    revisedPrompt: null,
    requestedSize: null,
    quality: null,
    stylePreset: null,
    guidance: null,
    steps: 30,
    strength: null,
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
  it('fill in the form, and what the model has no place for is told by name', async () => {
    const { make, store, services, canvas } = await setUp({ answers: listed })
    const texts = noticesOf(services)
    await make.recall(assetId(1), 'all')
    expect(canvas.store.getState().prompts).toEqual({ prompt: 'a cat', negativePrompt: 'dogs' })
    expect(store.getState()).toMatchObject({ seedMode: 'fixed', fixedSeed: 5 })
    expect(texts).toEqual(['Settings applied to maker. Not used: seed 5, steps 30, LoRA ink, sampler Euler a.'])
  })

  it('may be the words alone, as they are, and then there is nothing to tell', async () => {
    const { make, store, services, canvas } = await setUp({ answers: listed })
    const texts = noticesOf(services)
    await make.recall(assetId(1), 'prompt')
    expect(canvas.store.getState().prompts.prompt).toBe('a cat <lora:ink:0.8>')
    expect(store.getState().seedMode).toBe('random')
    expect(texts).toEqual([])
  })
})
