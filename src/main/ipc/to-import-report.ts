import { failuresListed, type ImportReport } from '../../shared/contract/index.ts'
import type { Dialect } from '../../shared/domain/dialect.ts'
import type { ImportOutcome } from '../assets/assets.ts'

/** What the window is told of an import: ids and numbers, not ten thousand records. */
export function toImportReport(outcome: ImportOutcome): ImportReport {
  const { imported, alreadyThere, failed, arrived, notTried, isCancelled } = outcome
  return {
    imported: imported.map(({ id }) => id),
    added: arrived - alreadyThere,
    alreadyThere,
    dialects: countDialects(outcome),
    failed: failed.slice(0, failuresListed),
    failedCount: failed.length,
    notTried,
    isCancelled,
  }
}

function countDialects({ imported }: ImportOutcome): ImportReport['dialects'] {
  const counts = new Map<Dialect, number>()
  for (const { dialect } of imported) if (dialect) counts.set(dialect, (counts.get(dialect) ?? 0) + 1)
  return [...counts].map(([dialect, count]) => ({ dialect, count })).toSorted((a, b) => b.count - a.count)
}
