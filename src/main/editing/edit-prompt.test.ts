import { describe, expect, it } from 'vitest'
import { editIntents } from '../../shared/domain/edit.ts'
import { editPrompt, describeRegion, type SpokenEdit } from './edit-prompt.ts'

const instructed = { edits: 'instruction', mask: 'no', prompt: 'required' } as const
const described = { edits: 'instruction', mask: 'described', prompt: 'required' } as const
const soft = { edits: 'instruction', mask: 'soft', prompt: 'required' } as const
const hard = { edits: 'strength', mask: 'hard', prompt: 'required' } as const
const edit = (changes: Partial<SpokenEdit>): SpokenEdit => ({
  intent: 'fill',
  prompt: 'a red kite',
  told: 'crop-only',
  place: null,
  ...changes,
})

describe('editPrompt', () => {
  it.each([
    ['fill', 'a red kite. Keep everything else exactly as it is.'],
    ['add', 'Add to the middle of the image: a red kite. Keep everything else exactly as it is.'],
    [
      'remove',
      'Remove from the middle of the image: a red kite. Continue the background naturally. Keep everything else exactly as it is.',
    ],
    ['background', 'Replace the background: a red kite. Keep the subject exactly as it is, in the same place.'],
    [
      'expand',
      'Continue the image naturally to its borders: the outer part is only a rough fill, to be painted properly. a red kite. Keep everything else exactly as it is.',
    ],
    ['whole', 'a red kite'],
  ] as const)('describes %s to a model that sees no mask', (intent, sentence) => {
    expect(editPrompt(edit({ intent }), instructed)).toBe(sentence)
  })

  it('refers to the marked area when the model is shown it', () => {
    const maskDelivery = 'second-picture'
    expect(editPrompt(edit({ told: maskDelivery }), described)).toBe(
      'a red kite. Change only the marked area. Keep everything else exactly as it is.',
    )
    expect(editPrompt(edit({ told: maskDelivery, intent: 'remove', prompt: '' }), described)).toBe(
      'Remove the marked object and continue the background naturally. Keep everything else exactly as it is.',
    )
  })

  it('keeps the prompt unchanged for a model that receives a mask file', () => {
    for (const intent of editIntents) {
      expect(editPrompt(edit({ told: 'mask-white', intent }), hard)).toBe('a red kite')
      expect(editPrompt(edit({ told: 'mask-transparent', intent }), soft)).toBe('a red kite')
    }
  })

  it('writes a prompt for an empty one only when the model requires it', () => {
    const withoutPrompt = edit({ told: 'mask-white', prompt: '', intent: 'remove' })
    expect(editPrompt(withoutPrompt, hard)).toBe('empty background that continues what surrounds it')
    expect(editPrompt(withoutPrompt, { ...hard, prompt: 'optional' })).toBe('')
    expect(editPrompt({ ...withoutPrompt, told: 'mask-transparent' }, soft)).toMatch(/^Remove the marked object/)
    for (const intent of ['fill', 'add', 'background', 'whole'] as const) {
      expect(editPrompt({ ...withoutPrompt, intent }, hard)).toBe('')
      expect(editPrompt(edit({ prompt: '', intent }), instructed)).toBe('')
    }
  })

  it('adds no second end to a sentence', () => {
    expect(editPrompt(edit({ prompt: 'Make it blue!' }), instructed)).toMatch(/^Make it blue! Keep/)
  })

  it('describes the location within the sent part', () => {
    const part = { x: 100, y: 100, widthPx: 300, heightPx: 300 }
    const at = (x: number, y: number) => describeRegion({ part, bounds: { x, y, widthPx: 2, heightPx: 2 } })
    expect(at(250, 250)).toBe('the middle of the image')
    expect(at(110, 110)).toBe('the upper left part of the image')
    expect(at(250, 390)).toBe('the lower part of the image')
    expect(at(390, 250)).toBe('the right part of the image')
    expect(editPrompt(edit({ intent: 'remove', prompt: '', place: { part, bounds: part } }), instructed)).toMatch(
      /^Remove the object in the middle of the image/,
    )
  })
})
