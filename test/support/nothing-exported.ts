import type { ExportReport } from '../../src/shared/contract/index.ts'

export const nothingExported: ExportReport = { written: [], conflicts: [], skipped: [], failed: [], left: [] }
