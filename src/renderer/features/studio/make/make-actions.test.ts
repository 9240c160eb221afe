import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Settings } from '../../../../shared/domain/settings.ts'
import { createClient, createServices } from '../../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../client/fake-bridge.ts'
import { sampleCard, sampleProvider } from '../../../client/sample-providers.ts'
import { assetId, documentId, jobId, sampleJob, sampleSettings } from '../../../client/sample-records.ts'
import { createStudioStore } from '../create-studio-store.ts'
import type { StudioCanvas } from '../studio-canvas.ts'
import { createPlanner } from './create-planner.ts'
import { createMakeActions } from './make-actions.ts'

const editor = sampleCard('editor', { canGenerate: false, edits: 'instruction', mask: 'hard' })
const openai = sampleProvider('openai', { models: [sampleCard('maker'), editor] })
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
  mask: { growPx: 4, featherPx: 8, sampling: 'automatic' } as const,
  isActive: true,
  openedAtMs: 0,
}

async function setUp(studio: Settings['studio'], answers: Answers = {}) {
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings({ studio }),
    'settings.change': (patch) => sampleSettings(patch as never),
    'canvas.documents': () => [document],
    'providers.list': () => [openai],
    'providers.plan': () => plan,
    'jobs.generate': () => ({ ids: [jobId(7), jobId(8)] }),
    ...answers,
  })
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  await services.documents.load()
  await services.providers.load()
  const canvas = {
    size: { widthPx: 600, heightPx: 400 },
    store: createStore(() => ({ hasMask: true, edge: { growPx: 4, featherPx: 8 }, baseId: assetId(1) })),
    exportMaskPng: () => Promise.resolve(new Uint8Array([1])),
  } as unknown as StudioCanvas
  const store = createStudioStore()
  const planner = createPlanner(services.client)
  const make = createMakeActions({ services, store, planner, canvas: () => canvas })
  const write = (prompt: string) => store.setState(({ form }) => ({ form: { ...form, prompt } }))
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
  return { make, store, planner, services, write, sent }
}

describe('generate', () => {
  it('sends what is on the form, once a plan has looked at it, and selects the first card', async () => {
    const { make, store, write, sent } = await setUp({ task: 'generate', model: null, n: 2 })
    write('a cat')
    await make.generate()
    expect(sent('providers.plan')).toHaveLength(1)
    expect(sent('jobs.generate')).toMatchObject([{ operation: 'generate', model: 'maker', n: 2, maskPng: null }])
    expect(sent('jobs.generate')[0]).not.toHaveProperty('hasMask')
    expect(store.getState()).toMatchObject({ selectedJobId: jobId(7), isSubmitting: false, submitError: null })
  })

  it('sends the mask of an edit as it is painted', async () => {
    const { make, write, sent } = await setUp({ task: 'edit', model: null, n: 1 })
    write('a cat')
    await make.generate()
    expect(sent('jobs.generate')).toMatchObject([
      { operation: 'edit', sourceId: assetId(1), maskPng: new Uint8Array([1]), growPx: 4, featherPx: 8 },
    ])
  })

  it('sends nothing where something is missing, or the plan has an obstacle', async () => {
    const empty = await setUp({ task: 'generate', model: null, n: 1 })
    expect(empty.make.canGenerate()).toBe(false)
    await empty.make.generate()
    expect(empty.sent('jobs.generate')).toEqual([])

    const obstacles = ['maker needs a reference picture.']
    const planned = await setUp(
      { task: 'generate', model: null, n: 1 },
      { 'providers.plan': () => ({ ...plan, obstacles }) },
    )
    planned.write('a cat')
    await planned.make.generate()
    expect(planned.sent('jobs.generate')).toEqual([])
    expect(planned.store.getState().submitError).toMatchObject({ message: obstacles[0] })
    expect(planned.make.canGenerate()).toBe(false)
  })

  it('sends once, however often the button is pressed', async () => {
    const { make, write, sent } = await setUp({ task: 'generate', model: null, n: 1 })
    write('a cat')
    await Promise.all([make.generate(), make.generate()])
    expect(sent('jobs.generate')).toHaveLength(1)
  })

  it('keeps the error of a request that was not taken', async () => {
    const failure = { code: 'credential/missing', message: 'OpenAI needs a key.' }
    const { make, store, write } = await setUp(
      { task: 'generate', model: null, n: 1 },
      { 'jobs.generate': () => Promise.reject(failure) },
    )
    write('a cat')
    await make.generate()
    expect(store.getState()).toMatchObject({ submitError: failure, isSubmitting: false })
  })
})

describe('choosing', () => {
  it('remembers a model for each task, and the last one for the next start', async () => {
    const { make, services } = await setUp({ task: 'generate', model: null, n: 1 })
    make.chooseModel({ provider: 'openai', model: 'maker' })
    make.chooseTask('edit')
    make.chooseModel({ provider: 'openai', model: 'editor' })
    make.chooseTask('generate')
    expect(make.make()?.model?.card.id).toBe('maker')
    expect(services.settings.store.getState().studio).toMatchObject({
      task: 'generate',
      model: { provider: 'openai', model: 'editor' },
    })
  })

  it('takes a model from the Models to a task that it can do', async () => {
    const { make, services } = await setUp({ task: 'fill', model: null, n: 1 })
    expect(make.make()).toBeNull()
    make.useModel({ provider: 'openai', model: 'editor' })
    expect(services.settings.store.getState().studio.task).toBe('edit')
    expect(make.make()?.model?.card.id).toBe('editor')
  })

  it('adds references once each, and goes where they are of use', async () => {
    const { make, store, services } = await setUp({ task: 'fill', model: null, n: 1 })
    make.addReferences([assetId(1), assetId(2)])
    make.addReferences([assetId(2), assetId(3)])
    expect(store.getState().form.referenceIds).toEqual([assetId(1), assetId(2), assetId(3)])
    expect(services.settings.store.getState().studio.task).toBe('generate')
  })

  it('brings the words of a refused job back, and the list of models', async () => {
    const { make, store, services } = await setUp({ task: 'edit', model: null, n: 1 })
    const job = sampleJob(1, { operation: 'generate', provider: 'openai', state: 'refused', prompt: 'a cat' })
    make.editPromptOf(job)
    expect(store.getState()).toMatchObject({ form: { prompt: 'a cat' }, promptFocus: 1 })
    expect(services.settings.store.getState().studio.task).toBe('generate')
    make.tryAnotherModel(job)
    expect(store.getState().isPickerOpen).toBe(true)
  })
})
