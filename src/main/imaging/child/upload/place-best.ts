import type { BlendSettings } from '../../../../shared/domain/edit.ts'
import type { EditScene } from '../composite/edit-scene.ts'
import { placeResponse, type PlacedResponse } from '../composite/place-response.ts'
import type { ResponseFit } from './response-box.ts'

export interface BestPlaced {
  readonly fit: ResponseFit
  readonly scene: EditScene
  readonly placed: PlacedResponse
}

/** Any fit but the likeliest must correlate better by this much. */
const clearlyBetter = 0.01

/**
 * Places a response with a different aspect ratio in each way the service may have produced it, and picks the one that
 * best fits the mask's surroundings. Without alignment the likeliest is used.
 */
export async function placeBest(
  fits: readonly ResponseFit[],
  sceneFor: (fit: ResponseFit) => Promise<EditScene>,
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
  fit: ResponseFit,
  sceneFor: (fit: ResponseFit) => Promise<EditScene>,
  blend: BlendSettings,
): Promise<BestPlaced> {
  const scene = await sceneFor(fit)
  return { fit, scene, placed: placeResponse(scene, blend) }
}

function correlationOf({ placed: { alignment } }: BestPlaced): number {
  return alignment?.basis === 'measured' ? alignment.correlation : 0
}
