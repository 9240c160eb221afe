import type { BlendSettings } from '../../../../shared/domain/edit.ts'
import type { EditScene } from '../edit/edit-scene.ts'
import { placeAnswer, type PlacedAnswer } from '../edit/place-answer.ts'
import type { AnswerFit } from './answer-box.ts'

export interface BestPlaced {
  readonly fit: AnswerFit
  readonly scene: EditScene
  readonly placed: PlacedAnswer
}

/** Another fit than the likeliest must correlate better by this. */
const clearlyBetter = 0.01

/**
 * Places an answer of another shape in each way that a service may have made it, and takes the one that fits what
 * surrounds the mask best. Without alignment there is nothing to tell by: the likeliest is taken.
 */
export async function placeBest(
  fits: readonly AnswerFit[],
  sceneFor: (fit: AnswerFit) => Promise<EditScene>,
  blend: BlendSettings,
): Promise<BestPlaced> {
  const [likeliest = 'stretched', ...others] = fits
  let best = await placeAs(likeliest, sceneFor, blend)
  for (const fit of blend.isAligned ? others : []) {
    const next = await placeAs(fit, sceneFor, blend)
    if (correlationOf(next) > correlationOf(best) + clearlyBetter) best = next
  }
  return best
}

async function placeAs(
  fit: AnswerFit,
  sceneFor: (fit: AnswerFit) => Promise<EditScene>,
  blend: BlendSettings,
): Promise<BestPlaced> {
  const scene = await sceneFor(fit)
  return { fit, scene, placed: placeAnswer(scene, blend) }
}

function correlationOf({ placed: { alignment } }: BestPlaced): number {
  return alignment?.basis === 'measured' ? alignment.correlation : 0
}
