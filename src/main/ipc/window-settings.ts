import type { Settings, SettingsPatch, WindowSettings, WindowSettingsPatch } from '../../shared/domain/settings.ts'
import type {
  ExportPreset,
  PresetOptions,
  StoredExportPreset,
  StoredPresetOptions,
} from '../../shared/domain/export-options.ts'
import type { PickedFolder } from '../../shared/domain/file-handles.ts'
import { toPickedFolder, type FileHandles } from './file-handles.ts'

type Folders = Pick<FileHandles, 'folders'>

/** Returns the settings as exposed to the window: folders by handle. */
export function toWindowSettings(
  {
    workflowFiles: _workflows,
    enginePath: _engine,
    modelFolders: _models,
    downloadFolder: _downloads,
    ...settings
  }: Settings,
  handles: Folders,
  setInFile: WindowSettings['setInFile'],
): WindowSettings {
  const picked = (path: string | null) => (path === null ? null : toPickedFolder(handles, path))
  const options = (stored: StoredPresetOptions): PresetOptions => ({ ...stored, folder: picked(stored.folder) })
  const preset = (stored: StoredExportPreset): ExportPreset => ({ ...stored, options: options(stored.options) })
  return {
    ...settings,
    setInFile,
    exportOptions: options(settings.exportOptions),
    exportPresets: settings.exportPresets.map(preset),
    exportFolder: picked(settings.exportFolder),
  }
}

/** @throws request/invalid for a folder that was never chosen */
export function fromWindowPatch(
  { exportOptions, exportPresets, exportFolder, ...patch }: WindowSettingsPatch,
  { folders }: Folders,
): SettingsPatch {
  const path = (folder: PickedFolder | null) => (folder === null ? null : folders.require(folder.handle))
  const options = (windowOptions: PresetOptions): StoredPresetOptions => ({
    ...windowOptions,
    folder: path(windowOptions.folder),
  })
  return {
    ...patch,
    ...(exportOptions !== undefined && { exportOptions: options(exportOptions) }),
    ...(exportPresets !== undefined && {
      exportPresets: exportPresets.map((preset) => ({ ...preset, options: options(preset.options) })),
    }),
    ...(exportFolder !== undefined && { exportFolder: path(exportFolder) }),
  }
}
