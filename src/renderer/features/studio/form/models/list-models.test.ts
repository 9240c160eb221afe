import { describe, expect, it } from 'vitest'
import type { ModelRef } from '../../../../../shared/domain/provider.ts'
import { sampleCard, sampleProvider } from '../../../../../../test/support/window/sample-providers.ts'
import { findModel } from '../../../../lib/models/model-ref.ts'
import { listModels } from './list-models.ts'

const models = [sampleCard('flux-2'), sampleCard('flux', { aliasOf: 'flux-2' })]
const alias: ModelRef = { provider: 'bfl', model: 'flux' }

function listed(defaultModel: string | null, search = '', favorites: readonly ModelRef[] = []) {
  const options = { task: 'generate', search, isMaskOnly: false, favorites } as const
  const groups = listModels([sampleProvider('bfl', { models, defaultModel })], options)
  return groups.map((group) => [group.provider?.id ?? 'favorites', ...group.models.map(({ card }) => card.id)])
}

describe('alias of a model', () => {
  it('is not listed, with or without a search', () => {
    expect(listed(null)).toEqual([['bfl', 'flux-2']])
    expect(listed(null, 'flux')).toEqual([['bfl', 'flux-2']])
  })

  it('is listed as the default or as a favorite', () => {
    expect(listed('flux')).toEqual([['bfl', 'flux-2', 'flux']])
    expect(listed(null, '', [alias])).toEqual([
      ['favorites', 'flux'],
      ['bfl', 'flux-2'],
    ])
  })

  it('is found by its reference', () => {
    expect(findModel([sampleProvider('bfl', { models })], alias)?.card.id).toBe('flux')
  })
})
