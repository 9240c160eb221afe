import type { ModelCard } from '../../shared/domain/model-card.ts'
import { formatDay } from './price-words.ts'

export interface AbilityWords {
  readonly text: string
  /** `warning`: will stop to work; `faint`: does not work any more. */
  readonly tone: 'plain' | 'warning' | 'faint'
}

/** What a model can do, in a line. `siblings`: of the same provider, to call a successor by its name. */
export function abilityWords(card: ModelCard, siblings: readonly ModelCard[]): AbilityWords {
  const { state } = card
  const nameOf = (id: string) => siblings.find((each) => each.id === id)?.label ?? id
  const next = state.is !== 'current' && state.successor !== null ? ` → ${nameOf(state.successor)}` : ''
  switch (state.is) {
    case 'current':
      return { text: abilities(card).join(' · '), tone: 'plain' }
    case 'retiring':
      return { text: `retires ${formatDay(state.on)}${next}`, tone: 'warning' }
    case 'retired': {
      const where = state.isServedElsewhere ? ' · gateways only' : ''
      const when = state.on === null || state.isServedElsewhere ? '' : ` ${formatDay(state.on)}`
      return { text: `retired${when}${where}${next}`, tone: 'faint' }
    }
  }
}

const maskWords = {
  no: 'no mask',
  described: 'mask in words',
  soft: 'mask is a hint',
  hard: 'exact mask',
} as const

function abilities(card: ModelCard): readonly string[] {
  const words: string[] = []
  if (card.canGenerate && card.edits === 'no') words.push('new picture')
  if (card.canGenerate && card.edits !== 'no') words.push('new, edit')
  if (!card.canGenerate && card.edits !== 'no') words.push('edit')
  if (card.edits !== 'no') words.push(card.needsMask ? `needs a mask, ${maskWords[card.mask]}` : maskWords[card.mask])
  if (card.variations === 'native') words.push('variations')
  if (card.referencesMax > 0) words.push(card.referencesMax === 1 ? '1 reference' : `${card.referencesMax} refs`)
  if (card.loras !== null) words.push(card.loras.max === 1 ? '1 LoRA' : `mixes ${card.loras.max} LoRAs`)
  if (card.hasNegativePrompt) words.push('negative')
  return words
}
