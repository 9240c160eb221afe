import type { ImportReport } from '../../shared/contract/index.ts'
import { formatCount, formatNumber } from '../lib/format.ts'

/** How an import went, in one line: `120 imported · 3 were already there · 2 could not be read`. */
export function importWords({ added, alreadyThere, failedCount, notTried, isCancelled }: ImportReport): string {
  const parts = [
    added > 0 && `${formatNumber(added)} imported`,
    alreadyThere > 0 && `${formatNumber(alreadyThere)} ${alreadyThere === 1 ? 'was' : 'were'} already there`,
    failedCount > 0 && `${formatNumber(failedCount)} could not be read`,
    notTried > 0 && isCancelled && `stopped before ${formatCount(notTried, 'other file')}`,
    notTried > 0 && !isCancelled && `${formatNumber(notTried)} not tried: the disk is full`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'There are no images in it.' : parts.join(' · ')
}
