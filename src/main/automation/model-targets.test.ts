import { describe, expect, it } from 'vitest'
import { settingsSchema } from '../../shared/domain/settings.ts'
import { purposeModel } from '../../shared/domain/purpose-model.ts'
import { resolvePurposes } from './model-targets.ts'

const settings = settingsSchema.parse({
  draftModels: { any: { provider: 'local', model: 'sd-turbo' }, fill: { provider: 'stability', model: 'inpaint' } },
  finalModels: { generate: { provider: 'replicate', model: 'openai/gpt-image-2' } },
})
const providers = {
  modelFor: (...asked: [purpose: 'draft' | 'final', task: 'generate' | 'fill']) => purposeModel(settings, ...asked),
}
const resolve = (models: readonly string[], task: 'generate' | 'fill' = 'generate', provider: 'openai' | null = null) =>
  resolvePurposes(providers as never, { provider, models }, task)

describe('resolvePurposes', () => {
  it('takes the default of the task, otherwise the one for any task', () => {
    expect(resolve(['draft'])).toEqual({ provider: 'local', models: ['sd-turbo'] })
    expect(resolve(['draft'], 'fill')).toEqual({ provider: 'stability', models: ['inpaint'] })
    expect(resolve(['final'])).toEqual({ provider: 'replicate', models: ['openai/gpt-image-2'] })
  })

  it('takes several, beside models by their ids', () => {
    expect(resolve(['draft', 'final', 'bfl/flux-2-pro'])).toEqual({
      provider: null,
      models: ['local/sd-turbo', 'replicate/openai/gpt-image-2', 'bfl/flux-2-pro'],
    })
  })

  it('leaves ids of a provider and other ids as they are', () => {
    expect(resolve(['draft'], 'generate', 'openai')).toEqual({ provider: 'openai', models: ['draft'] })
    expect(resolve(['gpt-image-2'])).toEqual({ provider: null, models: ['gpt-image-2'] })
    expect(resolve([])).toEqual({ provider: null, models: [] })
  })

  it('fails where none is set', () => {
    expect(() => resolve(['final'], 'fill')).toThrow('No default model for finals is set for this task')
  })
})
