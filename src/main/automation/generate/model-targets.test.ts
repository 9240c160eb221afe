import { describe, expect, it } from 'vitest'
import { settingsSchema, purposeModel } from '../../../shared/domain/settings.ts'
import { lumenModel } from '../../../../test/support/manager-stage.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { chooseTargets, resolvePurposes } from './model-targets.ts'

const settings = settingsSchema.parse({
  draftModels: {
    any: { provider: 'local', model: 'sd-turbo' },
    fill: { provider: 'stability', model: 'inpaint' },
  },
  finalModels: { generate: { provider: 'replicate', model: 'openai/gpt-image-2' } },
})
const gone = { type: 'retired', on: null, successor: 'sd-next', isServedElsewhere: true, note: null } as const
const listed = [lumenModel('sd-next'), lumenModel('sd-old', { state: gone })]
const resolve = (models: readonly string[], task: 'generate' | 'fill' = 'generate', provider: 'openai' | null = null) =>
  resolvePurposes({ modelFor: (...asked) => purposeModel(settings, ...asked) }, { provider, models }, task)

describe('resolvePurposes', () => {
  it('takes the default of the task, otherwise the one for any task', () => {
    const areDefaults = [true]
    expect(resolve(['draft'])).toEqual({ provider: 'local', models: ['sd-turbo'], areDefaults })
    expect(resolve(['draft'], 'fill')).toEqual({ provider: 'stability', models: ['inpaint'], areDefaults })
    expect(resolve(['final'])).toEqual({ provider: 'replicate', models: ['openai/gpt-image-2'], areDefaults })
  })

  it('takes several, beside models by their ids', () => {
    expect(resolve(['draft', 'final', 'bfl/flux-2-pro'])).toEqual({
      provider: null,
      models: ['local/sd-turbo', 'replicate/openai/gpt-image-2', 'bfl/flux-2-pro'],
      areDefaults: [true, true, false],
    })
  })

  it('leaves ids of a provider and other ids as they are', () => {
    expect(resolve(['draft'], 'generate', 'openai')).toEqual({ provider: 'openai', models: ['draft'] })
    expect(resolve(['gpt-image-2'])).toEqual({ provider: null, models: ['gpt-image-2'], areDefaults: [false] })
    expect(resolve([])).toEqual({ provider: null, models: [], areDefaults: [] })
  })

  it('fails where none is set', () => {
    expect(() => resolve(['final'], 'fill')).toThrow('No default model for finals is set for this task')
  })
})

type Named = Parameters<typeof chooseTargets>[1]

/** The default is `sd-old`; `card` is what comes of it once the list has been read. Returns what each is used instead of. */
async function chooseAll(card: ModelCard, named: Partial<Named>, change: Partial<ProviderView> = {}) {
  const address = { baseUrl: null, ownBaseUrl: 'x' }
  const view = { id: 'bfl', defaultModel: 'sd-old', models: [...listed, card], ...address, ...change }
  const requireModel = async ({ model }: { model: string }) =>
    model === card.id ? card : listed.find(({ id }) => id === model)
  const found = { manager: { view: async () => view, requireModel }, defaultProvider: () => 'bfl' }
  const targets = await chooseTargets(found as never, { provider: null, models: [], ...named }, 'generate')
  return targets.map((target) => [target.card.id, target.insteadOf])
}

const choose = async (card: ModelCard, models: readonly string[] = [], change: Partial<ProviderView> = {}) =>
  (await chooseAll(card, { models }, change))[0]

describe('chooseTargets', () => {
  const listedBefore = lumenModel('sd-old', { state: { type: 'current', deprecated: { successor: 'sd-next' } } })

  it('takes the successor of the default where the list, read just now, lacks it', async () => {
    expect(await choose(listedBefore)).toEqual(['sd-old', undefined])
    expect(await choose(lumenModel('sd-old', { state: gone }))).toEqual(['sd-next', 'sd-old'])
  })

  it('takes the successor of the default for a purpose, too', async () => {
    const draft = { provider: 'bfl', models: ['sd-old'], areDefaults: [true] } as const
    expect(await chooseAll(listedBefore, draft)).toEqual([['sd-old', undefined]])
    expect(await chooseAll(lumenModel('sd-old', { state: gone }), draft)).toEqual([['sd-next', 'sd-old']])
  })

  it('sends to no model twice, though it is named as the successor of another', async () => {
    const retired = lumenModel('sd-old', { state: gone })
    const both = { models: ['bfl/sd-old', 'bfl/sd-next'] }
    expect(await chooseAll(retired, both)).toEqual([
      ['sd-old', undefined],
      ['sd-next', undefined],
    ])
    const refused = chooseAll(retired, { ...both, areDefaults: [true, false] })
    await expect(refused).rejects.toThrow('--model bfl/sd-next is repeated')
  })

  it('does not replace a model that is named', async () => {
    expect(await choose(lumenModel('sd-old', { state: gone }), ['sd-old'])).toEqual(['sd-old', undefined])
  })

  it('tells a successor in place of the default from one that is named', async () => {
    const retired = lumenModel('sd-old', { state: gone })
    const followed = { defaultModel: 'sd-next', insteadOf: 'sd-old' }
    expect(await choose(retired, [], followed)).toEqual(['sd-next', 'sd-old'])
    expect(await choose(retired, ['sd-next'], followed)).toEqual(['sd-next', undefined])
  })
})
