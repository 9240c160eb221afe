import type { Recipe } from '../../shared/domain/asset.ts'
import type { DrawnFrame, FrameRequest, FrameWords } from './live.ts'
import { mapNumberSettings } from '../../shared/domain/number-settings.ts'

interface MadeFrame extends DrawnFrame {
  /** As written. */
  readonly request: FrameRequest
  /** As sent. */
  readonly words: FrameWords
}

/** Everything a kept frame was made with: that of an ordinary edit by the same model. */
export function frameRecipe({ request, words: { named, ...words }, local, timingMs }: MadeFrame): Recipe {
  const { card, size, prompt, negativePrompt, strength, seed, steps } = request
  return {
    operation: 'edit',
    provider: 'local',
    model: card.id,
    seed,
    prompt: prompt === '' ? null : prompt,
    growPx: null,
    featherPx: null,
    changedInside: null,
    changedOutside: null,
    timingMs,
    costUsd: 0,
    generation: {
      negativePrompt: negativePrompt === '' ? null : negativePrompt,
      revisedPrompt: null,
      requestedSize: `${size.widthPx}x${size.heightPx}`,
      quality: null,
      stylePreset: null,
      ...mapNumberSettings((name) => card[name]?.default ?? null),
      steps,
      strength,
      loras: [],
      options: {},
      referenceIds: [],
      ...(named.length > 0 && { named: [...named], sentPrompt: words.prompt }),
      warnings: [],
      estimateUsd: 0,
      requestId: null,
      usage: {},
      trace: {},
      ...(local && { local }),
    },
  }
}
