import type { ModelCard } from '../domain/model-card.ts'
import type { ProviderId } from '../domain/provider-id.ts'
import { dialectOf } from './dialect-of.ts'
import { withoutWeights } from './without-weights.ts'

/** What a model counts a prompt by. */
export type CountRule =
  | { readonly by: 'characters'; readonly max: number | null }
  /**
   * CLIP’s tokens, 75 at a time. `next-chunk`: what is longer is read in further chunks (web UIs); `cut-off`: the model
   * never sees it.
   */
  | { readonly by: 'tokens'; readonly onOver: 'next-chunk' | 'cut-off' }

export interface PromptCount {
  readonly count: number
  readonly unit: 'characters' | 'tokens'
  /** Tokens are estimated: the vocabulary is not part of Atelier. */
  readonly isExact: boolean
  /** What fits: the service’s limit, or the chunks in use; null = no limit is known. */
  readonly max: number | null
  /** In how many pieces the model reads it; 1 where it counts no tokens. */
  readonly chunks: number
  /** Longer than the model takes: it would be refused, or its end not be read. */
  readonly isOver: boolean
  /** `about 34 of 75 tokens`, `120 of 1,000 characters`. */
  readonly words: string
}

const chunkTokens = 75

export function countRuleOf(provider: ProviderId, card: Pick<ModelCard, 'id' | 'label' | 'promptCharsMax'>): CountRule {
  const isLocal =
    provider === 'local' || provider === 'a1111' || provider === 'comfyui' || provider === 'openai-compatible'
  const dialect = dialectOf(provider, card)
  if (dialect === 'weights' && isLocal) return { by: 'tokens', onOver: 'next-chunk' }
  // Where the service names a limit of its own, that is what it refuses by.
  if (dialect === 'tags' && card.promptCharsMax === null) return { by: 'tokens', onOver: 'cut-off' }
  return { by: 'characters', max: card.promptCharsMax }
}

export function countPrompt(text: string, rule: CountRule): PromptCount {
  if (rule.by === 'tokens') return countTokens(text, rule.onOver)
  // As the services' limits are compared before sending: by UTF-16 units.
  const [count, { max }] = [text.length, rule]
  const words = max === null ? plural(count, 'character') : `${grouped(count)} of ${plural(max, 'character')}`
  return { count, unit: 'characters', isExact: true, max, chunks: 1, isOver: max !== null && count > max, words }
}

function countTokens(text: string, onOver: 'next-chunk' | 'cut-off'): PromptCount {
  const parts = withoutWeights(text)
    .replace(/<[^<>]{1,200}>/gu, '')
    // Web UIs begin a new chunk at this word.
    .split(onOver === 'next-chunk' ? /\bBREAK\b/u : /(?!)/u)
    .map(estimateTokens)
  const count = parts.reduce((sum, part) => sum + part, 0)
  const chunks = parts.reduce((sum, part) => sum + Math.max(1, Math.ceil(part / chunkTokens)), 0)
  const isCut = onOver === 'cut-off'
  const max = isCut ? chunkTokens : chunks * chunkTokens
  const pieces = chunks > 1 && !isCut ? `, read in ${chunks} pieces` : ''
  const words = `about ${grouped(count)} of ${plural(max, 'token')}${pieces}`
  return { count, unit: 'tokens', isExact: false, max, chunks: isCut ? 1 : chunks, isOver: isCut && count > max, words }
}

/**
 * About how many tokens CLIP makes of a text: figures are one each, runs of signs one, words by their length (means over
 * the words of prompts, measured with CLIP’s own vocabulary), letters of other scripts by their bytes.
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

function plural(count: number, unit: string): string {
  return `${grouped(count)} ${unit}${count === 1 ? '' : 's'}`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/gu, ',')
}
