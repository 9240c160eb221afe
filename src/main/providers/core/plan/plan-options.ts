import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard, OptionField, OptionValue } from '../../../../shared/domain/model-card.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import type { PlanNotes } from './plan-notes.ts'

/**
 * Validates the model's own options; defaults are left to the service. `isFallback`: they were set for another model,
 * so options this one lacks are left out.
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
    const problem = field ? problemOf(field, value) : noOption(name, card)
    if (problem === null) planned[name] = value
    else if (isFallback) notes.warn('option-ignored', messages.withOptionNotSent({ problem }))
    else notes.obstruct(problem)
  }
  for (const field of card.options) {
    const isMissing = !Object.hasOwn(planned, field.name) || planned[field.name] === ''
    if (field.isRequired && field.default === null && isMissing) {
      notes.obstruct(messages.needsOption({ model: card.label, name: field.name, label: field.label }))
    }
  }
  return planned
}

function noOption(name: string, { label, options }: ModelCard): string {
  if (options.length === 0) return messages.noSuchOption({ model: label, name })
  return messages.noSuchOptionOf({ model: label, name, options: options.map((option) => option.name).join(', ') })
}

/** Returns what the field accepts; null = this value is accepted. */
function problemOf(field: OptionField, value: OptionValue): string | null {
  const { name } = field
  switch (field.kind) {
    case 'text': {
      const max = field.maxChars ?? Infinity
      if (typeof value === 'string' && value.length <= max) return null
      return max === Infinity ? messages.mustBeText({ name }) : messages.mustBeShortText({ name, max })
    }
    case 'switch':
      return typeof value === 'boolean' ? null : messages.mustBeTrueOrFalse({ name })
    case 'choice': {
      if (field.choices.some((choice) => choice.value === value)) return null
      return messages.mustBeOneOf({ name, choices: field.choices.map((choice) => choice.value).join(', ') })
    }
    case 'number': {
      const { min, max, isWhole } = field
      const isGood =
        typeof value === 'number' &&
        (!isWhole || Number.isInteger(value)) &&
        value >= (min ?? -Infinity) &&
        value <= (max ?? Infinity)
      return isGood ? null : numberProblem(field)
    }
  }
}

const anyNumber = {
  any: messages.mustBeNumber,
  from: messages.mustBeNumberFrom,
  to: messages.mustBeNumberTo,
  between: messages.mustBeNumberBetween,
} as const
const wholeNumber = {
  any: messages.mustBeWholeNumber,
  from: messages.mustBeWholeNumberFrom,
  to: messages.mustBeWholeNumberTo,
  between: messages.mustBeWholeNumberBetween,
} as const

function numberProblem({ name, min, max, isWhole }: Extract<OptionField, { kind: 'number' }>): string {
  const must = isWhole ? wholeNumber : anyNumber
  if (min !== null && max !== null) return must.between({ name, min, max })
  if (min !== null) return must.from({ name, min })
  return max === null ? must.any({ name }) : must.to({ name, max })
}
