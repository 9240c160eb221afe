/** Why the limits block a run, until the user has dismissed it. */
export interface SpendQuestion {
  /** Which limit, how much is spent, how much this would add. */
  readonly reasons: readonly string[]
  readonly close: () => void
}
