import type { ExportResult } from '../../src/main/assets/exports.ts'

export const nothingExported: ExportResult = {
  written: [],
  conflicts: [],
  skipped: [],
  failed: [],
  left: [],
  notes: [],
}
