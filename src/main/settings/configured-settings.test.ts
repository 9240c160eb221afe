import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppError, ErrorData } from '../../shared/errors/index.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import { createRecordingLogger } from '../../../test/support/recording-logger.ts'
import { createConfigurationSource, createSettings } from './index.ts'

let folder: string
let reported: AppError[]
let remarks: AppError[]
let notices: ErrorData[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-configured-'))
  reported = []
  remarks = []
  notices = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const yaml = (text: string) => writeFile(join(folder, 'atelier.yaml'), text)
const json = (value: object | string) =>
  writeFile(join(folder, 'settings.json'), typeof value === 'string' ? value : JSON.stringify(value))
const saved = async () => JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as Settings

function open(path = join(folder, 'atelier.yaml'), isRequired = false) {
  const configuration = createConfigurationSource({
    path,
    isRequired,
    parseBaseUrl: async () => (text) => text,
    onInvalid: (error) => reported.push(error),
    onRemark: (error) => remarks.push(error),
  })
  const settings = createSettings({
    path: join(folder, 'settings.json'),
    logger: createRecordingLogger(),
    onNoticed: (notice) => notices.push(notice),
    configuration,
  })
  return { configuration, settings }
}

describe('settings with a configuration file', () => {
  it('have the file’s values in effect, and keep their own', async () => {
    await yaml('settings: { theme: light, brush: { size: 12 } }\nmedia: { safety: { block_nsfw: true } }\n')
    await json({ theme: 'system', thumbnailPx: 200 })
    const { settings } = open()
    const seen: string[] = []
    settings.onChanged(({ theme }) => seen.push(theme))
    expect(await settings.load()).toMatchObject({
      theme: 'light',
      thumbnailPx: 200,
      brush: { sizePx: 12, hardness: 0.8 },
      safety: { blockNsfw: true, contentFilter: 'moderate' },
    })
    // The window has opened with the theme of settings.json.
    expect(seen).toEqual(['light'])
    expect(settings.own()).toMatchObject({ theme: 'system', brush: { sizePx: 48 } })
    expect(settings.setInFile()).toEqual({
      file: 'atelier.yaml',
      names: ['media.safety.block_nsfw', 'settings.theme'],
    })
    await settings.change({ thumbnailPx: 300 })
    expect(await saved()).toMatchObject({ theme: 'system', thumbnailPx: 300, safety: { blockNsfw: false } })
  })

  it('refuse a change of what the file decides, and accept the rest of its block', async () => {
    await yaml('settings: { theme: light, spending_limits: { per_day_usd: 5 } }\n')
    const { settings } = open()
    const { caps } = await settings.load()
    await expect(settings.change({ theme: 'dark' })).rejects.toMatchObject({
      code: 'request/invalid',
      message: 'settings.theme: set in atelier.yaml. Change it there.',
    })
    await expect(settings.change({ caps: { ...caps, perDayUsd: 500 } })).rejects.toThrow('spending_limits.per_day_usd')
    expect(await settings.change({ theme: 'light', caps: { ...caps, perRunUsd: 1 } })).toMatchObject({
      theme: 'light',
      caps: { perRunUsd: 1, perDayUsd: 5 },
    })
    expect(await saved()).toMatchObject({ theme: 'dark', caps: { perRunUsd: 1, perDayUsd: null } })
  })

  it('let initial values be changed until the next start', async () => {
    await yaml('settings: { brush: { size: 12 } }\n')
    const { settings } = open()
    const { brush } = await settings.load()
    expect((await settings.change({ brush: { ...brush, sizePx: 30 } })).brush.sizePx).toBe(30)
    expect((await open().settings.load()).brush.sizePx).toBe(12)
  })

  it('take over changes of the file while they run, and report an invalid one once', async () => {
    await yaml('settings: { theme: light }\nmedia: { default_provider: openai }\n')
    const { settings, configuration } = open()
    await settings.load()
    const seen: string[] = []
    settings.onChanged(({ theme }) => seen.push(theme))
    await configuration.reload()
    expect(seen).toEqual([])
    await yaml('settings: { theme: system }\nmedia: { default_provider: fal }\n')
    await configuration.reload()
    expect(seen).toEqual(['system'])
    expect(configuration.get().defaultProvider).toBe('fal')
    await yaml('settings: { theme: drak }\n')
    await configuration.reload()
    await configuration.reload()
    expect(reported.map(({ message }) => message)).toEqual([
      'atelier.yaml line 1, settings.theme: must be one of system, dark, light.\nThe values read before stay in use.',
    ])
    expect(settings.get().theme).toBe('system')
    expect(configuration.get().defaultProvider).toBe('fal')
    await rm(join(folder, 'atelier.yaml'))
    await configuration.reload()
    expect(configuration.problem()).toBeNull()
    expect(settings.get().theme).toBe('dark')
  })

  it('spend nothing while a file with limits cannot be read', async () => {
    await yaml('settings: { spending_limits: { per_day_usd: lots } }\n')
    const { settings, configuration } = open()
    expect((await settings.load()).capsProblem).toEqual({ copy: null })
    expect(reported).toHaveLength(1)
    await expect(settings.change({ capsProblem: null })).rejects.toThrow('set in atelier.yaml')
    await yaml('settings: { spending_limits: { per_day_usd: 3 } }\n')
    await configuration.reload()
    expect(settings.get()).toMatchObject({ capsProblem: null, caps: { perDayUsd: 3 } })
  })

  it('say of the team limit of earlier versions what there is instead, and spend nothing until it is removed', async () => {
    const others = 'theme: light, spending_limits: { per_day_usd: 3 }'
    await yaml(`settings: { team_limit: { folder: /team, member: Ana }, ${others} }\n`)
    const { settings, configuration } = open()
    expect((await settings.load()).capsProblem).toEqual({ copy: null })
    expect(reported.map(({ message }) => message)).toEqual([
      'atelier.yaml line 1, settings.team_limit: is no longer a setting of Atelier. Remove it, and set a budget for several computers at a gateway instead.\nThis file is ignored until it is corrected.',
    ])
    await yaml(`settings: { ${others} }\n`)
    await configuration.reload()
    expect(settings.get()).toMatchObject({ theme: 'light', capsProblem: null, caps: { perDayUsd: 3 } })
  })

  it('spend nothing either where only a team limit was set', async () => {
    await yaml('settings: { team_limit: { folder: /team } }\n')
    expect((await open().settings.load()).capsProblem).toEqual({ copy: null })
  })

  it('apply all of a file that names the folder for originals of earlier versions, and say that it is gone, once', async () => {
    await yaml('settings: { originals: { folder: /shared }, theme: light }\n')
    const { settings, configuration } = open()
    expect(await settings.load()).toMatchObject({ theme: 'light', capsProblem: null })
    expect(reported).toEqual([])
    expect(remarks.map(({ message }) => message)).toEqual([
      'atelier.yaml line 1, settings.originals: is no longer a setting of Atelier and has no effect: new originals stay in the library. Remove it, and run “atelier originals --move-back” to copy earlier ones to the library.',
    ])
    await configuration.reload()
    expect(remarks).toHaveLength(1)
    await yaml('settings: { theme: dark }\n')
    await configuration.reload()
    expect(settings.get().theme).toBe('dark')
    expect([reported, remarks.length]).toEqual([[], 1])
  })

  it('report a missing file that was named', async () => {
    const { settings, configuration } = open(join(folder, 'own.yaml'), true)
    await settings.load()
    expect(configuration.problem()).toMatchObject({ code: 'configuration/invalid' })
    await writeFile(join(folder, 'own.yaml'), 'settings: { theme: light }\n')
    await configuration.reload()
    expect(settings.get().theme).toBe('light')
  })
})

describe('settings.json changed by another program', () => {
  it('is taken over, and an invalid one is reported once', async () => {
    await json({ theme: 'light' })
    const { settings } = open()
    await settings.load()
    const seen: string[] = []
    settings.onChanged(({ theme }) => seen.push(theme))
    await json({ theme: 'system', thumbnailPx: 200 })
    await settings.reload()
    await settings.reload()
    expect(seen).toEqual(['system'])
    await json('{"theme": "li')
    await settings.reload()
    await settings.reload()
    expect(notices).toMatchObject([{ code: 'storage/corrupt', message: expect.stringContaining('is not valid') }])
    expect(settings.get()).toMatchObject({ theme: 'system', thumbnailPx: 200 })
    await json({ theme: 'light' })
    await settings.reload()
    expect(settings.get()).toMatchObject({ theme: 'light', thumbnailPx: 176 })
  })

  it('is not taken for a change where this program has written it', async () => {
    const { settings } = open()
    await settings.change({ theme: 'light' })
    const seen: string[] = []
    settings.onChanged(({ theme }) => seen.push(theme))
    await settings.reload()
    expect(seen).toEqual([])
  })
})
