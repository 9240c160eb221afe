import type { ExportOptions } from '../../shared/domain/export-options.ts'
import { defaultExportOptions } from '../../shared/domain/export-presets.ts'

/** Returns the options a command writes its results with. */
export function exportOptionsFor(how: { readonly quality: number; readonly mayReplace: boolean }): ExportOptions {
  return { ...defaultExportOptions, quality: how.quality, onConflict: how.mayReplace ? 'replace' : 'ask' }
}
