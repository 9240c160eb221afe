import { describe, expect, it } from 'vitest'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import { sampleCard, sampleProvider } from '../../../client/sample-providers.ts'
import { chooseModel } from './choose-model.ts'
import { listModels } from './list-models.ts'

const retired = { is: 'retired', on: null, successor: null, isServedElsewhere: true, note: null } as const
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
const nobody = { chosen: null, last: null, favourites: [] }

describe('the model of the form', () => {
  it.each([
    ['the default of who is ready', nobody, 'gpt-2'],
    ['what was set last', { ...nobody, last: openai('gpt-2-mini') }, 'gpt-2-mini'],
    ['a favourite', { ...nobody, favourites: [openai('gpt-2-mini')] }, 'gpt-2-mini'],
    ['what was chosen, though its key is missing', { ...nobody, chosen: { provider: 'bfl', model: 'flux' } }, 'flux'],
    ['not what is retired', { ...nobody, last: openai('old') }, 'gpt-2'],
    ['not who has no key', { ...nobody, last: { provider: 'bfl', model: 'flux' } }, 'gpt-2'],
    ['not what is gone', { ...nobody, chosen: openai('gone') }, 'gpt-2'],
  ] as const)('is %s', (_, wishes, id) => {
    expect(chooseModel(providers, 'generate', wishes)?.card.id).toBe(id)
  })

  it('can do what is asked for, or is none', () => {
    expect(chooseModel(providers, 'edit', { ...nobody, chosen: openai('gpt-2-mini') })?.card.id).toBe('gpt-2')
    expect(chooseModel(providers, 'variations', nobody)).toBeNull()
  })
})

describe('the picker', () => {
  const wishes = { operation: 'generate', search: '', isMaskOnly: false, favourites: [] } as const
  const listed = (change: Partial<Parameters<typeof listModels>[1]>) =>
    listModels(providers, { ...wishes, ...change }).map(({ provider, models }) => [
      provider?.id ?? 'favourites',
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

  it('shows favourites before all, and only what can use a mask if that is wanted', () => {
    expect(listed({ favourites: [openai('gpt-2')] })[0]).toEqual(['favourites', 'gpt-2'])
    expect(listed({ operation: 'edit', isMaskOnly: true })).toEqual([
      ['openai', 'gpt-2'],
      ['bfl', 'flux'],
    ])
  })
})
