import { writeFile } from 'node:fs/promises'
import { compile } from 'json-schema-to-typescript'
import { z } from 'zod'
import { errorCodeSchema } from '../../src/shared/errors/index.ts'
import { tools } from '../../src/main/automation/tools/tools.ts'
import type { ToolDefinition } from '../../src/main/automation/tools/tool.ts'

/** `write-tool-types.ts FILE`: writes the types of the client library, from the tools' schemas. */
const [file = ''] = process.argv.slice(2)
await writeFile(file, await renderToolTypes())

async function renderToolTypes(): Promise<string> {
  const known = new Map<string, string>()
  const parts = ['// Written from the tools’ schemas by the build.\n']
  for (const tool of tools) parts.push(...(await renderTool(tool, known)))
  const rows = tools.map(
    ({ name }) => `${name}: { parameters: ${pascal(name)}Parameters; result: ${pascal(name)}Result }`,
  )
  parts.push(`/** What each tool takes and returns. */\nexport interface ToolTypes {\n${rows.join('\n')}\n}`)
  const codes = errorCodeSchema.options.map((code) => `  | '${code}'`)
  parts.push(
    `/** Why something failed, for programs to branch on. */\nexport type AtelierErrorCode =\n${codes.join('\n')}\n`,
  )
  return parts.join('\n')
}

/** @param known names of types by what they declare: tools that return the same share one */
async function renderTool(tool: ToolDefinition, known: Map<string, string>): Promise<string[]> {
  const { name, description, input, output } = tool
  const parameters = { ...z.toJSONSchema(input, { io: 'input', target: 'draft-7' }), description }
  const result = z.toJSONSchema(output, { target: 'draft-7' })
  return [
    await declare(`${pascal(name)}Parameters`, parameters, known),
    await declare(`${pascal(name)}Result`, result, known),
  ]
}

async function declare(name: string, schema: object, known: Map<string, string>): Promise<string> {
  const options = {
    bannerComment: '',
    additionalProperties: false,
    maxItems: -1,
    ignoreMinAndMaxItems: true,
    format: false,
  }
  const text = await compile(schema, name, options)
  const body = text.replace(name, '')
  const same = known.get(body)
  if (same !== undefined) return `export type ${name} = ${same}\n`
  known.set(body, name)
  return text
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
