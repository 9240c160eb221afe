import { z } from 'zod'
import { unpriced as priceUnknown } from '../../../shared/messages/en/cli-generate.ts'
import { costAtLeast } from '../../../shared/messages/en/cli-scripts.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import type { CostSum } from '../../../shared/util/sum-costs.ts'

export const costFields = {
  /** USD: what was billed or may have been, as far as it is known; null = none of it is. */
  cost: z.number().nullable(),
  /** Number of parts of the cost that are not known. */
  unpriced: z.int().nonnegative(),
}

const reportedCostSchema = z.object(costFields).readonly()
export type ReportedCost = z.output<typeof reportedCostSchema>

/** A sum as reports have it. */
export function reportedCost({ usd, unpriced }: CostSum): ReportedCost {
  return { cost: unpriced > 0 && usd === 0 ? null : usd, unpriced }
}

/** The same in words: “$0.04”, “$0.04 or more”, “price unknown”. */
export function formatCostSum(sum: CostSum): string {
  const { cost, unpriced } = reportedCost(sum)
  if (cost === null) return priceUnknown
  return unpriced === 0 ? formatMoney(cost) : costAtLeast({ cost: formatMoney(cost) })
}
