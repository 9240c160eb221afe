import type { Style } from '../domain/prompts.ts'
import { tidyCommas, trimSigns } from './terms.ts'

export interface PromptWords {
  readonly prompt: string
  readonly negativePrompt: string
}

const place = '{prompt}'

/** The words with a style around them: `{prompt}` stands for them, without it the style comes after. */
export function applyStyle(style: Pick<Style, 'prompt' | 'negativePrompt'>, words: PromptWords): PromptWords {
  return {
    prompt: laidAround(style.prompt, words.prompt),
    negativePrompt: laidAround(style.negativePrompt, words.negativePrompt),
  }
}

/** One after the other: each is laid around what the ones before have made. */
export function applyStyles(
  styles: readonly Pick<Style, 'prompt' | 'negativePrompt'>[],
  words: PromptWords,
): PromptWords {
  return styles.reduce((made, style) => applyStyle(style, made), words)
}

function laidAround(style: string, words: string): string {
  if (style.trim() === '') return words
  const inner = trimSigns(words, ' ,\n')
  // A sentence in the middle of a style ends with it, not before.
  const joined = style.includes(place)
    ? style.split(place).join(style.trimEnd().endsWith(place) ? inner : inner.replace(/(?<!\.)\.$/u, ''))
    : `${inner}, ${style}`
  return tidyCommas(joined)
}
