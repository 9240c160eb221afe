import type { ModelCard } from '../domain/model-card.ts'
import type { Dialect } from '../domain/prompts.ts'
import type { ProviderId } from '../domain/provider-id.ts'

/** What the compiler has to know of a model. */
export interface PromptTarget {
  readonly dialect: Dialect
  readonly hasNegativePrompt: boolean
  /** Of the prompt, as the service counts; null = no limit is known. */
  readonly charsMax: number | null
}

/** Programs that read `(word:1.2)`, whatever Stable Diffusion model they have loaded. */
const readsWeights: ReadonlySet<ProviderId> = new Set(['local', 'a1111', 'comfyui'])

/** Models of one text encoder that has seen captions as lists of words: Stable Diffusion 1 to XL and what came of it. */
const tagModels =
  /stable-?diffusion(?!-?3)|(^|[^a-z])sd(-?(1|2)([.\-_]?\d)?|xl)|sdxl|pony|illustrious|noob|animagine|dreamshaper|juggernaut|hyper-sd|kandinsky|playground-v?2/iu

/** Models with a language model for their text encoder: they are told what to draw. */
const sentenceModels =
  /flux|qwen|z-?image|chroma|hidream|hunyuan|(^|[^a-z])wan\d|seedream|kontext|stable-?diffusion-?3|sd-?3/iu

/**
 * How a model likes to be spoken to. `weights`: lists of words, and it reads `(word:1.2)`; `tags`: lists of words, which
 * it draws literally, numbers too; `sentence`: plain sentences.
 */
export function dialectOf(provider: ProviderId, card: Pick<ModelCard, 'id' | 'label'>): Dialect {
  const name = `${card.id} ${card.label}`
  // Its old engine weighs whole prompts, and reads no brackets.
  if (provider === 'stability') return tagModels.test(card.id) ? 'tags' : 'weights'
  if (sentenceModels.test(name)) return 'sentence'
  if (readsWeights.has(provider)) return 'weights'
  // stable-diffusion.cpp by its own door, or as the model that it has loaded.
  if (provider === 'openai-compatible' && /^sdcpp:|sd-?cpp|sd-server/iu.test(card.id)) return 'weights'
  return tagModels.test(name) ? 'tags' : 'sentence'
}

/** A model as the compiler’s target. */
export function targetOf(
  provider: ProviderId,
  card: Pick<ModelCard, 'id' | 'label' | 'hasNegativePrompt' | 'promptCharsMax'>,
): PromptTarget {
  return {
    dialect: dialectOf(provider, card),
    hasNegativePrompt: card.hasNegativePrompt,
    charsMax: card.promptCharsMax,
  }
}

/** A dialect where no model is chosen: the models that know weights and tags are those with a negative prompt. */
export function plainTarget(dialect: Dialect): PromptTarget {
  return { dialect, hasNegativePrompt: dialect !== 'sentence', charsMax: null }
}
