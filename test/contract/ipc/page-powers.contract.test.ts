import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import { powers, routePowers } from './page-powers.ts'

/** Returns the rows of the table, without the spaces that align their cells. */
function rowsOf(markdown: string): string[] {
  const [, section = ''] = markdown.split('## What a hijacked page could do')
  const lines = section.split('\n## ')[0]?.split('\n') ?? []
  const rows = lines.filter((line) => line.startsWith('|')).slice(2)
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
      .join(' | '),
  )
}

it('SECURITY.md has a row for every power of the page, with its routes', async () => {
  const rows = Object.entries(powers).map(([name, { could, stops }]) => {
    const routes = Object.entries(routePowers).flatMap(([route, power]) => (power === name ? [`\`${route}\``] : []))
    return [routes.join(', '), `${could}.`, `${stops}.`].join(' | ')
  })
  expect(rowsOf(await readFile(join(projectRoot, 'SECURITY.md'), 'utf8'))).toEqual(rows)
})
