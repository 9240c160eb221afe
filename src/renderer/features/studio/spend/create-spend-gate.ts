import type { Client } from '../../../client/index.ts'
import type { StudioStore } from '../create-studio-store.ts'

/** `approved`: over a limit, and the person has said yes. */
export type SpendAnswer = 'fine' | 'approved' | 'no'

export interface SpendGate {
  /** Asks the limits, and over one of them the person. USD of each request; null = no price is known. */
  ask(estimates: readonly (number | null)[]): Promise<SpendAnswer>
}

export function createSpendGate(client: Pick<Client, 'call'>, store: StudioStore): SpendGate {
  return {
    async ask(estimates) {
      if (estimates.length === 0) return 'fine'
      const { is, reasons } = await client.call('money.check', { estimates: [...estimates] })
      if (is === 'fine') return 'fine'
      const isSent = await new Promise<boolean>((answer) => store.setState({ spendQuestion: { is, reasons, answer } }))
      store.setState({ spendQuestion: null })
      return isSent && is === 'ask' ? 'approved' : 'no'
    },
  }
}
