import { describe, expect, it } from 'vitest'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import type { ModelChoice, StudioTask } from '../../../../shared/domain/settings.ts'
import { sampleCard, sampleProvider } from '../../../../../test/support/window/sample-providers.ts'
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
const nobody = { selected: undefined, last: null, favorites: [] }

function selected(task: StudioTask, wishes: Partial<Parameters<typeof selectedModels>[2]>) {
  const { isLocal, models } = selectedModels(providers, task, { ...nobody, ...wishes })
  return [...(isLocal ? ['local'] : []), ...models.map(({ card }) => card.id)]
}

describe('who does it', () => {
  it.each([
    ['the default of who is ready', {}, ['gpt-2']],
    ['what was set last', { last: openai('gpt-2-mini') }, ['gpt-2-mini']],
    ['a favorite', { favorites: [openai('gpt-2-mini')] }, ['gpt-2-mini']],
    ['what was chosen, though its key is missing', { selected: [flux] }, ['flux']],
    ['not what is retired', { last: openai('old') }, ['gpt-2']],
    ['not who has no key', { last: flux }, ['gpt-2']],
    ['not what is gone', { selected: [openai('gone')] }, ['gpt-2']],
    ['nobody else where all models of a provider are gone', { selected: [{ provider: 'local', model: 'gone' }] }, []],
    ['all that are selected, in order', { selected: [flux, openai('gpt-2')] }, ['flux', 'gpt-2']],
    ['not this computer, which draws nothing from words', { selected: ['local', flux] }, ['flux']],
  ] as const)('is %s', (_, wishes, ids) => {
    expect(selected('generate', wishes)).toEqual(ids)
  })

  it('is this computer where it can do it and nobody was chosen', () => {
    expect(selected('fill', { last: openai('gpt-2') })).toEqual(['local'])
    expect(selected('expand', {})).toEqual(['local'])
    expect(selected('add', {})).toEqual(['gpt-2'])
    expect(selected('remove', { selected: [openai('gpt-2'), 'local'] })).toEqual(['local', 'gpt-2'])
  })

  it('can do what is asked for, or is none', () => {
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
  ] as const)('%s by a model with %o: %s', (task, card, can) => {
    expect(canDoTask(sampleCard('one', card), task)).toBe(can)
  })
})

describe('ticking', () => {
  it('adds and takes away, but never the last one', () => {
    const one: readonly ModelChoice[] = ['local']
    const two = toggleModel(one, flux)
    expect(two).toEqual(['local', flux])
    expect(toggleModel(two, 'local')).toEqual([flux])
    expect(toggleModel([flux], { ...flux })).toEqual([flux])
  })

  it('ends where it would become dear', () => {
    const many = Array.from({ length: selectedModelsMax }, (_, at) => openai(`model-${at}`))
    expect(toggleModel(many, flux)).toEqual(many)
  })
})

describe('the picker', () => {
  const wishes = { task: 'generate', search: '', isMaskOnly: false, favorites: [] } as const
  const listed = (change: Partial<Parameters<typeof listModels>[1]>) =>
    listModels(providers, { ...wishes, ...change }).map(({ provider, models }) => [
      provider?.id ?? 'favorites',
      ...models.map(({ card }) => card.id),
    ])

  it('lists who is ready first, without what is retired or off', () => {
    expect(listed({})).toEqual([
      ['openai', 'gpt-2-mini', 'gpt-2'],
      ['bfl', 'flux'],
    ])
  })

  it('finds what is retired or off when it is searched for, a whole name first', () => {
    expect(listed({ search: 'old' })).toEqual([['openai', 'old']])
    expect(listed({ search: 'grok' })).toEqual([['xai', 'grok']])
    expect(listed({ search: 'GPT-2' })).toEqual([['openai', 'gpt-2', 'gpt-2-mini']])
    expect(listed({ search: 'nothing like it' })).toEqual([])
  })

  it('shows favorites before all, and only what can use a mask if that is wanted', () => {
    expect(listed({ favorites: [openai('gpt-2')] })[0]).toEqual(['favorites', 'gpt-2'])
    expect(listed({ task: 'fill', isMaskOnly: true })).toEqual([
      ['openai', 'gpt-2'],
      ['bfl', 'flux'],
    ])
  })
})
