import type { ExportResult } from '../../src/main/library/exports.ts'

export const nothingExported: ExportResult = {
  written: [],
  conflicts: [],
  skipped: [],
  failed: [],
  left: [],
  notes: [],
}
