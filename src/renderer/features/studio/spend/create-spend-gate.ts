import { toErrorData } from '../../../../shared/errors/index.ts'
import type { Client } from '../../../client/index.ts'
import type { StudioStore } from '../create-studio-store.ts'

export interface SpendGate {
  /**
   * Resolves to whether the spending limits allow a run; if they block it, the user is told why. If they require
   * confirmation, main asks after sending: a compromised page must not be able to answer for the user. USD of each
   * request; null = unknown price.
   */
  admits(estimates: readonly (number | null)[]): Promise<boolean>
}

export function createSpendGate(client: Pick<Client, 'call'>, store: StudioStore): SpendGate {
  return {
    async admits(estimates) {
      if (estimates.length === 0) return true
      const { type, reasons } = await client.call('money.check', { estimates: [...estimates] })
      if (type !== 'stop') return true
      await new Promise<void>((close) => store.setState({ spendQuestion: { reasons, close } }))
      store.setState({ spendQuestion: null })
      return false
    },
  }
}

/** Main asked for confirmation and the user declined: nothing was sent, and there is nothing to report. */
export function noneWhereCanceled(thrown: unknown): [] {
  if (toErrorData(thrown).code === 'request/cancelled') return []
  throw thrown
}
