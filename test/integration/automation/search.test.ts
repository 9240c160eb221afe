import { readdirSync, readFileSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import { buildAsset } from '../../support/build-asset.ts'
import { fillDatabase, openTestDatabase, settleDatabase } from '../../support/open-database.ts'
import { damageRecords } from '../../support/damage-records.ts'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

let home: TemporaryHome
const atelier = (...args: string[]) => runBuiltProgram(args, { home: home.paths.root })

beforeEach(async () => void (home = await createTemporaryHome()))
afterEach(() => home.remove())

it('finds images beside a window that has the library open', async () => {
  const window = openTestDatabase(home.paths.databaseFile)
  const record = buildAsset({ name: 'harbor' })
  await window.call('assets.add', { record })
  expect(await atelier('search', 'harbor')).toEqual({ code: 0, out: `${record.id}  harbor\n`, err: '' })
  expect(JSON.parse((await atelier('list', '--json')).out)).toMatchObject({ images: [{ id: record.id }] })
  await window.dispose()
})

it('creates a library where there is none', async () => {
  expect(await atelier('search', 'harbor')).toEqual({ code: 0, out: '', err: '' })
  expect(await readdir(home.paths.root)).toContain('atelier.db')
})

it('rebuilds a damaged library, and says so', async () => {
  fillDatabase(home.paths.databaseFile, [buildAsset({ name: 'harbor' })])
  await writeFile(home.paths.databaseFile, 'This is no database at all. '.repeat(400))
  const result = await atelier('search', 'harbor')
  expect(result).toMatchObject({ code: 0, out: '', err: expect.stringContaining('was damaged and has been rebuilt') })
})

it('repairs damage that it meets while it reads', async () => {
  const records = Array.from({ length: 2_000 }, (_, at) => buildAsset({ name: `harbor ${at}` }))
  fillDatabase(home.paths.databaseFile, records)
  settleDatabase(home.paths.databaseFile)
  await damageRecords(home.paths.databaseFile)
  const { code, out, err } = await atelier('search', 'harbor')
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('was damaged and has been rebuilt') })
  expect(out.trim().split('\n').length).toBeGreaterThan(1_000)
})

it('reports settings that cannot be used where they decide what is found', async () => {
  const record = buildAsset({ name: 'harbor' })
  fillDatabase(home.paths.databaseFile, [record])
  settleDatabase(home.paths.databaseFile)
  await writeFile(home.paths.settingsFile, '{ "theme": "pink" }')
  const found = { code: 0, out: `${record.id}  harbor\n` }
  expect(await atelier('search', 'harbor')).toEqual({ ...found, err: '' })
  expect(await atelier('search', 'harbor -is:covered')).toEqual({ ...found, err: expect.stringContaining('theme') })
})

it('ends with the problem of an unusable atelier.yaml', async () => {
  await writeFile(join(home.paths.root, 'atelier.yaml'), 'settings: [')
  const { code, out, err } = await atelier('search', 'harbor', '--json')
  expect(code).not.toBe(0)
  expect(JSON.parse(out)).toMatchObject({ success: false, error_code: 'configuration/invalid' })
  expect(err).toContain('atelier.yaml')
})

it('loads neither zod nor the schemas of records for lines of text', async () => {
  const loaded = new Set(['run-command', 'search-command', 'library-commands', 'read-library'].map(chunkOf))
  for (const chunk of loaded) for (const imported of importsOf(chunk)) loaded.add(imported)
  expect(loaded.size).toBeGreaterThan(10)
  expect([...loaded].filter((chunk) => /ZodObject|\$ZodType/.test(readFileSync(join(chunks, chunk), 'utf8')))).toEqual(
    [],
  )
  // The names that are searched for are in what is built.
  expect(readFileSync(join(chunks, chunkOf('records')), 'utf8')).toMatch(/ZodObject/)
})

const chunks = join(projectRoot, 'out/main/chunks')

function chunkOf(name: string): string {
  const found = readdirSync(chunks).filter((file) => file.replace(/-[\w-]{8}\.js$/, '') === name)
  expect(found).toHaveLength(1)
  return found[0]!
}

/** What a built file needs before it runs. */
function importsOf(chunk: string): string[] {
  const text = readFileSync(join(chunks, chunk), 'utf8')
  return [...text.matchAll(/(?:^|;)(?:import|export)[^'"();]*["']\.\/([^"']+)["']/g)].map(([, file]) => file!)
}
