import { useCallback, useEffect, useState } from 'react'
import type { CallName, Input } from '../../../../shared/contract/index.ts'
import type { TeamView } from '../../../../shared/domain/team.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { useServices } from '../../../client/index.ts'

type TeamCall = Exclude<Extract<CallName, `team.${string}`>, 'team.view'>

export interface TeamActions {
  /** null until loaded. */
  readonly view: TeamView | null
  reload(): void
  /** A canceled dialog is no error. */
  run<K extends TeamCall>(route: K, input: Input<K>): Promise<void>
}

/** Nothing says that another member has written to the folder. */
const everyMs = 10_000

/** What the team has spent, while it is shown. */
export function useTeam(): TeamActions {
  const { client, intents } = useServices()
  const [view, setView] = useState<TeamView | null>(null)

  const reload = useCallback(() => {
    client.call('team.view', {}).then(setView, (error: unknown) => intents.send({ type: 'report', error }))
  }, [client, intents])

  useEffect(() => {
    reload()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload()
    }, everyMs)
    const stopListening = client.on('ledger.changed', reload)
    return () => {
      clearInterval(timer)
      stopListening()
    }
  }, [client, reload])

  async function run<K extends TeamCall>(route: K, input: Input<K>): Promise<void> {
    try {
      await client.call(route, input)
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
    }
    reload()
  }

  return { view, reload, run }
}
