import { readTyped } from '../../../../lib/read-typed.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import type { OptionField } from '../../../../../shared/domain/model-card.ts'

type NumberField = Pick<Extract<OptionField, { kind: 'number' }>, 'isWhole' | 'min' | 'max'>

/** A typed number, or why the model does not accept it. Empty = the service’s default. */
export function readNumber(
  text: string,
  { isWhole, min, max }: NumberField,
): { readonly value: number | null; readonly problem: string | null } {
  if (text.trim() === '') return { value: null, problem: null }
  const value = readTyped(text)
  const isFit = Number.isFinite(value) && (!isWhole || Number.isInteger(value))
  if (isFit && value >= (min ?? -Infinity) && value <= (max ?? Infinity)) return { value, problem: null }
  return { value: null, problem: problemOf({ isWhole, min, max }) }
}

function problemOf({ isWhole, min, max }: NumberField): string {
  if (min !== null && max !== null) {
    return (isWhole ? messages.wholeNumberBetween : messages.numberBetween)({ min, max })
  }
  if (min !== null) return (isWhole ? messages.wholeNumberFrom : messages.numberFrom)({ min })
  if (max !== null) return (isWhole ? messages.wholeNumberTo : messages.numberTo)({ max })
  return isWhole ? messages.wholeNumber : messages.number
}
