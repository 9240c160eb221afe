/** One line of the table: what was measured, against what, and whether it is as good as we want. */
export interface Row {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** The same thing done the plain way in the same run; null where the goal is an absolute number. */
  readonly baseline: { readonly what: string; readonly value: number } | null
  /** Compared with the ratio where there is a baseline, with the value otherwise. */
  readonly goal: { readonly is: 'at most' | 'at least'; readonly limit: number } | null
}

/** A line without a baseline. @param mostGood null where it is told only */
export function rowOf(what: string, value: number, unit: string, mostGood: number | null): Row {
  return { what, value, unit, baseline: null, goal: mostGood === null ? null : { is: 'at most', limit: mostGood } }
}

export function ratioOf({ value, baseline }: Row): number | null {
  return baseline === null || baseline.value === 0 ? null : value / baseline.value
}

export function isMet(row: Row): boolean | null {
  if (row.goal === null) return null
  const measured = ratioOf(row) ?? row.value
  return row.goal.is === 'at most' ? measured <= row.goal.limit : measured >= row.goal.limit
}
