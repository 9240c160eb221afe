import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { settingsSchema } from '../../shared/domain/settings.ts'
import { readStartTheme } from './start-theme.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-theme-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const path = () => join(folder, 'settings.json')

it.each(settingsSchema.shape.theme.unwrap().options)('reads %s', async (theme) => {
  await writeFile(path(), JSON.stringify({ theme }))
  expect(readStartTheme(path())).toBe(theme)
})

it('is the default of the settings without a file', () => {
  expect(readStartTheme(path())).toBe(settingsSchema.parse({}).theme)
})

it.each(['{"theme": "dar', '[1, 2]', 'null', '', '{"theme": "toString"}'])('takes no harm from %j', async (text) => {
  await writeFile(path(), text)
  expect(readStartTheme(path())).toBe('dark')
})
