/** One row of the table: what was measured, against what, and whether it meets the goal. */
export interface Row {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** The same work done by the plain method in the same run; null if the goal is an absolute number. */
  readonly baseline: { readonly what: string; readonly value: number } | null
  /** Applies to the ratio if there is a baseline, to the value otherwise. */
  readonly goal: { readonly type: 'at most' | 'at least'; readonly limit: number } | null
  /** Where the row is a point of a curve: which, and at which size of the work. */
  readonly growth?: { readonly curve: string; readonly size: number }
}

/** A row without a baseline. @param mostGood null if informational only */
export function rowOf(what: string, value: number, unit: string, mostGood: number | null): Row {
  return { what, value, unit, baseline: null, goal: mostGood === null ? null : { type: 'at most', limit: mostGood } }
}

export function ratioOf({ value, baseline }: Row): number | null {
  return baseline === null || baseline.value === 0 ? null : value / baseline.value
}

export function isMet(row: Row): boolean | null {
  if (row.goal === null) return null
  const measured = ratioOf(row) ?? row.value
  return row.goal.type === 'at most' ? measured <= row.goal.limit : measured >= row.goal.limit
}
