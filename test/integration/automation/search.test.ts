import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildAsset } from '../../support/build-asset.ts'
import { fillDatabase, openTestDatabase, settleDatabase } from '../../support/open-database.ts'
import { damageRecords } from '../../support/damage-records.ts'
import { runCommand } from '../../support/run-command.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

let home: TemporaryHome
const atelier = (...args: string[]) => runCommand(args, { home: home.paths.root })

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
