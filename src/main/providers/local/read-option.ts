import type { ModelCard, OptionValue } from '../../../shared/domain/model-card.ts'

/** Falls back to the model family's default: the engine knows no families. */
export function optionOf(
  card: ModelCard,
  given: Readonly<Record<string, OptionValue>>,
  name: string,
): OptionValue | null | undefined {
  return given[name] ?? card.options.find((each) => each.name === name)?.default
}

export const optionNumber = (value: unknown) => (typeof value === 'number' ? value : null)
export const optionText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
