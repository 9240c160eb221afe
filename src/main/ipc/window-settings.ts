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
    originalsFolder: _originals,
    ...settings
  }: Settings,
  handles: Folders,
  setInFile: WindowSettings['setInFile'],
): WindowSettings {
  const options = (stored: StoredPresetOptions) => toWindowOptions(stored, handles)
  const preset = (stored: StoredExportPreset): ExportPreset => ({ ...stored, options: options(stored.options) })
  return {
    ...settings,
    setInFile,
    exportOptions: options(settings.exportOptions),
    exportPresets: settings.exportPresets.map(preset),
    exportFolder: toPicked(settings.exportFolder, handles),
  }
}

export function toWindowOptions(stored: StoredPresetOptions, handles: Folders): PresetOptions {
  return { ...stored, folder: toPicked(stored.folder, handles) }
}

function toPicked(path: string | null, handles: Folders): PickedFolder | null {
  return path === null ? null : toPickedFolder(handles, path)
}

/** @throws request/invalid for a folder that was never chosen */
export function fromWindowOptions(options: PresetOptions, handles: Folders): StoredPresetOptions {
  return { ...options, folder: fromPicked(options.folder, handles) }
}

function fromPicked(folder: PickedFolder | null, { folders }: Folders): string | null {
  return folder === null ? null : folders.require(folder.handle)
}

/** @throws request/invalid for a folder that was never chosen */
export function fromWindowPatch(
  { exportOptions, exportPresets, exportFolder, ...patch }: WindowSettingsPatch,
  handles: Folders,
): SettingsPatch {
  const options = (windowOptions: PresetOptions) => fromWindowOptions(windowOptions, handles)
  return {
    ...patch,
    ...(exportOptions !== undefined && { exportOptions: options(exportOptions) }),
    ...(exportPresets !== undefined && {
      exportPresets: exportPresets.map((preset) => ({ ...preset, options: options(preset.options) })),
    }),
    ...(exportFolder !== undefined && { exportFolder: fromPicked(exportFolder, handles) }),
  }
}
