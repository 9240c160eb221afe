import { z } from 'zod'
import { tools } from '../../../src/main/automation/tools/tools.ts'
import type { ToolDefinition } from '../../../src/main/automation/tools/tool.ts'

interface JsonSchema {
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: JsonSchema
  /** Of a list of fixed length. */
  readonly prefixItems?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

const head = `# Tools for agents and scripts

<!-- Written from the tools’ schemas by \`npm run docs\`. -->

The tools of \`atelier mcp\`; \`atelier batch\` and \`atelier run\` take the same calls as \`{"tool": NAME, "parameters": {…}}\`. How to connect an agent, and what it may do: [agents.md](agents.md).
`

/** The reference of all tools, from their schemas. */
export function renderTools(): string {
  return [head, ...tools.map(renderTool)].join('\n')
}

function renderTool({ name, description, input, output, isReadOnly }: ToolDefinition): string {
  const parameters = z.toJSONSchema(input, { io: 'input' }) as JsonSchema
  const result = z.toJSONSchema(output) as JsonSchema
  const changes = isReadOnly
    ? 'Makes nothing and costs nothing.'
    : 'Adds to the library or writes a file; nothing is overwritten.'
  return [
    `## ${name}`,
    '',
    `${description} ${changes}`,
    '',
    '| parameter | type | meaning |',
    '| --- | --- | --- |',
    ...Object.entries(parameters.properties ?? {}).map(([field, schema]) => {
      const isRequired = (parameters.required ?? []).includes(field)
      return row([`\`${field}\`${isRequired ? ' (required)' : ''}`, typeOf(schema), schema.description ?? ''])
    }),
    '',
    `Returns ${Object.entries(result.properties ?? {})
      .map(([field, schema]) => `\`${field}\` (${typeOf(schema)})`)
      .join(', ')}.`,
    '',
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function typeOf(schema: JsonSchema): string {
  const usual =
    schema.default === undefined || schema.default === '' ? '' : `, default ${JSON.stringify(schema.default)}`
  return plainType(schema) + usual
}

function plainType({
  type,
  enum: values,
  const: value,
  anyOf,
  items,
  prefixItems,
  minimum,
  maximum,
}: JsonSchema): string {
  if (value !== undefined) return JSON.stringify(value)
  if (values !== undefined) return values.join(', ')
  if (anyOf !== undefined) return [...new Set(anyOf.map(plainType))].join(' or ')
  if (type === 'array') return `list of ${plainItems(prefixItems?.[0] ?? items)}`
  const isNumber = type === 'number' || type === 'integer'
  if (isNumber && minimum !== undefined && maximum !== undefined && maximum < 1e15)
    return `${type} ${minimum}–${maximum}`
  return type ?? 'any'
}

function plainItems(items: JsonSchema | undefined): string {
  return items === undefined ? 'values' : plainType(items)
}
