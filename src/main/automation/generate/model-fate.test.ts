import { expect, it } from 'vitest'
import { registry } from '../../providers/registry.ts'
import { findModelFate } from './model-fate.ts'

it.each([
  ['openai', 'dall-e-3', { type: 'retired', successor: 'gpt-image-2.5-sunburst' }],
  ['openai', 'gpt-image-2', { type: 'current' }],
  ['openai', 'gpt-image-9', { type: 'unknown' }],
  ['local', 'anything', { type: 'unknown' }],
] as const)('of %s/%s', (provider, model, fate) => {
  expect(findModelFate({ provider, model }, Date.parse('2026-11-25'))).toEqual(fate)
})

it('counts a model as retired after its last day', () => {
  const ref = { provider: 'openai', model: 'gpt-image-1.5' } as const
  expect(findModelFate(ref, Date.parse('2026-12-01T12:00:00Z'))).toEqual({ type: 'current' })
  expect(findModelFate(ref, Date.parse('2026-12-02T12:00:00Z'))).toEqual({
    type: 'retired',
    successor: 'gpt-image-2.6-sunburst',
  })
})

it('ends for every built-in model, and never at a retired one that has a successor', () => {
  for (const { id: provider, models } of Object.values(registry)) {
    for (const { id: model } of models) {
      const fate = findModelFate({ provider, model })
      if (fate.type !== 'retired' || fate.successor === null) continue
      const next = findModelFate({ provider, model: fate.successor })
      expect(next.type === 'retired' ? next.successor : null).toBeNull()
    }
  }
})
