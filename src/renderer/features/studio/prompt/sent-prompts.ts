import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
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
import type { ModelMatch } from '../../../lib/models/model-ref.ts'
import { promptsOf, type RunWishes } from './derive-runs.ts'

interface Written {
  readonly prompts: PromptPair
  readonly styles: readonly Style[] | null
  readonly form: { readonly styleIds: readonly string[]; readonly runs: RunWishes }
}

/** The selected styles that still exist, in the order of selection. */
export function chosenStyles({ styles, form }: Pick<Written, 'styles' | 'form'>): readonly Style[] {
  return form.styleIds.flatMap((id) => styles?.find((style) => style.id === id) ?? [])
}

/** The prompts as a model gets them: with styles applied, and without weights if it would draw the numbers. */
export function promptsFor({ provider, card }: ModelMatch, written: Written): readonly string[] {
  if (card.prompt === 'none') return ['']
  const styles = chosenStyles(written)
  const knowsWeights = dialectOf(provider.id, card) === 'weights'
  return promptsOf(written.prompts.prompt, written.form.runs).map((prompt) => {
    // Styles are not applied to an empty prompt.
    const styled = prompt === '' ? '' : applyStyles(styles, { prompt, negativePrompt: '' }).prompt
    return knowsWeights || !hasWeights(styled) ? styled : withoutWeights(styled)
  })
}

export function negativeFor(written: Written): string {
  const { prompt, negativePrompt } = written.prompts
  const negative = negativePrompt.trim()
  return prompt.trim() === ''
    ? negative
    : applyStyles(chosenStyles(written), { prompt: '', negativePrompt: negative }).negativePrompt
}

/** Returns one possible expansion of a prompt, for counting and planning. */
export function samplePrompt(prompt: string, wildcards: WildcardLists): string {
  if (!isTemplate(prompt)) return prompt
  const expanded = expandPrompt(prompt, { seed: 1, wildcards })
  return expanded.type === 'prompt' ? expanded.text : prompt
}
