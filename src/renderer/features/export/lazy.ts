/** Entry point of the lazy-loaded chunk; everything else is imported from the index. */
export { ExportDialog } from './export-dialog.tsx'
export { ExportPresets } from './export-presets.tsx'
