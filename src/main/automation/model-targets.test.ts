import { describe, expect, it } from 'vitest'
import { settingsSchema } from '../../shared/domain/settings.ts'
import { purposeModel } from '../../shared/domain/purpose-model.ts'
import { lumenModel } from '../../../test/support/manager-stage.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { chooseTargets, resolvePurposes } from './model-targets.ts'

const settings = settingsSchema.parse({
  draftModels: {
    any: { provider: 'local', model: 'sd-turbo' },
    whole: { provider: 'local', model: 'sd-old' },
    fill: { provider: 'stability', model: 'inpaint' },
  },
  finalModels: { generate: { provider: 'replicate', model: 'openai/gpt-image-2' } },
})
const gone = { type: 'retired', on: null, successor: 'sd-next', isServedElsewhere: true, note: null } as const
const listed = [lumenModel('sd-next'), lumenModel('sd-old', { state: gone })]
const providers = {
  modelFor: (...asked: [purpose: 'draft' | 'final', task: 'generate' | 'fill' | 'whole']) =>
    purposeModel(settings, ...asked),
  manager: { view: async () => ({ models: listed, baseUrl: null, ownBaseUrl: 'https://api.lumen.example' }) },
}
const resolve = (
  models: readonly string[],
  task: 'generate' | 'fill' | 'whole' = 'generate',
  provider: 'openai' | null = null,
) => resolvePurposes(providers as never, { provider, models }, task)

describe('resolvePurposes', () => {
  it('takes the default of the task, otherwise the one for any task', async () => {
    expect(await resolve(['draft'])).toEqual({ provider: 'local', models: ['sd-turbo'] })
    expect(await resolve(['draft'], 'fill')).toEqual({ provider: 'stability', models: ['inpaint'] })
    expect(await resolve(['final'])).toEqual({ provider: 'replicate', models: ['openai/gpt-image-2'] })
  })

  it('takes several, beside models by their ids', async () => {
    expect(await resolve(['draft', 'final', 'bfl/flux-2-pro'])).toEqual({
      provider: null,
      models: ['local/sd-turbo', 'replicate/openai/gpt-image-2', 'bfl/flux-2-pro'],
    })
  })

  it('leaves ids of a provider and other ids as they are', async () => {
    expect(await resolve(['draft'], 'generate', 'openai')).toEqual({ provider: 'openai', models: ['draft'] })
    expect(await resolve(['gpt-image-2'])).toEqual({ provider: null, models: ['gpt-image-2'] })
    expect(await resolve([])).toEqual({ provider: null, models: [] })
  })

  it('takes the successor of a default that is retired', async () => {
    const insteadOf = ['sd-old']
    expect(await resolve(['draft'], 'whole')).toEqual({ provider: 'local', models: ['sd-next'], insteadOf })
  })

  it('fails where none is set', async () => {
    await expect(resolve(['final'], 'fill')).rejects.toThrow('No default model for finals is set for this task')
  })
})

/** The default is `sd-old`; `card` is what comes of it once the list has been read. Returns what it is used instead of. */
async function choose(card: ModelCard, named: readonly string[] = [], change: Partial<ProviderView> = {}) {
  const address = { baseUrl: null, ownBaseUrl: 'x' }
  const view = { id: 'bfl', defaultModel: 'sd-old', models: [...listed, card], ...address, ...change }
  const requireModel = async ({ model }: { model: string }) =>
    model === card.id ? card : listed.find(({ id }) => id === model)
  const found = { manager: { view: async () => view, requireModel }, defaultProvider: () => 'bfl' }
  const [target] = await chooseTargets(found as never, { provider: null, models: named }, 'generate')
  return [target?.card.id, target?.insteadOf]
}

describe('chooseTargets', () => {
  const listedBefore = lumenModel('sd-old', { state: { type: 'current', deprecated: { successor: 'sd-next' } } })

  it('takes the successor of the default where the list, read just now, lacks it', async () => {
    expect(await choose(listedBefore)).toEqual(['sd-old', undefined])
    expect(await choose(lumenModel('sd-old', { state: gone }))).toEqual(['sd-next', 'sd-old'])
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
