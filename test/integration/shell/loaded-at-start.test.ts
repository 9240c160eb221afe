import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cannotStart } from '../../../src/shared/messages/en/start.ts'
import { importedBy } from '../../support/built/imported-by.ts'
import { projectRoot } from '../../support/run-built-program.ts'

const built = join(projectRoot, 'out', 'main')

/** The built files that hold these modules, and what they import. */
async function loadedWith(...modules: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(built, 'chunks'))
  const found = new Map<string, string>()
  for (const module of modules) {
    const chunks = names.filter((name) => name.startsWith(`${module}-`))
    expect(chunks.length, module).toBeGreaterThan(0)
    for (const chunk of chunks) await importedBy(join(built, 'chunks', chunk), found)
  }
  return found
}

const filesWith = (texts: ReadonlyMap<string, string>, part: string) =>
  [...texts].filter(([path, text]) => path.includes(part) || text.includes(part)).map(([path]) => path)

const pathsWith = (parts: readonly string[], found: ReadonlyMap<string, string>) =>
  [...found].filter(([, text]) => parts.some((part) => text.includes(part))).map(([path]) => path)

it('a search loads neither schemas, the services nor the contract', async () => {
  const texts = await loadedWith('dispatch-command', 'search-command', 'library-commands', 'read-library')
  expect(filesWith(texts, 'ZodObject')).toEqual([])
  // The name that is searched for is in what is built.
  expect(filesWith(await loadedWith('records'), 'ZodObject')).not.toEqual([])
  expect([...texts.keys()].filter((path) => path.includes('open-services'))).toEqual([])
  expect(filesWith(texts, 'downloads.offered')).toEqual([])
  const lengths = [...texts.values()].map((text) => text.length)
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(250_000)
})

it('the worker of the database loads no contract', async () => {
  expect(filesWith(await importedBy(join(built, 'database.js')), 'downloads.offered')).toEqual([])
})

it('the window loads no tools, no agents’ server and no `node:http`, which loads fetch', async () => {
  const texts = await loadedWith('open-program', 'run-window', 'open-services', 'mcp')
  expect(filesWith(texts, 'downloads.offered')).not.toEqual([])
  expect([...texts.keys()].filter((path) => path.includes('agent-sessions-'))).toEqual([])
  expect(filesWith(texts, '"node:http"')).toEqual([])
})

it('the window loads no schemas, and its start-up scripts stay small', async () => {
  const folder = join(projectRoot, 'out', 'renderer', 'assets')
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'))
  const texts = await Promise.all(scripts.map((name) => readFile(join(folder, name), 'utf8')))
  expect(texts.filter((text) => text.includes('invalid_union') || text.includes('_zod'))).toEqual([])
  // The scripts loaded before the first paint; the Gallery, Models and Settings are loaded later.
  const page = await readFile(join(folder, '..', 'index.html'), 'utf8')
  const atStart = scripts.filter((name) => page.includes(name))
  expect(atStart.length).toBeGreaterThan(0)
  const lengths = atStart.map((name) => texts[scripts.indexOf(name)]?.length ?? 0)
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(921_000)
})

it('main loads no text before it knows its language, and no schemas before its window', async () => {
  const folder = join(projectRoot, 'out', 'main')
  const beforeTexts = await importedBy(join(folder, 'index.js'))
  const program = (await readdir(join(folder, 'chunks'))).find((name) => name.startsWith('start-program'))
  const texts = await importedBy(join(folder, 'chunks', program ?? ''))
  expect(pathsWith([cannotStart, 'atelierLanguage'], beforeTexts)).toEqual([])
  expect(pathsWith([cannotStart], texts)).not.toEqual([])
  expect(texts.size).toBeGreaterThan(beforeTexts.size)
  expect(pathsWith(['invalid_union', '_zod'], texts)).toEqual([])
})
