import { loadQueuePanel } from '../features/queue/index.ts'
import { loadCanvasDialogs, loadStripCards, loadStudioParts } from '../features/studio/index.ts'
import { deferred } from '../ui/deferred.tsx'
import { loadMenu } from '../ui/menu.tsx'
import { loadModelDetails } from '../ui/model-details-button.tsx'
import { loadPopover } from '../ui/popover.tsx'
import { CommandSearch } from './command-search.tsx'

const gallery = deferred(() => import('../features/gallery/gallery.tsx').then((part) => part.Gallery))
const compare = deferred(() => import('../features/compare/compare.tsx').then((part) => part.Compare))
const models = deferred(() => import('../features/models/models.tsx').then((part) => part.Models))
const settings = deferred(() => import('../features/settings/settings.tsx').then((part) => part.SettingsScreen))
const exporting = deferred(() => import('../features/export/export-dialog.tsx').then((part) => part.ExportDialog))
const exportPresets = deferred(() => import('../features/export/export-presets.tsx').then((part) => part.ExportPresets))
const upscaling = deferred(() => import('../features/upscale/upscale-dialog.tsx').then((part) => part.UpscaleDialog))
const references = deferred(() =>
  import('../features/references/references-dialog.tsx').then((part) => part.ReferencesDialog),
)
const grid = deferred(() => import('../features/compare/grid/grid-dialog.tsx').then((part) => part.GridDialog))
const commands = deferred(() => import('./palette-list.tsx').then((part) => part.PaletteList), CommandSearch)
const help = deferred(() => import('../features/help/help-dialog.tsx').then((part) => part.HelpDialog))
const tour = deferred(() => import('./tour.tsx').then((part) => part.AppTour))
const shortcuts = deferred(() => import('./shortcuts-dialog.tsx').then((part) => part.ShortcutsDialog))

const openingPage = deferred(() => import('./opening-page.tsx').then((part) => part.OpeningPage))
const importFailures = deferred(() => import('./import-failures-dialog.tsx').then((part) => part.ImportFailuresDialog))

export const LazyGallery = gallery.Part
export const LazyCompare = compare.Part
export const LazyModels = models.Part
export const LazyOpeningPage = openingPage.Part
export const LazySettings = settings.Part
export const LazyExportDialog = exporting.Part
export const LazyExportPresets = exportPresets.Part
export const LazyUpscaleDialog = upscaling.Part
export const LazyReferencesDialog = references.Part
export const LazyGridDialog = grid.Part
export const LazyCommandList = commands.Part
export const LazyImportFailuresDialog = importFailures.Part
export const LazyHelpDialog = help.Part
export const LazyTour = tour.Part
export const LazyShortcutsDialog = shortcuts.Part

/** Call when the first image is on the screen and the window is idle. */
export async function loadDeferredParts(): Promise<void> {
  for (const load of [loadPopover, loadMenu, loadStripCards, loadStudioParts, loadQueuePanel, loadModelDetails])
    await load()
  const places = [commands, gallery, exporting, exportPresets, compare, models, settings]
  for (const part of [...places, upscaling, references, grid, shortcuts, help, importFailures]) await part.load()
  await loadCanvasDialogs()
}
