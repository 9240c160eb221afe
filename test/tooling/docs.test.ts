import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatText } from '../../scripts/format-text.ts'
import { reportJsonSchema } from '../../src/main/automation/schema-command.ts'
import { gridFileJsonSchema } from '../../src/main/automation/scripts/grid-file.ts'
import { planFileJsonSchema } from '../../src/main/edit-plans/plan-file-schema.ts'
import { renderCommands } from '../support/docs/render-commands.ts'
import { renderLocalModels } from '../support/docs/render-local-models.ts'
import { renderPromises } from '../support/docs/render-promises.ts'
import { renderProviders } from '../support/docs/render-providers.ts'
import { renderSecurity } from '../support/docs/render-security.ts'
import { renderTools } from '../support/docs/render-tools.ts'

const root = join(import.meta.dirname, '../..')

/** Written anew by `npm run docs`. */
it.each([
  ['docs/tools.md', renderTools],
  ['docs/commands.md', renderCommands],
  ['docs/providers.md', renderProviders],
  ['docs/local-models.md', renderLocalModels],
  ['docs/report.schema.json', () => JSON.stringify(reportJsonSchema())],
  ['docs/grid.schema.json', () => JSON.stringify(gridFileJsonSchema())],
  ['docs/plan.schema.json', () => JSON.stringify(planFileJsonSchema())],
  ['SECURITY.md', renderSecurity],
  ['test/promises.md', renderPromises],
])('%s is as `npm run docs` writes it', async (name, render) => {
  const file = join(root, name)
  const text = await formatText(file, await render())
  if (process.env['WRITE_DOCS'] !== undefined) await writeFile(file, text)
  expect(await readFile(file, 'utf8')).toBe(text)
})
