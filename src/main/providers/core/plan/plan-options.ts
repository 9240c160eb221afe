import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard, OptionField, OptionValue } from '../../../../shared/domain/model-card.ts'
import type { PlanNotes } from './plan-notes.ts'

/**
 * The model's own fields as they were given, checked; defaults are left to the service. `isFallback`: they were given
 * for another model, so what this one has not is left out.
 */
export function planOptions(
  request: PlanRequest,
  card: ModelCard,
  isFallback: boolean,
  notes: PlanNotes,
): Readonly<Record<string, OptionValue>> {
  const planned: Record<string, OptionValue> = {}
  for (const [name, value] of Object.entries(request.options)) {
    const field = card.options.find((one) => one.name === name)
    const problem = field ? problemOf(field, value) : `${card.label} has no option “${name}”${knownOptions(card)}.`
    if (problem === null) planned[name] = value
    else if (isFallback) notes.warn('option-ignored', `${problem} It is not sent.`)
    else notes.obstruct(problem)
  }
  for (const field of card.options) {
    const isMissing = !Object.hasOwn(planned, field.name) || planned[field.name] === ''
    if (field.isRequired && field.default === null && isMissing) {
      notes.obstruct(`${card.label} needs a value for “${field.name}” (${field.label}).`)
    }
  }
  return planned
}

function knownOptions(card: ModelCard): string {
  return card.options.length === 0 ? '' : `; it has ${card.options.map(({ name }) => name).join(', ')}`
}

function problemOf(field: OptionField, value: OptionValue): string | null {
  const allowed = allowedBy(field, value)
  return allowed === null ? null : `“${field.name}” must be ${allowed}.`
}

/** What the field takes, in words; null = this value is one of it. */
function allowedBy(field: OptionField, value: OptionValue): string | null {
  switch (field.kind) {
    case 'text': {
      const max = field.maxChars ?? Infinity
      if (typeof value === 'string' && value.length <= max) return null
      return max === Infinity ? 'text' : `text of at most ${max} characters`
    }
    case 'switch':
      return typeof value === 'boolean' ? null : 'true or false'
    case 'choice': {
      if (field.choices.some((choice) => choice.value === value)) return null
      return `one of ${field.choices.map((choice) => choice.value).join(', ')}`
    }
    case 'number': {
      const { min, max, isWhole } = field
      const isGood =
        typeof value === 'number' &&
        (!isWhole || Number.isInteger(value)) &&
        value >= (min ?? -Infinity) &&
        value <= (max ?? Infinity)
      return isGood ? null : `a ${isWhole ? 'whole ' : ''}number${rangeWords(min, max)}`
    }
  }
}

function rangeWords(min: number | null, max: number | null): string {
  if (min !== null && max !== null) return ` from ${min} to ${max}`
  if (min !== null) return ` of at least ${min}`
  return max === null ? '' : ` of at most ${max}`
}
