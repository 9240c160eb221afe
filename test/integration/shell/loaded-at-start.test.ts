import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
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

it('a search loads neither schemas, the services nor the contract', async () => {
  const texts = await loadedWith('run-command', 'search-command', 'library-commands', 'read-library')
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
