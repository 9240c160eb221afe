import { describe, expect, it } from 'vitest'
import type { Style } from '../../../../shared/domain/prompts.ts'
import { sampleCard, sampleProvider } from '../../../../../test/support/window/sample-providers.ts'
import { singleRun } from './derive-runs.ts'
import { tightest } from './prompt-field.tsx'
import { negativeFor, promptsFor } from './sent-prompts.ts'

const style = (id: string, prompt: string, negativePrompt = ''): Style => ({
  id,
  name: id,
  group: 'g',
  prompt,
  negativePrompt,
  shown: { as: 'icon', icon: 'x' },
  isOwn: false,
})
const styles = [style('film', '{prompt}, on film', 'digital'), style('wide', 'a wide view of {prompt}')]
const written = (prompt: string, styleIds: readonly string[] = []) => ({
  prompts: { prompt, negativePrompt: 'text' },
  styles,
  form: { styleIds, runs: singleRun },
})
const found = (provider: 'openai' | 'a1111', change = {}) => {
  const card = sampleCard('some', change)
  return { provider: sampleProvider(provider, { models: [card] }), card }
}

describe('sent prompts', () => {
  it('wrap the prompt in styles in the order of their selection', () => {
    expect(promptsFor(found('openai'), written('a cat', ['film', 'wide']))).toEqual(['a wide view of a cat, on film'])
    expect(promptsFor(found('openai'), written('a cat', ['gone']))).toEqual(['a cat'])
    expect(negativeFor(written('a cat', ['film', 'wide']))).toContain('digital')
    expect(negativeFor(written('a cat', ['film']))).toContain('text')
  })

  it('are empty without a prompt, or for a model without prompts', () => {
    expect(promptsFor(found('openai'), written('  ', ['film']))).toEqual([''])
    expect(negativeFor(written(' ', ['film']))).toBe('text')
    expect(promptsFor(found('openai', { prompt: 'none' }), written('a cat', ['film']))).toEqual([''])
  })

  it('keep weights for models that support them and remove them for others', () => {
    expect(promptsFor(found('a1111'), written('a (red:1.3) cat'))).toEqual(['a (red:1.3) cat'])
    expect(promptsFor(found('openai'), written('a (red:1.3) cat'))).toEqual(['a red cat'])
    expect(promptsFor(found('openai'), written('a cat (asleep)'))).toEqual(['a cat (asleep)'])
  })
})

const pick = (provider: 'openai' | 'a1111', prompt: string, change = {}) =>
  ({ ...found(provider, change), prompts: [prompt] }) as never

describe('prompt count', () => {
  it('is that of the model with the tightest limit', () => {
    const picks = [pick('openai', 'a cat', { promptCharsMax: 100 }), pick('openai', 'a cat', { promptCharsMax: 6 })]
    expect(tightest(picks, new Map())?.count).toMatchObject({ count: 5, max: 6, isOver: false })
    expect(tightest([pick('openai', 'a long cat', { promptCharsMax: 6 })], new Map())?.count.isOver).toBe(true)
    expect(tightest([], new Map())).toBeNull()
  })
})
