import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { settingsSchema } from '../../shared/domain/settings.ts'
import { readStartAppearance } from './start-appearance.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-look-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const path = () => join(folder, 'settings.json')

it.each(settingsSchema.shape.theme.unwrap().options)('reads the theme %s', async (theme) => {
  await writeFile(path(), JSON.stringify({ theme }))
  expect(readStartAppearance(path())).toEqual({ theme, uiScale: 1 })
})

it.each([0.8, 1.25, 2])('reads the scale %s', async (uiScale) => {
  await writeFile(path(), JSON.stringify({ uiScale }))
  expect(settingsSchema.parse({ uiScale }).uiScale).toBe(uiScale)
  expect(readStartAppearance(path()).uiScale).toBe(uiScale)
})

it('returns the default settings without a file', () => {
  const { theme, uiScale } = settingsSchema.parse({})
  expect(readStartAppearance(path())).toEqual({ theme, uiScale })
})

it.each(['{"theme": "dar', '[1, 2]', 'null', '', '{"theme": "toString", "uiScale": 40}', '{"uiScale": "2"}'])(
  'returns the defaults for %j',
  async (text) => {
    await writeFile(path(), text)
    expect(readStartAppearance(path())).toEqual({ theme: 'dark', uiScale: 1 })
  },
)
