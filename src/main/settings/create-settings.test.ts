import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsSchema } from '../../shared/domain/settings.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import { createRecordingLogger } from '../../../test/support/recording-logger.ts'
import { createSettings } from './create-settings.ts'

let folder: string
let notices: ErrorData[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-settings-'))
  notices = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function open() {
  const path = join(folder, 'settings.json')
  return createSettings({ path, logger: createRecordingLogger(), onNoticed: (notice) => notices.push(notice) })
}

test('without a file everything is at its default and nothing is written', async () => {
  expect(await open().load()).toEqual(settingsSchema.parse({}))
  expect(await readdir(folder)).toEqual([])
  expect(notices).toEqual([])
})

test('a change leaves the other fields alone and is there at the next start', async () => {
  const settings = open()
  await settings.change({ thumbnailPx: 300 })
  await settings.change({ theme: 'light' })
  expect(await open().load()).toEqual({ ...settingsSchema.parse({}), thumbnailPx: 300, theme: 'light' })
})

test('listeners hear of a change before it is on disk, and stop when asked', async () => {
  const settings = open()
  await settings.load()
  const heard: string[] = []
  const onDisk: string[][] = []
  const stop = settings.onChanged(({ theme }) => {
    heard.push(theme)
    onDisk.push(readdirSync(folder))
  })
  await settings.change({ theme: 'dark' })
  expect(onDisk).toEqual([[]])
  stop()
  await settings.change({ theme: 'light' })
  expect(heard).toEqual(['dark'])
})

test('many changes at once end with the last one on disk', async () => {
  const settings = open()
  const changes = Array.from({ length: 50 }, (_, at) => settings.change({ thumbnailPx: 100 + at }))
  void changes
  await settings.dispose()
  await Promise.all(changes)
  expect((await open().load()).thumbnailPx).toBe(149)
  expect(await readdir(folder)).toEqual(['settings.json'])
})

test('a value out of range is refused and changes nothing', async () => {
  const settings = open()
  await expect(settings.change({ thumbnailPx: 9_000 })).rejects.toMatchObject({ code: 'request/invalid' })
  expect(settings.get().thumbnailPx).toBe(176)
})

test.each([
  ['no JSON', '{"theme": "dar'],
  ['another kind of JSON', '[1, 2]'],
  ['empty', ''],
])('a damaged file (%s) is kept aside and the defaults hold', async (_what, text) => {
  await writeFile(join(folder, 'settings.json'), text)
  expect(await open().load()).toEqual(settingsSchema.parse({}))
  expect(await readFile(join(folder, 'settings.json.damaged'), 'utf8')).toBe(text)
  expect(notices.map(({ code }) => code)).toEqual(['storage/corrupt'])
})

test('one bad field costs only that field', async () => {
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ version: 1, theme: 'light', thumbnailPx: 'big' }))
  expect(await open().load()).toEqual({ ...settingsSchema.parse({}), theme: 'light' })
  expect(notices).toHaveLength(1)
})

test('a workflow that was picked before there was a list of them stays readable', async () => {
  const addedModels = ['workflow:/home/ann/portrait.json', 'sdxl.safetensors']
  const path = join(folder, 'settings.json')
  await writeFile(path, JSON.stringify({ theme: 'light', providers: { comfyui: { addedModels } } }))
  expect((await open().load()).workflowFiles).toEqual(['/home/ann/portrait.json'])
  await writeFile(path, JSON.stringify({ workflowFiles: [], providers: { comfyui: { addedModels } } }))
  expect((await open().load()).workflowFiles).toEqual([])
})
