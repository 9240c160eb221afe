import type { ExportOptions } from '../../shared/domain/export-options.ts'
import { defaultExportOptions } from '../../shared/domain/export-presets.ts'

/** How a command writes what it has made. */
export function exportOptionsFor(how: { readonly quality: number; readonly mayReplace: boolean }): ExportOptions {
  return { ...defaultExportOptions, quality: how.quality, onConflict: how.mayReplace ? 'replace' : 'ask' }
}
