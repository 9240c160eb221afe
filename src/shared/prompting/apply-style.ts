import type { PromptPair } from '../domain/canvas-document.ts'
import type { Style } from '../domain/prompts.ts'
import { tidyCommas, trimSigns } from './terms.ts'

const placeholder = '{prompt}'

/** Applies a style to a prompt pair: `{prompt}` stands for the text, without it the style is appended. */
export function applyStyle(style: Pick<Style, 'prompt' | 'negativePrompt'>, pair: PromptPair): PromptPair {
  return {
    prompt: wrapInStyle(style.prompt, pair.prompt),
    negativePrompt: wrapInStyle(style.negativePrompt, pair.negativePrompt),
  }
}

/** Applies styles in order: each wraps the result of the previous ones. */
export function applyStyles(styles: readonly Pick<Style, 'prompt' | 'negativePrompt'>[], pair: PromptPair): PromptPair {
  return styles.reduce((styled, style) => applyStyle(style, styled), pair)
}

function wrapInStyle(style: string, pair: string): string {
  if (style.trim() === '') return pair
  const inner = trimSigns(pair, ' ,\n')
  // The prompt keeps its final period only where the style ends with it.
  const joined = style.includes(placeholder)
    ? style.split(placeholder).join(style.trimEnd().endsWith(placeholder) ? inner : inner.replace(/(?<!\.)\.$/u, ''))
    : `${inner}, ${style}`
  return tidyCommas(joined)
}
