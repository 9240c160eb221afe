import type { FieldRule, FieldRules } from '../check-fields.ts'
import { modelInputs, type ModelField } from './model-inputs.ts'

/** Returns a model's description as Replicate serves it: enumerations are separate schemas. */
export function documentOf(model: string): unknown {
  const fields = Object.entries(modelInputs[model] ?? {})
  const enumerations = fields.flatMap(([name, { values, type }]) =>
    values ? [[name, { enum: values, type, title: name, description: 'An enumeration.' }] as const] : [],
  )
  const properties = fields.map(
    ([name, field], order) => [name, { ...propertyOf(name, field), 'x-order': order }] as const,
  )
  const required = fields.filter(([, { isRequired }]) => isRequired === true).map(([name]) => name)
  const input = { type: 'object', title: 'Input', required, properties: Object.fromEntries(properties) }
  const output = { type: 'array', items: { type: 'string', format: 'uri' }, title: 'Output' }
  return {
    openapi: '3.0.2',
    info: { title: 'Cog', version: '0.1.0' },
    components: { schemas: { Input: input, Output: output, ...Object.fromEntries(enumerations) } },
  }
}

function propertyOf(name: string, field: ModelField): Record<string, unknown> {
  const base = {
    ...(field.hint !== undefined && { description: field.hint }),
    ...(field.default !== undefined && { default: field.default }),
  }
  if (field.values) return { ...base, allOf: [{ $ref: `#/components/schemas/${name}` }] }
  if (field.type === 'array') return { ...base, type: 'array', items: { type: 'string', format: field.format } }
  return {
    ...base,
    type: field.type,
    ...(field.format !== undefined && { format: field.format }),
    ...(field.min !== undefined && { minimum: field.min }),
    ...(field.max !== undefined && { maximum: field.max }),
  }
}

const file = /^(https:\/\/api\.replicate\.com\/v1\/files\/\S+|data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*)$/

export function rulesOf(model: string): FieldRules {
  const fields = Object.entries(modelInputs[model] ?? {})
  return Object.fromEntries(fields.map(([name, field]) => [name, ruleOf(field)]))
}

function ruleOf(field: ModelField): FieldRule {
  const must = { ...(field.isRequired === true && { isRequired: true }) }
  const range = {
    ...(field.min !== undefined && { min: field.min }),
    ...(field.max !== undefined && { max: field.max }),
  }
  switch (field.type) {
    case 'boolean':
      return { ...must, type: 'flag' }
    case 'integer':
      return { ...must, ...range, type: 'whole' }
    case 'number':
      return { ...must, ...range, type: 'number' }
    case 'array':
      return { ...must, type: 'list', of: { type: 'text', matches: file }, maxItems: 8 }
    case 'string':
      if (field.format === 'uri') return { ...must, type: 'text', matches: file }
      return { ...must, type: 'text', ...(field.values && { values: field.values }) }
  }
}
