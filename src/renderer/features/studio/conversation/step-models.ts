import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { ModelRef, ProviderView } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/conversation.ts'
import { isListed, isReady, isRetired } from '../../../lib/models/model-facts.ts'
import { findModel, type ModelMatch } from '../../../lib/models/model-ref.ts'

/** Why a model cannot go on from an image; null = it can. */
export function stepDisabledReason({ input, edits, prompt }: ModelCard): string | null {
  if (input === null) return messages.takesNoImages
  return edits === 'no' || edits === 'own' || prompt === 'none' ? messages.cannotEdit : null
}

const isAble = ({ card }: ModelMatch) => stepDisabledReason(card) === null
const isUsable = (found: ModelMatch) => isReady(found.provider) && isAble(found)

/** The models of every provider that is set up: those that can go on first. */
export function listStepModels(providers: readonly ProviderView[]): readonly ModelMatch[] {
  const all = providers
    .filter(isReady)
    .flatMap((provider) => provider.models.map((card): ModelMatch => ({ provider, card })))
    .filter(({ provider, card }) => isListed(card, provider) && !isRetired(card))
  return [...all.filter(isAble), ...all.filter((found) => !isAble(found))]
}

/** The first of these that can go on; otherwise any that can. */
export function pickStepModel(
  providers: readonly ProviderView[],
  wanted: readonly (ModelRef | null)[],
): ModelMatch | null {
  const named = wanted.map((ref) => findModel(providers, ref)).find((found) => found !== null && isUsable(found))
  return named ?? listStepModels(providers).find(isUsable) ?? null
}
