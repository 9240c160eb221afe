import { describe, expect, it } from 'vitest'
import { sampleCard, sampleProvider } from '../../../../test/support/window/sample-providers.ts'
import { canAsk, canDo, isReady } from './model-facts.ts'

const { key, health } = sampleProvider('openai')

describe('canAsk and isReady', () => {
  it.each([
    ['a provider with an API key', {}, true, true],
    ['a disabled provider', { isEnabled: false }, false, false],
    ['a provider without an API key', { key: { ...key, source: null } }, false, false],
    ['a provider without an optional API key', { key: { ...key, source: null, need: 'optional' } }, true, false],
    ['the demo provider', { key: { ...key, source: null, need: 'none' }, kind: 'demo' }, true, true],
    ['a provider with a rejected API key', { health: { ...health, state: 'key-rejected' } }, true, false],
    ['a local server that has not responded yet', { kind: 'local' }, true, false],
    ['a local server that has responded', { kind: 'local', health: { ...health, state: 'ok' } }, true, true],
  ] as const)('check %s', (_, change, mayBeAsked, isLikely) => {
    expect(canAsk(sampleProvider('openai', change))).toBe(mayBeAsked)
    expect(isReady(sampleProvider('openai', change))).toBe(isLikely)
  })
})

describe('canDo', () => {
  it('follows the model card', () => {
    const card = sampleCard('one', { canGenerate: false, edits: 'own', variations: 'emulated' })
    expect([canDo(card, 'generate'), canDo(card, 'edit'), canDo(card, 'variations')]).toEqual([false, true, true])
  })
})
