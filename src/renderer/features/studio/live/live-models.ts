import { compareNames } from '../../../../shared/messages/formats.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { ProviderView } from '../../../../shared/domain/provider.ts'

const stepsOf = ({ steps }: ModelCard) => steps?.default ?? Infinity

/** Models of this computer that redraw an image by a strength, the fastest by its usual steps first. */
export function liveModels(providers: readonly ProviderView[]): readonly ModelCard[] {
  const models = providers.find(({ id }) => id === 'local')?.models ?? []
  return models
    .filter(({ edits }) => edits === 'strength')
    .toSorted((a, b) => stepsOf(a) - stepsOf(b) || compareNames(a.label, b.label))
}
