import type { Difference } from '../../../../shared/domain/comparison.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'

/** Returns the share of pixels, 0 to 1, in which a channel differs by more than the tolerance. */
export function changedShare({ counts, widthPx, heightPx }: Difference, tolerance: number): number {
  const changed = counts.reduce((sum, count, difference) => (difference > tolerance ? sum + count : sum), 0)
  return changed / (widthPx * heightPx)
}

/** Formats as "12.3 %", "under 0.1 %" if a few pixels differ, or "none". */
export function formatShare(share: number): string {
  if (share === 0) return 'none'
  if (share === 1) return '100 %'
  const percent = share * 100
  if (percent < 0.1) return messages.lessThanTenthPercent
  return `${(percent > 99.9 ? 99.9 : percent).toFixed(1)} %`
}
