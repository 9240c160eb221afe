import { describe, expect, it } from 'vitest'
import { sampleCard, sampleProvider } from '../../../../test/support/window/sample-providers.ts'
import { filterProviders, showsFill, type ModelFilter } from './filter-providers.ts'

const retired = { type: 'retired', on: null, successor: null, isServedElsewhere: true, note: null } as const
const paid = { per: 'unknown', note: '' } as const
const providers = [
  sampleProvider('openai', {
    label: 'OpenAI',
    models: [
      sampleCard('dall-e-3', { state: retired, price: paid }),
      sampleCard('gpt-image-2', { mask: 'soft', price: paid }),
    ],
  }),
  sampleProvider('bfl', {
    label: 'Black Forest Labs',
    key: { ...sampleProvider('bfl').key, source: null },
    models: [
      sampleCard('flux-fill', { mask: 'hard', seed: 'yes', price: paid }),
      sampleCard('flux-dev', { seed: 'yes' }),
    ],
  }),
  sampleProvider('comfyui', { label: 'ComfyUI', kind: 'local', models: [] }),
]

function shown(filter: ModelFilter, search = ''): string[] {
  return filterProviders(providers, filter, search).flatMap(({ provider, models }) =>
    models.length === 0 ? [provider.id] : models.map(({ id }) => id),
  )
}

describe('filterProviders', () => {
  it('lists all models, retired ones last, and providers without models', () => {
    expect(shown('all')).toEqual(['gpt-image-2', 'dall-e-3', 'flux-fill', 'flux-dev', 'comfyui'])
  })

  it.each([
    ['mask', ['gpt-image-2', 'flux-fill']],
    ['free', ['flux-dev']],
    ['seed', ['flux-fill', 'flux-dev']],
    ['ready', ['gpt-image-2']],
  ] as const)('filters by %s', (filter, expected) => {
    expect(shown(filter)).toEqual(expected)
  })

  it('matches every search word against providers and models', () => {
    expect(shown('all', 'black forest')).toEqual(['flux-fill', 'flux-dev'])
    expect(shown('all', 'FILL')).toEqual(['flux-fill'])
    expect(shown('all', 'openai 2')).toEqual(['gpt-image-2'])
    expect(shown('all', 'comfy')).toEqual(['comfyui'])
    expect(shown('mask', 'comfy')).toEqual([])
    expect(shown('all', 'nothing of the kind')).toEqual([])
  })

  it('omits aliases except the default model', () => {
    const models = [sampleCard('flux-2'), sampleCard('flux', { aliasOf: 'flux-2' })]
    const ids = (defaultModel: string | null) =>
      filterProviders([sampleProvider('bfl', { models, defaultModel })], 'all', '').flatMap((listing) =>
        listing.models.map(({ id }) => id),
      )
    expect(ids(null)).toEqual(['flux-2'])
    expect(ids('flux')).toEqual(['flux-2', 'flux'])
  })

  it('finds content-aware fill, which is not a provider', () => {
    expect(showsFill('')).toBe(true)
    expect(showsFill('Content')).toBe(true)
    expect(showsFill('flux')).toBe(false)
  })
})
