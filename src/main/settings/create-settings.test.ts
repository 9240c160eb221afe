import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { modelFolderSchema } from '../../shared/domain/guarded-values.ts'
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

test('returns the defaults without a file and writes nothing', async () => {
  expect(await open().load()).toEqual(settingsSchema.parse({}))
  expect(await readdir(folder)).toEqual([])
  expect(notices).toEqual([])
})

test('keeps other fields when one changes, and restores them at the next start', async () => {
  const settings = open()
  await settings.change({ thumbnailPx: 300 })
  await settings.change({ theme: 'light' })
  expect(await open().load()).toEqual({ ...settingsSchema.parse({}), thumbnailPx: 300, theme: 'light' })
})

test('emits a change before it is on disk, until unsubscribed', async () => {
  const settings = open()
  await settings.load()
  const themes: string[] = []
  const onDisk: string[][] = []
  const stop = settings.onChanged(({ theme }) => {
    themes.push(theme)
    onDisk.push(readdirSync(folder))
  })
  await settings.change({ theme: 'dark' })
  expect(onDisk).toEqual([[]])
  stop()
  await settings.change({ theme: 'light' })
  expect(themes).toEqual(['dark'])
})

test('writes the last of many concurrent changes', async () => {
  const settings = open()
  const changes = Array.from({ length: 50 }, (_, at) => settings.change({ thumbnailPx: 100 + at }))
  void changes
  await settings.dispose()
  await Promise.all(changes)
  expect((await open().load()).thumbnailPx).toBe(149)
  expect(await readdir(folder)).toEqual(['settings.json'])
})

test('merges changes that two processes make to different settings', async () => {
  const [window, commandLine] = [open(), open()]
  await window.change({ theme: 'light' })
  await commandLine.change({ modelFolders: [modelFolderSchema.parse('/models')], thumbnailPx: 200 })
  const folderCounts: number[] = []
  window.onChanged(({ modelFolders }) => folderCounts.push(modelFolders.length))
  const together = { theme: 'light', modelFolders: ['/models'], thumbnailPx: 300 }
  expect(await window.change({ thumbnailPx: 300 })).toMatchObject(together)
  expect(folderCounts).toEqual([0, 1])
  expect(await open().load()).toMatchObject(together)
  // Broken data is not adopted.
  await writeFile(join(folder, 'settings.json'), '{"theme": "dark", "modelFo')
  expect(await window.change({ thumbnailPx: 310 })).toMatchObject({ ...together, thumbnailPx: 310 })
})

test('refuses a value out of range and changes nothing', async () => {
  const settings = open()
  await expect(settings.change({ thumbnailPx: 9_000 })).rejects.toMatchObject({ code: 'request/invalid' })
  expect(settings.get().thumbnailPx).toBe(176)
})

test.each([
  ['invalid JSON', '{"theme": "dar'],
  ['another kind of JSON', '[1, 2]'],
  ['empty', ''],
])('copies a damaged file (%s), uses the defaults and stops paid requests', async (_what, text) => {
  await writeFile(join(folder, 'settings.json'), text)
  const copy = join(folder, 'settings.json.damaged')
  const { caps, capsProblem, ...others } = await open().load()
  expect(settingsSchema.parse(others)).toEqual(settingsSchema.parse({}))
  expect({ caps, capsProblem }).toMatchObject({ caps: { onOver: 'stop' }, capsProblem: { copy } })
  expect(await readFile(copy, 'utf8')).toBe(text)
  expect(notices).toEqual([
    { code: 'money/limits-unreadable', message: expect.stringContaining('settings.json is not valid JSON') },
  ])
})

test('never overwrites an earlier copy of a different damaged file', async () => {
  for (const text of ['{"theme": "dar', 'second', '{"theme": "dar']) {
    await writeFile(join(folder, 'settings.json'), text)
    await open().load()
  }
  expect((await readdir(folder)).toSorted()).toEqual([
    'settings.json',
    'settings.json.damaged',
    'settings.json.damaged-2',
  ])
  expect(notices[1]?.message).toContain('settings.json.damaged-2')
})

const limits = { perRunUsd: null, perDayUsd: 0.1, perMonthUsd: 5, onOver: 'ask' }

test.each([
  ['an unknown value', { caps: { ...limits, onOver: 'warn' } }, 'caps.onOver', { ...limits, onOver: 'stop' }],
  ['an amount as text', { caps: { ...limits, perDayUsd: '0.10' } }, 'caps.perDayUsd', { ...limits, perDayUsd: null }],
  ['a limit under another name', { caps: { ...limits, perWeekUsd: 1 } }, 'caps', limits],
  ['a missing limit', { caps: { perDayUsd: 0.1 } }, 'caps.perRunUsd', { ...limits, perMonthUsd: null, onOver: 'stop' }],
  [
    'a value that is no object',
    { caps: 'none' },
    'caps',
    { perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'stop' },
  ],
  ['an unreadable problem record', { caps: limits, capsProblem: 'none' }, 'capsProblem', limits],
])('reports limits with %s until they are set again', async (_what, file, field, caps) => {
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ version: 1, theme: 'light', ...file }))
  const copy = join(folder, 'settings.json.damaged')
  const settings = open()
  expect(await settings.load()).toMatchObject({ theme: 'light', caps, capsProblem: { copy } })
  expect(notices).toEqual([{ code: 'money/limits-unreadable', message: expect.any(String) }])
  for (const part of [field, copy, 'no paid request is sent']) expect(notices[0]?.message).toContain(part)

  // After changing another setting and restarting, the limits are still unset.
  await settings.change({ theme: 'dark' })
  expect((await open().load()).capsProblem).toEqual({ copy })
  expect(notices).toHaveLength(2)
  expect(notices[1]).toEqual({ code: 'money/limits-unreadable', message: expect.stringContaining(copy) })

  await settings.change({ caps: { ...settings.get().caps, perDayUsd: 2 }, capsProblem: null })
  expect(await open().load()).toMatchObject({ caps: { perDayUsd: 2 }, capsProblem: null })
  expect(notices).toHaveLength(2)
})

test('reports no problem for a file without limits', async () => {
  await writeFile(join(folder, 'settings.json'), '{"theme": "light"}')
  expect(await open().load()).toMatchObject({ caps: { perDayUsd: null }, capsProblem: null })
  expect(notices).toEqual([])
})

test('a team limit of earlier versions holds paid requests until limits are set again; everything else is kept', async () => {
  const others = { version: 1, theme: 'light', caps: limits, originalsFolder: '/originals', thumbnailPx: 200 }
  await writeFile(
    join(folder, 'settings.json'),
    JSON.stringify({ ...others, team: { folder: '/team', member: 'Ana' } }),
  )
  const settings = open()
  expect(await settings.load()).toEqual(settingsSchema.parse({ ...others, capsProblem: { copy: null } }))
  const gone = { code: 'money/limits-unreadable', message: expect.stringContaining('shared a spending limit') }
  expect(notices).toEqual([gone])
  await settings.change({ caps: settings.get().caps, capsProblem: null })
  expect(JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'))).toEqual(settingsSchema.parse(others))
  expect(await open().load()).toEqual(settingsSchema.parse(others))
  expect(notices).toHaveLength(1)
  expect(await readdir(folder)).toEqual(['settings.json'])
})

test('a team limit in a damaged file holds paid requests, too', async () => {
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ thumbnailPx: 'big', team: { folder: '/team' } }))
  expect(await open().load()).toMatchObject({ capsProblem: { copy: expect.stringContaining('damaged') } })
  expect(notices).toMatchObject([{ code: 'money/limits-unreadable' }])
})

test('settings of earlier versions without a team lose nothing but it', async () => {
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ caps: limits, team: { folder: null, member: null } }))
  expect(await open().load()).toEqual(settingsSchema.parse({ caps: limits }))
  expect(notices).toEqual([])
})

test('resets only an invalid field', async () => {
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ version: 1, theme: 'light', thumbnailPx: 'big' }))
  expect(await open().load()).toEqual({ ...settingsSchema.parse({}), theme: 'light' })
  expect(notices).toEqual([
    {
      code: 'storage/corrupt',
      message:
        'Invalid settings were reset: thumbnailPx. ' +
        `A copy of the file is at ${join(folder, 'settings.json.damaged')}.`,
    },
  ])
})

test('migrates a workflow selected before the workflow list existed', async () => {
  const addedModels = ['workflow:/home/ann/portrait.json', 'sdxl.safetensors']
  const path = join(folder, 'settings.json')
  await writeFile(path, JSON.stringify({ theme: 'light', providers: { comfyui: { addedModels } } }))
  expect((await open().load()).workflowFiles).toEqual(['/home/ann/portrait.json'])
  await writeFile(path, JSON.stringify({ workflowFiles: [], providers: { comfyui: { addedModels } } }))
  expect((await open().load()).workflowFiles).toEqual([])
})

test('takes over what another process has written, as often as it does, and keeps its own changes', async () => {
  const settings = open()
  await settings.load()
  await settings.reload()
  const other = open()
  for (const perDayUsd of [3, 2, null]) {
    const { agents } = await other.load()
    await other.change({ agents: { ...agents, perDayUsd } })
    await settings.reload()
    expect(settings.get().agents.perDayUsd).toBe(perDayUsd)
  }
  const own = settings.change({ theme: 'light' })
  await settings.reload()
  await own
  await other.reload()
  expect(other.get()).toMatchObject({ theme: 'light', agents: { perDayUsd: null } })
})

test('keeps what it has while the file of another process is damaged', async () => {
  const settings = open()
  await settings.change({ theme: 'light' })
  await writeFile(join(folder, 'settings.json'), '{')
  await settings.reload()
  expect(settings.get().theme).toBe('light')
})
