import { closedFields, numberFields, queryFields, textFields, timeFields } from './query.ts'
import type { ClosedField, NumberQueryField, QueryField, TextQueryField, TimeField } from './query.ts'

const otherSpellings: Readonly<Record<string, string>> = {
  caption: 'description',
  colors: 'color',
  colour: 'color',
  colours: 'color',
  created: 'on',
  date: 'on',
  described: 'description',
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

/** Returns the canonical name of a field as typed; null = unknown. */
export function fieldOf(written: string): QueryField | null {
  const lower = written.toLowerCase()
  const name = Object.hasOwn(otherSpellings, lower) ? otherSpellings[lower] : lower
  return queryFields.find((field) => field === name) ?? null
}

/** Returns the canonical spelling of a value of a closed field; null = not one of them. */
export function closedValueOf(field: ClosedField, written: string): string | null {
  const lower = written.trim().toLowerCase()
  const values: readonly string[] = closedFields[field]
  if (values.includes(lower)) return lower
  const meant = Object.hasOwn(otherValues, lower) ? otherValues[lower] : undefined
  return meant !== undefined && values.includes(meant) ? meant : null
}

export const isClosedField = (field: QueryField): field is ClosedField => Object.hasOwn(closedFields, field)
export const isTextField = (field: QueryField): field is TextQueryField => isOneOf(textFields, field)
export const isNumberField = (field: QueryField): field is NumberQueryField => isOneOf(numberFields, field)
export const isTimeField = (field: QueryField): field is TimeField => isOneOf(timeFields, field)

function isOneOf(fields: readonly QueryField[], field: QueryField): boolean {
  return fields.includes(field)
}
