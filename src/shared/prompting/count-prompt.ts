import type { ModelCard } from '../domain/model-card.ts'
import type { ProviderId } from '../domain/provider-id.ts'
import * as messages from '../messages/en/prompt-count.ts'
import { dialectOf } from './dialect-of.ts'
import { withoutWeights } from './without-weights.ts'

/** How a model measures a prompt. */
export type CountRule =
  | { readonly by: 'characters'; readonly max: number | null }
  /**
   * CLIP’s tokens, 75 per chunk. `next-chunk`: longer prompts continue in further chunks (web UIs); `cut-off`: the
   * model never sees the rest.
   */
  | { readonly by: 'tokens'; readonly onOver: 'next-chunk' | 'cut-off' }

export interface PromptCount {
  readonly count: number
  readonly unit: 'characters' | 'tokens'
  /** Tokens are estimated: Atelier does not include the vocabulary. */
  readonly isExact: boolean
  /** Capacity: the service’s limit, or the chunks in use; null = no known limit. */
  readonly max: number | null
  /** Number of chunks the model reads; 1 where it counts no tokens. */
  readonly chunks: number
  /** Longer than the model accepts: it would be rejected, or truncated. */
  readonly isOver: boolean
  /** `about 34 of 75 tokens`, `120 of 1,000 characters`. */
  readonly label: string
}

const chunkTokens = 75

export function countRuleOf(provider: ProviderId, card: Pick<ModelCard, 'id' | 'label' | 'promptCharsMax'>): CountRule {
  const isLocal =
    provider === 'local' || provider === 'a1111' || provider === 'comfyui' || provider === 'openai-compatible'
  const dialect = dialectOf(provider, card)
  if (dialect === 'weights' && isLocal) return { by: 'tokens', onOver: 'next-chunk' }
  // Where the service states a limit of its own, it applies that one.
  if (dialect === 'tags' && card.promptCharsMax === null) return { by: 'tokens', onOver: 'cut-off' }
  return { by: 'characters', max: card.promptCharsMax }
}

export function countPrompt(text: string, rule: CountRule): PromptCount {
  if (rule.by === 'tokens') return countTokens(text, rule.onOver)
  // In UTF-16 units, like the check against the services' limits before sending.
  const [count, { max }] = [text.length, rule]
  const label =
    max === null ? messages.characterCount({ count }) : messages.charactersOf({ count: grouped(count), max })
  return { count, unit: 'characters', isExact: true, max, chunks: 1, isOver: max !== null && count > max, label }
}

function countTokens(text: string, onOver: 'next-chunk' | 'cut-off'): PromptCount {
  const parts = withoutWeights(text)
    .replace(/<[^<>]{1,200}>/gu, '')
    // Web UIs start a new chunk at this word.
    .split(onOver === 'next-chunk' ? /\bBREAK\b/u : /(?!)/u)
    .map(estimateTokens)
  const count = parts.reduce((sum, part) => sum + part, 0)
  const chunks = parts.reduce((sum, part) => sum + Math.max(1, Math.ceil(part / chunkTokens)), 0)
  const isCut = onOver === 'cut-off'
  const max = isCut ? chunkTokens : chunks * chunkTokens
  const facts = { count: grouped(count), max: grouped(max) }
  const label = chunks > 1 && !isCut ? messages.tokensInChunks({ ...facts, chunks }) : messages.tokensOf(facts)
  return { count, unit: 'tokens', isExact: false, max, chunks: isCut ? 1 : chunks, isOver: isCut && count > max, label }
}

/**
 * Estimates the number of CLIP tokens in a text: digits count one each, runs of symbols one, words by their length
 * (means over words of prompts, measured with CLIP’s own vocabulary), letters of other scripts by their bytes.
 */
function estimateTokens(text: string): number {
  let sum = 0
  for (const [piece] of text.matchAll(/\p{Script=Latin}[\p{Script=Latin}\p{M}]*|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/gu)) {
    if (/^\p{Script=Latin}/u.test(piece)) sum += tokensOfWord(piece.length)
    else sum += /^\p{L}/u.test(piece) ? piece.length : 1
  }
  return Math.round(sum)
}

function tokensOfWord(letters: number): number {
  if (letters <= 6) return 1.04
  if (letters <= 9) return 1.25
  if (letters <= 12) return 1.62
  return 2 + Math.max(0, letters - 15) / 4
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/gu, ',')
}
