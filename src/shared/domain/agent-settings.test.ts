import { describe, expect, it } from 'vitest'
import { settingsSchema, windowSettingsPatchSchema } from './settings.ts'

describe('the settings for agents', () => {
  it('start without folders, with limits, and without HTTP', () => {
    expect(settingsSchema.parse({}).agents).toEqual({
      folders: [],
      outputFolder: null,
      perSessionUsd: 1,
      perDayUsd: 5,
      http: { isOn: false, port: 47_821 },
    })
  })

  it('fill what an older file has not', () => {
    expect(settingsSchema.parse({ agents: { perDayUsd: null, http: { isOn: true } } }).agents).toMatchObject({
      perSessionUsd: 1,
      perDayUsd: null,
      http: { isOn: true, port: 47_821 },
    })
  })

  it.each([
    { folders: ['pictures'] },
    { folders: ['../pictures'] },
    { folders: [''] },
    { outputFolder: 'C:pictures' },
    { perSessionUsd: -1 },
    { http: { isOn: true, port: 80 } },
    { http: { isOn: true, port: 65_536 } },
  ])('refuse %j', (agents) => {
    expect(settingsSchema.safeParse({ agents }).success).toBe(false)
  })

  it.each(['/home/ann/Pictures', 'C:\\Users\\Ann\\Pictures', '\\\\server\\share'])('take the folder %s', (folder) => {
    expect(settingsSchema.parse({ agents: { folders: [folder] } }).agents.folders).toEqual([folder])
  })

  it('are not for the window to change', () => {
    const { agents } = settingsSchema.parse({})
    expect(windowSettingsPatchSchema.safeParse({ theme: 'dark', agents }).success).toBe(false)
  })
})
