import { describe, expect, it } from 'vitest'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import { sampleCard, sampleProvider } from '../../../../../test/support/window/sample-providers.ts'
import { assetId, documentId } from '../../../../../test/support/window/sample-records.ts'
import { deriveGenerateState, type CanvasFacts, type GenerateInputs } from './derive-generate-state.ts'
import { blankForm, type GenerateForm } from './generate-form.ts'
import { isExpanding } from './disabled-reasons.ts'

const document = {
  id: documentId(1),
  baseId: assetId(1),
  name: 'coffee',
  widthPx: 600,
  heightPx: 400,
  isActive: true,
  openedAtMs: 0,
}
const bounds = { x: 100, y: 100, widthPx: 200, heightPx: 100 }
const canvas: CanvasFacts = {
  size: { widthPx: 600, heightPx: 400 },
  baseId: assetId(1),
  hasMask: true,
  maskBounds: bounds,
  edge: { growPx: 4, featherPx: 8 },
  box: null,
  frame: null,
  sampling: 'automatic',
  hasSampling: false,
  markup: { marks: [], isVisible: true },
}
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
  qualities: ['standard', 'hd'],
})
const openai = sampleProvider('openai', { label: 'OpenAI', models: [full] })
const ref = { provider: 'openai', model: 'full' } as const
const plainRef = { provider: 'bfl', model: 'plain' } as const
const bfl = sampleProvider('bfl', { models: [sampleCard('plain', { edits: 'instruction' })] })

const settingsFor = (task: StudioTask, engines: GenerateInputs['settings']['studio']['engines'] = {}) => ({
  studio: { task, model: null, engines: { [task]: [ref], ...engines }, n: 2 },
  favouriteModels: [],
})

function inputs({ task = 'fill', ...change }: Partial<GenerateInputs> = {}): GenerateInputs {
  return {
    task,
    providers: [openai],
    hasFailed: false,
    settings: settingsFor(task),
    inpainter: null,
    form: blankForm,
    prompts: { prompt: ' a cat ', negativePrompt: 'dogs' },
    styles: null,
    lists: new Map(),
    seed: 7,
    document,
    canvas,
    ...change,
  }
}

const requestOf = (change: Partial<GenerateInputs>) => deriveGenerateState(inputs(change)).model?.request

describe('derived request', () => {
  it('is a masked edit of the image on the canvas', () => {
    const state = deriveGenerateState(inputs())
    expect(state.disabledReason).toBeNull()
    expect(state.model?.request).toMatchObject({
      documentId: documentId(1),
      operation: 'edit',
      intent: 'fill',
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
      maskBounds: bounds,
      box: null,
      blend: { match: 1, softenPx: 8, isAligned: true, isForced: false },
    })
  })

  it('keeps a manually drawn area', () => {
    const box = { x: 0, y: 0, widthPx: 512, heightPx: 400 }
    expect(requestOf({ canvas: { ...canvas, box } })).toMatchObject({ box })
  })

  it('covers the whole image despite a mask, with a partial strength', () => {
    const request = requestOf({ task: 'whole' })
    expect(request).toMatchObject({ intent: 'whole', hasMask: false, growPx: 0, featherPx: 0, strength: 0.6 })
    expect(request).toMatchObject({ maskBounds: null, blend: { match: 0, isAligned: false } })
    const form = { ...blankForm, latest: { strength: 0.3 } }
    expect(requestOf({ task: 'whole', form })).toMatchObject({ strength: 0.3 })
    expect(requestOf({ task: 'fill' })).toMatchObject({ strength: null })
  })

  it('is the image in an extended frame', () => {
    const frame = { x: -150, y: 0, widthPx: 750, heightPx: 400 }
    const request = requestOf({ task: 'expand', canvas: { ...canvas, frame } })
    expect(request).toMatchObject({ intent: 'expand', frame, hasMask: false, maskBounds: null, growPx: 4 })
    expect(requestOf({ canvas: { ...canvas, frame } })).toMatchObject({ frame: null })
  })

  it('needs no source for a new image, with or without an open document', () => {
    const form = { ...blankForm, latest: { strength: 0.5 } }
    const request = requestOf({ task: 'generate', form })
    expect(request).toMatchObject({ documentId: documentId(1), sourceId: null, strength: null, hasMask: false })
    expect(request).not.toHaveProperty('intent')
    const alone = deriveGenerateState(inputs({ task: 'generate', form, document: null, canvas: null }))
    expect(alone.disabledReason).toBeNull()
    expect(alone.model?.request?.documentId).toBeNull()
  })

  it('contains only what the model supports', () => {
    const form = {
      ...blankForm,
      referenceIds: [assetId(1), assetId(2), assetId(3)],
      latest: {
        loras: [
          { path: ' ', scale: 1 },
          { path: 'ink', scale: 1 },
        ],
      },
    }
    expect(requestOf({ form })).toMatchObject({
      referenceIds: [assetId(1), assetId(2)],
      loras: [{ path: 'ink', scale: 1 }],
    })
    expect(requestOf({ form, providers: [bfl], settings: settingsFor('fill', { fill: [plainRef] }) })).toMatchObject({
      negativePrompt: null,
      seed: null,
      referenceIds: [],
      loras: [],
    })
  })
})

describe('several models', () => {
  const both = { providers: [openai, bfl], settings: settingsFor('fill', { fill: ['local', ref, plainRef] }) }

  it('get equal requests so that the plan can report ignored options', () => {
    const form = { ...blankForm, latest: { quality: 'hd' as const }, referenceIds: [assetId(5)] }
    const { picks, model, isLocal, choices } = deriveGenerateState(inputs({ ...both, form }))
    expect(isLocal).toBe(true)
    expect(choices).toEqual(['local', ref, plainRef])
    expect(model?.ref).toEqual(ref)
    expect(picks[1]?.request).toMatchObject({
      model: 'plain',
      seed: 7,
      negativePrompt: 'dogs',
      quality: 'hd',
      referenceIds: [assetId(5)],
    })
  })

  it('stay enabled if one of them is disabled', () => {
    const keyless = { ...bfl, key: { ...bfl.key, source: null } }
    const state = deriveGenerateState(inputs({ ...both, providers: [openai, keyless] }))
    expect(state.disabledReason).toBeNull()
    expect(state.picks.map(({ disabledReason }) => disabledReason)).toEqual([null, 'bfl needs an API key.'])
  })

  it('wait for a control image that is being made, if they take one', () => {
    const steered = sampleProvider('openai', {
      label: 'OpenAI',
      models: [sampleCard('full', { control: { nets: ['depth'] } })],
    })
    const control = { imageId: assetId(3), net: 'depth', strength: 1, findsEdges: false }
    const reasonOf = (form: Partial<GenerateForm>, provider = steered) =>
      deriveGenerateState(inputs({ task: 'generate', providers: [provider], form: { ...blankForm, ...form } }))
        .disabledReason
    const controlWork = { kind: 'depth', text: 'Estimating depth…', stop: () => undefined } as const
    expect(reasonOf({ control, controlWork })).toBe('Estimating depth…')
    expect(reasonOf({ control })).toBeNull()
    // It was removed meanwhile, or the model takes none.
    expect(reasonOf({ controlWork })).toBeNull()
    expect(reasonOf({ control, controlWork }, openai)).toBeNull()
  })

  it('give a reason if none can run', () => {
    const none = {
      ...both,
      prompts: { prompt: '', negativePrompt: '' },
      settings: settingsFor('fill', { fill: [ref, plainRef] }),
    }
    expect(deriveGenerateState(inputs(none)).disabledReason).toMatch(/Enter a prompt/)
    const empty = { ...canvas, sampling: 'painted' as const }
    const local = deriveGenerateState(inputs({ canvas: empty, settings: settingsFor('fill', { fill: ['local'] }) }))
    expect(local).toMatchObject({
      isLocal: true,
      disabledReason: expect.stringMatching(/copy from/) as string,
      model: null,
    })
    const mixed = deriveGenerateState(inputs({ ...both, canvas: empty }))
    expect(mixed).toMatchObject({
      disabledReason: null,
      localDisabledReason: expect.stringMatching(/copy from/) as string,
    })
  })
})

const withCard = (change: Parameters<typeof sampleCard>[1]) => [
  sampleProvider('openai', { models: [sampleCard('full', { edits: 'instruction', ...change })] }),
]

describe('disabled reason', () => {
  const wordless = { prompts: { prompt: '', negativePrompt: '' } }

  it.each([
    ['nothing is loaded yet', { providers: null }, /Loading models/],
    ['loading failed', { providers: null, hasFailed: true }, /Could not load/],
    ['no image is open', { document: null, canvas: null }, /Open an image/],
    ['the image is opening', { canvas: null }, /Opening/],
    ['no model supports the task', { providers: [], settings: settingsFor('fill', { fill: [] }) }, /No model/],
    ['the selected model is gone', { providers: [bfl] }, /no longer available/],
    ['nothing is painted', { canvas: { ...canvas, hasMask: false } }, /Paint over the area to change/],
    ['nothing is painted to replace', { task: 'background', canvas: { ...canvas, hasMask: false } }, /background/],
    ['the frame equals the image', { task: 'expand' }, /Extend the frame/],
    ['the prompt is empty', wordless, /Enter a prompt/],
    ['the prompt is too long', { prompts: { prompt: 'a cat on a mat', negativePrompt: '' } }, /4 characters too long/],
    ['the provider is disabled', { providers: [{ ...openai, isEnabled: false }] }, /OpenAI is disabled/],
  ] as const)('when %s', (_, change, prompts) => {
    expect(deriveGenerateState(inputs(change)).disabledReason).toMatch(prompts)
  })

  it('when the API key is missing', () => {
    const keyless = { ...openai, key: { ...openai.key, source: null } }
    const state = deriveGenerateState(inputs({ providers: [keyless] }))
    expect(state.disabledReason).toBe('OpenAI needs an API key.')
    expect(state.model?.isKeyMissing).toBe(true)
  })

  it('is null if no prompt is needed', () => {
    const wordlessModel = deriveGenerateState(inputs({ providers: withCard({ prompt: 'none' }) }))
    expect(wordlessModel.disabledReason).toBeNull()
    expect(wordlessModel.model?.request?.prompt).toBe('')
    for (const task of ['remove', 'variations'] as const) {
      expect(deriveGenerateState(inputs({ task, ...wordless })).disabledReason).toBeNull()
    }
  })

  it('is null for the whole image without a mask', () => {
    expect(
      deriveGenerateState(inputs({ task: 'whole', canvas: { ...canvas, hasMask: false } })).disabledReason,
    ).toBeNull()
  })
})

it.each([
  [null, false],
  [{ x: 0, y: 0, widthPx: 600, heightPx: 400 }, false],
  [{ x: 10, y: 10, widthPx: 100, heightPx: 100 }, false],
  [{ x: -1, y: 0, widthPx: 601, heightPx: 400 }, true],
  [{ x: 500, y: 0, widthPx: 101, heightPx: 400 }, true],
  [{ x: 0, y: 0, widthPx: 600, heightPx: 401 }, true],
])('detects whether a frame of %o extends beyond the image: %s', (frame, isBeyond) => {
  expect(isExpanding(frame, canvas.size)).toBe(isBeyond)
})

describe('prompts with choices', () => {
  const prompts = { prompt: 'a {cat|dog}', negativePrompt: '' }

  it('are planned and measured as one of their variants', () => {
    const { picks, disabledReason, runs } = deriveGenerateState(
      inputs({ prompts: { ...prompts, prompt: 'a {cat|dog|cow|hen|ant}' } }),
    )
    expect(picks[0]?.request?.prompt).toMatch(/^a (cat|dog|cow|hen|ant)$/)
    expect(disabledReason).toBeNull()
    expect(runs.total).toBe(1)
  })

  it('count the requests of each model', () => {
    const form = { ...blankForm, runs: { ...blankForm.runs, choices: 'all' as const, seeds: 3 } }
    const settings = settingsFor('fill', { fill: [ref, plainRef] })
    const { picks, runs } = deriveGenerateState(inputs({ prompts, form, settings, providers: [openai, bfl] }))
    expect(picks.map((pick) => pick.runs)).toEqual([6, 6])
    expect(runs.total).toBe(12)
  })

  it('are disabled if a wildcard list is missing', () => {
    const { disabledReason } = deriveGenerateState(inputs({ prompts: { ...prompts, prompt: '__ghost__' } }))
    expect(disabledReason).toContain('no wildcard list')
  })
})

describe('a model for removal', () => {
  const lama = { id: 'lama-1', name: 'lama' }
  const chosen = { task: 'remove', settings: settingsFor('remove', { remove: ['inpainting'] }) } as const

  it('runs alone or beside content-aware fill', () => {
    const alone = deriveGenerateState(inputs({ ...chosen, inpainter: lama }))
    expect(alone).toMatchObject({ isInpainting: true, isLocal: false, runsHere: true, inpainter: lama, picks: [] })
    expect([alone.choices, alone.disabledReason]).toEqual([['inpainting'], null])
    const both = settingsFor('remove', { remove: ['local', 'inpainting'] })
    expect(deriveGenerateState(inputs({ ...chosen, settings: both, inpainter: lama })).choices).toEqual([
      'local',
      'inpainting',
    ])
  })

  it('says why it cannot run', () => {
    expect(deriveGenerateState(inputs(chosen)).disabledReason).toMatch(/No model for removal/)
    expect(deriveGenerateState(inputs({ ...chosen, inpainter: undefined })).disabledReason).toMatch(/Loading/)
    const empty = { ...canvas, hasMask: false }
    expect(deriveGenerateState(inputs({ ...chosen, inpainter: lama, canvas: empty })).disabledReason).toMatch(/Paint/)
    // Content-aware fill does the rest.
    const both = settingsFor('remove', { remove: ['local', 'inpainting'] })
    expect(deriveGenerateState(inputs({ ...chosen, settings: both })).disabledReason).toBeNull()
  })

  it('is for fill and remove only', () => {
    const expand = { task: 'expand', settings: settingsFor('expand', { expand: ['local', 'inpainting'] }) } as const
    expect(deriveGenerateState(inputs({ ...expand, inpainter: lama }))).toMatchObject({ isInpainting: false })
  })
})
