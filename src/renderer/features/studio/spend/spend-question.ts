/** What the limits say to a run, until the person has read it. */
export interface SpendQuestion {
  /** `stop`: it cannot be sent at all. */
  readonly is: 'ask' | 'stop'
  /** Which limit, what is spent, what this would add. */
  readonly reasons: readonly string[]
  readonly answer: (isSent: boolean) => void
}
