import { loadQueuePanel } from '../features/queue/index.ts'
import { loadCanvasDialogs, loadStripCards, loadStudioParts } from '../features/studio/index.ts'
import { deferred } from '../ui/deferred.tsx'
import { loadMenu } from '../ui/menu.tsx'
import { loadModelDetails } from '../ui/model-details-button.tsx'
import { loadPopover } from '../ui/popover.tsx'
import { CommandSearch } from './command-search.tsx'

const gallery = deferred(async () => (await import('../features/gallery/lazy.ts')).Gallery)
const compare = deferred(async () => (await import('../features/compare/lazy.ts')).Compare)
const models = deferred(async () => (await import('../features/models/lazy.ts')).Models)
const settings = deferred(async () => (await import('../features/settings/lazy.ts')).SettingsScreen)
const exporting = deferred(async () => (await import('../features/export/lazy.ts')).ExportDialog)
const exportPresets = deferred(async () => (await import('../features/export/lazy.ts')).ExportPresets)
const upscaling = deferred(async () => (await import('../features/upscale/lazy.ts')).UpscaleDialog)
const references = deferred(async () => (await import('../features/references/lazy.ts')).ReferencesDialog)
const grid = deferred(async () => (await import('../features/compare/lazy.ts')).GridDialog)
const commands = deferred(async () => (await import('./palette-list.tsx')).PaletteList, CommandSearch)
const shortcuts = deferred(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog)

const importFailures = deferred(async () => (await import('./import-failures-dialog.tsx')).ImportFailuresDialog)

export const LazyGallery = gallery.Part
export const LazyCompare = compare.Part
export const LazyModels = models.Part
export const LazySettings = settings.Part
export const LazyExportDialog = exporting.Part
export const LazyExportPresets = exportPresets.Part
export const LazyUpscaleDialog = upscaling.Part
export const LazyReferencesDialog = references.Part
export const LazyGridDialog = grid.Part
export const LazyCommandList = commands.Part
export const LazyImportFailuresDialog = importFailures.Part
export const LazyShortcutsDialog = shortcuts.Part

/** Call when the first image is on the screen and the window is idle. */
export async function loadDeferredParts(): Promise<void> {
  for (const load of [loadPopover, loadMenu, loadStripCards, loadStudioParts, loadQueuePanel, loadModelDetails])
    await load()
  const places = [commands, gallery, exporting, exportPresets, compare, models, settings]
  for (const part of [...places, upscaling, references, grid, shortcuts, importFailures]) await part.load()
  await loadCanvasDialogs()
}
