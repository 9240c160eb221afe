import { describe, expect, it } from 'vitest'
import { sampleCard } from '../../../../test/support/window/sample-providers.ts'
import { describeAbilities } from './model-abilities.ts'

const upscaleSteps = [2, 4].map((factor) => ({ factor, value: factor }))
const words = (change: Parameters<typeof sampleCard>[1]) => describeAbilities(sampleCard('one', change), [])

describe('describeAbilities', () => {
  it.each([
    [{}, 'new image'],
    [{ edits: 'instruction', mask: 'soft', referencesMax: 16 }, 'new, edit · soft mask · 16 references'],
    [{ canGenerate: false, edits: 'instruction', mask: 'hard' }, 'edit · exact mask'],
    [
      { canGenerate: false, edits: 'own', prompt: 'none', upscaling: { option: 'scale', steps: upscaleSteps } },
      'upscales ×2, ×4',
    ],
    [{ canGenerate: false, edits: 'own', mask: 'hard', needsMask: true }, 'edit · needs a mask, exact mask'],
    [{ edits: 'instruction', mask: 'described' }, 'new, edit · mask described in the prompt'],
    [{ edits: 'strength', hasNegativePrompt: true }, 'new, edit · mask applied by Atelier · negative prompt'],
    [{ edits: 'own', canGenerate: false }, 'edit · whole image'],
    [{ variations: 'native' }, 'new image · variations'],
    [{ variations: 'emulated' }, 'new image'],
    [{ loras: { max: 4, minScale: 0, maxScale: 1 } }, 'new image · up to 4 LoRAs'],
  ] as const)('summarizes %o in one line', (change, text) => {
    // A line never starts with the dot between two items.
    expect(words(change)).toEqual({ text: text.replaceAll(' ·', '\u00A0·'), tone: 'plain' })
  })

  it('warns of retirement and names the successor', () => {
    const state = { type: 'retiring', on: '2026-12-01', successor: 'next' } as const
    const siblings = [sampleCard('next', { label: '2.6 Flare' })]
    expect(describeAbilities(sampleCard('one', { state }), siblings)).toEqual({
      text: 'retires Dec 1, 2026 → 2.6 Flare',
      tone: 'warning',
    })
  })

  it.each([
    [{ on: null, isServedElsewhere: true }, 'retired · gateways only'],
    [{ on: '2025-03-01', isServedElsewhere: false }, 'retired Mar 1, 2025'],
  ])('describes a retired model: %o', (facts, text) => {
    const state = { type: 'retired', successor: null, note: null, ...facts } as const
    expect(words({ state })).toEqual({ text, tone: 'faint' })
  })
})
