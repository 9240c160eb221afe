import { describe, expect, it } from 'vitest'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import { sampleCard, sampleProvider } from '../../../../../test/support/window/sample-providers.ts'
import { findModel } from '../../../lib/model-ref.ts'
import { listModels } from './list-models.ts'

const models = [sampleCard('flux-2'), sampleCard('flux', { aliasOf: 'flux-2' })]
const alias: ModelRef = { provider: 'bfl', model: 'flux' }

function listed(defaultModel: string | null, search = '', favorites: readonly ModelRef[] = []) {
  const wishes = { task: 'generate', search, isMaskOnly: false, favorites } as const
  const groups = listModels([sampleProvider('bfl', { models, defaultModel })], wishes)
  return groups.map((group) => [group.provider?.id ?? 'favorites', ...group.models.map(({ card }) => card.id)])
}

describe('a second name of a model', () => {
  it('is not listed, by whatever is searched for', () => {
    expect(listed(null)).toEqual([['bfl', 'flux-2']])
    expect(listed(null, 'flux')).toEqual([['bfl', 'flux-2']])
  })

  it('is listed where it is the default, and where it is a favorite', () => {
    expect(listed('flux')).toEqual([['bfl', 'flux-2', 'flux']])
    expect(listed(null, '', [alias])).toEqual([
      ['favorites', 'flux'],
      ['bfl', 'flux-2'],
    ])
  })

  it('is found where it was chosen', () => {
    expect(findModel([sampleProvider('bfl', { models })], alias)?.card.id).toBe('flux')
  })
})
