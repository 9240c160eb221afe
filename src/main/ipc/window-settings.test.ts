import { describe, expect, it } from 'vitest'
import { builtInPresets } from '../../shared/domain/export-options.ts'
import type { FolderHandle } from '../../shared/domain/file-handles.ts'
import {
  settingsSchema,
  windowSettingsPatchSchema,
  windowSettingsSchema,
  type Settings,
} from '../../shared/domain/settings.ts'
import { createFileHandles } from './file-handles.ts'
import { fromWindowPatch, toWindowSettings } from './window-settings.ts'

const setInFile = { file: 'atelier.yaml', names: [] }

const [builtIn] = builtInPresets
const options = { ...builtIn!.options, place: 'fixed', folder: '/home/ann/Prints' } as const
const stored: Settings = settingsSchema.parse({
  exportFolder: '/home/ann/Exports',
  exportOptions: options,
  exportPresets: [{ id: 'mine', name: 'Prints', options }],
  workflowFiles: ['/home/ann/portrait.json'],
  modelFolders: ['/home/ann/models'],
  downloadFolder: '/home/ann/models',
})

describe('settings in the window', () => {
  it('contain handles instead of folders, which map back to the same folders', () => {
    const handles = createFileHandles()
    const shown = toWindowSettings(stored, handles, setInFile)
    expect(windowSettingsSchema.parse(shown)).toEqual(shown)
    expect(shown.exportFolder).toEqual({ handle: expect.any(String), name: '/home/ann/Exports' })
    const { exportFolder, exportOptions, exportPresets } = shown
    expect(fromWindowPatch({ exportFolder, exportOptions, exportPresets }, handles)).toEqual({
      exportFolder: stored.exportFolder,
      exportOptions: stored.exportOptions,
      exportPresets: stored.exportPresets,
    })
    expect(toWindowSettings(stored, handles, setInFile)).toEqual(shown)
  })

  it('are read by the handle, whatever its name says', () => {
    const handles = createFileHandles()
    const { exportFolder } = toWindowSettings(stored, handles, setInFile)
    const renamed = { ...exportFolder!, name: '/etc' }
    expect(fromWindowPatch({ exportFolder: renamed }, handles)).toEqual({ exportFolder: '/home/ann/Exports' })
    expect(fromWindowPatch({ exportFolder: null, theme: 'light' }, handles)).toEqual({
      exportFolder: null,
      theme: 'light',
    })
  })

  it('reject a folder that was not picked', () => {
    const handles = createFileHandles()
    const folder = { handle: 'A'.repeat(32) as FolderHandle, name: '/etc' }
    const refused = expect.objectContaining({ code: 'request/invalid' })
    const { exportOptions, exportPresets } = toWindowSettings(stored, handles, setInFile)
    expect(() => fromWindowPatch({ exportFolder: folder }, handles)).toThrow(refused)
    expect(() => fromWindowPatch({ exportOptions: { ...exportOptions, folder } }, handles)).toThrow(refused)
    const preset = { ...exportPresets[0]!, options: { ...exportOptions, folder } }
    expect(() => fromWindowPatch({ exportPresets: [preset] }, handles)).toThrow(refused)
  })

  it.each(['workflowFiles', 'modelFolders', 'downloadFolder'])('exclude %s', (field) => {
    expect(stored).toHaveProperty(field)
    expect(toWindowSettings(stored, createFileHandles(), setInFile)).not.toHaveProperty(field)
    for (const value of [['/etc/passwd'], '/etc']) {
      const parsed = windowSettingsPatchSchema.safeParse({ theme: 'dark', [field]: value })
      expect(parsed.data ?? {}).not.toHaveProperty(field)
    }
  })
})
