import { blankRequest, type PlanRequest } from '../shared/domain/generation.ts'
import type { ModelCard } from '../shared/domain/model-card.ts'
import { findMentions } from '../shared/prompting/index.ts'
import type { FrameWords } from './live/live.ts'
import { planNamedReferences, type KnownReference } from './providers/core/plan/plan-named-references.ts'
import { createPlanNotes } from './providers/core/plan/plan-notes.ts'
import { planPrompt } from './providers/core/plan/plan-prompt.ts'

/**
 * Returns the words of a live frame as its model gets them, by the same rules as an ordinary edit: named references in
 * words, since a frame takes no images beside the canvas, and a negative prompt only where the model has one.
 */
export async function compileFrameWords(
  words: Pick<FrameWords, 'prompt' | 'negativePrompt'>,
  card: ModelCard,
  references: () => Promise<readonly KnownReference[]>,
): Promise<FrameWords> {
  const { prompt, negativePrompt } = words
  const request: PlanRequest = {
    ...blankRequest,
    provider: 'local',
    model: card.id,
    operation: 'edit',
    prompt,
    negativePrompt,
  }
  const imageless = { ...card, referencesMax: 0 }
  const known = findMentions(prompt).length > 0 ? await references() : []
  const notes = createPlanNotes()
  const worded = planNamedReferences(request, imageless, known, notes)
  const planned = planPrompt(worded?.request ?? request, imageless, notes)
  return { prompt: planned.prompt, negativePrompt: planned.negativePrompt ?? '', named: worded?.uses ?? [] }
}
