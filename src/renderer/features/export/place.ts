/** What is loaded when it is gone to; everything else comes through the index. */
export { ExportDialog } from './export-dialog.tsx'
export { ExportPresets } from './export-presets.tsx'
