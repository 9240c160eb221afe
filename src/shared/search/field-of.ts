import { closedFields, numberFields, queryFields, textFields, timeFields } from './query.ts'
import type { ClosedField, NumberQueryField, QueryField, TextQueryField, TimeField } from './query.ts'

const otherSpellings: Readonly<Record<string, string>> = {
  colors: 'color',
  colour: 'color',
  colours: 'color',
  created: 'on',
  date: 'on',
  filename: 'name',
  note: 'notes',
  op: 'operation',
  tags: 'tag',
}

const otherValues: Readonly<Record<string, string>> = {
  grey: 'gray',
  jpg: 'jpeg',
  tif: 'tiff',
  picked: 'pick',
  rejected: 'reject',
  automatic1111: 'a1111',
  forge: 'a1111',
}

/** The field somebody wrote, in its proper spelling; null = there is none. */
export function fieldOf(written: string): QueryField | null {
  const lower = written.toLowerCase()
  const name = Object.hasOwn(otherSpellings, lower) ? otherSpellings[lower] : lower
  return queryFields.find((field) => field === name) ?? null
}

/** The value of a field whose values are known, in its proper spelling; null = not one of them. */
export function closedValueOf(field: ClosedField, written: string): string | null {
  const lower = written.trim().toLowerCase()
  const known: readonly string[] = closedFields[field]
  if (known.includes(lower)) return lower
  const meant = Object.hasOwn(otherValues, lower) ? otherValues[lower] : undefined
  return meant !== undefined && known.includes(meant) ? meant : null
}

export const isClosedField = (field: QueryField): field is ClosedField => Object.hasOwn(closedFields, field)
export const isTextField = (field: QueryField): field is TextQueryField => isOneOf(textFields, field)
export const isNumberField = (field: QueryField): field is NumberQueryField => isOneOf(numberFields, field)
export const isTimeField = (field: QueryField): field is TimeField => isOneOf(timeFields, field)

function isOneOf(fields: readonly QueryField[], field: QueryField): boolean {
  return fields.includes(field)
}
