import type { ModelCard } from '../../shared/domain/model-card.ts'
import { formatDay } from './price-words.ts'

/** A line ends behind it. */
const between = '\u00A0· '

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
      return { text: abilities(card).join(between), tone: 'plain' }
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
  // It redraws the whole picture, and only the painted part of that is laid in: for the artist a mask like any other.
  no: 'mask applied by Atelier',
  described: 'mask described in the prompt',
  soft: 'soft mask',
  hard: 'exact mask',
} as const

/** How a model treats a mask, in a few words. */
export function maskWord({ mask, edits }: ModelCard): string {
  // What a method of its own (enlarge, extend) makes has another extent: no part of it fits where the old one was.
  return mask === 'no' && edits === 'own' ? 'whole image' : maskWords[mask]
}

function abilities(card: ModelCard): readonly string[] {
  // All there is to one of this computer; a service's may take words as well.
  if (card.upscaling !== undefined && card.prompt === 'none') {
    return [`upscales ${card.upscaling.steps.map(({ factor }) => `×${factor}`).join(', ')}`]
  }
  const words: string[] = []
  if (card.canGenerate && card.edits === 'no') words.push('new image')
  if (card.canGenerate && card.edits !== 'no') words.push('new, edit')
  if (!card.canGenerate && card.edits !== 'no') words.push('edit')
  if (card.edits !== 'no') words.push(card.needsMask ? `needs a mask, ${maskWord(card)}` : maskWord(card))
  if (card.variations === 'native') words.push('variations')
  if (card.referencesMax > 0) words.push(card.referencesMax === 1 ? '1 reference' : `${card.referencesMax} refs`)
  if (card.loras !== null) words.push(card.loras.max === 1 ? '1 LoRA' : `mixes ${card.loras.max} LoRAs`)
  if (card.control !== undefined) words.push('control image')
  if (card.hasNegativePrompt) words.push('negative')
  return words
}
