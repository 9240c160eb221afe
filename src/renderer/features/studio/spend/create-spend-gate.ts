import { toErrorData } from '../../../../shared/errors/index.ts'
import type { Client } from '../../../client/index.ts'
import type { StudioStore } from '../create-studio-store.ts'

export interface SpendGate {
  /**
   * Whether the limits let a run be sent; where they stop it, the person reads why. Where they ask, main asks once it is
   * sent: a page that somebody else controls must not answer for the person. USD of each request; null = no price is known.
   */
  admits(estimates: readonly (number | null)[]): Promise<boolean>
}

export function createSpendGate(client: Pick<Client, 'call'>, store: StudioStore): SpendGate {
  return {
    async admits(estimates) {
      if (estimates.length === 0) return true
      const { is, reasons } = await client.call('money.check', { estimates: [...estimates] })
      if (is !== 'stop') return true
      await new Promise<void>((close) => store.setState({ spendQuestion: { reasons, close } }))
      store.setState({ spendQuestion: null })
      return false
    },
  }
}

/** Main asked about the price and the person said no: nothing was sent, and there is nothing to report. */
export function noneWhereCanceled(thrown: unknown): [] {
  if (toErrorData(thrown).code === 'request/cancelled') return []
  throw thrown
}
