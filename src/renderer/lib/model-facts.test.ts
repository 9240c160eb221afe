import { describe, expect, it } from 'vitest'
import { sampleCard, sampleProvider } from '../../../test/support/window/sample-providers.ts'
import { canAsk, canDo, isReady } from './model-facts.ts'

const { key, health } = sampleProvider('openai')

describe('who can be asked', () => {
  it.each([
    ['with its key', {}, true, true],
    ['switched off', { isEnabled: false }, false, false],
    ['without its key', { key: { ...key, source: null } }, false, false],
    ['without a key it does not need', { key: { ...key, source: null, need: 'optional' } }, true, false],
    ['the demo', { key: { ...key, source: null, need: 'none' }, kind: 'demo' }, true, true],
    ['with a key that was rejected', { health: { ...health, state: 'key-rejected' } }, true, false],
    ['a server that has not answered yet', { kind: 'local' }, true, false],
    ['a server that has answered', { kind: 'local', health: { ...health, state: 'ok' } }, true, true],
  ] as const)('%s', (_, change, mayBeAsked, isLikely) => {
    expect(canAsk(sampleProvider('openai', change))).toBe(mayBeAsked)
    expect(isReady(sampleProvider('openai', change))).toBe(isLikely)
  })
})

describe('what a model can do', () => {
  it('is told by its card', () => {
    const card = sampleCard('one', { canGenerate: false, edits: 'own', variations: 'emulated' })
    expect([canDo(card, 'generate'), canDo(card, 'edit'), canDo(card, 'variations')]).toEqual([false, true, true])
  })
})
