import { describe, expect, it } from 'vitest'
import { sampleCard, sampleProvider } from '../../../client/sample-providers.ts'
import { assetId, documentId } from '../../../client/sample-records.ts'
import { deriveMake, type MakeInputs } from './derive-make.ts'
import { blankForm } from './make-form.ts'

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
const canvas = { baseId: assetId(1), hasMask: true, edge: { growPx: 4, featherPx: 8 } }
const full = sampleCard('full', {
  edits: 'instruction',
  variations: 'native',
  mask: 'hard',
  referencesMax: 2,
  seed: 'yes',
  strength: { min: 0, max: 1, default: null },
  hasNegativePrompt: true,
  loras: { max: 3, minScale: 0, maxScale: 2 },
  promptCharsMax: 10,
})
const openai = sampleProvider('openai', { label: 'OpenAI', models: [full] })

function inputs(change: Partial<MakeInputs> = {}): MakeInputs {
  return {
    operation: 'edit',
    providers: [openai],
    hasFailed: false,
    settings: { studio: { task: 'edit', model: null, n: 2 }, favouriteModels: [] },
    form: { ...blankForm, prompt: ' a cat ', negativePrompt: 'dogs' },
    seed: 7,
    document,
    canvas,
    ...change,
  }
}

describe('what the form comes to', () => {
  it('is a masked edit of the picture on the canvas', () => {
    const make = deriveMake(inputs())
    expect(make.obstacle).toBeNull()
    expect(make.request).toMatchObject({
      documentId: documentId(1),
      operation: 'edit',
      provider: 'openai',
      model: 'full',
      prompt: 'a cat',
      negativePrompt: 'dogs',
      n: 2,
      seed: 7,
      sourceId: assetId(1),
      growPx: 4,
      featherPx: 8,
      hasMask: true,
    })
  })

  it('is the whole picture where nothing is painted', () => {
    const { request, hasMask } = deriveMake(inputs({ canvas: { ...canvas, hasMask: false } }))
    expect(hasMask).toBe(false)
    expect(request).toMatchObject({ sourceId: assetId(1), growPx: 0, featherPx: 0, hasMask: false })
  })

  it('starts from words alone for a new picture, beside whatever is open', () => {
    const form = { ...blankForm, prompt: 'a cat', latest: { strength: 0.5 } }
    const { request } = deriveMake(inputs({ operation: 'generate', form }))
    expect(request).toMatchObject({ documentId: documentId(1), sourceId: null, strength: null, hasMask: false })
    const alone = deriveMake(inputs({ operation: 'generate', form, document: null, canvas: null }))
    expect(alone.obstacle).toBeNull()
    expect(alone.request?.documentId).toBeNull()
  })

  it('sends only what the model takes', () => {
    const form = {
      ...blankForm,
      prompt: 'a cat',
      negativePrompt: 'dogs',
      referenceIds: [assetId(1), assetId(2), assetId(3)],
      latest: {
        loras: [
          { path: ' ', scale: 1 },
          { path: 'ink', scale: 1 },
        ],
      },
    }
    expect(deriveMake(inputs({ form })).request).toMatchObject({
      referenceIds: [assetId(1), assetId(2)],
      loras: [{ path: 'ink', scale: 1 }],
    })
    const plain = sampleProvider('openai', { models: [sampleCard('plain', { edits: 'instruction' })] })
    expect(deriveMake(inputs({ form, providers: [plain] })).request).toMatchObject({
      negativePrompt: null,
      seed: null,
      referenceIds: [],
      loras: [],
    })
  })
})

const withCard = (change: Parameters<typeof sampleCard>[1]) => [
  sampleProvider('openai', { models: [sampleCard('one', { edits: 'instruction', ...change })] }),
]

describe('why it cannot be sent', () => {
  const chosen = { ...blankForm, prompt: 'a cat', chosen: { edit: { provider: 'openai', model: 'full' } as const } }

  it.each([
    ['nothing is loaded yet', { providers: null }, /Looking for/],
    ['nothing could be loaded', { providers: null, hasFailed: true }, /could not be listed/],
    ['no picture is open', { document: null, canvas: null }, /Open a picture/],
    ['the picture is opening', { canvas: null }, /being opened/],
    ['nobody can do it', { providers: [] }, /No model/],
    ['nothing is written', { form: blankForm }, /Write/],
    ['too much is written', { form: { ...blankForm, prompt: 'a cat on a mat' } }, /4 characters too long/],
    ['it is switched off', { form: chosen, providers: [{ ...openai, isEnabled: false }] }, /OpenAI is switched off/],
  ] as const)('%s', (_, change, words) => {
    expect(deriveMake(inputs(change)).obstacle).toMatch(words)
  })

  it('a key is missing, and whose', () => {
    const keyless = { ...openai, key: { ...openai.key, source: null } }
    const make = deriveMake(inputs({ form: chosen, providers: [keyless] }))
    expect(make.obstacle).toBe('OpenAI needs a key.')
    expect(make.missingKeyOf?.id).toBe('openai')
  })

  it('a mask is missing', () => {
    const bare = { ...canvas, hasMask: false }
    const make = deriveMake(inputs({ providers: withCard({ needsMask: true }), canvas: bare }))
    expect(make.obstacle).toMatch(/Paint over what should change/)
  })

  it('is nothing for a model that takes no words', () => {
    const make = deriveMake(inputs({ providers: withCard({ prompt: 'none' }), form: { ...blankForm, prompt: 'x' } }))
    expect(make.obstacle).toBeNull()
    expect(make.request?.prompt).toBe('')
  })
})
