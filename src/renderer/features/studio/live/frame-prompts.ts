import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import { expandPrompt, isTemplate } from '../../../../shared/prompting/index.ts'
import type { PromptsStore } from '../../../client/index.ts'
import type { ModelMatch } from '../../../lib/models/model-ref.ts'
import type { GenerateForm } from '../form/generate-form.ts'
import { negativeFor, promptsFor } from '../prompt/sent-prompts.ts'

/** `problem`: for display, what cannot be read in the prompt, such as a choice that is still being typed. */
export type FramePrompts = PromptPair | { readonly problem: string }

interface WrittenWords {
  readonly prompts: PromptPair
  readonly form: Pick<GenerateForm, 'styleIds' | 'runs'>
}

/**
 * Returns the prompts of a live frame as those of a job: with styles, without weights that the model would draw, and
 * with choices and wildcards drawn by the frame's seed, so that they hold as long as it does. Of several prompts by line
 * the first one counts.
 */
export async function framePrompts(
  store: PromptsStore,
  match: ModelMatch | null,
  { prompts, form }: WrittenWords,
  seed: number,
): Promise<FramePrompts> {
  if (form.styleIds.length > 0) await store.want('styles')
  if (prompts.prompt.includes('__')) await store.want('wildcards')
  const { styles, lists } = store.store.getState()
  const written = { prompts, styles, form }
  const [prompt = ''] = match === null ? [prompts.prompt] : promptsFor(match, written)
  const negativePrompt = negativeFor(written)
  if (!isTemplate(prompt)) return { prompt, negativePrompt }
  const drawn = expandPrompt(prompt, { seed, wildcards: lists })
  return drawn.type === 'prompt' ? { prompt: drawn.text, negativePrompt } : { problem: drawn.message }
}
