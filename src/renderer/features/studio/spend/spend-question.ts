/** Why the limits stop a run, until the person has read it. */
export interface SpendQuestion {
  /** Which limit, what is spent, what this would add. */
  readonly reasons: readonly string[]
  readonly close: () => void
}
