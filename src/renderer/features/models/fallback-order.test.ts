import { describe, expect, it } from 'vitest'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { sampleCard, sampleProvider } from '../../../../test/support/window/sample-providers.ts'
import { addableRefs, fallbackMax, moveRef } from './fallback-order.ts'

const ref = (model: string): ModelRef => ({ provider: 'openai', model })
const names = (refs: readonly ModelRef[]) => refs.map(({ model }) => model).join('')

describe('fallback order', () => {
  it('moves a model by one position and stops at the ends', () => {
    const refs = [ref('a'), ref('b'), ref('c')]
    expect(names(moveRef(refs, 2, -1))).toBe('acb')
    expect(names(moveRef(refs, 0, 1))).toBe('bac')
    expect(names(moveRef(refs, 0, -1))).toBe('abc')
    expect(names(moveRef(refs, 2, 1))).toBe('abc')
  })

  it('offers usable models with the capability that are not in the list yet', () => {
    const retired = { type: 'retired', on: null, successor: null, isServedElsewhere: true, note: null } as const
    const providers = [
      sampleProvider('openai', {
        models: [sampleCard('a', { edits: 'instruction' }), sampleCard('b'), sampleCard('c', { state: retired })],
      }),
      sampleProvider('stability', { isEnabled: false }),
      sampleProvider('bfl', { key: { ...sampleProvider('bfl').key, source: null } }),
    ]
    const offered = (operation: 'generate' | 'edit', refs: readonly ModelRef[]) =>
      addableRefs(providers, operation, refs).map(({ label }) => label)
    expect(offered('generate', [])).toEqual(['openai · a', 'openai · b'])
    expect(offered('generate', [ref('a')])).toEqual(['openai · b'])
    expect(offered('edit', [])).toEqual(['openai · a'])
    expect(
      offered(
        'generate',
        Array.from({ length: fallbackMax }, (_, at) => ref(`x${at}`)),
      ),
    ).toEqual([])
  })
})
