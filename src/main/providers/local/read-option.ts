import type { ModelCard, OptionValue } from '../../../shared/domain/model-card.ts'

/** What nobody set is as the family has it: the engine knows no families. */
export function optionOf(
  card: ModelCard,
  given: Readonly<Record<string, OptionValue>>,
  name: string,
): OptionValue | null | undefined {
  return given[name] ?? card.options.find((each) => each.name === name)?.default
}

export const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)
export const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
