import { loadQueuePanel } from '../features/queue/index.ts'
import { loadCanvasDialogs, loadStripCards, loadStudioParts } from '../features/studio/index.ts'
import { deferred } from '../ui/deferred.tsx'
import { loadMenu } from '../ui/menu.tsx'
import { loadModelDetails } from '../ui/model-details-button.tsx'
import { loadPopover } from '../ui/popover.tsx'
import { CommandSearch } from './command-search.tsx'

const gallery = deferred(async () => (await import('../features/gallery/place.ts')).Gallery)
const compare = deferred(async () => (await import('../features/compare/place.ts')).Compare)
const models = deferred(async () => (await import('../features/models/place.ts')).Models)
const settings = deferred(async () => (await import('../features/settings/place.ts')).Settings)
const exporting = deferred(async () => (await import('../features/export/place.ts')).ExportDialog)
const exportPresets = deferred(async () => (await import('../features/export/place.ts')).ExportPresets)
const upscaling = deferred(async () => (await import('../features/upscale/place.ts')).UpscaleDialog)
const commands = deferred(async () => (await import('./palette-list.tsx')).PaletteList, CommandSearch)
const shortcuts = deferred(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog)

const importFailures = deferred(async () => (await import('./import-failures-dialog.tsx')).ImportFailuresDialog)

export const Gallery = gallery.Part
export const Compare = compare.Part
export const Models = models.Part
export const Settings = settings.Part
export const ExportDialog = exporting.Part
export const ExportPresets = exportPresets.Part
export const UpscaleDialog = upscaling.Part
export const CommandList = commands.Part
export const ImportFailuresDialog = importFailures.Part
export const ShortcutsDialog = shortcuts.Part

/** Call when the first picture is on the screen and nothing else is to be done. */
export async function loadDeferredParts(): Promise<void> {
  for (const load of [loadPopover, loadMenu, loadStripCards, loadStudioParts, loadQueuePanel, loadModelDetails])
    await load()
  const places = [commands, gallery, exporting, exportPresets, compare, models, settings]
  for (const part of [...places, upscaling, shortcuts, importFailures]) await part.load()
  await loadCanvasDialogs()
}
