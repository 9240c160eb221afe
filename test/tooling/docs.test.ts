import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { format, resolveConfig } from 'prettier'
import { reportJsonSchema } from '../../src/main/automation/schema-command.ts'
import { renderCommands } from '../support/docs/render-commands.ts'
import { renderTools } from '../support/docs/render-tools.ts'

const docs = join(import.meta.dirname, '../../docs')

/** Written anew by `npm run docs`. */
it.each([
  ['tools.md', renderTools],
  ['commands.md', renderCommands],
  ['report.schema.json', () => JSON.stringify(reportJsonSchema())],
])('docs/%s says what the schemas say', async (name, render) => {
  const file = join(docs, name)
  const text = await format(render(), { ...(await resolveConfig(file)), filepath: file })
  if (process.env['WRITE_DOCS'] !== undefined) await writeFile(file, text)
  expect(await readFile(file, 'utf8')).toBe(text)
})
