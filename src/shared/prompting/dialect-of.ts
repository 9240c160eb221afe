import type { ModelCard } from '../domain/model-card.ts'
import type { Dialect } from '../domain/prompts.ts'
import type { ProviderId } from '../domain/provider-id.ts'

/** What the compiler needs to know about a model. */
export interface PromptTarget {
  readonly dialect: Dialect
  readonly hasNegativePrompt: boolean
  /** Limit of the prompt, in the service's units; null = no known limit. */
  readonly charsMax: number | null
}

/** Programs that support `(word:1.2)`, whatever Stable Diffusion model they have loaded. */
const readsWeights: ReadonlySet<ProviderId> = new Set(['local', 'a1111', 'comfyui'])

/** Models with a text encoder trained on captions as lists of words: Stable Diffusion 1 to XL and their derivatives. */
const tagModels =
  /stable-?diffusion(?!-?3)|(^|[^a-z])sd(-?(1|2)([.\-_]?\d)?|xl)|sdxl|pony|illustrious|noob|animagine|dreamshaper|juggernaut|hyper-sd|kandinsky|playground-v?2/iu

/** Models with a language model as text encoder: they take descriptions. */
const sentenceModels =
  /flux|qwen|z-?image|chroma|hidream|hunyuan|(^|[^a-z])wan\d|seedream|kontext|stable-?diffusion-?3|sd-?3/iu

/**
 * Returns the prompting style that a model prefers. `weights`: lists of words, with support for `(word:1.2)`; `tags`:
 * lists of words, which it draws literally, numbers too; `sentence`: plain sentences.
 */
export function dialectOf(provider: ProviderId, card: Pick<ModelCard, 'id' | 'label'>): Dialect {
  const name = `${card.id} ${card.label}`
  // Its old engine weights whole prompts, and does not parse brackets.
  if (provider === 'stability') return tagModels.test(card.id) ? 'tags' : 'weights'
  if (sentenceModels.test(name)) return 'sentence'
  if (readsWeights.has(provider)) return 'weights'
  // stable-diffusion.cpp through its own endpoint, or named as its loaded model.
  if (provider === 'openai-compatible' && /^sdcpp:|sd-?cpp|sd-server/iu.test(card.id)) return 'weights'
  return tagModels.test(name) ? 'tags' : 'sentence'
}

/** Returns the compiler's target for a model. */
export function promptTargetOf(
  provider: ProviderId,
  card: Pick<ModelCard, 'id' | 'label' | 'hasNegativePrompt' | 'promptCharsMax'>,
): PromptTarget {
  return {
    dialect: dialectOf(provider, card),
    hasNegativePrompt: card.hasNegativePrompt,
    charsMax: card.promptCharsMax,
  }
}

/**
 * Returns the target for a dialect when no model is selected: models for weights and tags are those with a negative
 * prompt.
 */
export function plainTarget(dialect: Dialect): PromptTarget {
  return { dialect, hasNegativePrompt: dialect !== 'sentence', charsMax: null }
}
