import type { OptionField } from '../../../../shared/domain/model-card.ts'

type NumberField = Pick<Extract<OptionField, { kind: 'number' }>, 'isWhole' | 'min' | 'max'>

/** A typed number, or why it is none that the model takes. Nothing typed = as the service has it. */
export function readNumber(
  text: string,
  { isWhole, min, max }: NumberField,
): { readonly value: number | null; readonly problem: string | null } {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return { value: null, problem: null }
  const value = Number(trimmed)
  const isFit = Number.isFinite(value) && (!isWhole || Number.isInteger(value))
  if (isFit && value >= (min ?? -Infinity) && value <= (max ?? Infinity)) return { value, problem: null }
  const kind = isWhole ? 'A whole number' : 'A number'
  const limits =
    min !== null && max !== null
      ? ` from ${min} to ${max}`
      : min !== null
        ? ` from ${min} up`
        : max !== null
          ? ` up to ${max}`
          : ''
  return { value: null, problem: `${kind}${limits}.` }
}
