import type { Difference } from '../../../../shared/domain/comparison.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'

/** Pixels of which a channel differs by more than that, from 0 to 1. */
export function changedShare({ counts, widthPx, heightPx }: Difference, tolerance: number): number {
  const changed = counts.reduce((sum, count, difference) => (difference > tolerance ? sum + count : sum), 0)
  return changed / (widthPx * heightPx)
}

/** "12.3 %", "under 0.1 %" where a few pixels differ, "none" where none does. */
export function formatShare(share: number): string {
  if (share === 0) return 'none'
  if (share === 1) return '100 %'
  const percent = share * 100
  if (percent < 0.1) return messages.lessThanTenthPercent
  return `${(percent > 99.9 ? 99.9 : percent).toFixed(1)} %`
}
