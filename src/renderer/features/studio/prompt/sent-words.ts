import type { Words } from '../../../../shared/domain/canvas-document.ts'
import type { Style } from '../../../../shared/domain/prompts.ts'
import {
  applyStyles,
  dialectOf,
  expandPrompt,
  hasWeights,
  isTemplate,
  withoutWeights,
  type WildcardLists,
} from '../../../../shared/prompting/index.ts'
import type { ModelMatch } from '../../../lib/model-ref.ts'
import { promptsOf, type RunWishes } from './derive-runs.ts'

interface Written {
  readonly words: Words
  readonly styles: readonly Style[] | null
  readonly form: { readonly styleIds: readonly string[]; readonly runs: RunWishes }
}

/** Those that are chosen and still there, in the order in which they were chosen. */
export function chosenStyles({ styles, form }: Pick<Written, 'styles' | 'form'>): readonly Style[] {
  return form.styleIds.flatMap((id) => styles?.find((style) => style.id === id) ?? [])
}

/** The prompts as a model gets them: with the styles around them, and without weights where it would draw the numbers. */
export function promptsFor({ provider, card }: ModelMatch, written: Written): readonly string[] {
  if (card.prompt === 'none') return ['']
  const styles = chosenStyles(written)
  const knowsWeights = dialectOf(provider.id, card) === 'weights'
  return promptsOf(written.words.prompt, written.form.runs).map((prompt) => {
    // A style of nothing is none.
    const styled = prompt === '' ? '' : applyStyles(styles, { prompt, negativePrompt: '' }).prompt
    return knowsWeights || !hasWeights(styled) ? styled : withoutWeights(styled)
  })
}

export function negativeFor(written: Written): string {
  const { prompt, negativePrompt } = written.words
  const negative = negativePrompt.trim()
  return prompt.trim() === ''
    ? negative
    : applyStyles(chosenStyles(written), { prompt: '', negativePrompt: negative }).negativePrompt
}

/** What a prompt may become, to be counted and planned by: one of its choices. */
export function samplePrompt(prompt: string, wildcards: WildcardLists): string {
  if (!isTemplate(prompt)) return prompt
  const made = expandPrompt(prompt, { seed: 1, wildcards })
  return made.is === 'prompt' ? made.text : prompt
}
