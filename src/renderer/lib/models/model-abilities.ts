import type { ModelCard } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/model-info.ts'
import { joinList } from '../../../shared/messages/formats.ts'
import { formatDay } from './price-labels.ts'

/** A line breaks only after the dot. */
const between = '\u00A0· '

export interface AbilityLine {
  readonly text: string
  /** `warning`: will be retired; `faint`: retired. */
  readonly tone: 'plain' | 'warning' | 'faint'
}

/** Describes in one line what a model can do. `siblings`: models of the same provider, for the successor's name. */
export function describeAbilities(card: ModelCard, siblings: readonly ModelCard[]): AbilityLine {
  const { state } = card
  const nameOf = (id: string) => siblings.find((each) => each.id === id)?.label ?? id
  const successor = state.type !== 'current' && state.successor !== null ? nameOf(state.successor) : null
  const withSuccessor = (text: string) =>
    successor === null ? text : messages.replacedBy({ state: text, model: successor })
  switch (state.type) {
    case 'current':
      return { text: abilities(card).join(between), tone: 'plain' }
    case 'retiring':
      return { text: withSuccessor(messages.retiresOn({ day: formatDay(state.on) })), tone: 'warning' }
    case 'retired': {
      const plain = state.on === null ? messages.retired : messages.retiredOn({ day: formatDay(state.on) })
      return { text: withSuccessor(state.isServedElsewhere ? messages.gatewaysOnly : plain), tone: 'faint' }
    }
  }
}

const maskLabels = {
  // The model redraws the whole image and Atelier composites the masked area: for the user a mask like any other.
  no: messages.maskByAtelier,
  described: messages.maskInPrompt,
  soft: messages.softMask,
  hard: messages.exactMask,
} as const

/** How a model treats a mask. */
export function maskLabel({ mask, edits }: ModelCard): string {
  // A dedicated method (upscale, expand) returns another extent: no part of it fits the original.
  return mask === 'no' && edits === 'own' ? messages.wholeImage : maskLabels[mask]
}

function abilities(card: ModelCard): readonly string[] {
  // A local upscaler does nothing else; a service's may also take a prompt.
  if (card.upscaling !== undefined && card.prompt === 'none') {
    return [messages.upscales({ factors: joinList(card.upscaling.steps.map(({ factor }) => `×${factor}`)) })]
  }
  const labels: string[] = []
  if (card.canGenerate && card.edits === 'no') labels.push(messages.newImage)
  if (card.canGenerate && card.edits !== 'no') labels.push(messages.newAndEdit)
  if (!card.canGenerate && card.edits !== 'no') labels.push(messages.edit)
  if (card.edits !== 'no') {
    labels.push(card.needsMask ? messages.needsMask({ mask: maskLabel(card) }) : maskLabel(card))
  }
  if (card.variations === 'native') labels.push(messages.variations)
  if (card.referencesMax > 0) labels.push(messages.referenceCount({ count: card.referencesMax }))
  if (card.loras !== null) labels.push(messages.loraCount({ count: card.loras.max }))
  if (card.control !== undefined) labels.push(messages.controlImage)
  if (card.hasNegativePrompt) labels.push(messages.negativePrompt)
  return labels
}
