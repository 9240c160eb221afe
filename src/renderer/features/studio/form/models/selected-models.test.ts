import { describe, expect, it } from 'vitest'
import type { ModelRef } from '../../../../../shared/domain/provider.ts'
import type { ModelChoice, StudioTask } from '../../../../../shared/domain/settings.ts'
import { sampleCard, sampleProvider } from '../../../../../../test/support/window/sample-providers.ts'
import { canDoTask, selectedModels, selectedModelsMax, toggleModel } from './selected-models.ts'
import { listModels } from './list-models.ts'

const retired = { type: 'retired', on: null, successor: null, isServedElsewhere: true, note: null } as const
const keyless = { key: { ...sampleProvider('bfl').key, source: null } }
const providers = [
  sampleProvider('bfl', { ...keyless, models: [sampleCard('flux', { edits: 'instruction', mask: 'hard' })] }),
  sampleProvider('openai', {
    defaultModel: 'gpt-2',
    models: [
      sampleCard('old', { state: retired }),
      sampleCard('gpt-2-mini'),
      sampleCard('gpt-2', { edits: 'instruction', mask: 'soft' }),
    ],
  }),
  sampleProvider('xai', { isEnabled: false, models: [sampleCard('grok')] }),
]
const openai = (model: string): ModelRef => ({ provider: 'openai', model })
const flux: ModelRef = { provider: 'bfl', model: 'flux' }
const noSelection = { selected: undefined, last: null, favorites: [] }

function selected(task: StudioTask, options: Partial<Parameters<typeof selectedModels>[2]>) {
  const { isLocal, models } = selectedModels(providers, task, { ...noSelection, ...options })
  return [...(isLocal ? ['local'] : []), ...models.map(({ card }) => card.id)]
}

describe('selected models', () => {
  it.each([
    ['the default of a usable provider', {}, ['gpt-2']],
    ['the last used model', { last: openai('gpt-2-mini') }, ['gpt-2-mini']],
    ['a favorite model', { favorites: [openai('gpt-2-mini')] }, ['gpt-2-mini']],
    ['the selected model even without its API key', { selected: [flux] }, ['flux']],
    ['never a retired last model', { last: openai('old') }, ['gpt-2']],
    ['never a last model without an API key', { last: flux }, ['gpt-2']],
    ['the default of its provider if the selected model is gone', { selected: [openai('gone')] }, ['gpt-2']],
    ['empty if no model of its provider is left', { selected: [{ provider: 'local', model: 'gone' }] }, []],
    ['all selected models, in order', { selected: [flux, openai('gpt-2')] }, ['flux', 'gpt-2']],
    ['never local for a task that needs a model', { selected: ['local', flux] }, ['flux']],
  ] as const)('are %s', (_, options, ids) => {
    expect(selected('generate', options)).toEqual(ids)
  })

  it('are used instead of a retired default only where nothing names them', () => {
    const following = [{ ...providers[1]!, insteadOf: 'old' }]
    const replaced = (options: Partial<Parameters<typeof selectedModels>[2]>) =>
      selectedModels(following, 'generate', { ...noSelection, ...options }).models.map(({ insteadOf }) => insteadOf)
    expect(replaced({})).toEqual(['old'])
    expect(replaced({ selected: [{ ...openai('gpt-2'), insteadOf: 'older' }] })).toEqual(['older'])
    for (const named of [
      { last: openai('gpt-2') },
      { selected: [openai('gpt-2')] },
      { favorites: [openai('gpt-2')] },
    ]) {
      expect(replaced(named)).toEqual([undefined])
    }
  })

  it('default to the local fill for tasks that it can do', () => {
    expect(selected('fill', { last: openai('gpt-2') })).toEqual(['local'])
    expect(selected('expand', {})).toEqual(['local'])
    expect(selected('add', {})).toEqual(['gpt-2'])
    expect(selected('remove', { selected: [openai('gpt-2'), 'local'] })).toEqual(['local', 'gpt-2'])
  })

  it('support the task, or are empty', () => {
    expect(selected('add', { selected: [openai('gpt-2-mini')] })).toEqual(['gpt-2'])
    expect(selected('variations', {})).toEqual([])
  })

  it.each([
    ['fill', { edits: 'own', mask: 'no' }, false],
    ['fill', { edits: 'own', mask: 'hard' }, true],
    ['expand', { edits: 'own', mask: 'no' }, false],
    ['whole', { edits: 'own', mask: 'no' }, true],
    ['whole', { edits: 'instruction', needsMask: true }, false],
    ['add', { edits: 'instruction' }, true],
    ['generate', { edits: 'instruction' }, true],
    ['variations', { edits: 'instruction' }, false],
  ] as const)('support %s by a model with %o: %s', (task, card, can) => {
    expect(canDoTask(sampleCard('one', card), task)).toBe(can)
  })
})

describe('toggleModel', () => {
  it('adds and removes models, but never the last one', () => {
    const one: readonly ModelChoice[] = ['local']
    const two = toggleModel(one, flux)
    expect(two).toEqual(['local', flux])
    expect(toggleModel(two, 'local')).toEqual([flux])
    expect(toggleModel([flux], { ...flux })).toEqual([flux])
  })

  it('stops at the maximum number of models', () => {
    const many = Array.from({ length: selectedModelsMax }, (_, at) => openai(`model-${at}`))
    expect(toggleModel(many, flux)).toEqual(many)
  })
})

describe('model picker', () => {
  const options = { task: 'generate', search: '', isMaskOnly: false, favorites: [] } as const
  const listed = (change: Partial<Parameters<typeof listModels>[1]>) =>
    listModels(providers, { ...options, ...change }).map(({ provider, models }) => [
      provider?.id ?? 'favorites',
      ...models.map(({ card }) => card.id),
    ])

  it('lists usable providers first, without retired models and disabled providers', () => {
    expect(listed({})).toEqual([
      ['openai', 'gpt-2-mini', 'gpt-2'],
      ['bfl', 'flux'],
    ])
  })

  it('finds retired and disabled models by search, exact names first', () => {
    expect(listed({ search: 'old' })).toEqual([['openai', 'old']])
    expect(listed({ search: 'grok' })).toEqual([['xai', 'grok']])
    expect(listed({ search: 'GPT-2' })).toEqual([['openai', 'gpt-2', 'gpt-2-mini']])
    expect(listed({ search: 'nothing like it' })).toEqual([])
  })

  it('shows favorites first, and only models with mask support if requested', () => {
    expect(listed({ favorites: [openai('gpt-2')] })[0]).toEqual(['favorites', 'gpt-2'])
    expect(listed({ task: 'fill', isMaskOnly: true })).toEqual([
      ['openai', 'gpt-2'],
      ['bfl', 'flux'],
    ])
  })
})
