import { z } from 'zod'
import * as messages from '../../shared/messages/en/cli-schema.ts'
import { defineCommand } from './program/command.ts'
import { successReport } from './report.ts'
import { reportSchema } from './report-schema.ts'

export const schemaCommand = defineCommand({
  name: 'schema',
  group: 'automation',
  summary: messages.schema,
  details: messages.schemaDetails,
  args: { '[tool]': messages.schemaTool },
  examples: ['schema', 'schema generate_image', 'schema grid', 'schema plan'],
  async run(_values, [name]) {
    const schema = await schemaOf(name)
    return { lines: [JSON.stringify(schema, null, 2)], report: successReport({ schema }) }
  },
})

async function schemaOf(name: string | undefined): Promise<object> {
  if (name === undefined) return reportJsonSchema()
  if (name === 'plan') return (await import('../edit-plans/plan-file-schema.ts')).planFileJsonSchema()
  if (name !== 'grid') return toolJsonSchema(name)
  const { gridFileJsonSchema } = await import('./scripts/grid-file.ts')
  return gridFileJsonSchema()
}

/** Of what every command prints with `--json`. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { unrepresentable: 'any' })
}

/** @throws request/invalid if there is no such tool */
async function toolJsonSchema(name: string): Promise<object> {
  const { requireTool } = await import('./tools/run-tool.ts')
  const { title, description, input, output } = requireTool(name)
  const [parameters, result] = [z.toJSONSchema(input, { io: 'input' }), z.toJSONSchema(output)]
  return { name, title, description, parameters, result }
}
